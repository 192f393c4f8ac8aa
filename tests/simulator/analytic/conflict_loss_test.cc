// The hard-core loss network of any conflict graph: exactly, within steps, and bounded.
#include "simulator/analytic/conflict_loss.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <vector>

#include "simulator/stream.h"

namespace tfsck::analytic {
namespace {

struct Network {
  ConflictGraph graph;
  std::vector<double> loads;
};

// Each two exclude each other with that chance; loads below 1, one of them 0.
Network RandomNetwork(uint32_t classes, double chance, uint32_t number) {
  Network made{ConflictGraph(classes), {}};
  uint64_t draw = 0;
  for (uint32_t a = 0; a < classes; ++a) {
    made.loads.push_back(a == 0 ? 0 : Uniform({.seed = 7}, number, 0, draw++));
    for (uint32_t b = 0; b < a; ++b) {
      if (Uniform({.seed = 7}, number, 1, draw++) < chance) made.graph.Exclude(a, b);
    }
  }
  return made;
}

// By looking at every set there is.
std::vector<double> BlockedBySets(const Network& of) {
  const auto classes = static_cast<uint32_t>(of.loads.size());
  double total = 0;
  std::vector<double> open(classes, 0.0);
  for (uint32_t set = 0; set < uint32_t{1} << classes; ++set) {
    double weight = 1;
    uint32_t excluded = 0;
    for (uint32_t i = 0; i < classes; ++i) {
      if ((set >> i & 1) == 0) continue;
      if ((excluded >> i & 1) != 0) weight = 0;
      weight *= of.loads[i];
      excluded |= static_cast<uint32_t>(of.graph.row(i)[0]);
    }
    total += weight;
    for (uint32_t i = 0; i < classes; ++i) open[i] += (excluded >> i & 1) != 0 ? 0 : weight;
  }
  for (double& chance : open) chance = 1 - chance / total;
  return open;
}

TEST(ConflictLoss, IsTheSumOverAllSets) {
  for (uint32_t number = 0; number < 60; ++number) {
    const Network network = RandomNetwork(12, 0.05 + 0.015 * number, number);
    const auto answer = ConflictGraphLoss(network.loads, network.loads, network.graph);
    ASSERT_TRUE(answer);
    const std::vector<double> blocked = BlockedBySets(network);
    for (size_t i = 0; i < blocked.size(); ++i) {
      EXPECT_NEAR(answer->blocked_each[i], blocked[i], 1e-13) << number << ", class " << i;
    }
  }
}

TEST(ConflictLoss, LiesWithinItsBounds) {
  for (uint32_t number = 0; number < 60; ++number) {
    Network network = RandomNetwork(12, 0.05 + 0.015 * number, number);
    for (const double scale : {1e-3, 0.1, 1.0, 10.0}) {
      std::vector<double> loads = network.loads;
      for (double& load : loads) load *= scale;
      const auto exact = ConflictGraphLoss(loads, loads, network.graph);
      ASSERT_TRUE(exact);
      const LossBounds bounds = ConflictLossBounds(loads, loads, network.graph);
      for (size_t i = 0; i < loads.size(); ++i) {
        EXPECT_LE(bounds.lower.blocked_each[i], exact->blocked_each[i] + 1e-15);
        EXPECT_GE(bounds.upper.blocked_each[i], exact->blocked_each[i] - 1e-15);
      }
      EXPECT_GE(bounds.lower.mean_concurrency, exact->mean_concurrency - 1e-12);
      EXPECT_LE(bounds.upper.mean_concurrency, exact->mean_concurrency + 1e-12);
      if (scale < 1e-2) {
        EXPECT_NEAR(bounds.lower.blocked, bounds.upper.blocked, 0.02 * exact->blocked);
      }
    }
  }
}

// Z(v) = rho + the product over the children: a tree of 3,000 whose cones are its subtrees.
TEST(ConflictLoss, OfATreeIsExactWhateverItsSize) {
  constexpr uint32_t kClasses = 3'000;
  ConflictGraph graph(kClasses);
  std::vector<double> logs(kClasses, 0.0);
  const double load = 0.01;
  for (uint32_t v = 1; v < kClasses; ++v) {
    for (uint32_t above = v; above > 0;) graph.Exclude(v, above = (above - 1) / 2);
  }
  for (uint32_t v = kClasses; v-- > 0;) {
    logs[v] = std::log(load + std::exp(logs[v]));
    if (v > 0) logs[(v - 1) / 2] += logs[v];
  }
  const std::vector<double> loads(kClasses, load);
  const auto answer = ConflictGraphLoss(loads, loads, graph);
  ASSERT_TRUE(answer);
  // Resource 0 may change only while nothing else does.
  EXPECT_NEAR(answer->blocked_each[0], 1 - std::exp(-logs[0]), 1e-12);
}

TEST(ConflictLoss, IsGivenUpWhereItTakesTooLong) {
  const Network network = RandomNetwork(400, 0.02, 1);
  EXPECT_FALSE(ConflictGraphLoss(network.loads, network.loads, network.graph, 1'000'000));
}

TEST(ConflictLoss, OfNobodyIsNothing) {
  const auto answer = ConflictGraphLoss({}, {}, ConflictGraph(0));
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->blocked, 0);
}

}  // namespace
}  // namespace tfsck::analytic
