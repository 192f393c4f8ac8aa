// How long applies take: bounds, special cases, and an event simulation written down plainly.
#include "simulator/apply_schedule.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <random>

#include "simulator/footprint.h"
#include "simulator/graph_shape.h"
#include "tests/simulator/footprint_support.h"

namespace tfsck::test {
namespace {

using Ids = std::vector<uint32_t>;
using Times = std::vector<SimTime>;

SimTime Makespan(const DependencyGraph& graph, const Ids& touched, const Times& durations,
                 uint32_t parallelism, ApplyOrder order = ApplyOrder::kCreate) {
  ApplySchedule schedule(graph.vertex_count(), graph.edge_count());
  return schedule.Makespan(graph, touched, durations, parallelism, order);
}

DependencyGraph Chain(uint32_t count) {
  return *GenerateGraph({.shape = GraphShape::kChain}, count, 1);
}

// A touched part of a random graph.
struct Case {
  DependencyGraph graph;
  Ids touched;
  Times durations;
  uint32_t parallelism = 1;
};

Case RandomCase(std::mt19937* random) {
  Case drawn{.graph = RandomAcyclicGraph(random, 14)};
  const uint32_t longest = (*random)() % 2 == 0 ? 3 : 1000;  // many ties, or few
  for (uint32_t v = 0; v < drawn.graph.vertex_count(); ++v) {
    if ((*random)() % 4 == 0) continue;
    drawn.touched.push_back(v);
    drawn.durations.push_back((*random)() % (longest + 1));
  }
  drawn.parallelism = 1 + (*random)() % 5;
  return drawn;
}

// Whether `a` must be done before `b`.
bool Before(const DependencyGraph& graph, uint32_t a, uint32_t b, ApplyOrder order) {
  if (order == ApplyOrder::kDestroy) std::swap(a, b);
  const auto dependencies = graph.dependencies(b);
  return std::find(dependencies.begin(), dependencies.end(), a) != dependencies.end();
}

SimTime Sum(const Case& c) { return std::accumulate(c.durations.begin(), c.durations.end(), 0L); }

SimTime CriticalPath(const Case& c) {
  Times ends(c.touched.size(), 0);
  for (size_t round = 0; round < ends.size(); ++round) {  // Bellman-Ford
    for (size_t i = 0; i < ends.size(); ++i) {
      SimTime begin = 0;
      for (size_t k = 0; k < ends.size(); ++k) {
        if (Before(c.graph, c.touched[k], c.touched[i], ApplyOrder::kCreate)) {
          begin = std::max(begin, ends[k]);
        }
      }
      ends[i] = begin + c.durations[i];
    }
  }
  return ends.empty() ? 0 : *std::max_element(ends.begin(), ends.end());
}

// The rule of the header, resource by resource.
class PlainSchedule {
 public:
  PlainSchedule(const Case& c, ApplyOrder order)
      : case_(c), order_(order), count_(c.touched.size()), state_(count_), end_(count_) {}

  SimTime Run() {
    SimTime now = 0;
    for (;;) {
      QueueReady();
      while (Running() < case_.parallelism && !queue_.empty()) {
        const size_t i = queue_.front();
        queue_.erase(queue_.begin());
        state_[i] = State::kRunning;
        end_[i] = now + case_.durations[i];
      }
      if (Running() == 0) return now;
      now = kEndOfTime;
      for (size_t i = 0; i < count_; ++i) {
        if (state_[i] == State::kRunning) now = std::min(now, end_[i]);
      }
      for (size_t i = 0; i < count_; ++i) {
        if (state_[i] == State::kRunning && end_[i] == now) state_[i] = State::kDone;
      }
    }
  }

 private:
  enum class State { kWaiting, kQueued, kRunning, kDone };

  size_t Running() const {
    return static_cast<size_t>(std::count(state_.begin(), state_.end(), State::kRunning));
  }
  bool Ready(size_t i) const {
    for (size_t k = 0; k < count_; ++k) {
      if (state_[k] != State::kDone &&
          Before(case_.graph, case_.touched[k], case_.touched[i], order_)) {
        return false;
      }
    }
    return true;
  }
  void QueueReady() {
    for (size_t i = 0; i < count_; ++i) {
      if (state_[i] != State::kWaiting || !Ready(i)) continue;
      state_[i] = State::kQueued;
      queue_.push_back(i);
    }
  }

  const Case& case_;
  ApplyOrder order_;
  size_t count_;
  std::vector<State> state_;
  Times end_;
  std::vector<size_t> queue_;
};

TEST(ApplySchedule, EqualsThePlainEventSimulation) {
  std::mt19937 random(8);
  for (int i = 0; i < 3000; ++i) {
    const Case c = RandomCase(&random);
    for (const ApplyOrder order : {ApplyOrder::kCreate, ApplyOrder::kDestroy}) {
      ASSERT_EQ(Makespan(c.graph, c.touched, c.durations, c.parallelism, order),
                PlainSchedule(c, order).Run())
          << i;
    }
  }
}

TEST(ApplySchedule, LiesWithinGrahamsBounds) {
  std::mt19937 random(9);
  for (int i = 0; i < 2000; ++i) {
    const Case c = RandomCase(&random);
    const SimTime makespan = Makespan(c.graph, c.touched, c.durations, c.parallelism);
    const SimTime path = CriticalPath(c);
    const SimTime p = c.parallelism;
    EXPECT_GE(makespan, path);
    EXPECT_GE(makespan * p, Sum(c));
    EXPECT_LE(makespan * p, Sum(c) + (p - 1) * path);
  }
}

TEST(ApplySchedule, OneSlotTakesTheSumAndEnoughSlotsTheCriticalPath) {
  std::mt19937 random(10);
  for (int i = 0; i < 1000; ++i) {
    const Case c = RandomCase(&random);
    for (const ApplyOrder order : {ApplyOrder::kCreate, ApplyOrder::kDestroy}) {
      EXPECT_EQ(Makespan(c.graph, c.touched, c.durations, 1, order), Sum(c));
      EXPECT_EQ(Makespan(c.graph, c.touched, c.durations, UINT32_MAX, order), CriticalPath(c));
    }
  }
}

TEST(ApplySchedule, ReadyResourcesStartInOrderOfReadinessThenId) {
  // 2 waits for 0.  3 is ready from the beginning, so when 0 is done it goes before 2; the other
  // way round would take 12.
  const DependencyGraph graph(4, std::vector<DependencyGraph::Edge>{{2, 0}});
  EXPECT_EQ(Makespan(graph, {0, 1, 2, 3}, {1, 5, 2, 9}, 2), 10);  // 0 3 3 3 | 1 2
  // Ready together: whether the long one has the smaller id decides.
  EXPECT_EQ(Makespan(graph, {0, 1, 3}, {4, 9, 3}, 2), 9);
  EXPECT_EQ(Makespan(graph, {0, 1, 3}, {4, 3, 9}, 2), 12);
}

TEST(ApplySchedule, DestroyRunsFromTheDependents) {
  // Creating: 0, then 1 and 2 on two slots.  Destroying: 1 and 2, then 0; 3, ready at once as 1 and
  // 2 are, goes behind them.
  const DependencyGraph graph(4, std::vector<DependencyGraph::Edge>{{1, 0}, {2, 0}});
  const Ids all = {0, 1, 2, 3};
  EXPECT_EQ(Makespan(graph, all, {2, 3, 3, 7}, 2, ApplyOrder::kCreate), 8);    // 0 1 2 | 3
  EXPECT_EQ(Makespan(graph, all, {2, 3, 3, 7}, 2, ApplyOrder::kDestroy), 10);  // 1 3 | 2 0
}

TEST(ApplySchedule, OnlyEdgesAmongTheTouchedCount) {
  EXPECT_EQ(Makespan(Chain(5), {1, 3}, {4, 4}, 2), 4);
  EXPECT_EQ(Makespan(Chain(5), {2, 3}, {4, 4}, 2), 8);
}

TEST(ApplySchedule, NothingTakesNoTimeAndOneItsOwn) {
  EXPECT_EQ(Makespan(Chain(3), {}, {}, 10), 0);
  EXPECT_EQ(Makespan(Chain(3), {1}, {7}, 10), 7);
}

TEST(ApplySchedule, IsCutAtTheEndOfTime) {
  EXPECT_EQ(Makespan(Chain(3), {0, 1, 2}, {kEndOfTime, kEndOfTime, 1}, 1), kEndOfTime);
}

TEST(ApplySchedule, ScratchCarriesNothingOver) {
  std::mt19937 random(11);
  ApplySchedule schedule(100'000, 200'000);
  for (int i = 0; i < 500; ++i) {
    const Case c = RandomCase(&random);
    EXPECT_EQ(schedule.Makespan(c.graph, c.touched, c.durations, c.parallelism),
              Makespan(c.graph, c.touched, c.durations, c.parallelism));
  }
}

TEST(ApplySchedule, LongChainsAreScheduledWithoutRecursion) {
  constexpr uint32_t kCount = 300'000;
  Ids all(kCount);
  std::iota(all.begin(), all.end(), 0u);
  EXPECT_EQ(Makespan(Chain(kCount), all, Times(kCount, 2), 10), 2 * kCount);
}

}  // namespace
}  // namespace tfsck::test
