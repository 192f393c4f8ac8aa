#include "simulator/apply_schedule.h"

#include <algorithm>
#include <cassert>
#include <functional>

namespace tfsck {

ApplySchedule::ApplySchedule(uint32_t most_vertices, uint64_t most_edges)
    : position_of_(most_vertices, 0) {
  dependencies_.offsets.reserve(size_t{most_vertices} + 1);
  dependencies_.targets.reserve(most_edges);
  dependents_.offsets.reserve(size_t{most_vertices} + 1);
  dependents_.targets.reserve(most_edges);
  waits_for_.reserve(size_t{most_vertices} + 1);
  ready_.reserve(most_vertices);
  running_.reserve(most_vertices);
}

// A sparse set (Briggs and Torczon 1993): what earlier calls left in position_of_ does no harm.
void ApplySchedule::CollectDependencies(const DependencyGraph& graph,
                                        std::span<const uint32_t> touched) {
  const auto count = static_cast<uint32_t>(touched.size());
  for (uint32_t i = 0; i < count; ++i) position_of_[touched[i]] = i;
  dependencies_.offsets.assign(1, 0);
  dependencies_.targets.clear();
  for (const uint32_t vertex : touched) {
    for (const uint32_t dependency : graph.dependencies(vertex)) {
      const uint32_t position = position_of_[dependency];
      if (position >= count || touched[position] != dependency) continue;
      dependencies_.targets.push_back(position);
    }
    dependencies_.EndRow();
  }
}

// As Transposed of csr.h, but within the reserved memory; waits_for_ serves as the fill marks.
void ApplySchedule::TurnRound(uint32_t count) {
  dependents_.offsets.assign(size_t{count} + 1, 0);
  dependents_.targets.resize(dependencies_.targets.size());
  for (const uint32_t target : dependencies_.targets) ++dependents_.offsets[target + 1];
  for (uint32_t i = 0; i < count; ++i) dependents_.offsets[i + 1] += dependents_.offsets[i];
  waits_for_.assign(dependents_.offsets.begin(), dependents_.offsets.end() - 1);
  for (uint32_t i = 0; i < count; ++i) {
    for (const uint32_t target : dependencies_[i]) dependents_.targets[waits_for_[target]++] = i;
  }
}

void ApplySchedule::CountWaits(uint32_t count) {
  waits_for_.assign(count, 0);
  for (const uint32_t follower : followers_->targets) ++waits_for_[follower];
  ready_.clear();
  next_ready_ = 0;
  for (uint32_t i = 0; i < count; ++i) {
    if (waits_for_[i] == 0) ready_.push_back(i);
  }
}

void ApplySchedule::Start(SimTime now, std::span<const SimTime> durations, uint32_t parallelism) {
  while (running_.size() < parallelism && next_ready_ < ready_.size()) {
    const uint32_t position = ready_[next_ready_++];
    running_.emplace_back(std::min(now + durations[position], kEndOfTime), position);
    std::push_heap(running_.begin(), running_.end(), std::greater<>());
  }
}

// Ends all that is done at the next instant at once, so that only ids order what it makes ready.
SimTime ApplySchedule::FinishNext() {
  const SimTime now = running_.front().first;
  const size_t newly_ready = ready_.size();
  while (!running_.empty() && running_.front().first == now) {
    for (const uint32_t follower : (*followers_)[running_.front().second]) {
      if (--waits_for_[follower] == 0) ready_.push_back(follower);
    }
    std::pop_heap(running_.begin(), running_.end(), std::greater<>());
    running_.pop_back();
  }
  std::sort(ready_.begin() + static_cast<std::ptrdiff_t>(newly_ready), ready_.end());
  return now;
}

SimTime ApplySchedule::Makespan(const DependencyGraph& graph, std::span<const uint32_t> touched,
                                std::span<const SimTime> durations, uint32_t parallelism,
                                ApplyOrder order) {
  assert(parallelism >= 1 && durations.size() == touched.size());
  assert(graph.vertex_count() <= position_of_.size() && graph.components().acyclic());
  if (touched.size() == 1) return durations.front();
  const auto count = static_cast<uint32_t>(touched.size());
  CollectDependencies(graph, touched);
  followers_ = &dependencies_;
  if (order == ApplyOrder::kCreate) {
    TurnRound(count);
    followers_ = &dependents_;
  }
  CountWaits(count);
  SimTime now = 0;
  for (Start(now, durations, parallelism); !running_.empty(); Start(now, durations, parallelism)) {
    now = FinishNext();
  }
  assert(ready_.size() == count);
  return now;
}

}  // namespace tfsck
