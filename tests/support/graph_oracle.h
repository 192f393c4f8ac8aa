// What a DependencyGraph must answer, worked out by brute force from the definitions: adjacency
// matrix, Floyd-Warshall, trial removal.  For graphs of up to about 100 vertices.
#ifndef TFSCK_TESTS_SUPPORT_GRAPH_ORACLE_H_
#define TFSCK_TESTS_SUPPORT_GRAPH_ORACLE_H_

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/graph.h"

namespace tfsck::testing {

using Edges = std::vector<DependencyGraph::Edge>;

// "" if everything the graph's header promises about its rows and components holds, else the first
// broken promise.  O(V + E), so that it can follow every build in every test.
std::string GraphDefect(const DependencyGraph& graph);

// Builds and checks: a failure of GraphDefect fails the test that calls.
DependencyGraph BuildChecked(uint32_t vertex_count, const Edges& edges);

// The entries of a table as (row, target).
Edges EdgesOf(const Csr& table);

class GraphOracle {
 public:
  GraphOracle(uint32_t vertex_count, const Edges& edges);

  bool HasEdge(uint32_t from, uint32_t to) const {
    return edge_[At(from, to)] != 0;
  }  // loops left out
  bool Reaches(uint32_t from, uint32_t to) const { return distance_[At(from, to)] != kUnreached; }
  bool SameComponent(uint32_t a, uint32_t b) const { return Reaches(a, b) && Reaches(b, a); }
  uint32_t Distance(uint32_t from, uint32_t to) const { return distance_[At(from, to)]; }
  bool Acyclic() const { return Cycles().empty(); }

  std::vector<uint32_t> SelfLoops() const { return loops_; }
  std::vector<std::vector<uint32_t>> Cycles() const;
  uint32_t ShortestCycleLength(uint32_t through) const;
  std::vector<uint32_t> TopologicalOrder() const;
  std::vector<uint32_t> Depths() const;
  std::vector<MissingClosure> Missing() const;

  // "" if `reduced` is a transitive reduction as graph.h defines it, else what is wrong.
  std::string ReductionDefect(const Csr& reduced) const;
  // "" if `path` is a longest chain, else what is wrong.
  std::string LongestPathDefect(const std::vector<uint32_t>& path) const;

 private:
  size_t At(uint32_t from, uint32_t to) const { return size_t{from} * count_ + to; }
  uint32_t FirstOfComponent(uint32_t vertex) const;
  bool EdgeBetweenComponents(uint32_t from, uint32_t to) const;
  bool IsRedundant(uint32_t from, uint32_t to) const;

  uint32_t count_;
  std::vector<uint8_t> edge_;  // both count_ x count_
  std::vector<uint32_t> distance_;
  std::vector<uint32_t> loops_;
};

// Vertices whose removal leaves more parts than there were.
std::vector<uint32_t> CutPointsByRemoval(uint32_t vertex_count, const Edges& edges);

// Adds every edge that follows from others.
Edges ClosureOf(uint32_t vertex_count, const Edges& edges);

}  // namespace tfsck::testing

#endif  // TFSCK_TESTS_SUPPORT_GRAPH_ORACLE_H_
