// Operations: of a kind with its times where that says it all, else step by step.
#include <algorithm>

#include "engine/base/units.h"
#include "simulator/builtin_operations.h"
#include "simulator/scenario_names.h"
#include "simulator/scenario_writer.h"
#include "simulator/scenario_writer_parts.h"

namespace tfsck {
namespace {

std::string StepText(const Scenario& scenario, const Step& step) {
  FlowMap text;
  text.Add("step", NameOf(kStepNames, step.kind));
  if (step.time != Distribution()) text.Add("time", DistributionText(step.time));
  if (step.refresh) text.Add("refresh", RefreshText(scenario, *step.refresh));
  if (step.apply) text.Add("per-resource", ApplyText(*step.apply));
  if (step.lock != LockMode::kNone) text.Add("lock", NameOf(kLockModeNames, step.lock));
  if (step.new_hold) text.Add("new-hold", "true");
  if (step.runner) text.Add("runner", "true");
  if (step.makes_plan) text.Add("makes-plan", "true");
  if (step.checks_plan) text.Add("checks-plan", "true");
  if (step.commits) text.Add("commits", "true");
  if (step.workspace >= 0) {
    text.Add("workspace", YamlText(scenario.workspaces[static_cast<size_t>(step.workspace)].name));
  }
  return text.Text();
}

std::string TimeText(const Scenario& scenario, std::string_view key, const OperationTimes& times) {
  if (key == "init") return DistributionText(times.init);
  if (key == "refresh") return RefreshText(scenario, times.refresh);
  if (key == "plan") return DistributionText(times.plan);
  if (key == "approve") return DistributionText(times.approve);
  if (key == "review") return DistributionText(times.review);
  if (key == "apply") return DistributionText(times.apply);
  return DistributionText(times.edit);
}

std::string NumberList(const std::vector<uint32_t>& numbers) {
  return FlowList(numbers, [](uint32_t number) { return fmt::format("{}", number); });
}

// The classes and resources; `like` is what would be read without them.
void WriteRest(const Operation& operation, const Operation& like, BlockMap* map) {
  if (operation.plans_only != like.plans_only) {
    map->Add("plans-only", operation.plans_only ? "true" : "false");
  }
  if (operation.lock_class != like.lock_class) {
    map->Add("lock-class", fmt::format("{}", operation.lock_class));
  }
  if (operation.runner_class != like.runner_class) {
    map->Add("runner-class", fmt::format("{}", operation.runner_class));
  }
  if (!operation.writes.empty()) map->Add("writes", NumberList(operation.writes));
  if (!operation.reads.empty()) map->Add("reads", NumberList(operation.reads));
  if (operation.uniform_writes > 0) {
    map->Add("uniform-writes", fmt::format("{}", operation.uniform_writes));
  }
}

void WriteOperation(const Scenario& scenario, const Operation& operation, std::string* out) {
  BlockMap map(out, 2, true);
  map.Add("name", YamlText(operation.name));
  const auto builtin = AsBuiltin(operation);
  if (!builtin) {
    map.Open("steps");
    for (const Step& step : operation.steps) {
      *out += fmt::format("      - {}\n", StepText(scenario, step));
    }
    return WriteRest(operation, Operation(), &map);
  }
  const auto& [kind, times] = *builtin;
  map.Add("kind", NameOf(kOperationKindNames, kind));
  for (const std::string_view key : TimesOf(kind)) map.Add(key, TimeText(scenario, key, times));
  if (times.per_resource) map.Add("per-resource", ApplyText(*times.per_resource));
  WriteRest(operation, MakeOperation(kind, "", times), &map);
}

}  // namespace

std::string RefreshText(const Scenario& scenario, const RefreshWork& work) {
  FlowMap text;
  text.Add("calls-per-resource", NumberText(work.calls_per_resource));
  text.Add("latency", DistributionText(work.latency));
  text.Add("parallelism", fmt::format("{}", work.parallelism));
  if (work.provider_rate > 0) text.Add("provider-rate", RateText(work.provider_rate));
  if (work.account >= 0) {
    text.Add("account", YamlText(scenario.accounts[static_cast<size_t>(work.account)].name));
  }
  return text.Text();
}

std::string ApplyText(const ApplyWork& work) {
  FlowMap text;
  text.Add("parallelism", fmt::format("{}", work.parallelism));
  if (!work.by_type.empty()) {
    FlowMap types;
    for (const auto& [pattern, law] : work.by_type) {
      types.Add(YamlText(pattern), DistributionText(law));
    }
    text.Add("by-type", types.Text());
  }
  text.Add("otherwise", DistributionText(work.otherwise));
  if (work.destroys) text.Add("destroys", "true");
  return text.Text();
}

void WriteOperations(const Scenario& scenario, std::string* out) {
  *out += "operations:\n";
  for (const Operation& operation : scenario.operations) WriteOperation(scenario, operation, out);
}

}  // namespace tfsck
