// What the graph costs: each task on stored closures of growing size, its answer checked before the
// clock starts.  The largest size is that of a very large state: 50,000 resources, 850,000 edges.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/transitive_reduction.hpp>
#include <iterator>
#include <map>
#include <numeric>
#include <random>

#include "engine/graph.h"
#include "engine/graph_ranks.h"
#include "engine/graph_reduction.h"

namespace tfsck {
namespace {

// Lists as Terraform stores them: closed, in an order of names that knows nothing of depth. Modules
// of 60 resources each depend on a few of their own and at times on something everybody shares
// (network, key, zone); about 20 entries per list in the mean, some of more than 50.
Csr StoredClosures(uint32_t count) {
  constexpr uint32_t kShared = 16;
  constexpr uint32_t kModule = 60;
  std::mt19937 random(7);
  const auto below = [&](uint32_t bound) { return static_cast<uint32_t>(random() % bound); };
  std::vector<std::vector<uint32_t>> reach(count);
  for (uint32_t v = 0; v < count; ++v) {
    std::vector<uint32_t> direct;
    const uint32_t module_begin = v < kShared ? 0 : (v - kShared) / kModule * kModule + kShared;
    const uint32_t own = v < kShared ? v : v - module_begin;
    for (uint32_t i = 0; own > 0 && i < 2; ++i) direct.push_back(module_begin + below(own));
    if (v >= kShared && below(3) == 0) direct.push_back(below(kShared));
    for (const uint32_t target : direct) {
      std::vector<uint32_t> merged{target};
      std::vector<uint32_t> both;
      merged.insert(merged.end(), reach[target].begin(), reach[target].end());
      std::sort(merged.begin(), merged.end());
      std::set_union(merged.begin(), merged.end(), reach[v].begin(), reach[v].end(),
                     std::back_inserter(both));
      reach[v] = std::move(both);
    }
  }
  std::vector<uint32_t> row_of(count);
  std::iota(row_of.begin(), row_of.end(), 0);
  std::shuffle(row_of.begin(), row_of.end(), random);
  std::vector<DependencyGraph::Edge> edges;
  for (uint32_t v = 0; v < count; ++v) {
    for (const uint32_t target : reach[v]) edges.emplace_back(row_of[v], row_of[target]);
  }
  return CsrFromEdges(count, edges);
}

const Csr& Lists(uint32_t count) {
  static std::map<uint32_t, Csr> cache;
  auto [at, fresh] = cache.try_emplace(count);
  if (fresh) at->second = StoredClosures(count);
  return at->second;
}

const DependencyGraph& Graph(uint32_t count) {
  static std::map<uint32_t, DependencyGraph> cache;
  auto [at, fresh] = cache.try_emplace(count);
  if (fresh) at->second = DependencyGraph(Lists(count));
  return at->second;
}

void CountEdges(benchmark::State& state, uint64_t edges) {
  state.counters["edges"] = static_cast<double>(edges);
  state.counters["edges/s"] =
      benchmark::Counter(static_cast<double>(edges), benchmark::Counter::kIsIterationInvariantRate);
}

// Times `task` on the graph of state.range(0) vertices if `right` likes what it gives.
template <typename Task, typename Right>
void Time(benchmark::State& state, Task task, Right right) {
  const DependencyGraph& graph = Graph(static_cast<uint32_t>(state.range(0)));
  if (!right(graph, task(graph))) {
    state.SkipWithError("wrong answer");
    return;
  }
  for (auto _ : state) benchmark::DoNotOptimize(task(graph));
  CountEdges(state, graph.edge_count());
}

bool SameReduction(const DependencyGraph& graph, const Csr& reduced) {
  const RankedLists lists = RankLists(graph);
  return reduced == InVertexOrder(lists.vertex, ReduceByBlocks(lists.rows));
}

bool DependenciesFirst(const DependencyGraph& graph, const std::vector<uint32_t>& order) {
  std::vector<uint32_t> place(graph.vertex_count(), UINT32_MAX);
  for (uint32_t i = 0; i < order.size(); ++i) place[order[i]] = i;
  for (uint32_t v = 0; v < graph.vertex_count(); ++v) {
    for (const uint32_t target : graph.dependencies(v)) {
      if (place[target] >= place[v]) return false;
    }
  }
  return order.size() == graph.vertex_count();
}

void BM_Build(benchmark::State& state) {
  const Csr& lists = Lists(static_cast<uint32_t>(state.range(0)));
  if (DependencyGraph(lists).edge_count() != lists.targets.size()) {
    state.SkipWithError("wrong answer");
    return;
  }
  for (auto _ : state) benchmark::DoNotOptimize(DependencyGraph(lists));
  CountEdges(state, lists.targets.size());
}

void BM_TransitiveReduction(benchmark::State& state) {
  Time(state, TransitiveReduction, SameReduction);
}

void BM_FindMissingClosure(benchmark::State& state) {
  Time(
      state, [](const DependencyGraph& graph) { return FindMissingClosure(graph, 1000); },
      [](const DependencyGraph&, const auto& missing) { return missing.empty(); });
}

void BM_TopologicalOrder(benchmark::State& state) {
  Time(state, TopologicalOrder, DependenciesFirst);
}

void BM_Depths(benchmark::State& state) {
  Time(state, Depths, [](const DependencyGraph& graph, const std::vector<uint32_t>& depths) {
    return size_t{*std::max_element(depths.begin(), depths.end())} + 1 == LongestPath(graph).size();
  });
}

void BM_CutPointsOfReduction(benchmark::State& state) {
  const Csr reduced = TransitiveReduction(Graph(static_cast<uint32_t>(state.range(0))));
  Time(
      state, [&](const DependencyGraph&) { return CutPoints(reduced); },
      [](const DependencyGraph&, const auto& points) {
        return !points.empty() && std::is_sorted(points.begin(), points.end());
      });
}

// What `check` asks of every state.
void BM_Check(benchmark::State& state) {
  const Csr& lists = Lists(static_cast<uint32_t>(state.range(0)));
  const auto check = [&] {
    const DependencyGraph graph(lists);
    return Cycles(graph).size() + FindMissingClosure(graph, 1000).size();
  };
  if (check() != 0) {
    state.SkipWithError("wrong answer");
    return;
  }
  for (auto _ : state) benchmark::DoNotOptimize(check());
  CountEdges(state, lists.targets.size());
}

// The worst case: lists that are nowhere near closed (a random acyclic graph).
void BM_ReductionOfOpenLists(benchmark::State& state) {
  const auto count = static_cast<uint32_t>(state.range(0));
  std::mt19937 random(7);
  std::vector<DependencyGraph::Edge> edges;
  for (uint32_t i = 0; i < 20 * count; ++i) {
    const auto a = static_cast<uint32_t>(random() % count);
    const auto b = static_cast<uint32_t>(random() % count);
    if (a != b) edges.emplace_back(std::max(a, b), std::min(a, b));
  }
  const DependencyGraph graph(count, edges);
  if (!SameReduction(graph, TransitiveReduction(graph))) {
    state.SkipWithError("wrong answer");
    return;
  }
  for (auto _ : state) benchmark::DoNotOptimize(TransitiveReduction(graph));
  CountEdges(state, graph.edge_count());
}

// The rival, which keeps a V^2 bit matrix.
void BM_BoostTransitiveReduction(benchmark::State& state) {
  using Boost = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS>;
  const DependencyGraph& graph = Graph(static_cast<uint32_t>(state.range(0)));
  Boost input(graph.vertex_count());
  for (uint32_t v = 0; v < graph.vertex_count(); ++v) {
    for (const uint32_t target : graph.dependencies(v)) boost::add_edge(v, target, input);
  }
  const auto reduce = [&] {
    Boost output;
    std::vector<size_t> vertex_of(graph.vertex_count());
    const auto index = boost::get(boost::vertex_index, input);
    boost::transitive_reduction(input, output,
                                boost::make_iterator_property_map(vertex_of.begin(), index), index);
    return boost::num_edges(output);
  };
  if (reduce() != TransitiveReduction(graph).targets.size()) {
    state.SkipWithError("wrong answer");
    return;
  }
  for (auto _ : state) benchmark::DoNotOptimize(reduce());
  CountEdges(state, graph.edge_count());
}

#define TFSCK_GRAPH_SIZES ->Arg(500)->Arg(5000)->Arg(50000)->Unit(benchmark::kMillisecond)
BENCHMARK(BM_Build) TFSCK_GRAPH_SIZES;
BENCHMARK(BM_TransitiveReduction) TFSCK_GRAPH_SIZES;
BENCHMARK(BM_FindMissingClosure) TFSCK_GRAPH_SIZES;
BENCHMARK(BM_TopologicalOrder) TFSCK_GRAPH_SIZES;
BENCHMARK(BM_Depths) TFSCK_GRAPH_SIZES;
BENCHMARK(BM_CutPointsOfReduction) TFSCK_GRAPH_SIZES;
BENCHMARK(BM_Check) TFSCK_GRAPH_SIZES;
BENCHMARK(BM_ReductionOfOpenLists)->Arg(500)->Arg(5000)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_BoostTransitiveReduction)->Arg(500)->Arg(5000)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace tfsck
