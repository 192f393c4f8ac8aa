// Every answer of engine/graph.h against brute force: all digraphs of up to four vertices, and
// thousands of larger random ones.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "engine/graph.h"
#include "engine/graph_ranks.h"
#include "engine/graph_reduction.h"
#include "tests/support/graph_oracle.h"

namespace tfsck::testing {
namespace {

std::string Describe(uint32_t count, const Edges& edges) {
  std::string text = std::to_string(count) + " vertices:";
  for (const auto& [from, to] : edges) {
    text.append(" ").append(std::to_string(from)).append(">").append(std::to_string(to));
  }
  return text;
}

std::string DistanceDefect(const DependencyGraph& graph, const GraphOracle& oracle,
                           uint32_t max_depth) {
  for (uint32_t start = 0; start < graph.vertex_count(); ++start) {
    const auto down = Distances(graph, start, Direction::kDependencies, max_depth);
    const auto up = Distances(graph, start, Direction::kDependents, max_depth);
    for (uint32_t v = 0; v < graph.vertex_count(); ++v) {
      const auto within = [&](uint32_t d) { return d <= max_depth ? d : kUnreached; };
      if (down[v] != within(oracle.Distance(start, v))) return "distance of dependency";
      if (up[v] != within(oracle.Distance(v, start))) return "distance of dependent";
    }
  }
  return "";
}

std::string CycleDefect(const DependencyGraph& graph, const GraphOracle& oracle) {
  const auto cycles = Cycles(graph);
  if (cycles != oracle.Cycles()) return "cycles";
  for (const auto& members : cycles) {
    const auto way = ShortestCycle(graph, members);
    if (way.front() != members.front()) return "start of shortest cycle";
    if (way.size() != oracle.ShortestCycleLength(members.front())) return "shortest cycle";
    for (size_t i = 0; i < way.size(); ++i) {
      if (!oracle.HasEdge(way[i], way[(i + 1) % way.size()])) return "broken cycle";
    }
  }
  return "";
}

std::string MissingDefect(const DependencyGraph& graph, const GraphOracle& oracle) {
  const auto expected = oracle.Missing();
  if (FindMissingClosure(graph, SIZE_MAX) != expected) return "missing closure";
  const size_t half = expected.size() / 2;
  const auto some = FindMissingClosure(graph, half);
  if (some.size() != half) return "limit of missing closure";
  if (!std::includes(expected.begin(), expected.end(), some.begin(), some.end())) {
    return "limited missing closure";
  }
  return "";
}

std::string ReductionDefect(const DependencyGraph& graph, const GraphOracle& oracle) {
  std::string defect = oracle.ReductionDefect(TransitiveReduction(graph));
  if (!defect.empty() || !graph.components().acyclic()) return defect;
  const Csr rows = RankLists(graph).rows;
  if (ReduceByLists(rows, UINT64_MAX) != ReduceByBlocks(rows)) return "reductions disagree";
  return "";
}

// "" or the first answer that is wrong.
std::string Defect(uint32_t count, const Edges& edges) {
  const DependencyGraph graph(count, edges);
  const GraphOracle oracle(count, edges);
  const auto loops = graph.self_loops();
  if (std::string defect = GraphDefect(graph); !defect.empty()) return defect;
  if (std::vector(loops.begin(), loops.end()) != oracle.SelfLoops()) return "loops";
  for (const auto& [from, to] : edges) {
    const auto row = graph.dependencies(from);
    if (from != to && !std::binary_search(row.begin(), row.end(), to)) return "lost edge";
  }
  for (const uint32_t max_depth : {1u, UINT32_MAX}) {
    if (auto defect = DistanceDefect(graph, oracle, max_depth); !defect.empty()) return defect;
  }
  if (std::string defect = CycleDefect(graph, oracle); !defect.empty()) return defect;
  if (graph.components().acyclic() != oracle.Acyclic()) return "acyclic";
  if (TopologicalOrder(graph) != oracle.TopologicalOrder()) return "topological order";
  if (Depths(graph) != oracle.Depths()) return "depths";
  if (auto defect = oracle.LongestPathDefect(LongestPath(graph)); !defect.empty()) return defect;
  if (std::string defect = ReductionDefect(graph, oracle); !defect.empty()) return defect;
  if (std::string defect = MissingDefect(graph, oracle); !defect.empty()) return defect;
  const Csr& rows = graph.rows(Direction::kDependencies);
  if (CutPoints(rows) != CutPointsByRemoval(count, EdgesOf(rows))) return "cut points";
  return "";
}

class AllDigraphs : public ::testing::TestWithParam<uint32_t> {};

TEST_P(AllDigraphs, AgreeWithBruteForce) {
  const uint32_t count = GetParam();
  for (uint32_t bits = 0; bits < 1u << (count * count); ++bits) {
    Edges edges;
    for (uint32_t i = 0; i < count * count; ++i) {
      if (bits >> i & 1) edges.emplace_back(i / count, i % count);
    }
    ASSERT_EQ(Defect(count, edges), "") << Describe(count, edges);
  }
}

INSTANTIATE_TEST_SUITE_P(UpToFourVertices, AllDigraphs, ::testing::Values(0, 1, 2, 3, 4));

class RandomGraphs : public ::testing::Test {
 protected:
  uint32_t Below(uint32_t bound) { return static_cast<uint32_t>(random_() % bound); }

  // `edges` times two ends below `count`; where `acyclic`, the larger under a hidden numbering
  // depends on the smaller.  Repeats and (if not acyclic) loops happen.
  Edges Draw(uint32_t count, uint32_t edges, bool acyclic) {
    std::vector<uint32_t> hidden(count);
    for (uint32_t v = 0; v < count; ++v) hidden[v] = v;
    std::shuffle(hidden.begin(), hidden.end(), random_);
    Edges drawn;
    for (uint32_t i = 0; i < edges; ++i) {
      uint32_t from = Below(count);
      uint32_t to = Below(count);
      if (acyclic && from == to) continue;
      if (acyclic && from < to) std::swap(from, to);
      drawn.emplace_back(hidden[from], hidden[to]);
    }
    return drawn;
  }

  // Takes `number` edges away, wherever they are.
  void Lose(uint32_t number, Edges* edges) {
    for (; number > 0 && !edges->empty(); --number) {
      edges->erase(edges->begin() + Below(static_cast<uint32_t>(edges->size())));
    }
  }

  std::mt19937_64 random_{20240607};
};

TEST_F(RandomGraphs, AnyEdges) {
  for (int i = 0; i < 1000; ++i) {
    const uint32_t count = 1 + Below(40);
    const Edges edges = Draw(count, Below(2 * count), false);
    ASSERT_EQ(Defect(count, edges), "") << Describe(count, edges);
  }
}

TEST_F(RandomGraphs, Acyclic) {
  for (int i = 0; i < 1000; ++i) {
    const uint32_t count = 1 + Below(40);
    const Edges edges = Draw(count, Below(5 * count), true);
    ASSERT_EQ(Defect(count, edges), "") << Describe(count, edges);
  }
}

TEST_F(RandomGraphs, ClosedListsAsTerraformStoresThem) {
  for (int i = 0; i < 1000; ++i) {
    const uint32_t count = 1 + Below(40);
    const Edges edges = ClosureOf(count, Draw(count, Below(2 * count), true));
    ASSERT_EQ(Defect(count, edges), "") << Describe(count, edges);
    ASSERT_EQ(FindMissingClosure(DependencyGraph(count, edges), SIZE_MAX),
              std::vector<MissingClosure>());
  }
}

TEST_F(RandomGraphs, NearlyClosedLists) {
  for (int i = 0; i < 1000; ++i) {
    const uint32_t count = 2 + Below(39);
    Edges edges = ClosureOf(count, Draw(count, Below(2 * count), true));
    Lose(1 + Below(4), &edges);
    ASSERT_EQ(Defect(count, edges), "") << Describe(count, edges);
  }
}

TEST_F(RandomGraphs, ClosedListsAroundCycles) {
  for (int i = 0; i < 1000; ++i) {
    const uint32_t count = 2 + Below(39);
    Edges edges = Draw(count, Below(2 * count), true);
    edges.emplace_back(Below(count), Below(count));
    edges = ClosureOf(count, edges);
    Lose(Below(3), &edges);
    ASSERT_EQ(Defect(count, edges), "") << Describe(count, edges);
  }
}

// Larger than one block of ReduceByBlocks, where the two ways to reduce must agree.
TEST_F(RandomGraphs, BothReductionsAgreeOverManyBlocks) {
  for (int i = 0; i < 60; ++i) {
    const uint32_t count = 400 + Below(1800);
    const DependencyGraph graph = BuildChecked(count, Draw(count, Below(4 * count), true));
    const Csr rows = RankLists(graph).rows;
    ASSERT_EQ(ReduceByLists(rows, UINT64_MAX), ReduceByBlocks(rows)) << count << " vertices";
  }
}

}  // namespace
}  // namespace tfsck::testing
