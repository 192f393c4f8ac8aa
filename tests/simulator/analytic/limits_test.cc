// Where two formulas must meet, and what they say beyond their conditions.
#include <gtest/gtest.h>

#include <array>
#include <cmath>

#include "simulator/analytic/bursty.h"
#include "simulator/analytic/closed.h"
#include "simulator/analytic/closed_locks.h"
#include "simulator/analytic/conflict_loss.h"
#include "simulator/analytic/polling.h"
#include "simulator/analytic/retrial.h"
#include "simulator/analytic/servers.h"
#include "simulator/analytic/single_lock.h"
#include "simulator/analytic/wait_distribution.h"

namespace tfsck::analytic {
namespace {

Moments Exponential(double mean) { return MomentsOf(Distribution::Exponential(mean)); }

TEST(Limits, TheVolterraEquationGivesMM1) {
  const WorkLaw hold(Distribution::Exponential(1));
  for (const double rho : {.3, .7, .95}) {
    for (const double p : {.75, .95, .99, .999}) {
      const double exact = Mm1WaitQuantile(rho, 1, p);
      EXPECT_NEAR(Mg1WaitQuantile(rho, hold, p), exact, 1e-6 * exact);
    }
    EXPECT_NEAR(Mg1WaitCdf(rho, hold, 2), 1 - rho * std::exp(-2 * (1 - rho)), 1e-7);
    const PatienceAnswer solved = Mg1WithPatience(rho, hold, 3);
    const PatienceAnswer closed = MmcWithPatience(1, rho, 1, 3);
    EXPECT_NEAR(solved.timed_out, closed.timed_out, 1e-8);
    EXPECT_NEAR(solved.waiting, closed.waiting, 1e-8);
    EXPECT_NEAR(solved.mean_wait_served, closed.mean_wait_served, 1e-7);
    EXPECT_NEAR(solved.mean_wait_all, closed.mean_wait_all, 1e-7);
    EXPECT_NEAR(solved.utilisation, closed.utilisation, 1e-8);
  }
}

TEST(Limits, QuantilesWithinTheAtomAreZero) {
  const WorkLaw hold(Distribution::LognormalByMean(1, 1));
  EXPECT_EQ(Mg1WaitQuantile(.4, hold, .5), 0);
  EXPECT_EQ(Mg1WaitQuantile(.4, hold, .6), 0);
  EXPECT_GT(Mg1WaitQuantile(.4, hold, .61), 0);
  EXPECT_DOUBLE_EQ(Mg1WaitCdf(.4, hold, 0), .6);
  EXPECT_EQ(Mm1WaitQuantile(.4, 1, .6), 0);
  EXPECT_EQ(MmcWaitQuantile(2, .4, 1, .5), 0);
}

TEST(Limits, AHoldWithoutVarianceHasAQuantileAll) {
  const WorkLaw hold(Distribution::Pareto(1.5, 1.0 / 3));  // mean 1, no variance
  EXPECT_TRUE(std::isinf(Mg1MeanWait(.5, MomentsOf(hold))));
  const double median = Mg1WaitQuantile(.5, hold, .8);
  EXPECT_NEAR(Mg1WaitCdf(.5, hold, median), .8, 1e-5);
}

TEST(Limits, EndlessPatienceIsPollaczekKhinchin) {
  const WorkLaw hold(Distribution::Deterministic(1));
  const PatienceAnswer answer = Mg1WithPatience(.5, hold, 40);
  EXPECT_NEAR(answer.mean_wait_served, Mg1MeanWait(.5, MomentsOf(hold)), 1e-5);
  EXPECT_NEAR(answer.timed_out, 0, 1e-9);
  EXPECT_NEAR(answer.utilisation, .5, 1e-9);
}

TEST(Limits, PatienceThatIsNearlyNoneIsErlangB) {
  EXPECT_NEAR(MmcWithPatience(3, 2, 1, 1e-9).timed_out, ErlangB(3, 2), 1e-8);
  EXPECT_NEAR(Mg1WithPatience(.8, WorkLaw(Distribution::Deterministic(1)), 1e-9).timed_out,
              ErlangB(1, .8), 1e-8);
  EXPECT_NEAR(MmcWithExponentialPatience(3, 2, 1, 1e9).timed_out, ErlangB(3, 2), 1e-8);
}

TEST(Limits, PatienceAtExactlyFullLoadIsNoDivisionByZero) {
  EXPECT_NEAR(MmcWithPatience(1, 1, 1, 5).timed_out, 1.0 / 7, 1e-15);
  EXPECT_NEAR(MmcWithPatience(1, 1 - 1e-12, 1, 5).timed_out, 1.0 / 7, 1e-11);
  EXPECT_NEAR(MmcWithPatience(1, 1 - 1e-3, 1, 5).mean_wait_served,
              MmcWithPatience(1, 1 + 1e-3, 1, 5).mean_wait_served, 2e-2);
}

TEST(Limits, OneServerOfManyIsMM1) {
  EXPECT_DOUBLE_EQ(ErlangC(1, .8), .8);
  EXPECT_NEAR(MmcMeanWait(1, .8, 1), 4, 1e-12);
  EXPECT_NEAR(MmcLimited(1, 10'000, .8, 1).mean_wait_accepted, 4, 1e-12);
  EXPECT_NEAR(MmcLimited(3, 3, 2, 1).blocked, ErlangB(3, 2), 1e-15);
  EXPECT_NEAR(MmcLimited(3, 3, 2, 1).utilisation, 2 * (1 - ErlangB(3, 2)) / 3, 1e-15);
  EXPECT_NEAR(MmcWithExponentialPatience(2, 1.6, 1, 1e-12).mean_wait_all, MmcMeanWait(2, 1.6, 1),
              1e-8);
}

TEST(Limits, OverloadWaitsForEver) {
  EXPECT_TRUE(std::isinf(Mg1MeanWait(1, Exponential(1))));
  EXPECT_TRUE(std::isinf(Mg1VarianceOfWait(1.5, Exponential(1))));
  EXPECT_TRUE(std::isinf(Mg1SecondMomentSiro(1, Exponential(1))));
  EXPECT_TRUE(std::isinf(Mg1SecondMomentLifo(1, Exponential(1))));
  EXPECT_TRUE(std::isinf(Mm1WaitQuantile(1, 1, .5)));
  EXPECT_TRUE(std::isinf(Mm1AsymptoticVariance(1, 1)));
  EXPECT_TRUE(std::isinf(Mg1WaitQuantile(1, WorkLaw(Distribution::Deterministic(1)), .5)));
  EXPECT_EQ(Mg1WaitCdf(1, WorkLaw(Distribution::Deterministic(1)), 5), 0);
  EXPECT_EQ(ErlangC(2, 2), 1);
  EXPECT_TRUE(std::isinf(MmcMeanWait(2, 2, 1)));
  EXPECT_TRUE(std::isinf(MmcWaitQuantile(2, 2, 1, .5)));
  EXPECT_TRUE(std::isinf(RetrialMeanWaiting(1, Exponential(1), 1)));
  EXPECT_TRUE(std::isinf(Mm1RetrialVariance(1, 1, 1)));
  EXPECT_EQ(Mm1RetrialEmpty(1, 1, 1), 0);
  EXPECT_TRUE(std::isinf(Mm1ConstantRetrial(.8, 1, 1).mean_waiting));
  EXPECT_TRUE(std::isinf(FixedRetryMeanRetries(1)));
  EXPECT_EQ(FixedRetryChance(1, 0), 0);
  EXPECT_TRUE(std::isinf(BatchMeanWait(.5, 2, 4, Exponential(1))));
  EXPECT_TRUE(std::isinf(MeanSojournWithOutages(.6, Exponential(1), 1, Exponential(1))));
  EXPECT_TRUE(std::isinf(TandemMeanSojourn(.9, std::array{1.0, .8})));
  EXPECT_TRUE(std::isinf(MmppMeanNumber({{1, 1}, {1, 1}}, 1)));
  EXPECT_TRUE(std::isinf(HawkesRate(1, 1)));
  EXPECT_TRUE(std::isinf(HawkesDispersion(1)));
}

TEST(Limits, ASaturatedClassStarvesThoseBehindItOnly) {
  const std::array<PriorityClass, 2> classes = {{{.5, Exponential(1)}, {.6, Exponential(1)}}};
  const auto waits = CobhamMeanWaits(classes);
  EXPECT_NEAR(waits[0], 2.2, 1e-12);
  EXPECT_TRUE(std::isinf(waits[1]));
  EXPECT_TRUE(std::isinf(ConservedWait(classes)));
}

TEST(Limits, TwoEqualPhasesArePoisson) {
  EXPECT_NEAR(MmppMeanNumber({{.8, .8}, {.1, .3}}, 1), 4, 1e-9);
  EXPECT_DOUBLE_EQ(MmppDispersion({{.8, .8}, {.1, .3}}), 1);
}

TEST(Limits, BatchesOfOneAreRuns) {
  EXPECT_DOUBLE_EQ(BatchMeanWait(.8, 1, 1, Exponential(1)), Mg1MeanWait(.8, Exponential(1)));
}

TEST(Limits, AFineCalendarIsASine) {
  std::vector<double> rates;
  for (int i = 0; i < 2400; ++i)
    rates.push_back(10 + 6 * std::sin((i + .5) * std::acos(-1) / 1200));
  const Sine sine = {10, 6, 24};
  for (const double t : {0.0, 6.0, 9.0, 30.0}) {
    EXPECT_NEAR(CalendarMean(rates, 24, WorkLaw(Distribution::Exponential(1.5)), t),
                SineMeanExponential(sine, 1.5, t), 1e-4);
    EXPECT_NEAR(CalendarMean(rates, 24, WorkLaw(Distribution::Deterministic(1.5)), t),
                SineMeanDeterministic(sine, 1.5, t), 1e-4);
  }
}

TEST(Limits, AFlatCalendarIsLittlesLaw) {
  const WorkLaw service(Distribution::LognormalByMean(100, 2));
  EXPECT_NEAR(CalendarMean(std::array{3.0}, 24, service, 5), 300, 1e-6);
}

TEST(Limits, ACompleteConflictGraphIsOneLock) {
  const std::array loads = {.1, .2, .5};
  ConflictGraph all(3);
  all.Exclude(0, 1);
  all.Exclude(0, 2);
  all.Exclude(1, 2);
  EXPECT_NEAR(ConflictGraphLoss(loads, loads, all)->blocked, ErlangB(1, .8), 1e-15);
}

TEST(Limits, WithoutConflictsEachIsALockOfItsOwn) {
  const std::vector<double> loads(1000, .5);
  EXPECT_NEAR(ConflictGraphLoss(loads, loads, ConflictGraph(1000))->blocked_each[3], ErlangB(1, .5),
              1e-12);
}

TEST(Limits, WhoNeedsEverythingLeavesRoomForOne) {
  EXPECT_NEAR(UniformLockLoss(10, 10, .8).blocked, ErlangB(1, .8), 1e-15);
  EXPECT_NEAR(UniformLockLoss(10, 6, .8).blocked, ErlangB(1, .8), 1e-15);
  EXPECT_NEAR(UniformLockLoss(1, 1, 2).mean_concurrency, 2.0 / 3, 1e-15);
  EXPECT_EQ(UniformConflict(10, 6, 5), 1);
  EXPECT_EQ(UniformConflict(10, 0, 5), 0);
}

TEST(Limits, MeanValueAnalysisOfOneStationIsMachineRepair) {
  const ClosedAnswer mva = MeanValueAnalysis(10, 10, std::array{1.0});
  const ClosedAnswer repair = MachineRepair(10, 10, 1, 1);
  EXPECT_NEAR(mva.throughput, repair.throughput, 1e-12);
  EXPECT_NEAR(mva.mean_wait, repair.mean_wait, 1e-12);
  EXPECT_NEAR(mva.utilisation, repair.utilisation, 1e-12);
  EXPECT_NEAR(mva.lengths[0], repair.lengths[0], 1e-12);
}

TEST(Limits, TheMarkovChainOfOneLockIsMachineRepair) {
  for (const SetRule rule : {SetRule::kSkipOver, SetRule::kReserve, SetRule::kStrict}) {
    ClosedLockSystem system;
    system.classes = {{10, .1, {{1, 1, 1, 0}}}};
    system.rule = rule;
    const auto answer = SolveClosedLocks(system);
    ASSERT_TRUE(answer.has_value());
    EXPECT_NEAR(answer->throughput, MachineRepair(10, 10, 1, 1).throughput, 1e-12);
    EXPECT_EQ(answer->states, 11u);
  }
}

TEST(Limits, RunnersWithoutLocksAreMachineRepair) {
  for (const RunnerUse use : {RunnerUse::kBeforeLock, RunnerUse::kAfterLock}) {
    ClosedLockSystem system;
    system.classes = {{10, .1, {{1, 1, 0, 0}}}};
    system.runner_use = use;
    system.runners = 2;
    const auto answer = SolveClosedLocks(system);
    ASSERT_TRUE(answer.has_value());
    EXPECT_NEAR(answer->throughput, MachineRepair(10, 10, 1, 2).throughput, 1e-12);
    EXPECT_NEAR(answer->runners_occupied, answer->runners_working, 1e-12);
  }
}

TEST(Limits, ReadersAloneNeverWait) {
  ClosedLockSystem system;
  system.classes = {{5, .5, {{1, 1, 0, 1}}}};
  const auto answer = SolveClosedLocks(system);
  ASSERT_TRUE(answer.has_value());
  EXPECT_NEAR(answer->throughput, 5.0 / 3, 1e-12);
  EXPECT_EQ(answer->mean_wait, 0);
}

TEST(Limits, ValidationOfOneNeverAborts) {
  ClosedLockSystem system;
  system.classes = {{1, .5, {{1, 1, 1, 0}}}};
  system.validates = true;
  const auto answer = SolveClosedLocks(system);
  ASSERT_TRUE(answer.has_value());
  EXPECT_EQ(answer->abort_ratio, 0);
}

TEST(Limits, ALockThatIsNeverFreedInTimeIsNeverWon) {
  const auto answer =
      PollAlone(PollTimes{PollSchedule{}}, Distribution::Deterministic(100), 60 * kSecond);
  EXPECT_EQ(answer.success, 0);
  EXPECT_EQ(answer.mean_wait_successful, 0);
  EXPECT_NEAR(PollAlone(PollTimes{PollSchedule{}}, Distribution::Deterministic(20), 60 * kSecond)
                  .mean_wait_successful,
              31, 1e-12);
}

}  // namespace
}  // namespace tfsck::analytic
