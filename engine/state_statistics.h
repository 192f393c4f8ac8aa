// The numbers of one state: what it holds, and the shape of its dependency graph.
//
// Pure; safe from any thread.  The results view the snapshot's text and must not outlive it.
// O(instances + V + E), but for the transitive reduction (engine/graph.h).
#ifndef TFSCK_ENGINE_STATE_STATISTICS_H_
#define TFSCK_ENGINE_STATE_STATISTICS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "engine/graph.h"
#include "engine/state.h"

namespace tfsck {

struct NamedCount {
  std::string name;
  uint64_t resources = 0;
  uint64_t instances = 0;  // current objects

  friend bool operator==(const NamedCount&, const NamedCount&) = default;
};

// Every block of the document counts, also those that Terraform drops, as in `tfsck check`.
struct StateCounts {
  uint64_t resources = 0;          // blocks
  uint64_t data_resources = 0;     // of these, data sources
  uint64_t dropped_resources = 0;  // of these, those that Terraform forgets silently
  uint64_t instances = 0;          // current objects
  uint64_t data_instances = 0;
  uint64_t deposed = 0;  // deposed objects
  uint64_t tainted = 0;  // objects
  uint64_t outputs = 0;
  uint64_t sensitive_outputs = 0;
  uint64_t check_results = 0;

  // By instances, most first; of equals by name.
  std::vector<NamedCount> types;      // aws_vpc; data.aws_ami
  std::vector<NamedCount> providers;  // host/namespace/type; "" where none is known
  std::vector<NamedCount> modules;    // without instance keys; "" for the root
};

StateCounts CountState(const StateSnapshot& state);

// A resource and how many it has of something.
struct HubCount {
  uint32_t hub = kNoId;  // row of StateSnapshot::hubs
  uint32_t count = 0;

  friend bool operator==(const HubCount&, const HubCount&) = default;
};

struct GraphShape {
  uint64_t resources = 0;  // vertices
  uint64_t stored_edges = 0;
  uint64_t direct_edges = 0;            // what is left of them by the transitive reduction
  uint64_t isolated = 0;                // resources that neither depend nor are depended on
  uint64_t dangling = 0;                // named by dependencies only
  uint64_t cycles = 0;                  // strongly connected sets and self-loops
  uint32_t depth = 0;                   // edges of the longest chain
  std::vector<uint32_t> longest_chain;  // hubs, dependent first
  uint32_t widest_depth = 0;            // the depth that most resources share
  uint32_t widest_count = 0;
  // Over the stored lists, so indirect ones count where the state stores them, as Terraform does.
  // At most kMostListed, most first; of equals the first in the state; without zeroes.
  static constexpr size_t kMostListed = 5;
  std::vector<HubCount> most_depended_on;
  std::vector<HubCount> most_depending;
};

GraphShape DescribeGraph(const StateSnapshot& state, const DependencyGraph& graph);

}  // namespace tfsck

#endif  // TFSCK_ENGINE_STATE_STATISTICS_H_
