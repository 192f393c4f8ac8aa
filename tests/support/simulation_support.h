// A scenario in which everything can be reckoned by hand, for tests of what is said of it.
#ifndef TFSCK_TESTS_SUPPORT_SIMULATION_SUPPORT_H_
#define TFSCK_TESTS_SUPPORT_SIMULATION_SUPPORT_H_

#include <gtest/gtest.h>

#include <span>
#include <string>
#include <vector>

#include "report/simulation_report.h"
#include "simulator/scenario_reader.h"

namespace tfsck::testing {

// Three changes, a minute apart: 30 s of init, then 6 min under the lock; the second one's timeout
// ends in the instant in which the lock comes free.
inline constexpr const char* kThreeInARow =
    "version: 1\n"
    "name: three in a row\n"
    "workspaces: [app]\n"
    "operations: [{name: change, steps: [{step: init, time: 30s, runner: true},\n"
    "  {step: apply, lock: exclusive, time: 6m, runner: true, commits: true}]}]\n"
    "teams:\n"
    "  - name: platform\n"
    "    engineers: 2\n"
    "    arrivals: {trace: [0s, 1m, 2m]}\n"
    "    lock-timeout: 5m\n"
    "    after-failure: {retry-after: 20m, at-most: 3}\n"
    "analysis: {kind: terminating, horizon: 1h, replications: 2}\n";

// One lock in use seven tenths of the time, in the long run, and polled every second.
inline constexpr const char* kPolledInTheLongRun =
    "version: 1\n"
    "workspaces: [app]\n"
    "operations: [{name: change, steps: [{lock: exclusive, time: {exponential: 6m}}]}]\n"
    "teams: [{name: platform, engineers: 2, arrivals: {poisson: 7/h}, lock-timeout: forever}]\n"
    "lock: {discipline: terraform, poll: {first: 1s, factor: 1, ceiling: 1s}, latency: 0s}\n"
    "analysis: {kind: steady-state, horizon: 520h, warm-up: 20h, replications: 20,\n"
    "  control: fifo}\n";

inline Model CompiledModel(const std::string& yaml,
                           const std::vector<std::string>& assignments = {}) {
  const auto scenario = ReadScenario("s.yaml", yaml, {.assignments = assignments});
  if (!scenario) {
    ADD_FAILURE() << scenario.error().message;
    return {};
  }
  auto model = Compile(*scenario, nullptr);
  if (!model) {
    ADD_FAILURE() << model.error().message;
    return {};
  }
  return std::move(*model);
}

inline SimulationReport Simulated(const Model& model) {
  SimulationReport report;
  report.model = &model;
  auto measured = Conduct(model);
  if (!measured) {
    ADD_FAILURE() << measured.error().message;
    return report;
  }
  report.measured = std::move(*measured);
  return report;
}

}  // namespace tfsck::testing

#endif  // TFSCK_TESTS_SUPPORT_SIMULATION_SUPPORT_H_
