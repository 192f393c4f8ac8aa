// ApplySchedule: how long it takes to change a set of resources, on so many slots.
//
// List scheduling as Terraform walks its graph (internal/dag/walk.go, and the semaphore of
// `-parallelism` around each vertex): a resource is ready when all of its touched dependencies are
// done; ready ones take a free slot in the order in which they became ready, those that became
// ready at the same instant by id.  No slot is idle while something is ready, so (Graham 1969)
//   max(critical path, sum / p) <= makespan <= sum / p + (1 - 1/p) * critical path.
// Only edges between touched resources count: exact for cones, which hold every way between two of
// their members; for other sets a way through an untouched resource is not waited for.
//
// An ApplySchedule is scratch memory, about 30 bytes per vertex and 8 per edge of the largest graph
// it is made for; Makespan allocates nothing.  One per thread.
#ifndef TFSCK_SIMULATOR_APPLY_SCHEDULE_H_
#define TFSCK_SIMULATOR_APPLY_SCHEDULE_H_

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "engine/csr.h"
#include "engine/graph.h"
#include "simulator/sim_time.h"

namespace tfsck {

enum class ApplyOrder : uint8_t {
  kCreate,   // dependencies first; updates too
  kDestroy,  // dependents first
};

class ApplySchedule {
 public:
  // For graphs of at most so many vertices and edges.
  ApplySchedule(uint32_t most_vertices, uint64_t most_edges);

  // The time until the last of `touched` is done, cut to kEndOfTime; 0 for none.  `durations[i]`
  // is that of touched[i].  REQUIRES an acyclic graph within the limits, `touched` ascending and
  // distinct, durations in [0, kEndOfTime], parallelism >= 1.
  // O(k log min(k, p) + edges of the touched).
  SimTime Makespan(const DependencyGraph& graph, std::span<const uint32_t> touched,
                   std::span<const SimTime> durations, uint32_t parallelism,
                   ApplyOrder order = ApplyOrder::kCreate);

 private:
  using Finish = std::pair<SimTime, uint32_t>;  // when, which (position in `touched`)

  void CollectDependencies(const DependencyGraph& graph, std::span<const uint32_t> touched);
  void TurnRound(uint32_t count);
  void CountWaits(uint32_t count);
  void Start(SimTime now, std::span<const SimTime> durations, uint32_t parallelism);
  SimTime FinishNext();

  // Everything below speaks of positions in `touched`.
  std::vector<uint32_t>
      position_of_;  // by vertex; holds only where touched[position] is the vertex
  Csr dependencies_;
  Csr dependents_;
  const Csr* followers_ = nullptr;   // the one of the two that says who may go on
  std::vector<uint32_t> waits_for_;  // how many predecessors are not done
  std::vector<uint32_t> ready_;      // in order; those before next_ready_ have been started
  size_t next_ready_ = 0;
  std::vector<Finish> running_;  // heap, the earliest on top
};

}  // namespace tfsck

#endif  // TFSCK_SIMULATOR_APPLY_SCHEDULE_H_
