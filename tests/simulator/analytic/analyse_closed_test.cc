// One scenario of each closed family is recognised, and answered as the reference table says.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "simulator/analytic/analytic.h"
#include "tests/simulator/analytic/scenarios.h"

namespace tfsck {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

void ExpectAnswer(const AnalyticReport& report, std::string_view quantity, double value,
                  std::string_view subject = {}) {
  SCOPED_TRACE(std::string(quantity));
  const AnalyticAnswer* answer = FindAnswer(report, quantity, subject);
  ASSERT_NE(answer, nullptr);
  EXPECT_NEAR(answer->value, value, 1e-6 * std::abs(value));
  EXPECT_EQ(NameOf(answer->kind), "exact");
}

Distribution Exp(double mean) { return Distribution::Exponential(mean); }

TEST(AnalyseClosed, OneLockIsMachineRepair) {
  const AnalyticReport report = Analyse(ClosedLock(10, 10, Exp(1)));
  ExpectAnswer(report, quantity::kThroughput, 0.785417656893);
  ExpectAnswer(report, quantity::kMeanWait, 1.73207943855);
  ExpectAnswer(report, quantity::kUtilisation, 0.785417656893);
  ExpectAnswer(report, quantity::kSaturation, 11);
  EXPECT_THAT(report.simplified, IsEmpty());
}

TEST(AnalyseClosed, APoolIsMachineRepairWithSeveralRepairers) {
  Scenario scenario = ClosedLock(30, 10, Exp(1));
  scenario.operations = {OperationOf({RunnerStep(Exp(1))})};
  scenario.runners.count = 3;
  ExpectAnswer(Analyse(scenario), quantity::kThroughput, 2.53921939694);
}

TEST(AnalyseClosed, LocksOneAfterAnotherAreMeanValueAnalysis) {
  Scenario scenario = ClosedLock(5, 5, Exp(1));
  scenario.workspaces.assign(3, scenario.workspaces[0]);
  scenario.workspaces[0].name = "first";
  scenario.operations[0].steps = {LockedStep(Exp(1)), LockedStep(Exp(.5)), LockedStep(Exp(.25))};
  for (int i = 0; i < 3; ++i) scenario.operations[0].steps[static_cast<size_t>(i)].workspace = i;
  const AnalyticReport report = Analyse(scenario);
  ExpectAnswer(report, quantity::kThroughput, 0.641945682627);
  ExpectAnswer(report, quantity::kMeanSojourn, 2.78882097866);
  ExpectAnswer(report, quantity::kMeanNumber, 1.17797628689, "everything, lock of first");
}

// At once, without end, each time with new work.
Retry Redone() {
  return {.on_failure = OnFailure::kRetry, .after = Distribution::Deterministic(0), .redraw = true};
}

// Four engineers who change A, AB, BC and D.
Scenario FourEngineers() {
  Scenario scenario = ClosedLock(1, 2, Exp(1));
  const std::vector<std::vector<uint32_t>> footprints = {{0}, {0, 1}, {1, 2}, {3}};
  scenario.operations.assign(4, scenario.operations[0]);
  scenario.sources.assign(4, scenario.sources[0]);
  for (uint32_t i = 0; i < 4; ++i) {
    scenario.operations[i].writes = footprints[i];
    scenario.sources[i].operations = {{i, 1}};
    scenario.sources[i].name = std::string(1, static_cast<char>('a' + i));
    scenario.sources[i].retry = Redone();
  }
  scenario.lock.scope = LockScope::kResource;
  return scenario;
}

TEST(AnalyseClosed, SetsOfResourcesAreAMarkovChain) {
  Scenario scenario = FourEngineers();
  scenario.lock.set_rule = SetRule::kSkipOver;
  ExpectAnswer(Analyse(scenario), quantity::kThroughput, 1.20773714891);
  ExpectAnswer(Analyse(scenario), quantity::kMeanWait, 0.744047619048, "everything, source b");
  scenario.lock.set_rule = SetRule::kReserve;
  ExpectAnswer(Analyse(scenario), quantity::kThroughput, 1.18495357211);
  scenario.lock.set_rule = SetRule::kStrict;
  ExpectAnswer(Analyse(scenario), quantity::kThroughput, 1.15086034113);
  ExpectAnswer(Analyse(scenario), quantity::kMeanWait, 0.475660648846);
}

TEST(AnalyseClosed, ValidationAtCommitIsAMarkovChain) {
  Scenario scenario = FourEngineers();
  scenario.lock.validation = Validation::kResource;
  ExpectAnswer(Analyse(scenario), quantity::kThroughput, 1.20617533519);
  ExpectAnswer(Analyse(scenario), quantity::kAbortRatio, 0.240275977399);
  scenario = ClosedLock(8, 2, Exp(1));
  scenario.lock.validation = Validation::kState;
  scenario.lock.wait = WaitRule::kFail;  // as the table of disciplines has it
  scenario.sources[0].retry = Redone();
  ExpectAnswer(Analyse(scenario), quantity::kAbortRatio, 0.656722883116);
}

TEST(AnalyseClosed, WorkThatIsKeptIsOnlyApproximated) {
  Scenario scenario = ClosedLock(8, 2, Exp(1));
  scenario.lock.validation = Validation::kState;
  scenario.sources[0].retry = Redone();
  scenario.sources[0].retry.redraw = false;
  const AnalyticReport report = Analyse(scenario);
  EXPECT_EQ(FindAnswer(report, quantity::kThroughput)->kind, AnswerKind::kApproximation);
  EXPECT_THAT(report.simplified, ElementsAre("work is drawn anew when it is done again, not kept"));
}

TEST(AnalyseClosed, WhoDropsStaleWorkThinksAgain) {
  Scenario scenario = ClosedLock(1, 2, Exp(1));
  scenario.lock.validation = Validation::kState;
  scenario.sources.push_back(scenario.sources[0]);
  scenario.sources[1].name = "other";
  const AnalyticReport report = Analyse(scenario);
  // Both think, one works, both work, one of them on stale work, one works on it alone: the balance
  // equations give 28 : 20 : 5 : 2 : 8. Runs end at rate 2/3 whatever becomes of them.
  ExpectAnswer(report, quantity::kThroughput, (20 + 2 * 5 + 2) / 63.0);
  ExpectAnswer(report, quantity::kAbortRatio, (2 + 8) / 63.0 / (2.0 / 3));
  EXPECT_THAT(report.simplified, IsEmpty());
}

TEST(AnalyseClosed, PausesBeforeARedoHaveNoFormula) {
  Scenario scenario = ClosedLock(2, 2, Exp(1));
  scenario.lock.validation = Validation::kState;
  scenario.sources[0].retry = Redone();
  scenario.sources[0].retry.after = Exp(1);
  EXPECT_THAT(Analyse(scenario).answers, IsEmpty());
}

TEST(AnalyseClosed, ReadersAndWriters) {
  Scenario scenario = ClosedLock(4, 2, Exp(1));
  scenario.operations.push_back(scenario.operations[0]);
  scenario.operations[0].plans_only = true;
  scenario.sources[0].operations = {{0, .7}, {1, .3}};
  scenario.lock.plans = LockMode::kShared;
  ExpectAnswer(Analyse(scenario), quantity::kThroughput, 1.07777576605);
  scenario.lock.reader_preference = true;
  ExpectAnswer(Analyse(scenario), quantity::kThroughput, 1.10407035157);
  scenario.lock.plans = LockMode::kNone;
  ExpectAnswer(Analyse(scenario), quantity::kThroughput, 1.28730470577);
  scenario.lock.plans = LockMode::kExclusive;
  ExpectAnswer(Analyse(scenario), quantity::kThroughput, 0.904761904762);
}

TEST(AnalyseClosed, RunnersHeldWhileWaitingForLocks) {
  Scenario scenario = ClosedLock(3, 4, Exp(1));
  scenario.operations[0].steps[0].runner = true;
  scenario.workspaces.push_back(scenario.workspaces[0]);
  scenario.sources.push_back(scenario.sources[0]);
  scenario.sources[1].workspaces = {{1, 1}};
  scenario.runners.count = 2;
  ExpectAnswer(Analyse(scenario), quantity::kThroughput, 1.04416832797);
  ExpectAnswer(Analyse(scenario), quantity::kRunnersOccupied, 1.343592198);
  scenario.runners.order = RunnerOrder::kLockThenRunner;
  ExpectAnswer(Analyse(scenario), quantity::kThroughput, 1.0985915493);
}

TEST(AnalyseClosed, PollingIsApproximatedByAQueue) {
  Scenario scenario = ClosedLock(10, 10, Exp(1));
  scenario.lock = LockDiscipline{};
  const AnalyticReport report = Analyse(scenario);
  EXPECT_EQ(FindAnswer(report, quantity::kThroughput)->kind, AnswerKind::kApproximation);
  EXPECT_THAT(report.simplified,
              ElementsAre("polling replaced by a first-come, first-served queue"));
}

TEST(AnalyseClosed, WhatIsNotExponentialHasNoFormula) {
  const AnalyticReport report = Analyse(ClosedLock(10, 10, Distribution::Deterministic(1)));
  EXPECT_THAT(report.answers, IsEmpty());
  EXPECT_THAT(report.unanswered,
              ElementsAre("everything: closed sources have a formula only where nobody gives up, "
                          "each run is one exponential step (or one on each of several locks), and "
                          "there are no open sources"));
}

TEST(AnalyseClosed, TooManyStatesAreSaid) {
  Scenario scenario = ClosedLock(1, 2, Exp(1));
  for (int i = 0; i < 10; ++i) {
    scenario.sources.push_back(scenario.sources[0]);
    scenario.sources.back().arrivals.closed.think = Exp(3 + i);
  }
  EXPECT_THAT(Analyse(scenario).unanswered,
              ElementsAre("everything: the Markov chain has more than 50000 states"));
}

}  // namespace
}  // namespace tfsck
