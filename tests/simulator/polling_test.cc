// Terraform's polling against exact sums and recorded simulations (facts: simulation-model 0, 3.4),
// and the pitfalls that come with it.
#include <gtest/gtest.h>

#include <cmath>
#include <tuple>

#include "simulator/replication.h"
#include "tests/simulator/support/scenario_builder.h"

namespace tfsck::testing {
namespace {

// Again and again: somebody takes the lock, and at the same instant one other asks for it.
Scenario OneHolderOneContender(double residual) {
  Scenario made = Base("terraform", Exp(residual));
  std::vector<double> instants;
  for (int i = 0; i < 5000; ++i) instants.push_back(i * 60 * residual);
  made.sources = {TraceSource(instants), TraceSource(instants)};
  made.operations.push_back(OneHold(Fixed(0)));
  made.sources[1].operations = {{1, 1}};
  SetWindow(&made, 0, 5000 * 60 * residual);
  return made;
}

double ContenderWait(const Observations& seen) { return seen.by_source[1].served.Mean(); }
double ContenderSuccess(const Observations& seen) {
  const GroupTally& contender = seen.by_source[1];
  return static_cast<double>(contender.done) /
         static_cast<double>(contender.done + contender.dropped);
}

TEST(Polling, OneHolderExactly) {
  for (const auto& [residual, mean, success_in_30] :
       {std::tuple{5.0, 7.63592757609, 0.95021293163},
        std::tuple{30.0, 36.3663431822, 0.393469340287},
        std::tuple{120.0, 127.547771236, 0.117503097415}}) {
    Scenario scenario = OneHolderOneContender(residual);
    ExpectExact(scenario, {{"wait", mean, 0.012, ContenderWait}});
    scenario.sources[1].lock_patience = Fixed(30);
    ExpectExact(scenario, {{"success in 30 s", success_in_30, 0.03, ContenderSuccess}});
  }
}

Scenario LogNormalRow(double rho, double timeout, std::string_view discipline = "terraform") {
  Scenario made = OneLock(discipline, rho / 120, LogNormal(120, 1));
  if (timeout > 0) made.sources[0].lock_patience = Fixed(timeout);
  SetWindow(&made, 100'000, 10'000'000);
  return made;
}

TEST(Polling, RecordedRowsWithinTwoPercent) {
  struct Row {
    double rho;
    double timeout;
    double lost;
    double served;
    double all;
  };
  for (const Row& row :
       {Row{0.3, 300, 0.0441022, 24.7848, 36.9224}, Row{0.5, 60, 0.252985, 4.53748, 18.5687},
        Row{0.5, 300, 0.0922122, 40.7342, 64.6417}, Row{0.5, 600, 0.0393263, 71.5939, 92.3742},
        Row{0.7, 600, 0.0841378, 105.629, 147.225}}) {
    const Scenario scenario = LogNormalRow(row.rho, row.timeout);
    const auto found = Simulated(scenario, 30, {ShareUnserved, MeanWait, MeanWaitOfAll});
    EXPECT_NEAR(found[0].mean / row.lost, 1, 0.02) << row.rho << ", " << row.timeout;
    EXPECT_NEAR(found[1].mean / row.served, 1, 0.02) << row.rho << ", " << row.timeout;
    EXPECT_NEAR(found[2].mean / row.all, 1, 0.02) << row.rho << ", " << row.timeout;
  }
  EXPECT_NEAR(Simulated(LogNormalRow(0.5, 0), 30, MeanWait).mean / 129.809, 1, 0.02);
}

// 30 s of patience grant what 16 s grant, and then idle.
TEST(Polling, LockTimeoutIsQuantised) {
  const auto served = [](double timeout) {
    const Model model = CompileOrDie(LogNormalRow(0.5, timeout));
    Replication replication(model);
    const Observations& seen = replication.Carry({.seed = 2});
    return std::tuple{seen.grants, seen.lock_wait.sum, seen.lock_wait_all.sum};
  };
  const auto [grants16, waits16, all16] = served(16);
  const auto [grants30, waits30, all30] = served(30);
  const auto [grants32, waits32, all32] = served(32);
  EXPECT_EQ(grants30, grants16);
  EXPECT_EQ(waits30, waits16);
  EXPECT_GT(all30, all16 * 3 / 2);
  EXPECT_GT(grants32, grants30);
}

double Overtaking(const Observations& seen) {
  return static_cast<double>(seen.overtakings) / static_cast<double>(seen.grants);
}

TEST(Polling, BackOffIsUnfair) {
  const Scenario backs_off = LogNormalRow(0.8, 0);
  Scenario steady = backs_off;
  steady.lock.poll = {.first = kSecond, .factor = 2, .ceiling = kSecond};
  const Scenario fair = LogNormalRow(0.8, 0, "fifo");
  const auto of_fair = Simulated(fair, 30, {Overtaking, SecondMoment});
  const auto of_backing = Simulated(backs_off, 30, {Overtaking, SecondMoment, MeanWait});
  const auto of_steady = Simulated(steady, 30, {Overtaking, MeanWait});
  EXPECT_EQ(of_fair[0].mean, 0);
  EXPECT_NEAR(of_backing[0].mean, 0.52, 0.015);
  EXPECT_NEAR(of_steady[0].mean, 0.47, 0.015);
  EXPECT_NEAR(of_backing[1].mean / of_fair[1].mean, 2.25, 0.15);
  EXPECT_NEAR(of_steady[1].mean, 485, 20);
  EXPECT_NEAR(of_backing[2].mean, 536, 22);
}

TEST(Polling, FinePollingWithoutEndWaitsAsAQueueOnAverage) {
  Scenario scenario = OneLock("terraform", 0.5, Exp(1));
  scenario.lock.poll = {.first = kSecond / 1000, .factor = 2, .ceiling = kSecond / 1000};
  SetWindow(&scenario, 500, 200'000);
  ExpectExact(scenario, {{"mean", 1.0005, 0.012, MeanWait}});
}

// ---- Pitfalls of other kinds -----------------------------------------------------------------

// Work drawn anew at each try lets the luckiest draw win: more commits than a perfect lock.
TEST(Pitfalls, FakeRestarts) {
  const auto commits = [](const Distribution& work, bool redraw) {
    Scenario scenario = Closed("state-optimistic", 8, Exp(2), work);
    scenario.sources[0].retry.on_failure = OnFailure::kRetry;
    scenario.sources[0].retry.after = Fixed(0);
    scenario.sources[0].retry.redraw = redraw;
    return Simulated(scenario, 10, Throughput).mean;
  };
  const double redrawn = commits(Exp(1), true);
  const double slightly = commits(LogNormal(1, 0.5), true);
  const double fixed = commits(Fixed(1), false);
  const double kept = commits(Exp(1), false);
  EXPECT_GT(redrawn, 1.5);
  EXPECT_GT(slightly, 1);  // one lock commits one each unit of time at most
  EXPECT_LT(fixed, 1);
  EXPECT_LT(kept, fixed);
  EXPECT_LT(slightly, redrawn);
}

// d ln(metric) / d ln(engineers) by common random numbers.
double Elasticity(const Scenario& scenario, double rho,
                  const std::function<double(const Observations&)>& of) {
  const auto at = [&](double factor) {
    Scenario changed = scenario;
    changed.sources[0].arrivals.poisson.rate = rho * factor;
    return Simulated(changed, 30, of).mean;
  };
  return std::log(at(1.05) / at(1 / 1.05)) / (2 * std::log(1.05));
}

TEST(Pitfalls, SuperlinearDependsOnTheMetric) {
  constexpr double kRho = 0.5;
  Scenario queue = OneLock("fifo", kRho, Exp(1));
  SetWindow(&queue, 500, 100'000);
  Scenario loss = queue;
  loss.lock = DisciplineNamed("terraform");
  loss.sources[0].lock_patience = Fixed(0);
  const auto total_wait = [](const Observations& seen) {
    return static_cast<double>(seen.lock_wait.sum) / static_cast<double>(seen.window);
  };
  const auto failures = [](const Observations& seen) {
    return static_cast<double>(seen.dropped) / static_cast<double>(seen.window);
  };
  EXPECT_NEAR(Elasticity(queue, kRho, MeanWait), 1 / (1 - kRho), 0.1);
  EXPECT_NEAR(Elasticity(queue, kRho, total_wait), (2 - kRho) / (1 - kRho), 0.1);
  EXPECT_NEAR(Elasticity(loss, kRho, ShareUnserved), 1 / (1 + kRho), 0.03);
  EXPECT_NEAR(Elasticity(loss, kRho, failures), (2 + kRho) / (1 + kRho), 0.03);
}

}  // namespace
}  // namespace tfsck::testing
