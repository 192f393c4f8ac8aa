#include <algorithm>

#include "engine/graph.h"
#include "engine/graph_ranks.h"

namespace tfsck {
namespace {

using Edge = DependencyGraph::Edge;

// About what ReduceByBlocks would cost, in steps of ReduceByLists: giving up later than that would
// be no gain, and giving up then at most doubles the time.
uint64_t WorkLimit(const Csr& rows) {
  const uint64_t passes = rows.rows() / 512 + 16;
  return passes * (rows.rows() + rows.targets.size());
}

Csr ReduceAcyclic(const DependencyGraph& graph) {
  const RankedRows ranked = RankRows(graph);
  std::optional<Csr> kept = ReduceByLists(ranked.rows, WorkLimit(ranked.rows));
  if (!kept) kept = ReduceByBlocks(ranked.rows);
  std::vector<uint32_t> rank_of(graph.vertex_count());
  for (uint32_t r = 0; r < graph.vertex_count(); ++r) rank_of[ranked.vertex[r]] = r;
  Csr reduced;
  reduced.offsets.reserve(size_t{graph.vertex_count()} + 1);
  reduced.targets.reserve(kept->targets.size());
  for (uint32_t v = 0; v < graph.vertex_count(); ++v) {
    for (const uint32_t r : (*kept)[rank_of[v]]) reduced.targets.push_back(ranked.vertex[r]);
    std::sort(reduced.targets.begin() + reduced.offsets.back(), reduced.targets.end());
    reduced.EndRow();
  }
  return reduced;
}

// One vertex for each component, with the edges between them.
DependencyGraph Condensed(const DependencyGraph& graph) {
  const Components& components = graph.components();
  Csr rows;
  for (uint32_t c = 0; c < components.count(); ++c) {
    for (const uint32_t v : components.members[c]) {
      for (const uint32_t target : graph.dependencies(v)) {
        if (components.of[target] != c) rows.targets.push_back(components.of[target]);
      }
    }
    rows.EndRow();
  }
  return DependencyGraph(std::move(rows));
}

// Edges within components, and for every edge between components the first that makes it.
std::vector<Edge> Expanded(const DependencyGraph& graph, const Csr& between) {
  const Components& components = graph.components();
  std::vector<Edge> edges;
  std::vector<uint32_t> wanted_by(components.count(), UINT32_MAX);
  for (uint32_t c = 0; c < components.count(); ++c) {
    for (const uint32_t below : between[c]) wanted_by[below] = c;
    for (const uint32_t v : components.members[c]) {
      for (const uint32_t target : graph.dependencies(v)) {
        const uint32_t below = components.of[target];
        if (below != c && wanted_by[below] != c) continue;
        if (below != c) wanted_by[below] = UINT32_MAX;
        edges.emplace_back(v, target);
      }
    }
  }
  return edges;
}

}  // namespace

Csr TransitiveReduction(const DependencyGraph& graph) {
  if (graph.components().acyclic()) return ReduceAcyclic(graph);
  const Csr between = ReduceAcyclic(Condensed(graph));
  return CsrFromEdges(graph.vertex_count(), Expanded(graph, between));
}

}  // namespace tfsck
