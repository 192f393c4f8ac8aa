// Closed systems, runner pools, reader-writer locks and validation against exact values (facts:
// simulation-model 3.2, 3.3).
#include <gtest/gtest.h>

#include <tuple>

#include "tests/simulator/support/scenario_builder.h"

namespace tfsck::testing {
namespace {

double RunnerWait(const Observations& seen) { return seen.runner_wait.Mean(); }
double ShareRefused(const Observations& seen) {
  return static_cast<double>(seen.outcomes[static_cast<size_t>(Outcome::kRunnerTimeout)]) /
         static_cast<double>(seen.changes);
}
double RunnersTaken(const Observations& seen) {
  return LevelOf(seen, Level::kRunnersWorking) + LevelOf(seen, Level::kRunnersIdle);
}
double ShareAborted(const Observations& seen) {
  const auto aborted = static_cast<double>(seen.outcomes[static_cast<size_t>(Outcome::kConflict)]);
  return aborted / (aborted + static_cast<double>(seen.done));
}

TEST(ExactClosed, MachineRepair) {
  for (const auto& [actors, throughput, wait] :
       {std::tuple{5U, 0.43604782, 0.46663218}, std::tuple{10U, 0.785417656893, 1.7320794},
        std::tuple{20U, 0.998130950148, 9.03745099482}}) {
    Scenario scenario = Closed("fifo", actors, Exp(10), Exp(1));
    SetWindow(&scenario, 500, 60'000);
    ExpectExact(scenario, {{"X", throughput, 0.01, Throughput}, {"wait", wait, 0.015, MeanWait}});
  }
}

// Stations are workspaces, and a change visits each.
Scenario Stations(const std::vector<double>& times) {
  Scenario made = Base("fifo", Exp(times[0]));
  made.workspaces.assign(times.size(), made.workspaces[0]);
  made.operations[0].steps.clear();
  for (size_t i = 0; i < times.size(); ++i) {
    Step step = Hold(Exp(times[i]));
    step.workspace = static_cast<int>(i);
    made.operations[0].steps.push_back(step);
  }
  return made;
}

TEST(ExactClosed, NetworksOfLocks) {
  for (const auto& [actors, throughput, response] :
       {std::tuple{5U, 0.641945682627, 2.78882097866},
        std::tuple{20U, 0.999894627432, 15.0021076735}}) {
    Scenario scenario = Stations({1, 0.5, 0.25});
    scenario.sources = {ClosedSource(actors, Exp(5))};
    SetWindow(&scenario, 500, 60'000);
    ExpectExact(scenario,
                {{"X", throughput, 0.01, Throughput}, {"R", response, 0.01, MeanSojourn}});
  }
  Scenario tandem = Stations({1, 1.25});
  tandem.sources = {OpenSource(0.5)};
  SetWindow(&tandem, 500, 250'000);
  ExpectExact(tandem, {{"sojourn", 5.33333333333, 0.01, MeanSojourn}});
}

Scenario Pool(uint32_t runners, double rate, double horizon) {
  Scenario made = OneLock("fifo", rate, Exp(1));
  made.operations[0].steps[0].lock = LockMode::kNone;
  made.operations[0].steps[0].runner = true;
  made.runners.count = runners;
  SetWindow(&made, 500, horizon);
  return made;
}

TEST(ExactClosed, RunnerPoolIsMMc) {
  ExpectExact(Pool(2, 1.6, 100'000), {{"wait", 1.77777777778, 0.025, RunnerWait}});
  ExpectExact(Pool(5, 4, 80'000), {{"wait", 0.554112554113, 0.02, RunnerWait},
                                   {"P(wait)", 0.554112554113, 0.01,
                                    [](const Observations& seen) {
                                      const Histogram& all = seen.runner_wait_histogram;
                                      return 1 - static_cast<double>(all.CountUpTo(0)) /
                                                     static_cast<double>(all.count());
                                    }},
                                   {"q95", 2.40534482695, 0.02, [](const Observations& seen) {
                                      return seen.runner_wait_histogram.Quantile(0.95) * 1e-6;
                                    }}});
  ExpectExact(Pool(10, 8, 30'000), {{"wait", 0.204590075398, 0.03, RunnerWait}});
}

TEST(ExactClosed, RunnerPoolThatTurnsAway) {
  Scenario limited = Pool(4, 4, 40'000);
  limited.runners.queue_limit = 6;
  ExpectExact(limited, {{"block", 0.108474576271, 0.015, ShareRefused},
                        {"wait", 0.638783269962, 0.01, RunnerWait}});
  Scenario loss = Pool(5, 3, 40'000);
  loss.runners.queue_limit = 0;
  ExpectExact(loss, {{"Erlang B", 0.110054347826, 0.01, ShareRefused}});
  loss.operations[0].steps[0].time = LogNormal(1, 2);
  ExpectExact(loss, {{"insensitive", 0.110054347826, 0.015, ShareRefused}});
  for (const auto& [runners, rate, patience, lost] :
       {std::tuple{3U, 2.7, 2.0, 0.0751829385575}, std::tuple{5U, 6.0, 1.0, 0.207750106971}}) {
    Scenario impatient = Pool(runners, rate, 60'000);
    impatient.sources[0].runner_patience = Fixed(patience);
    ExpectExact(impatient, {{"P(timeout)", lost, 0.02, ShareRefused}});
  }
}

// Two states, three pipelines each, as many runners.
Scenario Pipelines(uint32_t runners, RunnerOrder order, std::string_view discipline) {
  Scenario made = Closed(discipline, 3, Exp(4), Exp(1));
  made.operations[0].steps[0].runner = true;
  made.workspaces.push_back(made.workspaces[0]);
  made.sources.push_back(made.sources[0]);
  made.sources[1].workspaces = {{1, 1}};
  made.runners = {.count = runners, .order = order};
  SetWindow(&made, 500, 40'000);
  return made;
}

TEST(ExactClosed, RunnerHeldWhileWaiting) {
  for (const auto& [runners, throughput, taken] :
       {std::tuple{1U, 0.882837528604, 0.882837528604}, std::tuple{2U, 1.04416832797, 1.343592198},
        std::tuple{3U, 1.08968882006, 1.5282311954}, std::tuple{4U, 1.0985915493, 1.58778020234}}) {
    ExpectExact(Pipelines(runners, RunnerOrder::kRunnerThenLock, "fifo"),
                {{"X", throughput, 0.01, Throughput}, {"taken", taken, 0.01, RunnersTaken}});
  }
}

TEST(ExactClosed, LockFirstThenRunner) {
  for (const auto& [runners, throughput] :
       {std::tuple{1U, 0.882837528604}, std::tuple{2U, 1.0985915493}}) {
    ExpectExact(Pipelines(runners, RunnerOrder::kLockThenRunner, "hcp"),
                {{"X", throughput, 0.01, Throughput}});
  }
}

TEST(ExactClosed, ReaderWriterLocks) {
  for (const auto& [discipline, throughput] :
       {std::tuple{"fifo", 0.904761904762}, std::tuple{"rw-fifo", 1.07777576605},
        std::tuple{"rw-reader-pref", 1.10407035157}, std::tuple{"plan-lock-free", 1.28730470577}}) {
    Scenario scenario = Closed(discipline, 4, Exp(2), Exp(1));
    scenario.operations.push_back(OneHold(Exp(1)));
    scenario.operations[1].plans_only = true;
    scenario.operations[1].steps[0].commits = false;
    scenario.sources[0].operations = {{0, 0.3}, {1, 0.7}};
    SetWindow(&scenario, 500, 40'000);
    const double wait = 4 / throughput - 3;  // of all, who cycle in 3 without it
    const auto waited = [](const Observations& seen) { return seen.delay.Mean(); };
    ExpectExact(scenario,
                {{discipline, throughput, 0.01, Throughput}, {"wait", wait, 0.02, waited}});
  }
}

TEST(ExactClosed, StateValidation) {
  struct Case {
    uint32_t actors;
    Distribution work;
    bool redraw;
    double commits;
    double aborted;
    double allowed;  // 2 % where the reference is simulated too
  };
  const Case cases[] = {
      {2, Exp(1), true, 0.595744680851, 0.263157894737, 0},
      {4, Exp(1), true, 1.00899572633, 0.490922616003, 0},
      {8, Exp(1), true, 1.62830040095, 0.656722883116, 0},
      {2, Exp(1), false, 0.441057, 0.308181, 0.02},
      {8, Exp(1), false, 0.47038, 0.664564, 0.02},
      {2, Fixed(1), false, 0.580733, 0.307547, 0.02},
      {8, Fixed(1), false, 0.930027, 0.848524, 0.02},
      {2, LogNormal(1, 0.5), true, 0.584726, 0.29631, 0.02},
      {8, LogNormal(1, 0.5), true, 1.17325, 0.792477, 0.02},
  };
  for (const Case& one : cases) {
    Scenario scenario = Closed("state-optimistic", one.actors, Exp(2), one.work);
    scenario.sources[0].retry.on_failure = OnFailure::kRetry;
    scenario.sources[0].retry.after = Fixed(0);
    scenario.sources[0].retry.redraw = one.redraw;
    // Long work that is kept is redone again and again: its share of the time has no variance, and
    // a mean that falls with the length of the run.
    const bool heavy = one.work == Exp(1) && !one.redraw;
    SetWindow(&scenario, heavy ? 20'000 : 500, heavy ? 200'000 : 40'000);
    if (one.allowed == 0) {
      ExpectExact(scenario, {{"commits", one.commits, 0.01, Throughput},
                             {"aborted", one.aborted, 0.01, ShareAborted}});
      continue;
    }
    const uint32_t replications = heavy ? 10 : 30;
    const auto found = Simulated(scenario, replications, {Throughput, ShareAborted});
    EXPECT_NEAR(found[0].mean, one.commits, one.allowed * one.commits);
    EXPECT_NEAR(found[1].mean, one.aborted, one.allowed * one.aborted);
  }
}

}  // namespace
}  // namespace tfsck::testing
