#include "engine/graph_view.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <random>

#include "tests/support/graph_oracle.h"

namespace tfsck::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

//  4 -> 3 -> 1 -> 0
//       3 -> 2 -> 0
const Edges kDiamond = {{4, 3}, {3, 1}, {3, 2}, {1, 0}, {2, 0}};

TEST(CollapseBy, CountsVerticesAndEdges) {
  const auto graph = BuildChecked(5, kDiamond);
  const std::vector<uint32_t> groups = {0, 1, 1, 3, 3};
  const CollapsedGraph collapsed = CollapseBy(graph, groups, 4);
  EXPECT_EQ(GraphDefect(collapsed.graph), "");
  EXPECT_EQ(EdgesOf(collapsed.graph.rows(Direction::kDependencies)), (Edges{{1, 0}, {3, 1}}));
  EXPECT_THAT(collapsed.multiplicities, ElementsAre(2, 2));
  EXPECT_THAT(collapsed.group_sizes, ElementsAre(1, 2, 0, 2));
  EXPECT_THAT(collapsed.inner_edges, ElementsAre(0, 0, 0, 1));
}

TEST(CollapseBy, MayMakeACycle) {
  const auto graph = BuildChecked(3, {{2, 1}, {1, 0}});
  const std::vector<uint32_t> groups = {0, 1, 0};
  EXPECT_THAT(Cycles(CollapseBy(graph, groups, 2).graph), ElementsAre(std::vector<uint32_t>{0, 1}));
}

TEST(CollapseBy, OfNothingIsNothing) {
  const CollapsedGraph collapsed = CollapseBy(DependencyGraph(), {}, 0);
  EXPECT_EQ(collapsed.graph.vertex_count(), 0u);
  EXPECT_THAT(collapsed.group_sizes, IsEmpty());
}

TEST(CollapseBy, LosesNoEdgeOfRandomGraphs) {
  std::mt19937 random(3);
  const auto below = [&](uint32_t bound) { return static_cast<uint32_t>(random() % bound); };
  for (int i = 0; i < 500; ++i) {
    const uint32_t count = 1 + below(30);
    const uint32_t group_count = 1 + below(8);
    Edges edges;
    for (uint32_t e = below(3 * count); e > 0; --e) edges.emplace_back(below(count), below(count));
    std::vector<uint32_t> groups(count);
    for (uint32_t& group : groups) group = below(group_count);
    const auto graph = BuildChecked(count, edges);

    std::map<DependencyGraph::Edge, uint32_t> expected;
    for (const auto& [from, to] : EdgesOf(graph.rows(Direction::kDependencies))) {
      ++expected[{groups[from], groups[to]}];
    }
    const CollapsedGraph collapsed = CollapseBy(graph, groups, group_count);
    std::map<DependencyGraph::Edge, uint32_t> actual;
    const Edges collapsed_edges = EdgesOf(collapsed.graph.rows(Direction::kDependencies));
    ASSERT_EQ(collapsed_edges.size(), collapsed.multiplicities.size());
    for (size_t e = 0; e < collapsed_edges.size(); ++e) {
      actual[collapsed_edges[e]] = collapsed.multiplicities[e];
    }
    for (uint32_t group = 0; group < group_count; ++group) {
      if (collapsed.inner_edges[group] > 0) actual[{group, group}] = collapsed.inner_edges[group];
    }
    ASSERT_EQ(actual, expected);
  }
}

TEST(Neighbourhood, IsOrderedByDistanceThenVertex) {
  const auto graph = BuildChecked(5, kDiamond);
  EXPECT_THAT(Neighbourhood(graph, std::vector{0u}, Direction::kDependents),
              ElementsAre(Neighbour{0, 0}, Neighbour{1, 1}, Neighbour{2, 1}, Neighbour{3, 2},
                          Neighbour{4, 3}));
  EXPECT_THAT(Neighbourhood(graph, std::vector{3u}, Direction::kDependencies, 1),
              ElementsAre(Neighbour{3, 0}, Neighbour{1, 1}, Neighbour{2, 1}));
  EXPECT_THAT(Neighbourhood(graph, std::vector{3u}, Direction::kDependencies, 0),
              ElementsAre(Neighbour{3, 0}));
}

TEST(Neighbourhood, OfSeveralVerticesTakesTheNearest) {
  const auto graph = BuildChecked(5, kDiamond);
  EXPECT_THAT(Neighbourhood(graph, std::vector{4u, 1u, 4u}, Direction::kDependencies),
              ElementsAre(Neighbour{1, 0}, Neighbour{4, 0}, Neighbour{0, 1}, Neighbour{3, 1},
                          Neighbour{2, 2}));
}

TEST(Neighbourhood, AgreesWithDistances) {
  std::mt19937 random(4);
  for (int i = 0; i < 300; ++i) {
    const auto count = static_cast<uint32_t>(1 + random() % 30);
    Edges edges;
    for (size_t e = random() % (2 * count); e > 0; --e) {
      edges.emplace_back(random() % count, random() % count);
    }
    const auto graph = BuildChecked(count, edges);
    const auto max_depth = static_cast<uint32_t>(random() % 6);
    std::vector<uint32_t> distances(count, kUnreached);
    for (const Neighbour& found :
         Neighbourhood(graph, std::vector{0u}, Direction::kDependents, max_depth)) {
      distances[found.vertex] = found.distance;
    }
    ASSERT_EQ(distances, Distances(graph, 0, Direction::kDependents, max_depth));
  }
}

TEST(Fan, SaysWhoHasMost) {
  const auto graph = BuildChecked(5, kDiamond);
  const FanStatistics out = Fan(graph, Direction::kDependencies);
  EXPECT_EQ(out.max, 2u);
  EXPECT_EQ(out.vertex, 3u);
  EXPECT_EQ(out.vertices_with_none, 1u);
  EXPECT_DOUBLE_EQ(out.mean, 1.0);
  const FanStatistics in = Fan(graph, Direction::kDependents);
  EXPECT_EQ(in.max, 2u);
  EXPECT_EQ(in.vertex, 0u);
  EXPECT_EQ(in.vertices_with_none, 1u);
}

TEST(Fan, OfNoEdgesNamesNobody) {
  const FanStatistics fan = Fan(BuildChecked(2, {{1, 1}}), Direction::kDependents);
  EXPECT_EQ(fan.max, 0u);
  EXPECT_EQ(fan.vertex, kUnreached);
  EXPECT_EQ(fan.vertices_with_none, 2u);
  EXPECT_DOUBLE_EQ(Fan(DependencyGraph(), Direction::kDependents).mean, 0);
}

TEST(WidestLayer, IsTheShallowestOfEquals) {
  const Layer layer = WidestLayer(Depths(BuildChecked(5, kDiamond)));
  EXPECT_EQ(layer.depth, 1u);
  EXPECT_EQ(layer.vertices, 2u);
  EXPECT_EQ(WidestLayer(std::vector{0u, 1u}).depth, 0u);
  EXPECT_EQ(WidestLayer({}).vertices, 0u);
}

}  // namespace
}  // namespace tfsck::testing
