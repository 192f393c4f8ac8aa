#include <algorithm>

#include "engine/graph.h"
#include "engine/graph_ranks.h"

namespace tfsck {
namespace {

// Rows are taken in ascending rank.  A row is closed if nothing is missing from it, which (by
// induction along any path) means that it holds all that it reaches but itself.  So a target that a
// closed target lists has nothing new to say and is skipped: in a closed graph only the lists of
// the reduced edges are read.  Targets not yet judged (in one strongly connected set) count as
// open.
class ClosureChecker {
 public:
  explicit ClosureChecker(const DependencyGraph& graph)
      : graph_(graph),
        ranked_(RankRows(graph)),
        mark_(graph.vertex_count(), 0),
        closed_(graph.vertex_count(), 0) {}

  std::vector<MissingClosure> Run(size_t limit) {
    std::vector<MissingClosure> found;
    for (uint32_t r = 0; r < graph_.vertex_count() && found.size() < limit; ++r) {
      CollectMissing(r);
      closed_[r] = missing_.empty();
      if (!missing_.empty()) Report(r, limit, &found);
    }
    std::sort(found.begin(), found.end());
    return found;
  }

 private:
  void CollectMissing(uint32_t r) {
    missing_.clear();
    const uint32_t listed = 2 * r + 1;
    const uint32_t covered = listed + 1;
    const auto row = ranked_.rows[r];
    mark_[r] = listed;
    for (const uint32_t target : row) mark_[target] = listed;
    for (const uint32_t target : row) {
      if (mark_[target] == covered) continue;
      const uint32_t leaves = closed_[target] ? covered : listed;
      for (const uint32_t reached : ranked_.rows[target]) {
        if (mark_[reached] < listed) missing_.push_back(ranked_.vertex[reached]);
        mark_[reached] = std::max(mark_[reached], leaves);
      }
    }
  }

  void Report(uint32_t r, size_t limit, std::vector<MissingClosure>* found) {
    const uint32_t dependent = ranked_.vertex[r];
    std::sort(missing_.begin(), missing_.end());
    for (const uint32_t missing : missing_) {
      if (found->size() == limit) return;
      found->push_back({dependent, SmallestBetween(dependent, missing), missing});
    }
  }

  // The smallest vertex that `dependent` lists and that lists `missing`; both rows ascend.
  uint32_t SmallestBetween(uint32_t dependent, uint32_t missing) const {
    const auto below = graph_.dependencies(dependent);
    const auto above = graph_.dependents(missing);
    size_t i = 0;
    size_t j = 0;
    while (below[i] != above[j]) {
      if (below[i] < above[j]) {
        ++i;
      } else {
        ++j;
      }
    }
    return below[i];
  }

  const DependencyGraph& graph_;
  const RankedRows ranked_;
  // 2r + 1: row r lists it (or it is known to be missing there); 2r + 2: a closed target of row r
  // lists it.  Marks of older rows are smaller, so nothing is ever cleared.
  std::vector<uint32_t> mark_;
  std::vector<uint8_t> closed_;
  std::vector<uint32_t> missing_;
};

}  // namespace

std::vector<MissingClosure> FindMissingClosure(const DependencyGraph& graph, size_t limit) {
  return ClosureChecker(graph).Run(limit);
}

}  // namespace tfsck
