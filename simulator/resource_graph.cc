#include "simulator/resource_graph.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "engine/base/printable.h"
#include "simulator/graph_shape.h"

namespace tfsck {
namespace {

// Current objects of managed resources, by hub.
std::vector<uint32_t> CountInstances(const StateSnapshot& snapshot) {
  std::vector<uint32_t> counts(snapshot.hubs.size(), 0);
  for (const Resource& resource : snapshot.resources) {
    if (!resource.readable || resource.dropped) continue;
    if (resource.mode != ResourceMode::kManaged) continue;
    for (const Instance& instance : snapshot.InstancesOf(resource)) {
      if (instance.deposed.empty() && !instance.duplicate) ++counts[resource.hub];
    }
  }
  return counts;
}

// The vertices of `whole` that `vertex_of` keeps, renumbered, with the edges among them.
DependencyGraph Restrict(const DependencyGraph& whole, const std::vector<uint32_t>& vertex_of) {
  Csr rows;
  for (uint32_t hub = 0; hub < whole.vertex_count(); ++hub) {
    if (vertex_of[hub] == kNoId) continue;
    for (const uint32_t dependency : whole.dependencies(hub)) {
      if (vertex_of[dependency] != kNoId) rows.targets.push_back(vertex_of[dependency]);
    }
    rows.EndRow();
  }
  return DependencyGraph(std::move(rows));
}

// Fills everything but the graph; returns the vertex of each hub, kNoId for those left out.
std::vector<uint32_t> AddVertices(const StateSnapshot& snapshot, StateGraph* state) {
  const std::vector<uint32_t> counts = CountInstances(snapshot);
  std::vector<uint32_t> vertex_of(counts.size(), kNoId);
  std::unordered_map<std::string_view, uint32_t> type_rows;
  for (uint32_t hub = 0; hub < counts.size(); ++hub) {
    if (counts[hub] == 0) continue;
    const HubResource& resource = snapshot.hubs[hub];
    const auto next_type = static_cast<uint32_t>(state->types.size());
    const auto [row, is_new] = type_rows.emplace(resource.type, next_type);
    if (is_new) state->types.emplace_back(resource.type);
    vertex_of[hub] = static_cast<uint32_t>(state->addresses.size());
    state->addresses.emplace_back(resource.text);
    state->type_of.push_back(row->second);
    state->instances.push_back(counts[hub]);
    state->instance_count += counts[hub];
  }
  return vertex_of;
}

tl::unexpected<Error> Refuse(std::string message) {
  return MakeError(ErrorKind::kUsage, std::move(message));
}

Result<void> CheckVertexCount(size_t vertices) {
  if (vertices == 0) return Refuse("the state holds no managed resource: nothing to simulate");
  if (vertices <= kMostGraphResources) return {};
  return Refuse(fmt::format("the state holds {} resources, more than {} in one workspace", vertices,
                            kMostGraphResources));
}

tl::unexpected<Error> RefuseCycle(const StateGraph& state, const DependencyGraph& closed) {
  constexpr size_t kShown = 5;
  const std::vector<uint32_t> cycle = ShortestCycle(closed, Cycles(closed).front());
  std::string text;
  for (size_t i = 0; i < std::min(cycle.size(), kShown); ++i) {
    text += Printable(state.addresses[cycle[i]]) + " -> ";
  }
  if (cycle.size() > kShown) text += "... -> ";
  return Refuse("resources of the state depend on each other in a cycle: " + text +
                Printable(state.addresses[cycle.front()]));
}

}  // namespace

Result<StateGraph> GraphOfState(const StateSnapshot& snapshot) {
  StateGraph state;
  const std::vector<uint32_t> vertex_of = AddVertices(snapshot, &state);
  const auto checked = CheckVertexCount(state.addresses.size());
  if (!checked) return tl::unexpected(checked.error());
  const DependencyGraph closed = Restrict(BuildDependencyGraph(snapshot), vertex_of);
  if (!closed.components().acyclic()) return RefuseCycle(state, closed);
  state.graph = DependencyGraph(TransitiveReduction(closed));
  return state;
}

}  // namespace tfsck
