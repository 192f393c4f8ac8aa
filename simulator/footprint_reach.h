// ReachWalker: what can be reached from one vertex after another.
//
// Owns 8 bytes per vertex, used again by every walk.  Iterative; not thread-safe.
#ifndef TFSCK_SIMULATOR_FOOTPRINT_REACH_H_
#define TFSCK_SIMULATOR_FOOTPRINT_REACH_H_

#include <cstdint>
#include <span>
#include <vector>

#include "engine/graph.h"

namespace tfsck {

class ReachWalker {
 public:
  // The graph must outlive the walker.
  ReachWalker(const DependencyGraph& graph, Direction direction)
      : rows_(graph.rows(direction)), seen_from_(graph.vertex_count(), UINT32_MAX) {
    reached_.reserve(graph.vertex_count());
  }

  // `start`, then all that is reached from it, nearest first; valid until the next call.  Stops
  // soon after `most` vertices.  O(edges of what is reached).
  std::span<const uint32_t> From(uint32_t start, uint64_t most = UINT64_MAX) {
    reached_.clear();
    Visit(start, start);
    for (size_t next = 0; next < reached_.size() && reached_.size() <= most; ++next) {
      for (const uint32_t neighbour : rows_[reached_[next]]) Visit(neighbour, start);
    }
    return reached_;
  }

 private:
  void Visit(uint32_t vertex, uint32_t start) {
    if (seen_from_[vertex] == start) return;
    seen_from_[vertex] = start;
    reached_.push_back(vertex);
  }

  const Csr& rows_;
  std::vector<uint32_t> seen_from_;  // by vertex: the start of the last walk that met it
  std::vector<uint32_t> reached_;
};

}  // namespace tfsck

#endif  // TFSCK_SIMULATOR_FOOTPRINT_REACH_H_
