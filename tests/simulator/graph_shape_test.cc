// What each GraphShape is, and what is refused.
#include "simulator/graph_shape.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/graph.h"

namespace tfsck {
namespace {

using Rows = std::vector<std::vector<uint32_t>>;

DependencyGraph Generated(const ResourceGraph& shape, uint32_t resources, uint64_t seed = 1) {
  auto graph = GenerateGraph(shape, resources, seed);
  EXPECT_TRUE(graph.has_value()) << (graph ? "" : graph.error().message);
  return graph ? *std::move(graph) : DependencyGraph();
}

Rows DependenciesOf(const DependencyGraph& graph) {
  Rows rows;
  for (uint32_t v = 0; v < graph.vertex_count(); ++v) {
    rows.emplace_back(graph.dependencies(v).begin(), graph.dependencies(v).end());
  }
  return rows;
}

std::string Refusal(const ResourceGraph& shape, uint32_t resources) {
  const auto graph = GenerateGraph(shape, resources, 1);
  if (graph) return "";
  EXPECT_EQ(graph.error().kind, ErrorKind::kUsage);
  return graph.error().message;
}

TEST(GraphShape, RegularShapesAreWhatTheirNamesSay) {
  EXPECT_EQ(DependenciesOf(Generated({.shape = GraphShape::kEdgeless}, 3)), (Rows{{}, {}, {}}));
  EXPECT_EQ(DependenciesOf(Generated({.shape = GraphShape::kChain}, 4)), (Rows{{}, {0}, {1}, {2}}));
  EXPECT_EQ(DependenciesOf(Generated({.shape = GraphShape::kStar}, 4)), (Rows{{}, {0}, {0}, {0}}));
  EXPECT_EQ(DependenciesOf(Generated({.shape = GraphShape::kTree, .degree = 3}, 6)),
            (Rows{{}, {0}, {0}, {0}, {1}, {1}}));
}

TEST(GraphShape, RecursiveTreeDependsOnOneOlderResource) {
  const auto graph = Generated({.shape = GraphShape::kRecursiveTree}, 500);
  EXPECT_TRUE(graph.dependencies(0).empty());
  for (uint32_t v = 1; v < 500; ++v) {
    ASSERT_EQ(graph.dependencies(v).size(), 1u);
    EXPECT_LT(graph.dependencies(v)[0], v);
  }
}

TEST(GraphShape, RecursiveTreeDrawsOlderResourcesUniformly) {
  // Mean depth is H_n - 1 (Moon 1974), its standard deviation about 0.6: 1000 trees, 5 sigma.
  double sum = 0;
  for (uint64_t seed = 0; seed < 1000; ++seed) {
    const auto depths = Depths(Generated({.shape = GraphShape::kRecursiveTree}, 50, seed));
    sum += std::accumulate(depths.begin(), depths.end(), 0.0) / 50;
  }
  double harmonic = 0;
  for (int k = 1; k <= 50; ++k) harmonic += 1.0 / k;
  EXPECT_NEAR(sum / 1000, harmonic - 1, 5 * 0.6 / std::sqrt(1000.0));
}

TEST(GraphShape, ModulesShareAHubAndNothingElse) {
  const ResourceGraph shape{.shape = GraphShape::kModules, .modules = 3};
  const auto graph = Generated(shape, 12);
  // 1 + 4 + 4 + 3.
  const auto module_of = [](uint32_t v) { return v < 5 ? 0 : v < 9 ? 1 : 2; };
  EXPECT_TRUE(graph.dependencies(0).empty());
  for (uint32_t v = 1; v < 12; ++v) {
    const auto dependencies = graph.dependencies(v);
    const bool first = v == 1 || v == 5 || v == 9;
    ASSERT_EQ(dependencies.size(), first ? 1u : 2u) << v;
    EXPECT_EQ(dependencies[0], 0u);
    if (!first) {
      EXPECT_EQ(module_of(dependencies[1]), module_of(v));
    }
  }
}

TEST(GraphShape, LayersDependOnTheLayerBefore) {
  const ResourceGraph shape{.shape = GraphShape::kLayered, .degree = 2, .layers = 3};
  const auto graph = Generated(shape, 11);  // 4 + 4 + 3
  const auto layer_of = [](uint32_t v) { return v < 4 ? 0 : v < 8 ? 1 : 2; };
  for (uint32_t v = 0; v < 11; ++v) {
    ASSERT_EQ(graph.dependencies(v).size(), v < 4 ? 0u : 2u) << v;
    for (const uint32_t d : graph.dependencies(v)) EXPECT_EQ(layer_of(d), layer_of(v) - 1);
  }
}

TEST(GraphShape, RandomDagDependsOnDistinctOlderResources) {
  const auto graph = Generated({.shape = GraphShape::kRandomDag, .degree = 3}, 200);
  for (uint32_t v = 0; v < 200; ++v) {
    ASSERT_EQ(graph.dependencies(v).size(), std::min(v, 3u));
    for (const uint32_t d : graph.dependencies(v)) EXPECT_LT(d, v);
  }
}

TEST(GraphShape, MorePartsThanResourcesAreAsManyAsResources) {
  EXPECT_EQ(DependenciesOf(Generated({.shape = GraphShape::kModules, .modules = 20}, 3)),
            (Rows{{}, {0}, {0}}));
  EXPECT_EQ(DependenciesOf(Generated({.shape = GraphShape::kModules, .modules = 20}, 1)),
            (Rows{{}}));
  EXPECT_EQ(DependenciesOf(Generated({.shape = GraphShape::kLayered, .degree = 2, .layers = 9}, 3)),
            (Rows{{}, {0}, {1}}));
  EXPECT_EQ(DependenciesOf(Generated({.shape = GraphShape::kRandomDag, .degree = 9}, 3)),
            (Rows{{}, {0}, {0, 1}}));
}

TEST(GraphShape, SeedDecidesEverything) {
  for (const auto shape : {GraphShape::kRecursiveTree, GraphShape::kModules, GraphShape::kLayered,
                           GraphShape::kRandomDag}) {
    const auto rows = DependenciesOf(Generated({.shape = shape}, 300, 7));
    EXPECT_EQ(rows, DependenciesOf(Generated({.shape = shape}, 300, 7)));
    EXPECT_NE(rows, DependenciesOf(Generated({.shape = shape}, 300, 8)));
    EXPECT_NE(rows, DependenciesOf(Generated({.shape = shape}, 300, 7 + (uint64_t{1} << 32))));
  }
}

TEST(GraphShape, DrawsArePinned) {
  EXPECT_EQ(DependenciesOf(Generated({.shape = GraphShape::kRandomDag}, 8, 1)),
            (Rows{{}, {0}, {0, 1}, {1, 2}, {1, 3}, {0, 3}, {4, 5}, {4, 6}}));
}

TEST(GraphShape, GrowsAtItsEnd) {
  for (const auto shape : {GraphShape::kRecursiveTree, GraphShape::kRandomDag}) {
    const auto small = DependenciesOf(Generated({.shape = shape}, 100));
    auto large = DependenciesOf(Generated({.shape = shape}, 150));
    large.resize(100);
    EXPECT_EQ(small, large);
  }
}

TEST(GraphShape, ExplicitEdgesMayRunEitherWay) {
  const ResourceGraph shape{.shape = GraphShape::kExplicit, .edges = {{0, 2}, {1, 0}, {0, 2}}};
  EXPECT_EQ(DependenciesOf(Generated(shape, 3)), (Rows{{2}, {0}, {}}));
}

TEST(GraphShape, MillionResourcesAreAllowed) {
  EXPECT_EQ(Generated({.shape = GraphShape::kModules}, kMostGraphResources).vertex_count(),
            kMostGraphResources);
}

TEST(GraphShape, RefusesNumbersOutOfRange) {
  EXPECT_EQ(Refusal({}, 0), "graph: a workspace has at least one resource, not 0");
  EXPECT_EQ(Refusal({}, 1'000'001),
            "graph: 1000001 resources are more than 1000000 in one workspace");
  EXPECT_EQ(Refusal({.shape = GraphShape::kTree, .degree = 0}, 3),
            "graph: in a tree `degree` is at least 1, not 0");
  EXPECT_EQ(Refusal({.shape = GraphShape::kModules, .modules = 0}, 3),
            "graph: `modules` is at least 1, not 0");
  EXPECT_EQ(Refusal({.shape = GraphShape::kLayered, .layers = 0}, 3),
            "graph: `layers` is at least 1, not 0");
  EXPECT_EQ(Refusal({.shape = GraphShape::kRandomDag, .degree = 17}, 1'000'000),
            "graph: 17000000 edges are more than 16000000: a smaller degree or fewer resources");
}

TEST(GraphShape, RefusesEdgesToNowhereAndCycles) {
  const auto refusal = [](std::vector<std::pair<uint32_t, uint32_t>> edges, uint32_t resources) {
    return Refusal({.shape = GraphShape::kExplicit, .edges = std::move(edges)}, resources);
  };
  EXPECT_EQ(refusal({{1, 0}, {2, 5}}, 5),
            "graph: edge 1 (2 -> 5) names resource 5; there are 0 to 4");
  EXPECT_EQ(refusal({{1, 0}, {2, 2}}, 3), "graph: resource 2 depends on itself");
  EXPECT_EQ(refusal({{4, 0}, {1, 3}, {3, 2}, {2, 1}}, 5),
            "graph: resources depend on each other in a cycle: 1 -> 3 -> 2 -> 1");
  std::vector<std::pair<uint32_t, uint32_t>> ring;
  for (uint32_t v = 0; v < 12; ++v) ring.emplace_back(v, (v + 1) % 12);
  EXPECT_EQ(refusal(ring, 12),
            "graph: resources depend on each other in a cycle: 0 -> 1 -> 2 -> 3 -> 4 -> 5 -> 6 -> "
            "7 -> 8 -> 9 -> ... -> 0");
}

}  // namespace
}  // namespace tfsck
