// One scenario of each open family is recognised, and answered as the reference table says.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "simulator/analytic/analytic.h"
#include "tests/simulator/analytic/scenarios.h"

namespace tfsck {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr double kTolerance = 1e-6;

void ExpectAnswer(const AnalyticReport& report, std::string_view quantity, double value,
                  AnswerKind kind = AnswerKind::kExact, std::string_view subject = {}) {
  SCOPED_TRACE(std::string(quantity));
  const AnalyticAnswer* answer = FindAnswer(report, quantity, subject);
  ASSERT_NE(answer, nullptr);
  EXPECT_NEAR(answer->value, value, kTolerance * 5 * std::abs(value));
  EXPECT_EQ(NameOf(answer->kind), NameOf(kind));
}

Distribution Exp(double mean) { return Distribution::Exponential(mean); }

TEST(AnalyseOpen, ExponentialHoldsAreMM1) {
  const AnalyticReport report = Analyse(OneLock(.8, Exp(1)));
  ExpectAnswer(report, quantity::kMeanWait, 4);
  ExpectAnswer(report, quantity::kWaitDeviation, std::sqrt(24.0));
  ExpectAnswer(report, quantity::kWaitChance, .8);
  ExpectAnswer(report, quantity::kWaitP50, 2.35001814623);
  ExpectAnswer(report, quantity::kWaitP95, 13.8629436112);
  ExpectAnswer(report, quantity::kWaitP99, 21.9101331734);
  ExpectAnswer(report, quantity::kUtilisation, .8);
  EXPECT_EQ(report.answers[0].subject, "the lock of prod");
  EXPECT_EQ(FindAnswer(report, quantity::kMeanWait)->unit, "s");
  EXPECT_THAT(report.simplified, IsEmpty());
  EXPECT_THAT(report.unanswered, IsEmpty());
}

TEST(AnalyseOpen, LognormalHoldsAreMG1) {
  const AnalyticReport report = Analyse(OneLock(.8, Distribution::LognormalByMean(1, 1)));
  ExpectAnswer(report, quantity::kMeanWait, 4);
  ExpectAnswer(report, quantity::kWaitP95, 14.4102828595);
}

TEST(AnalyseOpen, StepsUnderTheLockAreOneHold) {
  Scenario scenario = OneLock(.8, Distribution::Deterministic(.4));
  scenario.operations[0].steps.push_back(LockedStep(Exp(.6)));
  const AnalyticReport report = Analyse(scenario);
  ExpectAnswer(report, quantity::kMeanWait, 2.72);
  ExpectAnswer(report, quantity::kWaitP95, 9.31028114176);
}

TEST(AnalyseOpen, WhatComesBeforeTheLockDoesNotMatter) {
  Scenario scenario = OneLock(.8, Exp(1));
  Step init;
  init.kind = StepKind::kInit;
  init.time = Distribution::LognormalByMean(20, .5);
  scenario.operations[0].steps.insert(scenario.operations[0].steps.begin(), init);
  ExpectAnswer(Analyse(scenario), quantity::kMeanWait, 4);
}

TEST(AnalyseOpen, TwoKindsOfRunsAreAMixture) {
  Scenario scenario = OneLock(.8, Exp(1));
  const Distribution mixed = Distribution::BalancedHyperexponential(1, 4);
  scenario.operations.push_back(OperationOf({LockedStep(Exp(mixed.values[1]))}));
  scenario.operations[0].steps[0].time = Exp(mixed.values[0]);
  scenario.sources[0].operations = {{0, mixed.weights[0]}, {1, mixed.weights[1]}};
  ExpectAnswer(Analyse(scenario), quantity::kMeanWait, 10);
  ExpectAnswer(Analyse(scenario), quantity::kWaitP99, 60.0126072131);
}

TEST(AnalyseOpen, WorkspacesSplitTheStream) {
  Scenario scenario = OneLock(.85, Distribution::Shifted(.325, Exp(.3)));
  scenario.workspaces[0].count = 4;
  const AnalyticReport report = Analyse(scenario);
  ExpectAnswer(report, quantity::kMeanWait, 0.0588873873874);
  ExpectAnswer(report, quantity::kUtilisation, 0.1328125);
  EXPECT_EQ(report.answers[0].subject, "the lock of each of 4 workspaces prod");
}

TEST(AnalyseOpen, RunsThatNeedAllStatesMakeThemOneLock) {
  Scenario scenario = OneLock(.8, Exp(1));
  scenario.workspaces[0].count = 4;
  scenario.sources[0].cross_state_share = 1;
  scenario.sources[0].cross_state_count = 4;
  ExpectAnswer(Analyse(scenario), quantity::kMeanWait, 4);
  scenario.sources[0].cross_state_count = 2;
  const AnalyticReport report = Analyse(scenario);
  ExpectAnswer(report, quantity::kLoad, .4);
  EXPECT_EQ(FindAnswer(report, quantity::kMeanWait)->kind, AnswerKind::kApproximation);
  EXPECT_THAT(report.simplified,
              ElementsAre("runs across states ask for each of their locks alone"));
}

TEST(AnalyseOpen, OverloadHasNoSteadyState) {
  const AnalyticReport report = Analyse(OneLock(1.25, Exp(1)));
  ExpectAnswer(report, quantity::kLoad, 1.25);
  EXPECT_EQ(FindAnswer(report, quantity::kMeanWait), nullptr);
  EXPECT_THAT(
      report.unanswered,
      ElementsAre("the lock of prod: there is no steady state: each is asked for 1.25 times "
                  "what it can give, and nobody gives up, so waits grow without end"));
}

TEST(AnalyseOpen, PatienceInAQueueIsTheVolterraEquation) {
  Scenario scenario = OneLock(.8, Distribution::LognormalByMean(1, 1));
  scenario.sources[0].lock_patience = Distribution::Deterministic(5);
  const AnalyticReport report = Analyse(scenario);
  ExpectAnswer(report, quantity::kTimeoutChance, 0.0742082335324);
  ExpectAnswer(report, quantity::kMeanWait, 1.43641232904);
}

TEST(AnalyseOpen, PatienceWithExponentialHoldsHasAClosedForm) {
  Scenario scenario = OneLock(1.2, Exp(1));
  scenario.sources[0].lock_patience = Distribution::Deterministic(5);
  const AnalyticReport report = Analyse(scenario);
  ExpectAnswer(report, quantity::kTimeoutChance, 0.223855421877);
  ExpectAnswer(report, quantity::kMeanWait, 2.65259237211);
  ExpectAnswer(report, quantity::kMeanWaitAll, 3.17807229697);
  ExpectAnswer(report, quantity::kUtilisation, 0.931373493747);
}

TEST(AnalyseOpen, ExponentialPatienceIsErlangA) {
  Scenario scenario = OneLock(1.2, Exp(1));
  scenario.sources[0].lock_patience = Exp(5);
  ExpectAnswer(Analyse(scenario), quantity::kTimeoutChance, 0.29808084928);
}

TEST(AnalyseOpen, SourcesOfDifferentPatienceHaveNoFormula) {
  Scenario scenario = OneLock(.4, Exp(1));
  scenario.sources.push_back(PoissonSource(.4));
  scenario.sources[1].lock_patience = Distribution::Deterministic(5);
  const AnalyticReport report = Analyse(scenario);
  ASSERT_EQ(report.answers.size(), 1u);
  ExpectAnswer(report, quantity::kLoad, .8);
  EXPECT_THAT(report.unanswered,
              ElementsAre("the lock of prod: no formula is known where patience differs, or has "
                          "another law than fixed or exponential"));
}

TEST(AnalyseOpen, RefusalAtOnceIsErlangBOfOneServer) {
  Scenario scenario = OneLock(.8, Distribution::LognormalByMean(1, 2));
  scenario.lock.wait = WaitRule::kFail;
  ExpectAnswer(Analyse(scenario), quantity::kRefusedChance, 0.444444444444);
}

TEST(AnalyseOpen, TerraformWithoutLockTimeoutDoesNotPoll) {
  Scenario scenario = OneLock(.8, Exp(1));
  scenario.lock = LockDiscipline{};
  scenario.sources[0].lock_patience = Distribution::Deterministic(1);  // worth nothing
  const AnalyticReport report = Analyse(scenario);
  ExpectAnswer(report, quantity::kRefusedChance, 0.444444444444);
  EXPECT_THAT(report.simplified, IsEmpty());
}

TEST(AnalyseOpen, PollingIsBoundedByAQueue) {
  Scenario scenario = OneLock(.8, Exp(1));
  scenario.lock = LockDiscipline{};
  const AnalyticReport report = Analyse(scenario);
  ExpectAnswer(report, quantity::kUtilisation, .8);
  ExpectAnswer(report, quantity::kMeanWait, 4, AnswerKind::kLowerBound);
  ExpectAnswer(report, quantity::kWaitP95, 13.8629436112, AnswerKind::kApproximation);
  EXPECT_THAT(report.simplified,
              ElementsAre("polling replaced by a first-come, first-served queue"));
}

TEST(AnalyseOpen, ALockTimeoutIsWorthItsLastAttempt) {
  Scenario scenario = OneLock(.8, Exp(1));
  scenario.sources[0].lock_patience = Distribution::Deterministic(15);
  const AnalyticReport queue = Analyse(scenario);
  scenario.lock = LockDiscipline{};
  scenario.sources[0].lock_patience = Distribution::Deterministic(30);
  const AnalyticReport report = Analyse(scenario);
  EXPECT_EQ(FindAnswer(report, quantity::kTimeoutChance)->value,
            FindAnswer(queue, quantity::kTimeoutChance)->value);
  EXPECT_THAT(report.simplified,
              ElementsAre("polling replaced by a first-come, first-served queue",
                          "the lock timeout replaced by its last attempt, 15 s after the first"));
}

TEST(AnalyseOpen, RetriesAfterExponentialPausesAreARetrialQueue) {
  Scenario scenario = OneLock(.8, Exp(1));
  scenario.lock.wait = WaitRule::kFail;
  scenario.sources[0].retry.on_failure = OnFailure::kRetry;
  scenario.sources[0].retry.after = Exp(10);
  const AnalyticReport report = Analyse(scenario);
  ExpectAnswer(report, quantity::kMeanWait, 44);
  ExpectAnswer(report, quantity::kMeanWaiting, 35.2);
}

TEST(AnalyseOpen, RetriesAfterExactlyOneHold) {
  Scenario scenario = OneLock(.9, Distribution::Deterministic(1));
  scenario.lock.wait = WaitRule::kFail;
  scenario.sources[0].retry.on_failure = OnFailure::kRetry;
  scenario.sources[0].retry.after = Distribution::Deterministic(1);
  ExpectAnswer(Analyse(scenario), quantity::kMeanRetries, 9);
}

TEST(AnalyseOpen, PrioritiesAreCobhams) {
  Scenario scenario = OneLock(.28, Distribution::Deterministic(1));
  scenario.lock.order = QueueOrder::kPriority;
  scenario.operations.push_back(OperationOf({LockedStep(Distribution::LognormalByMean(3, 1))}));
  scenario.operations.push_back(OperationOf({LockedStep(Exp(6))}));
  scenario.operations[1].lock_class = 1;
  scenario.operations[2].lock_class = 2;
  scenario.sources[0].operations = {{0, .15}, {1, .1}, {2, .03}};
  const AnalyticReport report = Analyse(scenario);
  ExpectAnswer(report, quantity::kMeanWait, 2.41764705882, AnswerKind::kExact,
               "the lock of prod, class 0");
  ExpectAnswer(report, quantity::kMeanWait, 4.39572192513, AnswerKind::kExact,
               "the lock of prod, class 1");
  ExpectAnswer(report, quantity::kMeanWait, 10.0982800983, AnswerKind::kExact,
               "the lock of prod, class 2");
  ExpectAnswer(report, quantity::kMeanWait,
               (.15 * 2.41764705882 + .1 * 4.39572192513 + .03 * 10.0982800983) / .28);
}

TEST(AnalyseOpen, UnfairOrdersKeepTheMeanAndSpreadTheWaits) {
  Scenario scenario = OneLock(.8, Exp(1));
  scenario.lock.order = QueueOrder::kRandom;
  ExpectAnswer(Analyse(scenario), quantity::kMeanWait, 4);
  ExpectAnswer(Analyse(scenario), quantity::kWaitDeviation, std::sqrt(66.6666666667 - 16));
  scenario.lock.order = QueueOrder::kLifo;
  ExpectAnswer(Analyse(scenario), quantity::kWaitDeviation, std::sqrt(200.0 - 16));
}

TEST(AnalyseOpen, CrashesMakeLongHolds) {
  Scenario scenario = OneLock(.4, Exp(1));
  scenario.faults.crash_per_run = .05;
  scenario.faults.crash_at_end = true;
  scenario.faults.unlock_delay = Exp(20);
  const AnalyticReport report = Analyse(scenario);
  ExpectAnswer(report, quantity::kMeanWait, 44);
  ExpectAnswer(report, quantity::kStaleLockShare, .4);
}

TEST(AnalyseOpen, ACrashAtAUniformInstantShortensTheHold) {
  Scenario scenario = OneLock(.5, Distribution::Deterministic(1));
  scenario.faults.crash_per_run = 1;  // holds are uniform on [0, 1]
  ExpectAnswer(Analyse(scenario), quantity::kMeanWait, .5 / 3 / (2 * .75));
}

TEST(AnalyseOpen, OutagesPauseTheHolds) {
  Scenario scenario = OneLock(.5, Exp(1));
  scenario.faults.outage_mean_up = 20;
  scenario.faults.outage = Exp(2);
  scenario.faults.outage_effect = OutageEffect::kPause;
  ExpectAnswer(Analyse(scenario), quantity::kMeanSojourn, 2.84848484848);
}

TEST(AnalyseOpen, LocksInARowAreATandem) {
  Scenario scenario = OneLock(.5, Exp(1));
  scenario.workspaces.push_back(scenario.workspaces[0]);
  scenario.operations[0].steps.push_back(LockedStep(Exp(1.25)));
  scenario.operations[0].steps[1].workspace = 1;
  const AnalyticReport report = Analyse(scenario);
  ExpectAnswer(report, quantity::kMeanSojourn, 5.33333333333);
  EXPECT_THAT(report.simplified, IsEmpty());
}

TEST(AnalyseOpen, BatchesAtOneLock) {
  Scenario scenario = OneLock(.2, Exp(1));
  scenario.sources[0].arrivals.batch_mean = 3;
  scenario.sources[0].arrivals.geometric_batch = true;
  ExpectAnswer(Analyse(scenario), quantity::kMeanWait, 6.5);
}

TEST(AnalyseOpen, TwoPhasesOfArrivals) {
  Scenario scenario = OneLock(0, Exp(1));
  scenario.sources[0].arrivals.kind = Arrivals::Kind::kMmpp;
  scenario.sources[0].arrivals.mmpp = {{.2, 2}, {.05, .2}};
  ExpectAnswer(Analyse(scenario), quantity::kMeanWait, 7.63277699032);
  scenario.operations[0].steps[0].time = Distribution::Deterministic(1);
  EXPECT_EQ(FindAnswer(Analyse(scenario), quantity::kMeanWait)->kind, AnswerKind::kLowerBound);
}

TEST(AnalyseOpen, ALimitedQueueTurnsAway) {
  Scenario scenario = OneLock(.9, Exp(1));
  scenario.lock.queue_limit = 4;
  const AnalyticReport report = Analyse(scenario);
  ExpectAnswer(report, quantity::kRefusedChance, 0.126022549988);
  ExpectAnswer(report, quantity::kMeanWait, 1.7902859515);
}

TEST(AnalyseOpen, ANewerRunReplacesTheOneThatWaits) {
  Scenario scenario = OneLock(1, Exp(1));
  scenario.lock.queue_limit = 1;
  scenario.lock.full = FullQueue::kReplaceOldest;
  const AnalyticReport report = Analyse(scenario);
  // Three states alike. Of the 2/3 that wait half are served, after 1/2 on average.
  ExpectAnswer(report, quantity::kRefusedChance, 1.0 / 3);
  ExpectAnswer(report, quantity::kMeanWait, 1.0 / 3 / 2 / (2.0 / 3));
  scenario.lock.queue_limit = 2;
  EXPECT_THAT(Analyse(scenario).unanswered,
              ElementsAre("the lock of prod: mean wait where the oldest is replaced: no formula "
                          "known"));
}

TEST(AnalyseOpen, OldestFirstIsAQueueWhereRunsBeginAtTheLock) {
  Scenario scenario = OneLock(.8, Exp(1));
  scenario.lock.order = QueueOrder::kOldest;
  ExpectAnswer(Analyse(scenario), quantity::kWaitP95, 13.8629436112);
  scenario.lock.order = QueueOrder::kNewest;
  ExpectAnswer(Analyse(scenario), quantity::kWaitDeviation, std::sqrt(200.0 - 16));
  Step init;
  init.time = Exp(1);
  scenario.operations[0].steps.insert(scenario.operations[0].steps.begin(), init);
  ExpectAnswer(Analyse(scenario), quantity::kMeanWait, 4, AnswerKind::kApproximation);
}

TEST(AnalyseOpen, ARefreshIsOneLatencyForAllCalls) {
  Scenario scenario = OneLock(.8, Distribution::Deterministic(0));
  scenario.workspaces[0].resources = 50;
  Step& step = scenario.operations[0].steps[0];
  step.refresh =
      RefreshWork{.calls_per_resource = 2, .latency = Distribution::LognormalByMean(.1, 1)};
  ExpectAnswer(Analyse(scenario), quantity::kWaitP95, 14.4102828595);
  step.refresh->provider_rate = 100;
  ExpectAnswer(Analyse(scenario), quantity::kMeanWait, 2, AnswerKind::kLowerBound);
  ExpectAnswer(Analyse(scenario), quantity::kLoad, .8, AnswerKind::kLowerBound);
  step.refresh->latency = Distribution::Deterministic(.01);
  ExpectAnswer(Analyse(scenario), quantity::kMeanWait, 2);
}

TEST(AnalyseOpen, ReadersTakenAsWritersWaitLonger) {
  Scenario scenario = OneLock(.8, Exp(1));
  scenario.operations[0].plans_only = true;
  scenario.lock.plans = LockMode::kShared;
  ExpectAnswer(Analyse(scenario), quantity::kMeanWait, 4, AnswerKind::kUpperBound);
}

TEST(AnalyseOpen, ACalendarIsBoundedByItsMeanRate) {
  Scenario scenario = OneLock(0, Exp(1));
  scenario.sources[0].arrivals.kind = Arrivals::Kind::kCalendar;
  scenario.sources[0].arrivals.calendar = {kDay, {.4, .6}};
  scenario.analysis.kind = AnalysisKind::kTerminating;
  const AnalyticReport report = Analyse(scenario);
  ExpectAnswer(report, quantity::kMeanWait, 1, AnswerKind::kLowerBound);
  ExpectAnswer(report, quantity::kBusiestLoad, .6);
  EXPECT_THAT(
      report.simplified,
      ElementsAre("the scenario asks for a period from an empty start; these are answers of "
                  "the long run",
                  "the calendar replaced by its mean rate"));
}

TEST(AnalyseOpen, RunsWithoutLocksAreNumberedByTheHour) {
  Scenario scenario = OneLock(0, Exp(1));
  scenario.operations[0].steps[0].lock = LockMode::kNone;
  scenario.sources[0].arrivals.kind = Arrivals::Kind::kCalendar;
  scenario.sources[0].arrivals.calendar = {20 * kSecond, {1, 3}};
  const AnalyticReport report = Analyse(scenario);
  ExpectAnswer(report, quantity::kMeanNumber, 2);
  // After 10 s at rate 3: 3 - 2 e^-10 / (1 + e^-10).
  ExpectAnswer(report, quantity::kPeakNumber, 3 - 2 * std::exp(-10) / (1 + std::exp(-10)));
}

TEST(AnalyseOpen, APoolOfRunnersIsErlangC) {
  const AnalyticReport report = Analyse(Pool(8, 10, Exp(1)));
  ExpectAnswer(report, quantity::kWaitChance, 0.409180150796);
  ExpectAnswer(report, quantity::kMeanWait, 0.204590075398);
  ExpectAnswer(report, quantity::kWaitP95, 1.05106626007);
  EXPECT_EQ(report.answers[0].subject, "the runners");
}

TEST(AnalyseOpen, APoolThatTurnsAway) {
  Scenario scenario = Pool(8, 10, Distribution::LognormalByMean(1, 1));
  scenario.runners.queue_limit = 0;
  ExpectAnswer(Analyse(scenario), quantity::kRefusedChance, 0.121661064253);
  scenario = Pool(12, 10, Exp(1));
  scenario.runners.queue_limit = 10;
  ExpectAnswer(Analyse(scenario), quantity::kRefusedChance, 0.179665915669);
  ExpectAnswer(Analyse(scenario), quantity::kMeanWait, 0.635969442481);
}

TEST(AnalyseOpen, APoolWithPatience) {
  Scenario scenario = Pool(6, 5, Exp(1));
  scenario.sources[0].runner_patience = Distribution::Deterministic(1);
  const AnalyticReport report = Analyse(scenario);
  ExpectAnswer(report, quantity::kTimeoutChance, 0.207750106971);
  ExpectAnswer(report, quantity::kMeanWaitAll, 0.589885073251);
}

TEST(AnalyseOpen, APoolOfOneRunnerIsMG1) {
  ExpectAnswer(Analyse(Pool(.8, 1, Distribution::Deterministic(1))), quantity::kWaitP95,
               6.62032499684);
}

TEST(AnalyseOpen, OtherWorkInAPoolIsApproximated) {
  const AnalyticReport report = Analyse(Pool(8, 10, Distribution::Deterministic(1)));
  ExpectAnswer(report, quantity::kMeanWait, 0.204590075398 / 2, AnswerKind::kApproximation);
}

TEST(AnalyseOpen, AnOverloadedPoolHasNoSteadyState) {
  EXPECT_THAT(Analyse(Pool(8, 5, Exp(1))).unanswered,
              ElementsAre("the runners: there is no steady state: the pool is asked for 1.6 times "
                          "what it can give, so waits grow without end"));
}

TEST(AnalyseOpen, LocksAndRunnersAreAnsweredApart) {
  Scenario scenario = OneLock(.8, Exp(1));
  scenario.operations[0].steps[0].runner = true;
  scenario.runners.count = 10;
  const AnalyticReport report = Analyse(scenario);
  ExpectAnswer(report, quantity::kMeanWait, 4, AnswerKind::kLowerBound, "the lock of prod");
  EXPECT_EQ(FindAnswer(report, quantity::kMeanWait, "the runners")->kind, AnswerKind::kLowerBound);
  EXPECT_THAT(report.simplified, ElementsAre("runners are never short",
                                             "no run waits for a lock while it takes up a runner"));
}

// ---- Sets of resources --------------------------------------------------------------------

Scenario Refusing(std::vector<std::vector<uint32_t>> writes,
                  std::vector<std::vector<uint32_t>> reads, double load) {
  Scenario scenario = OneLock(load * static_cast<double>(writes.size()), Exp(1));
  scenario.operations.assign(writes.size(), scenario.operations[0]);
  scenario.sources[0].operations.clear();
  for (uint32_t i = 0; i < writes.size(); ++i) {
    scenario.operations[i].writes = writes[i];
    scenario.operations[i].reads = reads[i];
    scenario.sources[0].operations.push_back({i, 1});
  }
  scenario.lock.scope = LockScope::kResource;
  scenario.lock.wait = WaitRule::kFail;
  return scenario;
}

TEST(AnalyseOpen, NamedSetsAreAHardCoreNetwork) {
  const AnalyticReport report =
      Analyse(Refusing({{0}, {1}, {2}, {3}, {4}, {5}, {6}, {7}},
                       {{}, {0}, {0}, {0}, {1, 3}, {2, 3, 4}, {5}, {}}, .2));
  ExpectAnswer(report, quantity::kRefusedChance, 0.360265337703);
  ExpectAnswer(report, quantity::kMeanNumber, 1.02357545968);
}

TEST(AnalyseOpen, SetsOfASmallGraphAreAHardCoreNetworkToo) {
  Scenario scenario = Refusing({{}}, {{}}, 1.6);
  scenario.workspaces[0].resources = 8;
  scenario.workspaces[0].graph.shape = GraphShape::kExplicit;
  scenario.workspaces[0].graph.edges = {{1, 0}, {2, 0}, {3, 0}, {4, 1}, {4, 3},
                                        {5, 2}, {5, 3}, {5, 4}, {6, 5}};
  ExpectAnswer(Analyse(scenario), quantity::kRefusedChance, 0.53125);
  scenario.lock.footprint = FootprintRule::kReadDirect;
  ExpectAnswer(Analyse(scenario), quantity::kRefusedChance, 0.360265337703);
}

TEST(AnalyseOpen, ValidationAtCommitFailsByTheCommitsOfOthers) {
  Scenario scenario = Refusing({{0}}, {{}}, 1);
  scenario.lock.validation = Validation::kResource;
  // Who fails does not commit: c = 1 / (1 + c).
  const AnalyticReport report = Analyse(scenario);
  EXPECT_NEAR(FindAnswer(report, quantity::kFirstAbort)->value, (3 - std::sqrt(5)) / 2, 1e-5);
  EXPECT_EQ(FindAnswer(report, quantity::kFirstAbort)->kind, AnswerKind::kApproximation);
  EXPECT_THAT(report.simplified, ElementsAre("commits of others taken as a Poisson process"));
  scenario.sources[0].retry.on_failure = OnFailure::kRetry;
  ExpectAnswer(Analyse(scenario), quantity::kFirstAbort, .5, AnswerKind::kApproximation);
}

TEST(AnalyseOpen, UniformSetsAreMitraAndWeinbergers) {
  Scenario scenario = Refusing({{}}, {{}}, 10);
  scenario.workspaces[0].resources = 1000;
  scenario.operations[0].uniform_writes = 30;
  ExpectAnswer(Analyse(scenario), quantity::kRefusedChance, 0.797591887347);
}

TEST(AnalyseOpen, SavedPlansGoStaleWhileTheyAreApproved) {
  Scenario scenario = OneLock(.1, Exp(1e-9));
  Step plan = LockedStep(Exp(1e-9));
  plan.makes_plan = true;
  Step approve;
  approve.time = Exp(1);
  Step apply = LockedStep(Exp(1e-9));
  apply.checks_plan = true;
  apply.commits = true;
  scenario.operations[0].steps = {plan, approve, apply};
  scenario.operations[0].name = "deploy";
  const AnalyticReport report = Analyse(scenario);
  ExpectAnswer(report, quantity::kStalePlanChance, 0.0909090909091, AnswerKind::kApproximation,
               "everything, operation deploy of team");
}

}  // namespace
}  // namespace tfsck
