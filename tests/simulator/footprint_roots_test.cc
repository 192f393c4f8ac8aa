// Which resource a change starts at, and which distinct ones it takes.
#include "simulator/footprint_roots.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <random>

#include "simulator/footprint_distinct.h"
#include "simulator/graph_shape.h"
#include "tests/simulator/footprint_support.h"

namespace tfsck::test {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

DependencyGraph Generated(GraphShape shape, uint32_t resources) {
  return *GenerateGraph({.shape = shape}, resources, 1);
}

// The exact share of [0, 1) that each root has, from a grid finer than any step of the sampler
// that these weights can make.
std::vector<double> Shares(const RootSampler& sampler, uint32_t roots, uint32_t grid) {
  std::vector<double> shares(roots, 0);
  for (uint32_t i = 0; i < grid; ++i) shares[sampler.Draw((i + 0.5) / grid)] += 1.0 / grid;
  return shares;
}

TEST(RootProbabilities, AreWhatPopularitySays) {
  const DependencyGraph chain = Generated(GraphShape::kChain, 3);
  EXPECT_EQ(*RootProbabilities(chain, RootPopularity::kUniform), std::vector<double>(3, 1.0 / 3));
  const auto biased = *RootProbabilities(chain, RootPopularity::kLeafBiased);  // 1/3 : 1/2 : 1
  EXPECT_DOUBLE_EQ(biased[0], 2.0 / 11);
  EXPECT_DOUBLE_EQ(biased[1], 3.0 / 11);
  EXPECT_DOUBLE_EQ(biased[2], 6.0 / 11);
  EXPECT_EQ(*RootProbabilities(chain, RootPopularity::kWeights, std::vector{1.0, 0.0, 3.0}),
            (std::vector{0.25, 0.0, 0.75}));
}

TEST(RootProbabilities, ExtremeWeightsKeepTheirRatio) {
  const DependencyGraph pair = Generated(GraphShape::kEdgeless, 2);
  for (const double scale : {1e308, 4e-320}) {
    const auto p = RootProbabilities(pair, RootPopularity::kWeights, std::vector{scale, scale});
    EXPECT_EQ(*p, (std::vector{0.5, 0.5}));
  }
}

TEST(RootProbabilities, RefuseWhatIsNoWeight) {
  const DependencyGraph pair = Generated(GraphShape::kEdgeless, 2);
  const auto refusal = [&](const std::vector<double>& weights) {
    const auto p = RootProbabilities(pair, RootPopularity::kWeights, weights);
    return p ? "" : p.error().message;
  };
  EXPECT_EQ(refusal({1}), "root weights: 1 for 2 resources; one for each is wanted");
  EXPECT_EQ(refusal({1, 2, 3}), "root weights: 3 for 2 resources; one for each is wanted");
  EXPECT_EQ(refusal({1, -2}), "root weights: -2 of resource 1 is no weight (finite, 0 or more)");
  EXPECT_EQ(refusal({kInfinity, 1}),
            "root weights: inf of resource 0 is no weight (finite, 0 or more)");
  EXPECT_EQ(refusal({1, std::nan("")}),
            "root weights: nan of resource 1 is no weight (finite, 0 or more)");
  EXPECT_EQ(refusal({0, 0}), "root weights: all of them are 0");
}

TEST(ConeSizes, EqualTheDefinitionOnRandomGraphs) {
  std::mt19937 random(6);
  for (int i = 0; i < 200; ++i) {
    const DependencyGraph graph = RandomAcyclicGraph(&random, 25);
    const auto sizes = ConeSizes(graph);
    for (uint32_t v = 0; v < graph.vertex_count(); ++v) {
      EXPECT_EQ((*sizes)[v], Reached(graph, v, Direction::kDependents).size());
    }
  }
}

TEST(ConeSizes, OfAMillionResourcesInAChainTakeNoWalk) {
  const auto sizes = ConeSizes(Generated(GraphShape::kChain, kMostGraphResources), 0);
  ASSERT_TRUE(sizes.has_value());
  EXPECT_EQ(sizes->front(), kMostGraphResources);
  EXPECT_EQ((*sizes)[999'990], 10u);
}

TEST(ConeSizes, RefuseMoreStepsThanAllowed) {
  const std::vector<std::pair<uint32_t, uint32_t>> diamond = {{1, 0}, {2, 0}, {3, 1}, {3, 2}};
  const DependencyGraph graph(4, diamond);
  EXPECT_EQ(*ConeSizes(graph, 9), (std::vector<uint32_t>{4, 2, 2, 1}));
  for (uint64_t most = 0; most < 9; ++most) {
    const auto refused = ConeSizes(graph, most);
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().message,
              "leaf-biased popularity: more than " + std::to_string(most) +
                  " resources in all cones: fewer resources, a flatter graph, or uniform "
                  "popularity");
  }
}

TEST(RootSampler, UniformRootsAreCutFromTheUnitInterval) {
  const RootSampler sampler(std::vector<double>(4, 0.25));
  EXPECT_EQ(sampler.Draw(0), 0u);
  EXPECT_EQ(sampler.Draw(0.249), 0u);
  EXPECT_EQ(sampler.Draw(0.25), 1u);
  EXPECT_EQ(sampler.Draw(0x1.fffffffffffffp-1), 3u);
  EXPECT_EQ(RootSampler(std::vector{1.0}).Draw(0.7), 0u);
}

TEST(RootSampler, EveryRootHasItsShare) {
  std::mt19937 random(7);
  for (int i = 0; i < 100; ++i) {
    const uint32_t count = 1 + random() % 30;
    std::vector<double> weights;
    for (uint32_t v = 0; v < count; ++v) weights.push_back(random() % 3 == 0 ? 0 : random() % 100);
    weights[random() % count] = 50;
    const auto p = *RootProbabilities(Generated(GraphShape::kEdgeless, count),
                                      RootPopularity::kWeights, weights);
    const auto shares = Shares(RootSampler(p), count, 30'000);
    for (uint32_t v = 0; v < count; ++v) {
      EXPECT_NEAR(shares[v], p[v], 2.0 * count / 30'000);  // each column is cut once
      if (p[v] == 0) {
        EXPECT_EQ(shares[v], 0);
      }
    }
  }
}

TEST(RootSampler, LargestUniformIsARoot) {
  const RootSampler sampler(std::vector{0.5, 0.0, 0.5});
  EXPECT_NE(sampler.Draw(0x1.fffffffffffffp-1), 1u);
  EXPECT_LT(sampler.Draw(0x1.fffffffffffffp-1), 3u);
}

TEST(DistinctSampler, EverySetIsEquallyLikely) {
  // A grid of uniforms, so that the share of each set is exact: 5 * 6 * 7 cells for 3 of 7, and
  // 35 sets of 6 cells each.
  std::map<std::vector<uint32_t>, int> times;
  DistinctSampler sampler(7);
  std::vector<uint32_t> chosen(3);
  for (int a = 0; a < 5; ++a) {
    for (int b = 0; b < 6; ++b) {
      for (int c = 0; c < 7; ++c) {
        sampler.Draw(std::vector{(a + .5) / 5, (b + .5) / 6, (c + .5) / 7}, 7, chosen);
        ++times[chosen];
      }
    }
  }
  EXPECT_EQ(times.size(), 35u);
  for (const auto& [set, count] : times) {
    EXPECT_EQ(count, 6);
    EXPECT_TRUE(set[0] < set[1] && set[1] < set[2]);
  }
}

TEST(DistinctSampler, TakesAllOfARangeAndSmallerRangesToo) {
  DistinctSampler sampler(50);
  std::vector<uint32_t> chosen(4);
  sampler.Draw(std::vector{.9, .9, .1, .1}, 4, chosen);
  EXPECT_EQ(chosen, (std::vector<uint32_t>{0, 1, 2, 3}));
  sampler.Draw(std::vector{.999, .999, .999, .999}, 50, chosen);
  EXPECT_EQ(chosen, (std::vector<uint32_t>{46, 47, 48, 49}));
  sampler.Draw({}, 50, {});
}

TEST(IndexFromUniform, NeverLeavesTheRange) {
  EXPECT_EQ(IndexFromUniform(0x1.fffffffffffffp-1, UINT32_MAX), UINT32_MAX - 1);
  EXPECT_EQ(IndexFromUniform(0, 1), 0u);
  EXPECT_EQ(IndexFromUniform(0.5, 2), 1u);
}

}  // namespace
}  // namespace tfsck::test
