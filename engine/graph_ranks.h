// RankedLists: the lists of a graph renumbered so that dependencies come first.  What the reduction
// and the closure check walk; not for others.
//
// A rank is a vertex's place in Components::members: in an acyclic graph all that a rank reaches is
// smaller.  With rows and marks next to each other in the order of the walk, and each row in the
// order in which it is asked for, a pass is twice as fast as over the graph's own rows, the two
// counting sorts included.
#ifndef TFSCK_ENGINE_GRAPH_RANKS_H_
#define TFSCK_ENGINE_GRAPH_RANKS_H_

#include <cstdint>
#include <vector>

#include "engine/graph.h"

namespace tfsck {

struct RankedLists {
  std::vector<uint32_t> vertex;  // of each rank
  Csr rows;                      // row r: the ranks that vertex[r] depends on, DESCENDING
};

// O(V + E), 4 bytes per edge and 12 per vertex.
RankedLists RankLists(const DependencyGraph& graph);

// Back again: row of every vertex, of vertices, ascending.  Sorts each row, so for sparse rows.
Csr InVertexOrder(const std::vector<uint32_t>& vertex_of_rank, const Csr& ranked_rows);

}  // namespace tfsck

#endif  // TFSCK_ENGINE_GRAPH_RANKS_H_
