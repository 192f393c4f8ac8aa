// StateGraph: what of a state file a simulated workspace is made of.
//
// Vertices are the managed resources that have a current object, in the order in which the state
// first names them; data sources are read, not changed, so they are left out and what is reached
// through them counts as reached directly.  A state stores the transitive closure of what each
// instance depends on, so direct dependencies are its transitive reduction: a reference that also
// follows from others is not to be seen any more (Terraform:
// internal/terraform/transform_reference.go, AttachDependenciesTransformer).
// Owns its memory; immutable; safe from any thread.
#ifndef TFSCK_SIMULATOR_RESOURCE_GRAPH_H_
#define TFSCK_SIMULATOR_RESOURCE_GRAPH_H_

#include <cstdint>
#include <string>
#include <vector>

#include "engine/base/result.h"
#include "engine/graph.h"
#include "engine/state.h"

namespace tfsck {

struct StateGraph {
  DependencyGraph graph;               // acyclic, reduced
  std::vector<std::string> addresses;  // of each vertex, without instance keys
  std::vector<std::string> types;      // distinct, by first use: aws_instance
  std::vector<uint32_t> type_of;       // row of `types` for each vertex
  std::vector<uint32_t> instances;     // current objects of each vertex
  uint64_t instance_count = 0;         // their sum: what a refresh reads
};

// Fails (kUsage) where there is no managed resource, more than kMostGraphResources (graph_shape.h)
// or dependencies that go round in a circle.  O(V + E), and the cost of TransitiveReduction.
Result<StateGraph> GraphOfState(const StateSnapshot& snapshot);

}  // namespace tfsck

#endif  // TFSCK_SIMULATOR_RESOURCE_GRAPH_H_
