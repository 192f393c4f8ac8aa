#include "engine/graph.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "engine/graph_ranks.h"
#include "engine/graph_reduction.h"
#include "tests/support/graph_oracle.h"

namespace tfsck::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Row = std::vector<uint32_t>;

//  4 -> 3 -> 1 -> 0
//       3 -> 2 -> 0
const Edges kDiamond = {{4, 3}, {3, 1}, {3, 2}, {1, 0}, {2, 0}};

//  5 -> {2 <-> 1 <-> 3} -> 0, and 4 on its own
const Edges kRing = {{5, 1}, {1, 2}, {2, 1}, {1, 3}, {3, 1}, {3, 0}, {2, 0}};

TEST(Graph, KeepsRepeatedEdgesOnceAndRowsAscending) {
  const auto graph = BuildChecked(3, {{2, 1}, {2, 0}, {2, 1}, {1, 0}});
  EXPECT_EQ(EdgesOf(graph.rows(Direction::kDependencies)), (Edges{{1, 0}, {2, 0}, {2, 1}}));
  EXPECT_EQ(EdgesOf(graph.rows(Direction::kDependents)), (Edges{{0, 1}, {0, 2}, {1, 2}}));
  EXPECT_EQ(graph.edge_count(), 3u);
}

TEST(Graph, KeepsLoopsApart) {
  const auto graph = BuildChecked(3, {{2, 2}, {0, 0}, {2, 2}, {1, 0}});
  EXPECT_THAT(graph.self_loops(), ElementsAre(0, 2));
  EXPECT_EQ(graph.edge_count(), 1u);
  EXPECT_TRUE(graph.components().acyclic());
}

TEST(Graph, IsTheSameFromRowsAsFromEdges) {
  const Csr unsorted{.offsets = {0, 0, 1, 5}, .targets = {0, 1, 0, 2, 1}};
  const Csr sorted{.offsets = {0, 0, 1, 3}, .targets = {0, 0, 1}};
  const DependencyGraph from_unsorted(unsorted);
  const DependencyGraph from_sorted(sorted);
  EXPECT_EQ(GraphDefect(from_unsorted), "");
  EXPECT_EQ(GraphDefect(from_sorted), "");
  for (const Direction direction : {Direction::kDependencies, Direction::kDependents}) {
    EXPECT_EQ(from_unsorted.rows(direction), from_sorted.rows(direction));
  }
  EXPECT_EQ(from_sorted.rows(Direction::kDependencies), sorted);
  EXPECT_THAT(from_unsorted.self_loops(), ElementsAre(2));
  EXPECT_THAT(from_sorted.self_loops(), IsEmpty());
}

TEST(Graph, OfNothingAnswersNothing) {
  for (const DependencyGraph& graph : {DependencyGraph(), BuildChecked(0, {})}) {
    EXPECT_EQ(graph.vertex_count(), 0u);
    EXPECT_THAT(Cycles(graph), IsEmpty());
    EXPECT_THAT(TopologicalOrder(graph), IsEmpty());
    EXPECT_EQ(TransitiveReduction(graph).rows(), 0u);
    EXPECT_THAT(FindMissingClosure(graph, 10), IsEmpty());
    EXPECT_THAT(Depths(graph), IsEmpty());
    EXPECT_THAT(LongestPath(graph), IsEmpty());
    EXPECT_THAT(CutPoints(graph.rows(Direction::kDependencies)), IsEmpty());
  }
}

TEST(Graph, ComponentsComeDependenciesFirst) {
  const auto ring = BuildChecked(6, kRing);
  EXPECT_EQ(ring.components().count(), 4u);
  EXPECT_FALSE(ring.components().acyclic());
  EXPECT_EQ(ring.components().of[1], ring.components().of[3]);
  EXPECT_LT(ring.components().of[0], ring.components().of[1]);
  EXPECT_LT(ring.components().of[1], ring.components().of[5]);
}

TEST(Distances, FollowTheDirectionAsked) {
  const auto graph = BuildChecked(5, kDiamond);
  EXPECT_EQ(Distances(graph, 3, Direction::kDependencies), (Row{2, 1, 1, 0, kUnreached}));
  EXPECT_EQ(Distances(graph, 1, Direction::kDependents), (Row{kUnreached, 0, kUnreached, 1, 2}));
}

TEST(Distances, StopAtTheDepthAsked) {
  const auto graph = BuildChecked(5, kDiamond);
  EXPECT_EQ(Distances(graph, 4, Direction::kDependencies, 1),
            (Row{kUnreached, kUnreached, kUnreached, 1, 0}));
  EXPECT_EQ(Distances(graph, 4, Direction::kDependencies, 0),
            (Row{kUnreached, kUnreached, kUnreached, kUnreached, 0}));
}

TEST(Cycles, AreOrderedByFirstVertex) {
  const auto graph = BuildChecked(7, {{6, 0}, {0, 6}, {1, 5}, {5, 3}, {3, 1}, {2, 1}});
  EXPECT_THAT(Cycles(graph), ElementsAre(Row{0, 6}, Row{1, 3, 5}));
}

TEST(Cycles, ShortestIsShownFromTheFirstVertex) {
  const auto graph = BuildChecked(5, {{0, 1}, {1, 2}, {2, 3}, {3, 0}, {2, 0}, {4, 0}});
  EXPECT_THAT(ShortestCycle(graph, Cycles(graph)[0]), ElementsAre(0, 1, 2));
}

TEST(TopologicalOrder, TakesTheSmallestOfThoseThatAreReady) {
  EXPECT_THAT(TopologicalOrder(BuildChecked(4, {{0, 3}})), ElementsAre(1, 2, 3, 0));
  EXPECT_THAT(TopologicalOrder(BuildChecked(5, kDiamond)), ElementsAre(0, 1, 2, 3, 4));
}

TEST(TopologicalOrder, KeepsACycleTogether) {
  EXPECT_THAT(TopologicalOrder(BuildChecked(6, kRing)), ElementsAre(0, 1, 2, 3, 4, 5));
  EXPECT_THAT(TopologicalOrder(BuildChecked(4, {{0, 3}, {3, 0}, {0, 2}})), ElementsAre(1, 2, 0, 3));
}

TEST(TransitiveReduction, UndoesTheClosure) {
  const auto graph = BuildChecked(5, ClosureOf(5, kDiamond));
  EXPECT_EQ(graph.edge_count(), 9u);
  EXPECT_EQ(EdgesOf(TransitiveReduction(graph)), (Edges{{1, 0}, {2, 0}, {3, 1}, {3, 2}, {4, 3}}));
}

TEST(TransitiveReduction, SeesThroughListsThatAreNotClosed) {
  // 3 lists 0, which only the lists of 2 and then 1 lead to.
  const auto graph = BuildChecked(4, {{1, 0}, {2, 1}, {3, 2}, {3, 0}});
  EXPECT_EQ(EdgesOf(TransitiveReduction(graph)), (Edges{{1, 0}, {2, 1}, {3, 2}}));
}

TEST(TransitiveReduction, KeepsACycleAndOneEdgeOnEitherSide) {
  const auto graph = BuildChecked(6, ClosureOf(6, kRing));
  EXPECT_EQ(EdgesOf(TransitiveReduction(graph)),
            (Edges{{1, 0}, {1, 2}, {1, 3}, {2, 1}, {2, 3}, {3, 1}, {3, 2}, {5, 1}}));
}

// Every vertex of a layer of 300 depends on all of the layers below: each of 90,000 kept edges
// covers a list of 300, so marking lists costs far more than a few passes of bit sets.
TEST(TransitiveReduction, OfWideLayersIsDoneByBlocks) {
  constexpr uint32_t kWidth = 300;
  Edges edges;
  Edges expected;
  for (uint32_t v = kWidth; v < 3 * kWidth; ++v) {
    const uint32_t layer_begin = v / kWidth * kWidth;
    for (uint32_t below = 0; below < layer_begin; ++below) {
      edges.emplace_back(v, below);
      if (below + kWidth >= layer_begin) expected.emplace_back(v, below);
    }
  }
  const auto graph = BuildChecked(3 * kWidth, edges);
  const Csr rows = RankLists(graph).rows;
  const uint64_t limit = 17 * (graph.vertex_count() + graph.edge_count());
  EXPECT_FALSE(ReduceByLists(rows, limit).has_value());
  EXPECT_EQ(EdgesOf(TransitiveReduction(graph)), expected);
}

TEST(MissingClosure, NamesTheSmallestVertexBetween) {
  const auto graph = BuildChecked(4, {{3, 2}, {3, 1}, {2, 0}, {1, 0}});
  EXPECT_THAT(FindMissingClosure(graph, 10), ElementsAre(MissingClosure{3, 1, 0}));
}

TEST(MissingClosure, IsNotTheVertexItself) {
  EXPECT_THAT(FindMissingClosure(BuildChecked(2, {{0, 1}, {1, 0}}), 10), IsEmpty());
}

TEST(MissingClosure, LimitKeepsTheCauses) {
  // 0 -> 1 -> 2 -> 3: list 1 lacks 3; list 0 lacks 2.
  const auto graph = BuildChecked(4, {{0, 1}, {1, 2}, {2, 3}});
  EXPECT_THAT(FindMissingClosure(graph, 10),
              ElementsAre(MissingClosure{0, 1, 2}, MissingClosure{1, 2, 3}));
  EXPECT_THAT(FindMissingClosure(graph, 1), ElementsAre(MissingClosure{1, 2, 3}));
  EXPECT_THAT(FindMissingClosure(graph, 0), IsEmpty());
}

TEST(Depths, CountACycleAsOneVertex) {
  EXPECT_EQ(Depths(BuildChecked(5, kDiamond)), (Row{0, 1, 1, 2, 3}));
  EXPECT_EQ(Depths(BuildChecked(6, kRing)), (Row{0, 1, 1, 1, 0, 2}));
}

TEST(LongestPath, IsTheOneWithTheSmallestIds) {
  EXPECT_THAT(LongestPath(BuildChecked(5, kDiamond)), ElementsAre(4, 3, 1, 0));
  EXPECT_THAT(LongestPath(BuildChecked(6, kRing)), ElementsAre(5, 1, 0));
  EXPECT_THAT(LongestPath(BuildChecked(2, {})), ElementsAre(0));
}

TEST(CutPoints, AreThoseBetweenParts) {
  EXPECT_THAT(CutPoints(BuildChecked(5, kDiamond).rows(Direction::kDependencies)), ElementsAre(3));
}

TEST(CutPoints, DoNotDependOnTheDirectionOfEdges) {
  // Two triangles that share vertex 2, all edges pointing at it.
  const auto graph = BuildChecked(5, {{0, 2}, {1, 2}, {0, 1}, {3, 2}, {4, 2}, {3, 4}});
  EXPECT_THAT(CutPoints(graph.rows(Direction::kDependencies)), ElementsAre(2));
  EXPECT_THAT(CutPoints(graph.rows(Direction::kDependents)), ElementsAre(2));
}

}  // namespace
}  // namespace tfsck::testing
