// Small scenarios for the tests of analytic/: times in seconds, mean hold 1.
#ifndef TFSCK_TESTS_SIMULATOR_ANALYTIC_SCENARIOS_H_
#define TFSCK_TESTS_SIMULATOR_ANALYTIC_SCENARIOS_H_

#include <string>
#include <utility>
#include <vector>

#include "simulator/analytic/analytic.h"
#include "simulator/model.h"
#include "simulator/scenario.h"

namespace tfsck {

// REQUIRES a scenario that takes no graph from a file.
inline AnalyticReport Analyse(const Scenario& scenario) {
  auto model = Compile(scenario, nullptr);
  return model ? Analyse(*model) : AnalyticReport{{}, {}, {model.error().message}};
}

inline Step LockedStep(Distribution time, LockMode mode = LockMode::kExclusive) {
  Step step;
  step.time = std::move(time);
  step.lock = mode;
  step.commits = true;
  return step;
}

inline Step RunnerStep(Distribution time, LockMode mode = LockMode::kNone) {
  Step step = LockedStep(std::move(time), mode);
  step.runner = true;
  return step;
}

inline Operation OperationOf(std::vector<Step> steps) {
  Operation operation;
  operation.name = "apply";
  operation.steps = std::move(steps);
  return operation;
}

inline Source PoissonSource(double rate) {
  Source source;
  source.name = "team";
  source.arrivals.poisson.rate = rate;
  source.operations = {{0, 1}};
  source.workspaces = {{0, 1}};
  return source;
}

inline Source ClosedSource(uint32_t actors, double think) {
  Source source = PoissonSource(0);
  source.arrivals.kind = Arrivals::Kind::kClosed;
  source.arrivals.closed = {actors, Distribution::Exponential(think)};
  return source;
}

// Poisson runs at one workspace "prod" with a first-come queue; each is one hold.
inline Scenario OneLock(double rate, Distribution hold) {
  Scenario scenario;
  scenario.workspaces.resize(1);
  scenario.workspaces[0].name = "prod";
  scenario.operations = {OperationOf({LockedStep(std::move(hold))})};
  scenario.sources = {PoissonSource(rate)};
  scenario.lock.wait = WaitRule::kQueue;
  scenario.analysis.kind = AnalysisKind::kSteady;
  return scenario;
}

inline Scenario ClosedLock(uint32_t actors, double think, Distribution hold) {
  Scenario scenario = OneLock(0, std::move(hold));
  scenario.sources = {ClosedSource(actors, think)};
  return scenario;
}

// Poisson runs that take up one of `count` runners and no lock.
inline Scenario Pool(double rate, uint32_t count, Distribution work) {
  Scenario scenario = OneLock(rate, Distribution::Deterministic(0));
  scenario.operations = {OperationOf({RunnerStep(std::move(work))})};
  scenario.runners.count = count;
  return scenario;
}

}  // namespace tfsck

#endif  // TFSCK_TESTS_SIMULATOR_ANALYTIC_SCENARIOS_H_
