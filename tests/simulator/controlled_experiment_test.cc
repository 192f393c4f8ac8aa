// Experiments with a control variate: the same means, told from fewer replications.
#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "simulator/analytic/single_lock.h"
#include "simulator/experiment.h"
#include "tests/simulator/support/scenario_builder.h"

namespace tfsck {
namespace {

using testing::CompileOrDie;
using testing::Exp;
using testing::Fixed;
using testing::OneLock;
using testing::SetWindow;

Scenario Busy(std::string_view discipline, double rate, ControlVariate control) {
  Scenario scenario = OneLock(discipline, rate, Exp(1));
  SetWindow(&scenario, 200, 10'200);
  scenario.analysis.replications = 30;
  scenario.analysis.confidence = 0.999;
  scenario.analysis.control = control;
  return scenario;
}

Measurements Measured(const Scenario& scenario, unsigned threads = 2) {
  auto made = Conduct(CompileOrDie(scenario), {.threads = threads});
  EXPECT_TRUE(made) << (made ? "" : made.error().message);
  return made ? std::move(*made) : Measurements();
}

// With the control over without it, in variance.
double VarianceRatio(const Measurements& with, const Measurements& without, Metric metric) {
  const double narrower = with[metric].half_width / without[metric].half_width;
  return narrower * narrower;
}

TEST(ControlledExperiment, SaysTheSameMeansFromLess) {
  struct Row {
    const char* discipline;
    double rate;
    double most;  // of the variance with the control over that without
  };
  for (const Row& row : {Row{"siro", 0.8, 0.1}, Row{"siro", 0.5, 0.15}, Row{"lifo", 0.8, 0.1},
                         Row{"priority", 0.8, 0.1}}) {
    const Measurements without = Measured(Busy(row.discipline, row.rate, ControlVariate::kNone));
    const Measurements with = Measured(Busy(row.discipline, row.rate, ControlVariate::kFifo));
    const double exact = row.rate / (1 - row.rate);
    EXPECT_FALSE(without.control);
    ASSERT_TRUE(with.control);
    EXPECT_NEAR(with.control->known_mean, exact, 1e-12);
    EXPECT_TRUE(with.control->seen.Contains(exact)) << with.control->seen.mean;
    EXPECT_TRUE(with[Metric::kLockWait].Contains(exact))
        << row.discipline << " " << with[Metric::kLockWait].mean << " ± "
        << with[Metric::kLockWait].half_width;
    EXPECT_LT(VarianceRatio(with, without, Metric::kLockWait), row.most) << row.discipline;
    // Nothing of what was seen is other than without.
    EXPECT_EQ(with.fingerprint, without.fingerprint);
    EXPECT_EQ(with[Metric::kLockWait].least, without[Metric::kLockWait].least);
    EXPECT_EQ(with[Metric::kLockWait].deviation, without[Metric::kLockWait].deviation);
  }
}

TEST(ControlledExperiment, PollingIsTheFifoWaitAndSomeMore) {
  Scenario plain = Busy("terraform", 0.8, ControlVariate::kNone);
  plain.lock.poll.first = plain.lock.poll.ceiling = kSecond;
  plain.lock.poll.factor = 1;
  plain.lock.latency = plain.lock.race_window = 0;
  Scenario controlled = plain;
  controlled.analysis.control = ControlVariate::kFifo;
  const Measurements without = Measured(plain);
  const Measurements with = Measured(controlled);
  EXPECT_LT(VarianceRatio(with, without, Metric::kLockWait), 0.2);
  // As a long simulation without has it.
  SetWindow(&plain, 200, 200'200);
  const Estimate reference = Measured(plain)[Metric::kLockWait];
  EXPECT_NEAR(with[Metric::kLockWait].mean, reference.mean,
              with[Metric::kLockWait].half_width + reference.half_width);
}

TEST(ControlledExperiment, TheControlItselfIsKnownExactly) {
  const Measurements with = Measured(Busy("fifo", 0.8, ControlVariate::kFifo));
  // But for the backlog that the control begins with and the replication does not.
  EXPECT_NEAR(with[Metric::kLockWait].mean, 4, 1e-6);
  EXPECT_LT(with[Metric::kLockWait].half_width, 1e-6);
  EXPECT_GT(with.control->gains[static_cast<size_t>(Metric::kLockWait)], 1e6);
  // What follows from the wait follows with it.
  const Estimate p95 = with[Metric::kLockWaitP95];
  EXPECT_TRUE(p95.Contains(analytic::Mm1WaitQuantile(0.8, 1, 0.95))) << p95.mean;
  EXPECT_GT(with.control->gains[static_cast<size_t>(Metric::kLockWaitP95)], 4);
}

TEST(ControlledExperiment, TimeoutsAreToldBetterToo) {
  // M/M/1+D, tau 5, the second one overloaded: P(timeout) and the mean wait of the served.
  struct Row {
    double rate, timeouts, wait, least_gain;
  };
  for (const Row& row : {Row{0.8, 0.076986671, 1.4977608, 2}, Row{1, 1.0 / 7, 2.0833333, 2}}) {
    Scenario scenario = Busy("fifo", row.rate, ControlVariate::kFifo);
    scenario.sources[0].lock_patience = Fixed(5);
    const Measurements with = Measured(scenario);
    EXPECT_EQ(with.control->patience, 5);
    EXPECT_TRUE(with[Metric::kTimeoutShare].Contains(row.timeouts));
    EXPECT_TRUE(with[Metric::kLockWait].Contains(row.wait));
    EXPECT_GT(with.control->gains[static_cast<size_t>(Metric::kTimeoutShare)], row.least_gain);
    EXPECT_GT(with.control->gains[static_cast<size_t>(Metric::kLockWait)], row.least_gain);
    EXPECT_GT(with.control->gains[static_cast<size_t>(Metric::kLockWaitAll)], 1e6);
  }
}

// A share of next to nothing, for which the straight line through the replications may miss 0.
TEST(ControlledExperiment, NoShareIsLedOutOfItsRange) {
  for (const double patience : {30.0, 40.0, 50.0}) {
    Scenario scenario = Busy("fifo", 0.8, ControlVariate::kFifo);
    scenario.sources[0].lock_patience = Fixed(patience);
    scenario.analysis.replications = 10;
    for (uint64_t seed = 1; seed <= 4; ++seed) {
      scenario.analysis.seed = seed;
      const Measurements with = Measured(scenario);
      EXPECT_GE(with[Metric::kTimeoutShare].mean, 0);
      EXPECT_GE(with[Metric::kFailedShare].mean, 0);
    }
  }
}

TEST(ControlledExperiment, WhatDoesNotHappenIsNotMoved) {
  const Measurements with = Measured(Busy("siro", 0.5, ControlVariate::kFifo));
  EXPECT_EQ(with[Metric::kCrashedShare].mean, 0);
  EXPECT_EQ(with[Metric::kCrashedShare].half_width, 0);
  EXPECT_EQ(with.control->gains[static_cast<size_t>(Metric::kCrashedShare)], 1);
  EXPECT_TRUE(std::isnan(with[Metric::kRunnerWait].mean));
}

TEST(ControlledExperiment, PrecisionIsReachedEarlier) {
  Scenario plain = Busy("siro", 0.8, ControlVariate::kNone);
  plain.analysis.confidence = 0.95;
  plain.analysis.precision = 0.03;
  Scenario controlled = plain;
  controlled.analysis.control = ControlVariate::kFifo;
  const Measurements without = Measured(plain);
  const Measurements with = Measured(controlled);
  EXPECT_EQ(without.stop, StopReason::kPrecision);
  EXPECT_EQ(with.stop, StopReason::kPrecision);
  EXPECT_LT(2 * with.replications, without.replications);
  EXPECT_LE(with.relative_half_width, 0.03 / 1.03);
  EXPECT_EQ(with.control->values.size(), with.replications);
}

TEST(ControlledExperiment, AnyNumberOfThreadsGivesTheSameBits) {
  Scenario scenario = Busy("terraform", 0.7, ControlVariate::kFifo);
  scenario.analysis.precision = 0.05;
  const Measurements one = Measured(scenario, 1);
  for (const unsigned threads : {2U, 5U}) {
    const Measurements more = Measured(scenario, threads);
    EXPECT_EQ(one.replications, more.replications);
    EXPECT_EQ(one.control->values, more.control->values);
    EXPECT_EQ(one.control->gains, more.control->gains);
    for (const MetricRow& row : Metrics()) {
      if (one[row.metric].count == 0) continue;
      EXPECT_EQ(one[row.metric].mean, more[row.metric].mean) << row.name;
      EXPECT_EQ(one[row.metric].half_width, more[row.metric].half_width) << row.name;
    }
  }
}

TEST(ControlledExperiment, ABudgetThatEndsLeavesTheControlOfWhatWasCarriedOut) {
  Scenario scenario = Busy("siro", 0.7, ControlVariate::kFifo);
  scenario.analysis.replications = 50'000;
  scenario.analysis.budget_seconds = 0.5;
  const Measurements made = Measured(scenario);
  EXPECT_EQ(made.stop, StopReason::kBudget);
  EXPECT_LT(made.replications, 50'000U);
  ASSERT_TRUE(made.control);
  EXPECT_EQ(made.control->values.size(), made.replications);
}

// What it is compared with may have no such mean; it is then measured without.
TEST(ControlledExperiment, WithoutAKnownMeanThereIsNoControl) {
  Scenario scenario = Busy("resource-conservative", 0.5, ControlVariate::kFifo);
  scenario.analysis.replications = 4;
  EXPECT_FALSE(Measured(scenario).control);
}

TEST(ControlledExperiment, ComparisonsAreOfWhatWasSeen) {
  const auto differences = [](ControlVariate control) {
    return Compare(Measured(Busy("fifo", 0.8, control)), Measured(Busy("siro", 0.8, control)), 0.95)
        .differences[static_cast<size_t>(Metric::kLockWaitSquare)]
        .difference;
  };
  EXPECT_EQ(differences(ControlVariate::kFifo).mean, differences(ControlVariate::kNone).mean);
  EXPECT_EQ(differences(ControlVariate::kFifo).half_width,
            differences(ControlVariate::kNone).half_width);
}

}  // namespace
}  // namespace tfsck
