// Random graphs and plain set arithmetic, for tests of footprints and applies.
#ifndef TFSCK_TESTS_SIMULATOR_FOOTPRINT_SUPPORT_H_
#define TFSCK_TESTS_SIMULATOR_FOOTPRINT_SUPPORT_H_

#include <cstdint>
#include <random>
#include <set>
#include <utility>
#include <vector>

#include "engine/graph.h"

namespace tfsck::test {

using IdSet = std::set<uint32_t>;

// Up to `most_vertices` vertices, edges from higher to lower numbers with a random density, then
// renumbered at random.
inline DependencyGraph RandomAcyclicGraph(std::mt19937* random, uint32_t most_vertices) {
  const uint32_t count = 1 + (*random)() % most_vertices;
  const uint32_t density = 1 + (*random)() % 60;  // percent
  std::vector<uint32_t> name(count);
  for (uint32_t v = 0; v < count; ++v) {
    const uint32_t other = (*random)() % (v + 1);
    name[v] = name[other];
    name[other] = v;
  }
  std::vector<DependencyGraph::Edge> edges;
  for (uint32_t v = 1; v < count; ++v) {
    for (uint32_t d = 0; d < v; ++d) {
      if ((*random)() % 100 < density) edges.emplace_back(name[v], name[d]);
    }
  }
  return DependencyGraph(count, edges);
}

// All that `start` leads to, itself included, from the definition.
inline IdSet Reached(const DependencyGraph& graph, uint32_t start, Direction direction) {
  IdSet reached{start};
  for (size_t before = 0; before != reached.size();) {
    before = reached.size();
    for (const uint32_t v : IdSet(reached)) {
      for (const uint32_t next : graph.neighbours(v, direction)) reached.insert(next);
    }
  }
  return reached;
}

}  // namespace tfsck::test

#endif  // TFSCK_TESTS_SIMULATOR_FOOTPRINT_SUPPORT_H_
