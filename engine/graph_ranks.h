// Rows renumbered by rank: what TransitiveReduction and FindMissingClosure walk.  Not for others.
#ifndef TFSCK_ENGINE_GRAPH_RANKS_H_
#define TFSCK_ENGINE_GRAPH_RANKS_H_

#include <cstdint>
#include <optional>

#include "engine/graph.h"

namespace tfsck {

// The rank of a vertex is its place in Components::members, so dependencies come before dependents
// (but for those within one strongly connected set).
struct RankedRows {
  std::vector<uint32_t> vertex;  // of each rank
  Csr rows;                      // row r: ranks that vertex[r] depends on, DESCENDING
};

// Two counting sorts; O(V + E), 4 bytes per edge.
RankedRows RankRows(const DependencyGraph& graph);

// The reduction of an acyclic graph from its ranked rows, by marking for every row what the lists
// of its nearest dependencies hold.  Exact for any lists; quick where nearly all are closed, for
// then nothing is walked.  Nothing is returned once `work_limit` steps are spent.
std::optional<Csr> ReduceByLists(const Csr& rows, uint64_t work_limit);

// The same from reachability kept as bit sets, 512 ranks at a time: never more than V / 512 passes
// over the edges, whatever they are.  Memory 64 bytes per vertex, one per edge.
Csr ReduceByBlocks(const Csr& rows);

}  // namespace tfsck

#endif  // TFSCK_ENGINE_GRAPH_RANKS_H_
