// What each FootprintRule touches, and when two footprints conflict.
#include "simulator/footprint.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "simulator/graph_shape.h"
#include "tests/simulator/footprint_support.h"

namespace tfsck::test {
namespace {

using Ids = std::vector<uint32_t>;

// Facts simulation-model 3.3, case 37: a Terraform-like graph of eight resources.
const std::vector<DependencyGraph::Edge> kTf8 = {{1, 0}, {2, 0}, {3, 0}, {4, 1}, {4, 3},
                                                 {5, 2}, {5, 3}, {5, 4}, {6, 5}};

Ids Copy(std::span<const uint32_t> ids) { return {ids.begin(), ids.end()}; }

FootprintTable Table(const DependencyGraph& graph, FootprintRule rule) {
  auto table = FootprintTable::Build(graph, rule);
  EXPECT_TRUE(table.has_value());
  return *std::move(table);
}

Csr Sets(const std::vector<Ids>& rows) {
  Csr sets;
  for (const Ids& row : rows) {
    sets.targets.insert(sets.targets.end(), row.begin(), row.end());
    sets.EndRow();
  }
  return sets;
}

std::string Refusal(const Result<FootprintTable>& table) {
  if (table) return "";
  EXPECT_EQ(table.error().kind, ErrorKind::kUsage);
  return table.error().message;
}

TEST(FootprintTable, RulesTouchWhatTheySay) {
  const DependencyGraph graph(8, kTf8);
  const struct {
    FootprintRule rule;
    Ids writes;
    Ids reads;
  } kOfResource4[] = {
      {FootprintRule::kCone, {4, 5, 6}, {}},
      {FootprintRule::kReadAncestors, {4}, {0, 1, 3}},
      {FootprintRule::kReadDirect, {4}, {1, 3}},
      {FootprintRule::kSelf, {4}, {}},
  };
  for (const auto& row : kOfResource4) {
    const FootprintTable table = Table(graph, row.rule);
    EXPECT_EQ(table.roots(), 8u);
    EXPECT_EQ(table.resources(), 8u);
    EXPECT_EQ(Copy(table.writes(4)), row.writes);
    EXPECT_EQ(Copy(table.reads(4)), row.reads);
  }
}

void ExpectSets(const DependencyGraph& graph) {
  const FootprintTable cones = Table(graph, FootprintRule::kCone);
  const FootprintTable ancestors = Table(graph, FootprintRule::kReadAncestors);
  for (uint32_t v = 0; v < graph.vertex_count(); ++v) {
    const IdSet cone = Reached(graph, v, Direction::kDependents);
    IdSet above = Reached(graph, v, Direction::kDependencies);
    above.erase(v);
    EXPECT_EQ(Copy(cones.writes(v)), Ids(cone.begin(), cone.end()));
    EXPECT_EQ(Copy(ancestors.reads(v)), Ids(above.begin(), above.end()));
  }
}

TEST(FootprintTable, EqualsTheDefinitionOnRandomGraphs) {
  std::mt19937 random(1);
  for (int i = 0; i < 300; ++i) ExpectSets(RandomAcyclicGraph(&random, 25));
}

TEST(FootprintTable, CyclesAreWalkedOnce) {
  ExpectSets(
      DependencyGraph(4, std::vector<DependencyGraph::Edge>{{0, 1}, {1, 2}, {2, 0}, {3, 1}}));
}

// Why kCone lists no reads.
TEST(FootprintTable, ReadingAncestorsAddsNoConflictToCones) {
  std::mt19937 random(2);
  for (int i = 0; i < 100; ++i) {
    const DependencyGraph graph = RandomAcyclicGraph(&random, 20);
    const FootprintTable cones = Table(graph, FootprintRule::kCone);
    const FootprintTable ancestors = Table(graph, FootprintRule::kReadAncestors);
    for (uint32_t v = 0; v < graph.vertex_count(); ++v) {
      for (uint32_t w = 0; w < graph.vertex_count(); ++w) {
        const Footprint a{cones.writes(v), ancestors.reads(v)};
        const Footprint b{cones.writes(w), ancestors.reads(w)};
        EXPECT_EQ(Conflicts(a, b), Conflicts(cones[v], cones[w]));
      }
    }
  }
}

TEST(FootprintTable, LargeModularStatesHaveCones) {
  const auto graph = GenerateGraph({.shape = GraphShape::kModules, .modules = 10'000}, 200'000, 1);
  const FootprintTable table = Table(*graph, FootprintRule::kCone);
  EXPECT_EQ(table.writes(0).size(), 200'000u);
}

TEST(FootprintTable, RefusesMoreEntriesThanAllowed) {
  const auto chain = GenerateGraph({.shape = GraphShape::kChain}, 10, 1);
  const auto refusal = [&](FootprintRule rule, uint64_t most) {
    return Refusal(FootprintTable::Build(*chain, rule, most));
  };
  EXPECT_EQ(refusal(FootprintRule::kCone, 55), "");
  EXPECT_EQ(refusal(FootprintRule::kCone, 54),
            "footprints: more than 54 resources touched, over all roots: fewer resources, a "
            "flatter graph, or a rule that touches less (direct reads, the root alone)");
  for (const auto& [rule, entries] : {std::pair{FootprintRule::kReadAncestors, 55u},
                                      {FootprintRule::kReadDirect, 19u},
                                      {FootprintRule::kSelf, 10u}}) {
    EXPECT_EQ(refusal(rule, entries), "");
    for (uint32_t most = 0; most < entries; ++most) EXPECT_NE(refusal(rule, most), "") << most;
  }
}

TEST(FootprintTable, LimitIsReachedBeforeMemoryIs) {
  const auto chain = GenerateGraph({.shape = GraphShape::kChain}, kMostGraphResources, 1);
  EXPECT_NE(Refusal(FootprintTable::Build(*chain, FootprintRule::kCone, 3'000'000)), "");
}

TEST(FootprintTable, RealDiffsAreSortedAndReadsAreNoWrites) {
  const auto table = FootprintTable::FromSets(6, Sets({{3, 1, 3}, {5}}), Sets({{1, 2, 0, 2}, {}}));
  ASSERT_TRUE(table.has_value());
  EXPECT_EQ(table->roots(), 2u);
  EXPECT_EQ(table->resources(), 6u);
  EXPECT_EQ(Copy(table->writes(0)), (Ids{1, 3}));
  EXPECT_EQ(Copy(table->reads(0)), (Ids{0, 2}));
  EXPECT_EQ(Copy(table->writes(1)), (Ids{5}));
  EXPECT_TRUE(table->reads(1).empty());
}

TEST(FootprintTable, RefusesRealDiffsThatMakeNoSense) {
  EXPECT_EQ(Refusal(FootprintTable::FromSets(3, Sets({}), Sets({}))),
            "footprints: there is no change");
  EXPECT_EQ(Refusal(FootprintTable::FromSets(3, Sets({{0}, {1}}), Sets({{2}}))),
            "footprints: 2 changes write, 1 read");
  EXPECT_EQ(Refusal(FootprintTable::FromSets(3, Sets({{0}, {}}), Sets({{}, {1}}))),
            "footprints: change 1 writes nothing");
  EXPECT_EQ(Refusal(FootprintTable::FromSets(3, Sets({{0}, {3}}), Sets({{}, {}}))),
            "footprints: change 1 names resource 3; there are 3");
  EXPECT_EQ(Refusal(FootprintTable::FromSets(3, Sets({{0}}), Sets({{7}}))),
            "footprints: change 0 names resource 7; there are 3");
}

TEST(Intersects, EqualsSetIntersection) {
  std::mt19937 random(3);
  for (int i = 0; i < 20'000; ++i) {
    IdSet a;
    IdSet b;
    const uint32_t range = 1 + random() % 200;
    const uint32_t size_a = random() % 6;
    const uint32_t size_b = random() % (i % 2 == 0 ? 6 : 150);
    for (uint32_t k = 0; k < size_a; ++k) a.insert(random() % range);
    for (uint32_t k = 0; k < size_b; ++k) b.insert(random() % range);
    const bool share = std::any_of(a.begin(), a.end(), [&](uint32_t id) { return b.contains(id); });
    EXPECT_EQ(Intersects(Ids(a.begin(), a.end()), Ids(b.begin(), b.end())), share);
    EXPECT_EQ(Intersects(Ids(b.begin(), b.end()), Ids(a.begin(), a.end())), share);
  }
}

TEST(Conflicts, ReadersDoNotConflict) {
  const Ids one{1};
  const Ids two{2};
  const Ids seven{7};
  EXPECT_FALSE(Conflicts({one, seven}, {two, seven}));
  EXPECT_TRUE(Conflicts({one, seven}, {seven, two}));
  EXPECT_TRUE(Conflicts({seven, two}, {one, seven}));
  EXPECT_TRUE(Conflicts({seven, one}, {seven, two}));
}

}  // namespace
}  // namespace tfsck::test
