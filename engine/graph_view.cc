#include "engine/graph_view.h"

#include <algorithm>
#include <utility>

namespace tfsck {
namespace {

// Vertices of each group, ascending.
Csr MembersOf(std::span<const uint32_t> group_of_vertex, uint32_t group_count) {
  std::vector<std::pair<uint32_t, uint32_t>> pairs;
  pairs.reserve(group_of_vertex.size());
  for (uint32_t v = 0; v < group_of_vertex.size(); ++v) pairs.emplace_back(group_of_vertex[v], v);
  return CsrFromEdges(group_count, pairs);
}

// For each group the groups that its vertices depend on, one entry for each edge.
Csr GroupRows(const DependencyGraph& graph, std::span<const uint32_t> group_of_vertex,
              const Csr& members) {
  Csr rows;
  rows.targets.reserve(graph.edge_count());
  for (uint32_t group = 0; group < members.rows(); ++group) {
    for (const uint32_t v : members[group]) {
      for (const uint32_t target : graph.dependencies(v)) {
        rows.targets.push_back(group_of_vertex[target]);
      }
    }
    rows.EndRow();
  }
  return rows;
}

void CountEdges(const Csr& group_rows, CollapsedGraph* collapsed) {
  std::vector<uint32_t> edges_to(group_rows.rows(), 0);
  for (uint32_t group = 0; group < group_rows.rows(); ++group) {
    for (const uint32_t target : group_rows[group]) ++edges_to[target];
    collapsed->inner_edges.push_back(edges_to[group]);
    for (const uint32_t target : collapsed->graph.dependencies(group)) {
      collapsed->multiplicities.push_back(edges_to[target]);
    }
    for (const uint32_t target : group_rows[group]) edges_to[target] = 0;
  }
}

}  // namespace

CollapsedGraph CollapseBy(const DependencyGraph& graph, std::span<const uint32_t> group_of_vertex,
                          uint32_t group_count) {
  const Csr members = MembersOf(group_of_vertex, group_count);
  const Csr rows = GroupRows(graph, group_of_vertex, members);
  CollapsedGraph collapsed{.graph = DependencyGraph(rows)};
  for (uint32_t group = 0; group < group_count; ++group) {
    collapsed.group_sizes.push_back(static_cast<uint32_t>(members[group].size()));
  }
  CountEdges(rows, &collapsed);
  return collapsed;
}

std::vector<Neighbour> Neighbourhood(const DependencyGraph& graph,
                                     std::span<const uint32_t> vertices, Direction direction,
                                     uint32_t max_depth) {
  std::vector<Neighbour> found;
  std::vector<bool> seen(graph.vertex_count(), false);
  const auto meet = [&](uint32_t vertex, uint32_t distance) {
    if (seen[vertex]) return;
    seen[vertex] = true;
    found.push_back({vertex, distance});
  };
  for (const uint32_t v : vertices) meet(v, 0);
  for (size_t next = 0; next < found.size() && found[next].distance < max_depth; ++next) {
    const Neighbour from = found[next];
    for (const uint32_t v : graph.neighbours(from.vertex, direction)) meet(v, from.distance + 1);
  }
  std::sort(found.begin(), found.end(), [](const Neighbour& a, const Neighbour& b) {
    return std::pair(a.distance, a.vertex) < std::pair(b.distance, b.vertex);
  });
  return found;
}

FanStatistics Fan(const DependencyGraph& graph, Direction direction) {
  FanStatistics fan;
  for (uint32_t v = 0; v < graph.vertex_count(); ++v) {
    const auto neighbours = static_cast<uint32_t>(graph.neighbours(v, direction).size());
    fan.vertices_with_none += neighbours == 0;
    if (neighbours <= fan.max) continue;
    fan.max = neighbours;
    fan.vertex = v;
  }
  if (graph.vertex_count() > 0) {
    fan.mean = static_cast<double>(graph.edge_count()) / graph.vertex_count();
  }
  return fan;
}

Layer WidestLayer(std::span<const uint32_t> depths) {
  std::vector<uint32_t> vertices_at;
  for (const uint32_t depth : depths) {
    if (depth >= vertices_at.size()) vertices_at.resize(size_t{depth} + 1, 0);
    ++vertices_at[depth];
  }
  const auto widest = std::max_element(vertices_at.begin(), vertices_at.end());
  if (widest == vertices_at.end()) return {};
  return {static_cast<uint32_t>(widest - vertices_at.begin()), *widest};
}

}  // namespace tfsck
