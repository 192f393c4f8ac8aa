// What a replication costs, all metrics on: the answer is checked before the clock starts.
//
// simulator_bench.sh runs it beside SimPy.
#include <benchmark/benchmark.h>

#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "simulator/experiment.h"
#include "simulator/replication.h"

namespace tfsck {
namespace {

Step LockedStep(StepKind kind, Distribution time) {
  Step step;
  step.kind = kind;
  step.time = std::move(time);
  step.lock = LockMode::kExclusive;
  step.commits = kind == StepKind::kApply;
  return step;
}

Source Team(double rate, uint32_t group) {
  Source team;
  team.name = "team";
  team.arrivals.poisson.rate = rate;
  team.operations = {{0, 1}};
  team.workspaces = {{group, 1}};
  return team;
}

// One lock, load 0.8: 160,000 customers, who wait 4 s in the mean.
Scenario Mm1() {
  Scenario scenario;
  scenario.workspaces = {WorkspaceGroup{}};
  scenario.operations = {{}};
  scenario.operations[0].name = "apply";
  scenario.operations[0].steps = {LockedStep(StepKind::kApply, Distribution::Exponential(1))};
  scenario.sources = {Team(0.8, 0)};
  scenario.lock = FindLockDiscipline("fifo")->discipline;
  scenario.analysis.horizon = FromSeconds(2e5);
  return scenario;
}

// Locks on footprints in dependency graphs, polled; six runners; plan and apply; histograms of
// every group.
Scenario FullModel() {
  Scenario scenario = Mm1();
  scenario.workspaces[0].count = 4;
  scenario.workspaces[0].resources = 100;
  Step plan = LockedStep(StepKind::kPlan, Distribution::LognormalByMean(20, 1));
  Step apply = LockedStep(StepKind::kApply, Distribution::LognormalByMean(60, 1));
  plan.runner = apply.runner = true;
  scenario.operations[0].steps = {plan, apply};
  scenario.sources = {Team(0.04, 0)};
  scenario.sources[0].lock_patience = Distribution::Deterministic(600);
  scenario.lock = FindLockDiscipline("terraform")->discipline;
  scenario.lock.scope = LockScope::kResource;
  scenario.runners.count = 6;
  scenario.metrics = {.by_source = true, .by_workspace = true, .by_operation = true};
  scenario.analysis.horizon = FromSeconds(4e6);
  return scenario;
}

// As many teams as states, each with its own.
Scenario Large(uint32_t count) {
  Scenario scenario = Mm1();
  scenario.workspaces[0].count = count;
  scenario.sources.assign(count, Team(0.8 / 1000, 0));
  scenario.analysis.horizon = FromSeconds(2000);
  return scenario;
}

void CountRuns(benchmark::State& state, double runs) {
  state.counters["runs/s"] = benchmark::Counter(runs, benchmark::Counter::kIsRate);
}

// Times replications, each another one.
void TimeReplications(benchmark::State& state, const Model& model) {
  Replication replication(model);
  uint32_t number = 0;
  double runs = 0;
  for (auto _ : state) {
    runs += static_cast<double>(replication.Carry({2, number++}).changes);
  }
  CountRuns(state, runs);
}

bool WaitsAsMm1(const Model& model) {
  Replication replication(model);
  double waits = 0;
  for (uint32_t i = 0; i < 10; ++i) waits += replication.Carry({1, i}).lock_wait.Mean() / 10;
  return std::abs(waits - 4) < 0.2;
}

void BM_Mm1(benchmark::State& state) {
  const auto model = Compile(Mm1(), nullptr);
  if (!model || !WaitsAsMm1(*model)) return state.SkipWithError("wrong answer");
  TimeReplications(state, *model);
}

// The answer: polling without events for vain attempts does what polling with them does.
void BM_FullModel(benchmark::State& state) {
  Scenario scenario = FullModel();
  const auto model = Compile(scenario, nullptr);
  scenario.lock.polls_each_attempt = true;
  const auto slow = Compile(scenario, nullptr);
  if (!model || !slow) return state.SkipWithError("no model");
  const uint64_t answer = Replication(*model).Carry({1, 0}).fingerprint;
  if (Replication(*slow).Carry({1, 0}).fingerprint != answer) {
    return state.SkipWithError("wrong answer");
  }
  TimeReplications(state, *model);
}

// An experiment of 64 replications on so many threads, by the wall clock.
void BM_Threads(benchmark::State& state) {
  Scenario scenario = Mm1();
  scenario.analysis.replications = 64;
  const auto model = Compile(scenario, nullptr);
  if (!model || !WaitsAsMm1(*model)) return state.SkipWithError("wrong answer");
  ExperimentOptions options;
  options.threads = static_cast<unsigned>(state.range(0));
  double runs = 0;
  for (auto _ : state) {
    const auto made = Conduct(*model, options);
    if (!made) return state.SkipWithError("no answer");
    runs += static_cast<double>(made->total.changes);
  }
  CountRuns(state, runs);
}

void BM_Large(benchmark::State& state) {
  const auto model = Compile(Large(static_cast<uint32_t>(state.range(0))), nullptr);
  if (!model) return state.SkipWithError("no model");
  Replication replication(*model);
  const std::string violation = replication.Carry({1, 0}).violation;
  if (!violation.empty()) return state.SkipWithError(violation.c_str());
  double runs = 0;
  for (auto _ : state) runs += static_cast<double>(replication.Carry({1, 1}).changes);
  CountRuns(state, runs);
}

BENCHMARK(BM_Mm1)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_FullModel)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_Threads)->Arg(1)->Arg(2)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(BM_Large)->Arg(100'000)->Iterations(1)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace tfsck
