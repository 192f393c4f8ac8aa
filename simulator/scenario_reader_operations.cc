// The section `operations`: what is done, of a known kind or step by step.
#include <fmt/format.h>

#include <algorithm>

#include "simulator/builtin_operations.h"
#include "simulator/scenario_reader_parts.h"

namespace tfsck {
namespace {

constexpr std::string_view kOperationKeys[] = {
    "name",       "kind",         "steps",  "init",         "refresh",       "plan",
    "approve",    "review",       "apply",  "per-resource", "edit",          "plans-only",
    "lock-class", "runner-class", "writes", "reads",        "uniform-writes"};
constexpr std::string_view kTimeKeys[] = {"init",   "refresh", "plan", "approve",
                                          "review", "apply",   "edit", "per-resource"};

void Assume(OperationKind kind, const ScenarioSection* section, ScenarioReading* reading) {
  for (const std::string_view key : TimesOf(kind)) {
    if (section != nullptr && section->Has(key)) continue;
    for (const TimeSource& source : DefaultTimeSources()) {
      if (source.key != key) continue;
      if (std::find(reading->assumptions.begin(), reading->assumptions.end(), source.assumption) ==
          reading->assumptions.end()) {
        reading->assumptions.push_back(source.assumption);
      }
    }
  }
}

OperationTimes ReadTimes(ScenarioSection* section, const ScenarioNames& names) {
  OperationTimes times = DefaultTimes();
  section->Law("init", &times.init);
  if (const auto refresh = section->Find("refresh")) {
    ReadRefreshWork(*refresh, section->reading(), names, &times.refresh);
  }
  section->Law("plan", &times.plan);
  section->Law("approve", &times.approve);
  section->Law("review", &times.review);
  section->Law("apply", &times.apply);
  section->Law("edit", &times.edit);
  if (const auto work = section->Find("per-resource")) {
    ReadApplyWork(*work, section->reading(), &times.per_resource.emplace());
  }
  return times;
}

// A time that the kind has no step for would be without effect.
void RefuseOtherTimes(ScenarioSection* section, OperationKind kind) {
  const auto used = TimesOf(kind);
  for (const std::string_view key : kTimeKeys) {
    const std::string_view step = key == "per-resource" ? "apply" : key;
    const auto node = section->Find(key);
    if (!node || std::find(used.begin(), used.end(), step) != used.end()) continue;
    section->reading()->FailAt(*node,
                               fmt::format("has no effect: the kind '{}' has no step '{}'",
                                           kOperationKindNames[static_cast<size_t>(kind)], step));
  }
}

Operation ReadKind(ScenarioSection* section, const ScenarioNames& names) {
  OperationKind kind = OperationKind::kApply;
  section->Choice("kind", kOperationKindNames, &kind);
  RefuseOtherTimes(section, kind);
  Operation operation = MakeOperation(
      kind, std::string(kOperationKindNames[static_cast<size_t>(kind)]), ReadTimes(section, names));
  Assume(kind, section, section->reading());
  return operation;
}

Operation ReadFreeForm(const ConfigNode& steps, ScenarioSection* section,
                       const ScenarioNames& names) {
  Operation operation;
  for (const std::string_view key : kTimeKeys) {
    const auto node = section->Find(key);
    if (node) section->reading()->FailAt(*node, "belongs to a kind: here the steps have times");
  }
  for (const ConfigNode& item : ReadItems(steps, section->reading())) {
    operation.steps.push_back(ReadStep(item, section->reading(), names));
  }
  section->Require("name");
  return operation;
}

std::vector<uint32_t> ReadResources(ScenarioSection* section, std::string_view key) {
  std::vector<uint32_t> resources;
  const auto node = section->Find(key);
  if (!node) return resources;
  for (const ConfigNode& item : ReadItems(*node, section->reading())) {
    const auto number = ReadWhole(item, section->reading(), 0, UINT32_MAX);
    if (number) resources.push_back(static_cast<uint32_t>(*number));
  }
  return resources;
}

Operation ReadOperation(const ConfigNode& node, ScenarioReading* reading,
                        const ScenarioNames& names) {
  if (node.kind() == ConfigKind::kScalar) {
    const auto kind = ReadReference(node, reading, "kinds of operation", kOperationKindNames);
    if (!kind) return {};
    Assume(static_cast<OperationKind>(*kind), nullptr, reading);
    return MakeOperation(static_cast<OperationKind>(*kind), std::string(kOperationKindNames[*kind]),
                         DefaultTimes());
  }
  ScenarioSection section(node, reading, kOperationKeys);
  const auto steps = section.Find("steps");
  if (steps.has_value() == section.Has("kind")) {
    section.Fail(fmt::format("'{}' must have either a kind or steps", node.path()));
  }
  Operation operation = steps ? ReadFreeForm(*steps, &section, names) : ReadKind(&section, names);
  section.Text("name", &operation.name);
  section.Flag("plans-only", &operation.plans_only);
  section.Count("lock-class", &operation.lock_class, 2);
  section.Count("runner-class", &operation.runner_class, 2);
  operation.writes = ReadResources(&section, "writes");
  operation.reads = ReadResources(&section, "reads");
  section.Count("uniform-writes", &operation.uniform_writes);
  return operation;
}

}  // namespace

void ReadOperations(const ScenarioSection& root, Scenario* scenario) {
  const ScenarioNames names = {NamesOf(scenario->accounts), NamesOf(scenario->workspaces)};
  const auto node = root.Find("operations");
  if (!node) {
    Assume(OperationKind::kApply, nullptr, root.reading());
    scenario->operations = {MakeOperation(OperationKind::kApply, "apply", DefaultTimes())};
    return;
  }
  for (const ConfigNode& item : ReadItems(*node, root.reading())) {
    scenario->operations.push_back(ReadOperation(item, root.reading(), names));
  }
}

}  // namespace tfsck
