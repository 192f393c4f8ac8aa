#include "engine/graph_ranks.h"

namespace tfsck {

RankedRows RankRows(const DependencyGraph& graph) {
  const uint32_t count = graph.vertex_count();
  RankedRows ranked;
  ranked.vertex = graph.components().members.targets;
  std::vector<uint32_t> rank_of(count);
  ranked.rows.offsets.resize(size_t{count} + 1);
  for (uint32_t r = 0; r < count; ++r) {
    const uint32_t v = ranked.vertex[r];
    rank_of[v] = r;
    ranked.rows.offsets[r + 1] =
        ranked.rows.offsets[r] + static_cast<uint32_t>(graph.dependencies(v).size());
  }
  ranked.rows.targets.resize(graph.edge_count());
  // Targets are handed out from the highest rank down, which sorts every row at once.
  std::vector<uint32_t> next(ranked.rows.offsets.begin(), ranked.rows.offsets.end() - 1);
  for (uint32_t r = count; r-- > 0;) {
    for (const uint32_t dependent : graph.dependents(ranked.vertex[r])) {
      ranked.rows.targets[next[rank_of[dependent]]++] = r;
    }
  }
  return ranked;
}

}  // namespace tfsck
