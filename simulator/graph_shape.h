// GraphShape made real: generated dependency graphs, and those that a scenario spells out.
//
// Vertex 0 is the oldest resource; in every generated graph a resource depends on older ones only,
// so vertex order is an order of creation.  Random shapes are drawn from streams addressed by
// (seed, vertex): the same everywhere; a recursive tree or random DAG only grows at its end when
// resources are added.  Pure; safe from any thread.  Cost: O(resources + edges).
// Source of the shapes: facts simulation-model 2; the graphs that the table there and
// queueing-reference.csv measure are these.
#ifndef TFSCK_SIMULATOR_GRAPH_SHAPE_H_
#define TFSCK_SIMULATOR_GRAPH_SHAPE_H_

#include <cstdint>

#include "engine/base/result.h"
#include "engine/graph.h"
#include "simulator/scenario.h"

namespace tfsck {

inline constexpr uint32_t kMostGraphResources = 1'000'000;
inline constexpr uint64_t kMostGraphEdges = 16'000'000;

// The graph of `resources` vertices that `shape` describes:
//   kTree           resource v depends on (v - 1) / degree
//   kModules        resource 0 is the hub; the others are cut into `modules` runs as equal as can
//                   be (as many as there are resources for); each depends on the hub directly and,
//                   but for the first of its module, on one drawn from the older ones of its module
//   kLayered        `layers` runs as equal as can be; each resource depends on `degree` distinct
//                   ones of the layer before (all of it where it has fewer)
//   kRandomDag      on `degree` distinct older ones (all of them where there are fewer)
//   kExplicit       `edges`
// Fails (kUsage) where a number is out of range, an edge names a resource that is not there or a
// resource would depend on itself, directly or around a cycle.  REQUIRES a shape other than kState,
// whose graph is GraphOfState's to build (resource_graph.h).
Result<DependencyGraph> GenerateGraph(const ResourceGraph& shape, uint32_t resources,
                                      uint64_t seed);

// The graph of each workspace of a group, the same in every replication and whoever asks: the shape
// of a workspace is part of the scenario.  REQUIRES and fails as GenerateGraph.
Result<DependencyGraph> GraphOfGroup(const WorkspaceGroup& group);

}  // namespace tfsck

#endif  // TFSCK_SIMULATOR_GRAPH_SHAPE_H_
