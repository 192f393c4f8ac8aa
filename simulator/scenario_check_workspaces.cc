// What accounts, workspaces and their graphs must be.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "simulator/scenario_check_parts.h"

namespace tfsck {
namespace {

// A resource on a cycle of dependencies, if there is one (Kahn 1962: what is left when everything
// whose dependencies are all taken away has been taken away).
std::optional<uint32_t> ResourceOnCycle(const ResourceGraph& graph, uint32_t resources) {
  std::vector<uint32_t> open(resources, 0);  // dependencies not taken away yet
  std::vector<uint32_t> begin(resources + size_t{1}, 0);
  for (const auto& [dependent, dependency] : graph.edges) {
    ++open[dependent];
    ++begin[dependency + size_t{1}];
  }
  std::partial_sum(begin.begin(), begin.end(), begin.begin());
  std::vector<uint32_t> dependents(graph.edges.size());
  std::vector<uint32_t> next(begin.begin(), begin.end() - 1);
  for (const auto& [dependent, dependency] : graph.edges) {
    dependents[next[dependency]++] = dependent;
  }
  std::vector<uint32_t> ready;
  for (uint32_t i = 0; i < resources; ++i) {
    if (open[i] == 0) ready.push_back(i);
  }
  size_t taken = 0;
  for (; taken < ready.size(); ++taken) {
    const uint32_t resource = ready[taken];
    for (uint32_t i = begin[resource]; i < begin[resource + size_t{1}]; ++i) {
      if (--open[dependents[i]] == 0) ready.push_back(dependents[i]);
    }
  }
  if (taken == resources) return std::nullopt;
  return static_cast<uint32_t>(
      std::find_if(open.begin(), open.end(), [](uint32_t left) { return left > 0; }) -
      open.begin());
}

void CheckEdges(const std::string& path, const WorkspaceGroup& group, ScenarioProblems* problems) {
  for (size_t i = 0; i < group.graph.edges.size(); ++i) {
    const auto& [dependent, dependency] = group.graph.edges[i];
    if (dependent < group.resources && dependency < group.resources) continue;
    return problems->Add(fmt::format("{}.graph.edges[{}]", path, i),
                         fmt::format("names resource {}, but there are {}, numbered from 0",
                                     std::max(dependent, dependency), group.resources));
  }
  if (const auto resource = ResourceOnCycle(group.graph, group.resources)) {
    problems->Add(path + ".graph.edges",
                  fmt::format("make a cycle: resource {} depends on itself", *resource));
  }
}

void CheckGraph(const std::string& path, const WorkspaceGroup& group, ScenarioProblems* problems) {
  const ResourceGraph& graph = group.graph;
  switch (graph.shape) {
    case GraphShape::kExplicit:
      return CheckEdges(path, group, problems);
    case GraphShape::kState:
      return problems->Require(!graph.state_file.empty(), path + ".graph.state-file",
                               "must name a state file");
    case GraphShape::kTree:
      return problems->Require(graph.degree > 0, path + ".graph.degree",
                               "must be 1 or above, not 0");
    case GraphShape::kModules:
      return problems->Require(graph.modules > 0, path + ".graph.modules",
                               "must be 1 or above, not 0");
    case GraphShape::kLayered:
      return problems->Require(graph.layers > 0, path + ".graph.layers",
                               "must be 1 or above, not 0");
    default:
      return;
  }
}

void CheckWeights(const std::string& path, const WorkspaceGroup& group,
                  ScenarioProblems* problems) {
  if (group.popularity != RootPopularity::kWeights) return;
  double sum = 0;
  for (const double weight : group.root_weights) {
    if (!std::isfinite(weight) || weight < 0) {
      return problems->Add(path, "must have weights of 0 or above");
    }
    sum += weight;
  }
  const bool known = group.graph.shape != GraphShape::kState;
  if (known && group.root_weights.size() != group.resources) {
    return problems->Add(path, fmt::format("must have a weight for each resource: {} for {}",
                                           group.root_weights.size(), group.resources));
  }
  problems->Require(sum > 0, path, "must have a weight above 0");
}

void CheckGroup(const std::string& path, const WorkspaceGroup& group, ScenarioProblems* problems) {
  problems->Require(group.count > 0, path + ".count", "must be 1 or above, not 0");
  if (group.resources == 0 && group.graph.shape != GraphShape::kState) {
    return problems->Add(path + ".resources", "must be 1 or above, not 0: a graph needs resources");
  }
  if (group.resources > kMostResources) {
    return problems->Add(path + ".resources", fmt::format("is {}, beyond the limit of {}",
                                                          group.resources, kMostResources));
  }
  CheckGraph(path, group, problems);
  CheckWeights(path + ".changes-start-at", group, problems);
}

}  // namespace

void CheckAccounts(const Scenario& scenario, ScenarioProblems* problems) {
  std::vector<std::string> paths;
  std::vector<std::string_view> names;
  for (const ProviderAccount& account : scenario.accounts) {
    paths.push_back("accounts." + account.name);
    names.push_back(account.name);
    problems->Number(paths.back(), account.rate);
    problems->Require(account.rate != 0, paths.back(), "must be above 0");
  }
  problems->Names("accounts", paths, names);
}

void CheckAccount(const std::string& path, int account, size_t accounts,
                  ScenarioProblems* problems) {
  problems->Require(account >= -1 && account < static_cast<int>(accounts), path + ".account",
                    "must name one of the accounts");
}

void CheckWorkspaces(const Scenario& scenario, ScenarioProblems* problems) {
  if (scenario.workspaces.empty()) {
    return problems->Add("workspaces", "must list at least one: there is nothing to lock");
  }
  uint64_t total = 0;
  std::vector<std::string> paths;
  std::vector<std::string_view> names;
  for (const WorkspaceGroup& group : scenario.workspaces) {
    paths.push_back(fmt::format("workspaces[{}]", paths.size()));
    names.push_back(group.name);
    total += group.count;
    CheckGroup(paths.back(), group, problems);
    CheckAccount(paths.back(), group.account, scenario.accounts.size(), problems);
  }
  problems->Names("workspaces", paths, names);
  problems->Require(
      total <= kMostWorkspaces, "workspaces",
      fmt::format("are {} with their counts, beyond the limit of {}", total, kMostWorkspaces));
}

}  // namespace tfsck
