// The sections `accounts` and `workspaces`: what there is to ask, and to lock.
#include <fmt/format.h>

#include "engine/base/units.h"
#include "simulator/scenario_names.h"
#include "simulator/scenario_reader_parts.h"

namespace tfsck {
namespace {

constexpr std::string_view kGroupKeys[] = {"name",  "count",   "resources",
                                           "graph", "account", "changes-start-at"};
constexpr std::string_view kGraphKeys[] = {"shape",   "degree", "layers",
                                           "modules", "edges",  "state-file"};
constexpr std::string_view kWeightKeys[] = {"weights"};

void ReadEdges(const ConfigNode& node, ScenarioReading* reading, ResourceGraph* graph) {
  for (const ConfigNode& item : ReadItems(node, reading)) {
    const auto ends = ReadItems(item, reading);
    if (reading->error) return;
    if (ends.size() != 2) {
      return reading->FailAt(item, "must be [dependent, dependency], two numbers of resources");
    }
    const auto from = ReadWhole(ends[0], reading, 0, UINT32_MAX);
    const auto to = ReadWhole(ends[1], reading, 0, UINT32_MAX);
    if (from && to) {
      graph->edges.emplace_back(static_cast<uint32_t>(*from), static_cast<uint32_t>(*to));
    }
  }
}

void ReadGraph(const ScenarioSection& group, ResourceGraph* graph) {
  const auto node = group.Find("graph");
  if (!node) return;
  ScenarioReading* reading = group.reading();
  if (node->kind() == ConfigKind::kScalar) {
    ScenarioSection same = group;
    return same.Choice("graph", kGraphShapeNames, &graph->shape);
  }
  ScenarioSection section(*node, reading, kGraphKeys);
  const auto edges = section.Find("edges");
  if (edges) graph->shape = GraphShape::kExplicit;
  if (section.Has("state-file")) graph->shape = GraphShape::kState;
  section.Choice("shape", kGraphShapeNames, &graph->shape);
  section.Count("degree", &graph->degree);
  section.Count("layers", &graph->layers);
  section.Count("modules", &graph->modules);
  section.Text("state-file", &graph->state_file);
  if (edges) ReadEdges(*edges, reading, graph);
}

void ReadPopularity(ScenarioSection* section, WorkspaceGroup* group) {
  const auto node = section->Find("changes-start-at");
  if (!node) return;
  if (node->kind() == ConfigKind::kScalar) {
    return section->Choice("changes-start-at", std::span(kPopularityNames).first(2),
                           &group->popularity);
  }
  ScenarioSection weights(*node, section->reading(), kWeightKeys);
  weights.Require("weights");
  group->popularity = RootPopularity::kWeights;
  if (const auto list = weights.Find("weights")) {
    group->root_weights = ReadQuantities(*list, section->reading(), ParseNumber);
  }
}

WorkspaceGroup ReadGroup(const ConfigNode& node, ScenarioReading* reading,
                         const std::vector<std::string_view>& accounts) {
  WorkspaceGroup group;
  if (node.kind() == ConfigKind::kScalar) {
    group.name = ReadText(node, reading).value_or("");
    return group;
  }
  ScenarioSection section(node, reading, kGroupKeys);
  section.Require("name");
  section.Text("name", &group.name);
  section.Count("count", &group.count);
  section.Count("resources", &group.resources);
  ReadGraph(section, &group.graph);
  ReadAccountName(section, accounts, &group.account);
  ReadPopularity(&section, &group);
  if (group.graph.shape == GraphShape::kState) {
    if (const auto given = section.Find("resources")) {
      reading->FailAt(*given, "must not be given with a state file, which says how many there are");
    }
    group.resources = 0;
  } else if (!section.Has("resources")) {
    reading->assumptions.push_back(
        {"resources of each workspace of " + group.name, fmt::format("{}", group.resources),
         "estimate: enterprises keep 100 to 300 resources in a state (vvvops; oneuptime)"});
  }
  return group;
}

}  // namespace

void ReadAccounts(const ScenarioSection& root, Scenario* scenario) {
  const auto node = root.Find("accounts");
  if (!node) return;
  const auto members = node->AsMap();
  if (!members) return root.reading()->Fail(members.error());
  for (const auto& [name, value] : *members) {
    const auto rate = ReadQuantity(value, root.reading(), ParseRate);
    scenario->accounts.push_back({std::string(name), rate.value_or(0)});
  }
}

void ReadAccountName(const ScenarioSection& section, const std::vector<std::string_view>& accounts,
                     int* account) {
  const auto name = section.Find("account");
  if (!name) return;
  if (const auto index = ReadReference(*name, section.reading(), "accounts", accounts)) {
    *account = static_cast<int>(*index);
  }
}

void ReadWorkspaces(const ScenarioSection& root, Scenario* scenario) {
  const auto node = root.Find("workspaces");
  if (!node) return;
  const auto accounts = NamesOf(scenario->accounts);
  for (const ConfigNode& item : ReadItems(*node, root.reading())) {
    scenario->workspaces.push_back(ReadGroup(item, root.reading(), accounts));
  }
}

}  // namespace tfsck
