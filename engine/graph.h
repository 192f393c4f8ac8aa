// DependencyGraph: who depends on whom, at the level of resources.
//
// A state stores, per instance, the transitive closure of what it depends on as static addresses
// (no instance keys).  So the vertices are hub resources (rows of StateSnapshot::hubs) and
// the edges the union of their instances' lists; pairs of instances are never expanded.
// An edge runs from the dependent to its dependency.
//
// Immutable; any number of threads may read it.  32-bit ids, CSR in both directions.  All walks are
// iterative; cost O(V + E) unless said otherwise.
#ifndef TFSCK_ENGINE_GRAPH_H_
#define TFSCK_ENGINE_GRAPH_H_

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace tfsck {

struct StateSnapshot;

// Compressed sparse rows: targets of row v are targets[offsets[v] .. offsets[v + 1]).
struct Csr {
  std::vector<uint32_t> offsets{0};
  std::vector<uint32_t> targets;

  uint32_t rows() const { return static_cast<uint32_t>(offsets.size() - 1); }
  std::span<const uint32_t> operator[](uint32_t row) const {
    return std::span(targets).subspan(offsets[row], offsets[row + 1] - offsets[row]);
  }
};

enum class Direction : uint8_t { kDependencies, kDependents };

class DependencyGraph {
 public:
  using Edge = std::pair<uint32_t, uint32_t>;  // dependent, dependency

  DependencyGraph() = default;
  // Edges may repeat (kept once) and may be loops (kept apart: self_loops()).  REQUIRES ids < vertex_count.
  DependencyGraph(uint32_t vertex_count, std::span<const Edge> edges);
  // As above from rows that are already grouped: list i is what vertex i depends on; repeated and
  // unsorted targets are allowed.
  explicit DependencyGraph(Csr dependencies);

  uint32_t vertex_count() const { return dependencies_.rows(); }
  uint64_t edge_count() const { return dependencies_.targets.size(); }
  std::span<const uint32_t> dependencies(uint32_t vertex) const { return dependencies_[vertex]; }  // ascending
  std::span<const uint32_t> dependents(uint32_t vertex) const { return dependents_[vertex]; }      // ascending
  std::span<const uint32_t> self_loops() const { return self_loops_; }  // vertices, ascending

 private:
  Csr dependencies_;
  Csr dependents_;
  std::vector<uint32_t> self_loops_;
};

// The graph of a snapshot: vertex v is snapshot.hubs[v].
DependencyGraph BuildDependencyGraph(const StateSnapshot& snapshot);

inline constexpr uint32_t kUnreached = UINT32_MAX;

// Edges on the shortest way from `start` to every vertex, following `direction`; kUnreached where
// there is none.  Stops at `max_depth` edges.
std::vector<uint32_t> Distances(const DependencyGraph& graph, uint32_t start, Direction direction,
                                uint32_t max_depth = UINT32_MAX);

// Strongly connected sets of more than one vertex, each ascending, ordered by first vertex.
std::vector<std::vector<uint32_t>> Cycles(const DependencyGraph& graph);

// One closed way through a strongly connected set (first vertex not repeated at the end), as short
// as can be found from its smallest vertex: what a person needs to see.
std::vector<uint32_t> ShortestCycle(const DependencyGraph& graph, std::span<const uint32_t> component);

// Dependencies before dependents; ties by vertex id.  Vertices of cycles come where their component
// comes, in ascending order.
std::vector<uint32_t> TopologicalOrder(const DependencyGraph& graph);

// The transitive reduction: the fewest edges with the same reachability, unique where there is no
// cycle; edges inside a strongly connected set are all kept.  For stored closures the cost is
// O(sum over kept edges of the target's list), never V^2.
Csr TransitiveReduction(const DependencyGraph& graph);

// Pairs (a, c) where a -> b and b -> c are stored but a -> c is not: lists that are not closed.  At
// most `limit` are given, ordered.
struct MissingClosure {
  uint32_t dependent;
  uint32_t through;
  uint32_t missing;
};
std::vector<MissingClosure> FindMissingClosure(const DependencyGraph& graph, size_t limit);

// Edges on the longest dependency chain below each vertex (0: depends on nothing).  A strongly
// connected set counts as one vertex.
std::vector<uint32_t> Depths(const DependencyGraph& graph);

// The vertices of one longest chain, dependent first.
std::vector<uint32_t> LongestPath(const DependencyGraph& graph);

// Vertices whose removal cuts the graph, taken as undirected over `edges` (usually the transitive
// reduction), into more parts; ascending.  Boost.Graph's articulation points.
std::vector<uint32_t> CutPoints(const Csr& edges);

}  // namespace tfsck

#endif  // TFSCK_ENGINE_GRAPH_H_
