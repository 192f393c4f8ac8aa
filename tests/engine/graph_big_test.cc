// Shapes that break recursion, quadratic time or quadratic memory.
#include <gtest/gtest.h>

#include "engine/graph.h"
#include "engine/graph_view.h"
#include "tests/support/graph_oracle.h"
#include "tests/support/sanitized.h"

namespace tfsck::testing {
namespace {

constexpr uint32_t kBig = TenthIfSanitized(1'000'000u);

// v depends on v - 1.
Edges Chain() {
  Edges edges;
  for (uint32_t v = 1; v < kBig; ++v) edges.emplace_back(v, v - 1);
  return edges;
}

TEST(BigGraph, ChainIsWalkedWithoutRecursion) {
  const auto graph = BuildChecked(kBig, Chain());
  const Csr& lists = graph.rows(Direction::kDependencies);
  EXPECT_EQ(Distances(graph, kBig - 1, Direction::kDependencies)[0], kBig - 1);
  EXPECT_EQ(Neighbourhood(graph, std::vector{0u}, Direction::kDependents).back(),
            (Neighbour{kBig - 1, kBig - 1}));
  EXPECT_EQ(TopologicalOrder(graph).back(), kBig - 1);
  EXPECT_EQ(Depths(graph).back(), kBig - 1);
  EXPECT_EQ(LongestPath(graph).size(), kBig);
  EXPECT_EQ(CutPoints(lists).size(), kBig - 2);
  EXPECT_EQ(TransitiveReduction(graph), lists);
  const auto missing = FindMissingClosure(graph, kBig);
  ASSERT_EQ(missing.size(), kBig - 2);
  EXPECT_EQ(missing.back(), (MissingClosure{kBig - 1, kBig - 2, kBig - 3}));
}

TEST(BigGraph, RingIsOneComponent) {
  Edges edges = Chain();
  edges.emplace_back(0, kBig - 1);
  const auto graph = BuildChecked(kBig, edges);
  const auto cycles = Cycles(graph);
  ASSERT_EQ(cycles.size(), 1u);
  EXPECT_EQ(cycles[0].size(), kBig);
  EXPECT_EQ(ShortestCycle(graph, cycles[0]).size(), kBig);
  EXPECT_EQ(TransitiveReduction(graph), graph.rows(Direction::kDependencies));
  EXPECT_EQ(LongestPath(graph), std::vector{0u});
  EXPECT_TRUE(CutPoints(graph.rows(Direction::kDependencies)).empty());
}

// Vertex 0 in the middle; all depend on it, or it on all.
class BigStar : public ::testing::TestWithParam<bool> {};

TEST_P(BigStar, IsItsOwnReduction) {
  Edges edges;
  for (uint32_t v = 1; v < kBig; ++v) {
    edges.push_back(GetParam() ? DependencyGraph::Edge{v, 0} : DependencyGraph::Edge{0, v});
  }
  const auto graph = BuildChecked(kBig, edges);
  const Csr& lists = graph.rows(Direction::kDependencies);
  EXPECT_EQ(TransitiveReduction(graph), lists);
  EXPECT_TRUE(FindMissingClosure(graph, 10).empty());
  EXPECT_EQ(TopologicalOrder(graph)[0], GetParam() ? 0u : 1u);
  EXPECT_EQ(LongestPath(graph).size(), 2u);
  EXPECT_EQ(CutPoints(lists), std::vector{0u});
  EXPECT_EQ(WidestLayer(Depths(graph)).vertices, kBig - 1);
}

INSTANTIATE_TEST_SUITE_P(BothWays, BigStar, ::testing::Bool());

// A closed chain: every list holds all before it, so there are half as many edges as pairs, and
// every one of them but a chain is redundant.
TEST(BigGraph, ClosedChainReducesToTheChain) {
  constexpr uint32_t kLength = 2000;
  Csr lists;
  for (uint32_t v = 0; v < kLength; ++v) {
    for (uint32_t below = 0; below < v; ++below) lists.targets.push_back(below);
    lists.EndRow();
  }
  const DependencyGraph graph(lists);
  EXPECT_EQ(GraphDefect(graph), "");
  EXPECT_EQ(graph.edge_count(), uint64_t{kLength} * (kLength - 1) / 2);
  EXPECT_EQ(TransitiveReduction(graph).targets.size(), kLength - 1);
  EXPECT_TRUE(FindMissingClosure(graph, 10).empty());
}

}  // namespace
}  // namespace tfsck::testing
