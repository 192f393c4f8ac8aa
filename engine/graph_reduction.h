// The two ways to reduce an acyclic graph, for TransitiveReduction (and its tests) only.
//
// Both take the rows of RankedLists, of an acyclic graph, and give the same rows, descending too.
#ifndef TFSCK_ENGINE_GRAPH_REDUCTION_H_
#define TFSCK_ENGINE_GRAPH_REDUCTION_H_

#include <cstdint>
#include <optional>

#include "engine/csr.h"

namespace tfsck {

// Marks for every row what the lists of its nearest dependencies hold.  Exact for any lists; quick
// where nearly all are closed, for then nothing is walked.  Nothing is returned once `work_limit`
// steps are spent.  Memory: 5 bytes per row beside the result.
std::optional<Csr> ReduceByLists(const Csr& rows, uint64_t work_limit);

// Keeps reachability as bit sets, 512 ranks at a time: never more than V / 512 passes over the
// edges, whatever they are.  Memory: 64 bytes per row and 1 per entry beside the result.
Csr ReduceByBlocks(const Csr& rows);

}  // namespace tfsck

#endif  // TFSCK_ENGINE_GRAPH_REDUCTION_H_
