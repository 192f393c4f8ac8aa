#include "simulator/experiment.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "tests/simulator/support/scenario_builder.h"

namespace tfsck {
namespace {

using testing::CompileOrDie;
using testing::Exp;
using testing::OneLock;
using testing::SetWindow;

Scenario Busy(std::string_view discipline = "fifo", double rate = 0.7) {
  Scenario scenario = OneLock(discipline, rate, Exp(1));
  SetWindow(&scenario, 100, 2100);
  scenario.analysis.replications = 12;
  return scenario;
}

void ExpectSame(const Measurements& a, const Measurements& b) {
  EXPECT_EQ(a.replications, b.replications);
  EXPECT_EQ(a.stop, b.stop);
  EXPECT_EQ(a.fingerprints, b.fingerprints);
  EXPECT_EQ(a.fingerprint, b.fingerprint);
  EXPECT_EQ(a.warm_up.length, b.warm_up.length);
  EXPECT_EQ(a.total.events, b.total.events);
  EXPECT_EQ(a.total.lock_wait.sum, b.total.lock_wait.sum);
  for (size_t metric = 0; metric < kMetrics; ++metric) {
    for (size_t i = 0; i < a.values.size(); ++i) {
      const double x = a.values[i][metric];
      const double y = b.values[i][metric];
      EXPECT_TRUE(x == y || (std::isnan(x) && std::isnan(y))) << Metrics()[metric].name;
    }
  }
}

TEST(ExperimentThreads, AnyNumberGivesTheSameBits) {
  Scenario scenario = Busy("terraform");
  scenario.analysis.precision = 0.2;
  const Model model = CompileOrDie(scenario);
  const auto one = Conduct(model, {.threads = 1});
  ASSERT_TRUE(one);
  for (const unsigned threads : {2U, 3U, 8U}) {
    const auto more = Conduct(model, {.threads = threads});
    ASSERT_TRUE(more);
    ExpectSame(*one, *more);
  }
}

TEST(ExperimentThreads, AWarmUpIsFoundAlikeByAll) {
  Scenario scenario = Busy();
  scenario.analysis.warm_up.reset();
  scenario.analysis.horizon = FromSeconds(20'000);
  const Model model = CompileOrDie(scenario);
  const auto one = Conduct(model, {.threads = 1});
  const auto two = Conduct(model, {.threads = 2});
  ASSERT_TRUE(one && two);
  EXPECT_TRUE(one->warm_up.found);
  EXPECT_LT(one->warm_up.length, scenario.analysis.horizon / 2);
  ExpectSame(*one, *two);
}

TEST(Experiment, CarriesOutAsManyReplicationsAsWereAskedFor) {
  const auto made = Conduct(CompileOrDie(Busy()), {.threads = 2});
  ASSERT_TRUE(made);
  EXPECT_EQ(made->replications, 12U);
  EXPECT_EQ(made->fingerprints.size(), 12U);
  EXPECT_EQ(made->stop, StopReason::kReplications);
  EXPECT_EQ((*made)[Metric::kLockWait].count, 12U);
}

TEST(Experiment, GoesOnByHalvesUntilItIsPreciseEnough) {
  Scenario scenario = Busy();
  scenario.analysis.precision = 0.05;
  const auto made = Conduct(CompileOrDie(scenario));
  ASSERT_TRUE(made);
  EXPECT_EQ(made->stop, StopReason::kPrecision);
  // 12, 18, 27, 40, 60, ...
  uint32_t size = 12;
  while (size < made->replications) size += size / 2;
  EXPECT_EQ(size, made->replications);
  EXPECT_GT(made->replications, 12U);
  EXPECT_LE((*made)[Metric::kLockWait].RelativeHalfWidth(), 0.05 / 1.05);
  EXPECT_LE(made->relative_half_width, 0.05 / 1.05);
}

TEST(Experiment, StopsAtTheMostReplicationsAndSaysHowWideItIs) {
  Scenario scenario = Busy();
  scenario.analysis.precision = 0.0001;
  scenario.analysis.most_replications = 20;
  const auto made = Conduct(CompileOrDie(scenario));
  ASSERT_TRUE(made);
  EXPECT_EQ(made->stop, StopReason::kMostReplications);
  EXPECT_EQ(made->replications, 20U);
  EXPECT_GT(made->relative_half_width, 0.0001);
}

TEST(Experiment, AHorizonTooShortForAWarmUpIsRefused) {
  Scenario scenario = Busy("fifo", 0.999);
  scenario.analysis.warm_up.reset();
  scenario.analysis.horizon = FromSeconds(60);
  const auto made = Conduct(CompileOrDie(scenario));
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().kind, ErrorKind::kUsage);
  EXPECT_NE(made.error().message.find("the horizon is too short to see the end of the warm-up"),
            std::string::npos);
}

TEST(Experiment, ABudgetThatEndsInTheFirstReplicationsIsAnError) {
  Scenario scenario = Busy();
  scenario.analysis.horizon = FromSeconds(1e9);
  scenario.analysis.budget_seconds = 0.01;
  const auto made = Conduct(CompileOrDie(scenario));
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().kind, ErrorKind::kUsage);
  EXPECT_NE(made.error().message.find("the time budget of 0.01 s ended after"), std::string::npos);
}

TEST(Experiment, ABudgetThatEndsLaterLeavesWhatWasCarriedOut) {
  Scenario scenario = Busy();
  scenario.analysis.replications = 50'000;
  scenario.analysis.budget_seconds = 0.5;
  const auto made = Conduct(CompileOrDie(scenario), {.threads = 2});
  ASSERT_TRUE(made);
  EXPECT_EQ(made->stop, StopReason::kBudget);
  EXPECT_GE(made->replications, 2U);
  EXPECT_LT(made->replications, 50'000U);
  EXPECT_EQ(made->values.size(), made->replications);
  EXPECT_EQ(made->fingerprints.size(), made->replications);
  EXPECT_EQ((*made)[Metric::kLockWait].count, made->replications);
}

TEST(Experiment, ABudgetThatEndsUnderAPrecisionSaysWhatWasReached) {
  Scenario scenario = Busy();
  scenario.analysis.precision = 0.00001;
  scenario.analysis.most_replications = 1'000'000;
  scenario.analysis.budget_seconds = 0.2;
  const auto made = Conduct(CompileOrDie(scenario), {.threads = 2});
  ASSERT_TRUE(made);
  EXPECT_EQ(made->stop, StopReason::kBudget);
  EXPECT_GT(made->relative_half_width, 0.00001);
}

TEST(Experiment, AQueueThatGrowsWithoutEndIsAnErrorAndNoMemoryEater) {
  Scenario scenario = Busy("fifo", 1000);
  scenario.analysis.kind = AnalysisKind::kTerminating;
  scenario.analysis.horizon = FromSeconds(1e6);
  scenario.analysis.warm_up.reset();
  scenario.analysis.replications = 2;
  const auto made = Conduct(CompileOrDie(scenario), {.threads = 1});
  ASSERT_FALSE(made);
  EXPECT_NE(made.error().message.find("runs were waiting at one time"), std::string::npos);
}

TEST(Experiment, BatchMeansOfOneReplicationAgreeWithAllOfThem) {
  Scenario scenario = Busy("fifo", 0.5);
  SetWindow(&scenario, 1000, 101'000);
  const auto made = Conduct(CompileOrDie(scenario));
  ASSERT_TRUE(made && made->batch_means);
  EXPECT_TRUE(made->batch_means->independent);
  const Estimate& batches = made->batch_means->estimate;
  EXPECT_NEAR(batches.mean, made->values[0][static_cast<size_t>(Metric::kLockWaitAll)],
              0.02 * batches.mean);
  EXPECT_LT(std::abs(batches.mean - (*made)[Metric::kLockWaitAll].mean), 2 * batches.half_width);
}

TEST(Compare, TheSameWorkMakesDifferencesSharp) {
  const auto fifo = Conduct(CompileOrDie(Busy("fifo", 0.8)));
  const auto siro = Conduct(CompileOrDie(Busy("siro", 0.8)));
  ASSERT_TRUE(fifo && siro);
  const Comparison comparison = Compare(*fifo, *siro, 0.95);
  const PairedDifference& mean = comparison.differences[static_cast<size_t>(Metric::kLockWait)];
  // Who is served first does not change the mean, and the same work makes that visible.
  EXPECT_LT(mean.variance_ratio, 0.05);
  EXPECT_TRUE(mean.difference.Contains(0));
  const PairedDifference& square =
      comparison.differences[static_cast<size_t>(Metric::kLockWaitSquare)];
  EXPECT_GT(square.difference.mean - square.difference.half_width, 0);
}

TEST(Compare, ManyComparisonsAreEachHeldToMore) {
  const auto fifo = Conduct(CompileOrDie(Busy("fifo", 0.8)));
  const auto lifo = Conduct(CompileOrDie(Busy("lifo", 0.8)));
  ASSERT_TRUE(fifo && lifo);
  const size_t metric = static_cast<size_t>(Metric::kLockWaitSquare);
  EXPECT_GT(Compare(*fifo, *lifo, 0.95, 5).differences[metric].difference.half_width,
            Compare(*fifo, *lifo, 0.95, 1).differences[metric].difference.half_width);
}

TEST(Metrics, StandInTheOrderOfTheirNumbers) {
  for (size_t i = 0; i < kMetrics; ++i) {
    EXPECT_EQ(static_cast<size_t>(Metrics()[i].metric), i) << Metrics()[i].name;
  }
}

}  // namespace
}  // namespace tfsck
