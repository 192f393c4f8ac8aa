// Views of a DependencyGraph that a person can take in: collapsed by group, cut to the
// neighbourhood of some vertices, or summed up in a few numbers.
//
// Pure functions; the results own their memory.  Any number of threads may call them on one graph.
// O(V + E) unless said otherwise, all iterative.
#ifndef TFSCK_ENGINE_GRAPH_VIEW_H_
#define TFSCK_ENGINE_GRAPH_VIEW_H_

#include <cstdint>
#include <span>
#include <vector>

#include "engine/graph.h"

namespace tfsck {

// A graph of groups: `a` depends on `b` if a vertex of group a depends on one of group b.
struct CollapsedGraph {
  DependencyGraph graph;
  std::vector<uint32_t> group_sizes;     // vertices in each group; 0 for ids that are not used
  std::vector<uint32_t> inner_edges;     // edges within each group (loops of vertices not counted)
  std::vector<uint32_t> multiplicities;  // edges behind each edge of `graph`, in the order of
                                         // graph.rows(Direction::kDependencies).targets
};

// Collapses each group of vertices (by module, by type, ...) into one vertex, numbered as the
// group. REQUIRES one group for each vertex, ids below `group_count`.
CollapsedGraph CollapseBy(const DependencyGraph& graph, std::span<const uint32_t> group_of_vertex,
                          uint32_t group_count);

struct Neighbour {
  uint32_t vertex;
  uint32_t distance;  // edges on the shortest way from any of the start vertices

  friend bool operator==(const Neighbour&, const Neighbour&) = default;
};

// What can be reached from `vertices` (themselves included, at distance 0) in at most `max_depth`
// edges, by distance, then vertex: the blast radius, with kDependents.  Repeated start vertices
// count once.
std::vector<Neighbour> Neighbourhood(const DependencyGraph& graph,
                                     std::span<const uint32_t> vertices, Direction direction,
                                     uint32_t max_depth = UINT32_MAX);

struct FanStatistics {
  uint32_t max = 0;                 // neighbours of the vertex that has most
  uint32_t vertex = kUnreached;     // that vertex, the smallest of several; kUnreached: no edges
  uint32_t vertices_with_none = 0;  // without any neighbour in this direction
  double mean = 0;                  // neighbours per vertex; 0 for the empty graph
};

// Fan-out (kDependencies) or fan-in (kDependents).  Over stored closures fan-in is the number of
// resources that hang on the vertex, directly or not.
FanStatistics Fan(const DependencyGraph& graph, Direction direction);

struct Layer {
  uint32_t depth = 0;
  uint32_t vertices = 0;
};

// The depth that most vertices share, the smallest of several, from the result of Depths(); zeroes
// for the empty graph.
Layer WidestLayer(std::span<const uint32_t> depths);

}  // namespace tfsck

#endif  // TFSCK_ENGINE_GRAPH_VIEW_H_
