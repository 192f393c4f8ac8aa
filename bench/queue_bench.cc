// The event queue beside what the standard library has: the hold model.  One event is taken out and
// its successor put in, so many pending all the time; the times that the next one is ahead are
// exponential, or those of Terraform's polls (1, 2, 4, 8, 16 s), which many share.
#include <benchmark/benchmark.h>

#include <cmath>
#include <cstdint>
#include <queue>
#include <random>
#include <set>
#include <vector>

#include "simulator/event_queue.h"

namespace tfsck {
namespace {

struct Later {
  bool operator()(const Event& a, const Event& b) const { return b.Before(a); }
};
struct Sooner {
  bool operator()(const Event& a, const Event& b) const { return a.Before(b); }
};

class PriorityQueue {
 public:
  void Push(const Event& event) { queue_.push(event); }
  Event Pop() {
    const Event event = queue_.top();
    queue_.pop();
    return event;
  }

 private:
  std::priority_queue<Event, std::vector<Event>, Later> queue_;
};

class Multiset {
 public:
  void Push(const Event& event) { set_.insert(event); }
  Event Pop() {
    const Event event = *set_.begin();
    set_.erase(set_.begin());
    return event;
  }

 private:
  std::multiset<Event, Sooner> set_;
};

enum Times : int64_t { kExponential, kLattice };

// Drawn beforehand: the clock is to see the queue only.
std::vector<SimTime> Ahead(int64_t times) {
  constexpr size_t kCount = 1 << 14;
  std::mt19937_64 random(7);
  std::vector<SimTime> ahead;
  for (size_t i = 0; i < kCount; ++i) {
    const double u = static_cast<double>(random() >> 11) * 0x1p-53;
    const auto poll = static_cast<SimTime>(1 << (random() % 5)) * kSecond;
    ahead.push_back(times == kLattice ? poll : FromSeconds(-10 * std::log(1 - u)));
  }
  return ahead;
}

template <typename Queue>
class Hold {
 public:
  Hold(uint32_t pending, int64_t times) : ahead_(Ahead(times)) {
    for (uint32_t i = 0; i < pending; ++i) {
      queue_.Push(Event(ahead_[i % ahead_.size()], EventKind::kStepEnd, EventTag(i, i)));
    }
  }
  Event Once() {
    const Event event = queue_.Pop();
    const SimTime at = event.time() + ahead_[next_++ % ahead_.size()];
    queue_.Push(Event(at, EventKind::kStepEnd, event.tag()));
    return event;
  }

 private:
  std::vector<SimTime> ahead_;
  Queue queue_;
  size_t next_ = 0;
};

// Whether the queue gives the events in the order in which the multiset does.
template <typename Queue>
bool SameOrder(uint32_t pending, int64_t times) {
  Hold<Queue> hold(pending, times);
  Hold<Multiset> reference(pending, times);
  for (uint32_t i = 0; i < 3 * pending; ++i) {
    const Event expected = reference.Once();
    const Event event = hold.Once();
    if (event.Before(expected) || expected.Before(event)) return false;
  }
  return true;
}

template <typename Queue>
void BM_Hold(benchmark::State& state) {
  const auto pending = static_cast<uint32_t>(state.range(0));
  if (!SameOrder<Queue>(pending, state.range(1))) return state.SkipWithError("wrong answer");
  Hold<Queue> hold(pending, state.range(1));
  for (uint32_t i = 0; i < 3 * pending; ++i) hold.Once();
  for (auto _ : state) benchmark::DoNotOptimize(hold.Once());
  state.SetItemsProcessed(state.iterations());
}

#define TFSCK_PENDING \
  ->ArgNames({"pending", "lattice"})->ArgsProduct({{100, 1000, 10'000, 100'000}, {0, 1}})
BENCHMARK_TEMPLATE(BM_Hold, EventQueue) TFSCK_PENDING;
BENCHMARK_TEMPLATE(BM_Hold, PriorityQueue) TFSCK_PENDING;
BENCHMARK_TEMPLATE(BM_Hold, Multiset) TFSCK_PENDING;

}  // namespace
}  // namespace tfsck
