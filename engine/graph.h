// DependencyGraph: who depends on whom, at the level of resources.
//
// A state stores, per instance, the transitive closure of what it depends on as static addresses
// (no instance keys).  So the vertices are hub resources (StateSnapshot::static_resources rows) and
// the edges the union of their instances' lists; pairs of instances are never expanded.
// An edge runs from the dependent to its dependency.
//
// Immutable; owns its memory (about 8 bytes per edge and 20 per vertex); any number of
// threads may read it.  32-bit ids, CSR in both directions.  Limits: fewer than 2^31 vertices,
// fewer than 2^32 edges.  All walks are iterative; cost O(V + E) unless said otherwise.
#ifndef TFSCK_ENGINE_GRAPH_H_
#define TFSCK_ENGINE_GRAPH_H_

#include <compare>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "engine/csr.h"

namespace tfsck {

struct StateSnapshot;

enum class Direction : uint8_t { kDependencies, kDependents };

// The strongly connected components of a graph, numbered so that every edge between two of them
// runs from a higher number to a lower one: dependencies first.
struct Components {
  std::vector<uint32_t> of;  // component of each vertex
  Csr members;               // vertices of each component, ascending

  uint32_t count() const { return members.rows(); }
  bool acyclic() const { return members.rows() == of.size(); }  // loops do not count
};

class DependencyGraph {
 public:
  using Edge = std::pair<uint32_t, uint32_t>;  // dependent, dependency

  DependencyGraph() = default;
  // Edges may repeat (kept once) and may be loops (kept apart: self_loops()).  REQUIRES ids <
  // `vertex_count`.
  DependencyGraph(uint32_t vertex_count, std::span<const Edge> edges);
  // As above from rows that are already grouped: list i is what vertex i depends on; repeated and
  // unsorted targets are allowed.
  explicit DependencyGraph(Csr dependencies);

  uint32_t vertex_count() const { return dependencies_.rows(); }
  uint64_t edge_count() const { return dependencies_.targets.size(); }

  // Neighbours, ascending, without the vertex itself.
  std::span<const uint32_t> dependencies(uint32_t vertex) const { return dependencies_[vertex]; }
  std::span<const uint32_t> dependents(uint32_t vertex) const { return dependents_[vertex]; }
  std::span<const uint32_t> neighbours(uint32_t vertex, Direction direction) const {
    return rows(direction)[vertex];
  }
  // All of them: entry k of rows(kDependencies) is the k-th edge.
  const Csr& rows(Direction direction) const {
    return direction == Direction::kDependencies ? dependencies_ : dependents_;
  }

  // Vertices that list themselves, ascending.
  std::span<const uint32_t> self_loops() const { return self_loops_; }

  // Found once, when the graph is built: nearly every question below begins with them.
  const Components& components() const { return components_; }

 private:
  void AdoptAnyRows(const Csr& rows);

  Csr dependencies_;
  Csr dependents_;
  std::vector<uint32_t> self_loops_;
  Components components_;
};

// The graph of a snapshot: vertex v is snapshot.static_resources[v].  Resources that Terraform
// drops or cannot read contribute nothing (facts: TF internal/states/statefile/version4.go).
DependencyGraph BuildDependencyGraph(const StateSnapshot& snapshot);

inline constexpr uint32_t kUnreached = UINT32_MAX;

// Edges on the shortest way from `start` to every vertex, following `direction`; kUnreached where
// there is none within `max_depth` edges.
std::vector<uint32_t> Distances(const DependencyGraph& graph, uint32_t start, Direction direction,
                                uint32_t max_depth = UINT32_MAX);

// Strongly connected sets of more than one vertex, each ascending, ordered by first vertex.
std::vector<std::vector<uint32_t>> Cycles(const DependencyGraph& graph);

// A shortest closed way through the first vertex of a strongly connected set, following
// dependencies, that vertex first and not repeated at the end: what a person needs to see.
// REQUIRES `component` to be one of Cycles(graph).
std::vector<uint32_t> ShortestCycle(const DependencyGraph& graph,
                                    std::span<const uint32_t> component);

// Dependencies before dependents; whenever several could come next, the smallest id does.  Vertices
// of a strongly connected set come together, ascending, as if they were its smallest.
// O(E + V log V).
std::vector<uint32_t> TopologicalOrder(const DependencyGraph& graph);

// The transitive reduction: the fewest edges with the same reachability, unique where there is no
// cycle (Aho, Garey, Ullman 1972).  Edges inside a strongly connected set are all kept; of the
// edges between two sets the first at most.  Rows ascend. Cost for stored closures O(V + E + sum
// over kept edges of the target's list); for lists far from closed it is bounded by O(V * E / 512).
// Memory O(V + E), never V^2.
Csr TransitiveReduction(const DependencyGraph& graph);

// dependent -> through and through -> missing are stored, but dependent -> missing is not: the
// dependent's list is not closed.  `through` is the smallest such vertex.
struct MissingClosure {
  uint32_t dependent;
  uint32_t through;
  uint32_t missing;

  friend auto operator<=>(const MissingClosure&, const MissingClosure&) = default;
};
// At most `limit` of them, one for each dependent and missing, ordered.  Lists are looked at
// dependencies first, so where the limit cuts, the causes deep down are given rather than what
// follows from them.  Cost as TransitiveReduction, plus O(E) for each list that is not closed.
std::vector<MissingClosure> FindMissingClosure(const DependencyGraph& graph, size_t limit);

// Edges on the longest dependency chain below each vertex (0: depends on nothing).  A strongly
// connected set counts as one vertex.
std::vector<uint32_t> Depths(const DependencyGraph& graph);

// The vertices of one longest chain, dependent first; where several would do, the smallest id.  A
// strongly connected set on the way is represented by its smallest vertex.  Empty only for the
// empty graph.
std::vector<uint32_t> LongestPath(const DependencyGraph& graph);

// Vertices whose removal leaves the graph, taken as undirected over `edges` (usually the transitive
// reduction), in more parts; ascending.
std::vector<uint32_t> CutPoints(const Csr& edges);

}  // namespace tfsck

#endif  // TFSCK_ENGINE_GRAPH_H_
