// What operations and their steps must be.
#include <fmt/format.h>

#include <algorithm>

#include "simulator/scenario_check_parts.h"

namespace tfsck {
namespace {

void CheckWork(const std::string& path, const Step& step, size_t accounts,
               ScenarioProblems* problems) {
  problems->Law(path + ".time", step.time);
  if (step.refresh) {
    problems->Number(path + ".refresh.calls-per-resource", step.refresh->calls_per_resource);
    problems->Number(path + ".refresh.provider-rate", step.refresh->provider_rate);
    problems->Law(path + ".refresh.latency", step.refresh->latency);
    problems->Require(step.refresh->parallelism > 0, path + ".refresh.parallelism",
                      "must be 1 or above, not 0");
    CheckAccount(path + ".refresh", step.refresh->account, accounts, problems);
    problems->Require(step.refresh->account < 0 || step.refresh->provider_rate == 0,
                      path + ".refresh.account",
                      "cannot stand beside provider-rate: the account has the rate");
  }
  if (!step.apply) return;
  problems->Law(path + ".per-resource.otherwise", step.apply->otherwise);
  problems->Require(step.apply->parallelism > 0, path + ".per-resource.parallelism",
                    "must be 1 or above, not 0");
  for (const auto& [pattern, law] : step.apply->by_type) {
    problems->Law(path + ".per-resource.by-type." + pattern, law);
  }
}

void CheckSteps(const std::string& path, const Operation& operation, const Scenario& scenario,
                ScenarioProblems* problems) {
  const size_t groups = scenario.workspaces.size();
  bool planned = false;
  for (size_t i = 0; i < operation.steps.size(); ++i) {
    const Step& step = operation.steps[i];
    const std::string at = fmt::format("{}.steps[{}]", path, i);
    CheckWork(at, step, scenario.accounts.size(), problems);
    problems->Require(!step.checks_plan || planned, at + ".checks-plan",
                      "needs a step before it that makes-plan");
    problems->Require(!step.new_hold || step.lock != LockMode::kNone, at + ".new-hold",
                      "needs a lock: say lock: exclusive or shared");
    problems->Require(!step.commits || !operation.plans_only, at + ".commits",
                      "cannot be in an operation that plans-only");
    problems->Require(step.workspace < static_cast<int>(groups) && step.workspace >= -1,
                      at + ".workspace", "must name one of the workspaces");
    planned = planned || step.makes_plan;
  }
}

void CheckOperation(const std::string& path, const Operation& operation, const Scenario& scenario,
                    ScenarioProblems* problems) {
  problems->Require(!operation.steps.empty(), path + ".steps", "must list at least one");
  CheckSteps(path, operation, scenario, problems);
  problems->Require(operation.lock_class <= 2, path + ".lock-class", "must be 0, 1 or 2");
  problems->Require(operation.runner_class <= 2, path + ".runner-class", "must be 0, 1 or 2");
  problems->Require(operation.uniform_writes == 0 || operation.writes.empty(),
                    path + ".uniform-writes", "has no effect beside writes: say one of them");
}

}  // namespace

void CheckOperations(const Scenario& scenario, ScenarioProblems* problems) {
  if (scenario.operations.empty()) {
    return problems->Add("operations", "must list at least one: there is nothing to do");
  }
  std::vector<std::string> paths;
  std::vector<std::string_view> names;
  for (const Operation& operation : scenario.operations) {
    paths.push_back(fmt::format("operations[{}]", paths.size()));
    names.push_back(operation.name);
    CheckOperation(paths.back(), operation, scenario, problems);
  }
  problems->Names("operations", paths, names);
}

}  // namespace tfsck
