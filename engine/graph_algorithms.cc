#include <algorithm>
#include <functional>
#include <queue>

#include "engine/graph.h"

namespace tfsck {
namespace {

// For every component, how many edges leave its vertices for other components.
std::vector<uint64_t> OutwardEdges(const DependencyGraph& graph) {
  const Components& components = graph.components();
  std::vector<uint64_t> edges(components.count(), 0);
  for (uint32_t v = 0; v < graph.vertex_count(); ++v) {
    const uint32_t from = components.of[v];
    for (const uint32_t to : graph.dependencies(v)) edges[from] += components.of[to] != from;
  }
  return edges;
}

// Depth of every component, counted in edges between components.
std::vector<uint32_t> ComponentDepths(const DependencyGraph& graph) {
  const Components& components = graph.components();
  std::vector<uint32_t> depths(components.count(), 0);
  for (uint32_t c = 0; c < components.count(); ++c) {
    for (const uint32_t v : components.members[c]) {
      for (const uint32_t target : graph.dependencies(v)) {
        const uint32_t below = components.of[target];
        if (below != c) depths[c] = std::max(depths[c], depths[below] + 1);
      }
    }
  }
  return depths;
}

// The component just below `component` on a longest chain, the one with the smallest first vertex.
uint32_t NextBelow(const DependencyGraph& graph, uint32_t component,
                   const std::vector<uint32_t>& depths) {
  const Components& components = graph.components();
  uint32_t best = UINT32_MAX;
  for (const uint32_t v : components.members[component]) {
    for (const uint32_t target : graph.dependencies(v)) {
      const uint32_t below = components.of[target];
      if (below == component || depths[below] + 1 != depths[component]) continue;
      best = std::min(best, components.members[below].front());
    }
  }
  return components.of[best];
}

}  // namespace

std::vector<uint32_t> Distances(const DependencyGraph& graph, uint32_t start, Direction direction,
                                uint32_t max_depth) {
  std::vector<uint32_t> distances(graph.vertex_count(), kUnreached);
  std::vector<uint32_t> queue{start};
  distances[start] = 0;
  for (size_t next = 0; next < queue.size(); ++next) {
    const uint32_t v = queue[next];
    if (distances[v] == max_depth) break;
    for (const uint32_t neighbour : graph.neighbours(v, direction)) {
      if (distances[neighbour] != kUnreached) continue;
      distances[neighbour] = distances[v] + 1;
      queue.push_back(neighbour);
    }
  }
  return distances;
}

std::vector<std::vector<uint32_t>> Cycles(const DependencyGraph& graph) {
  std::vector<std::vector<uint32_t>> cycles;
  const Components& components = graph.components();
  if (components.acyclic()) return cycles;
  for (uint32_t c = 0; c < components.count(); ++c) {
    const auto members = components.members[c];
    if (members.size() > 1) cycles.emplace_back(members.begin(), members.end());
  }
  std::sort(cycles.begin(), cycles.end());
  return cycles;
}

std::vector<uint32_t> ShortestCycle(const DependencyGraph& graph,
                                    std::span<const uint32_t> component) {
  const uint32_t start = component.front();
  const uint32_t set = graph.components().of[start];
  std::vector<uint32_t> reached_from(graph.vertex_count(), kUnreached);
  std::vector<uint32_t> queue{start};
  for (size_t next = 0; next < queue.size() && reached_from[start] == kUnreached; ++next) {
    for (const uint32_t target : graph.dependencies(queue[next])) {
      if (reached_from[target] != kUnreached || graph.components().of[target] != set) continue;
      reached_from[target] = queue[next];
      queue.push_back(target);
    }
  }
  std::vector<uint32_t> way;
  for (uint32_t v = reached_from[start]; v != start; v = reached_from[v]) way.push_back(v);
  way.push_back(start);
  std::reverse(way.begin(), way.end());
  return way;
}

std::vector<uint32_t> TopologicalOrder(const DependencyGraph& graph) {
  const Components& components = graph.components();
  std::vector<uint64_t> waiting_for = OutwardEdges(graph);
  std::priority_queue<uint32_t, std::vector<uint32_t>, std::greater<>> ready;  // first vertices
  for (uint32_t c = 0; c < components.count(); ++c) {
    if (waiting_for[c] == 0) ready.push(components.members[c].front());
  }
  std::vector<uint32_t> order;
  order.reserve(graph.vertex_count());
  while (!ready.empty()) {
    const uint32_t done = components.of[ready.top()];
    ready.pop();
    for (const uint32_t v : components.members[done]) {
      order.push_back(v);
      for (const uint32_t dependent : graph.dependents(v)) {
        const uint32_t above = components.of[dependent];
        if (above != done && --waiting_for[above] == 0) {
          ready.push(components.members[above].front());
        }
      }
    }
  }
  return order;
}

std::vector<uint32_t> Depths(const DependencyGraph& graph) {
  const std::vector<uint32_t> of_component = ComponentDepths(graph);
  std::vector<uint32_t> depths(graph.vertex_count());
  for (uint32_t v = 0; v < graph.vertex_count(); ++v) {
    depths[v] = of_component[graph.components().of[v]];
  }
  return depths;
}

std::vector<uint32_t> LongestPath(const DependencyGraph& graph) {
  std::vector<uint32_t> path;
  if (graph.vertex_count() == 0) return path;
  const Components& components = graph.components();
  const std::vector<uint32_t> depths = ComponentDepths(graph);
  const uint32_t deepest = *std::max_element(depths.begin(), depths.end());
  uint32_t first = 0;
  while (depths[components.of[first]] != deepest) ++first;
  uint32_t component = components.of[first];
  path.push_back(first);
  while (depths[component] > 0) {
    component = NextBelow(graph, component, depths);
    path.push_back(components.members[component].front());
  }
  return path;
}

}  // namespace tfsck
