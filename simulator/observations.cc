#include "simulator/observations.h"

#include <algorithm>
#include <array>

#include "simulator/model.h"

namespace tfsck {

const char* OutcomeName(Outcome outcome) {
  static constexpr std::array<const char*, kOutcomes> kNames = {
      "done",           "lock timeout", "refused",  "superseded", "lost race",
      "runner timeout", "stale plan",   "conflict", "crashed",    "store failed"};
  return kNames[static_cast<size_t>(outcome)];
}

void GroupTally::Merge(const GroupTally& other) {
  served.Merge(other.served);
  failed += other.failed;
  done += other.done;
  dropped += other.dropped;
  delay.Merge(other.delay);
}

void GroupTable::Size(size_t members, bool full) {
  tallies_.resize(members);
  coarse_ = Counters(members * Coarse::kBuckets);
  if (full) full_.resize(members);
}

void GroupTable::Clear() {
  std::fill(tallies_.begin(), tallies_.end(), GroupTally{});
  coarse_.Clear(0, coarse_.size());
  for (Histogram& histogram : full_) histogram.Clear();
}

void GroupTable::Merge(const GroupTable& other) {
  for (size_t i = 0; i < tallies_.size(); ++i) tallies_[i].Merge(other.tallies_[i]);
  for (size_t i = 0; i < coarse_.size(); ++i) coarse_.Add(i, other.coarse_[i]);
  for (size_t i = 0; i < full_.size(); ++i) full_[i].Merge(other.full_[i]);
}

void GroupTable::MergeMember(size_t member, const GroupTable& other, size_t its_member) {
  tallies_[member].Merge(other.tallies_[its_member]);
  for (size_t i = 0; i < Coarse::kBuckets; ++i) {
    coarse_.Add(member * Coarse::kBuckets + i, other.coarse_[its_member * Coarse::kBuckets + i]);
  }
}

double GroupTable::WaitQuantile(size_t member, double share) const {
  if (!full_.empty()) return full_[member].Quantile(share) * 1e-6;
  return QuantileOf<Coarse>(coarse_, member * Coarse::kBuckets, share) * 1e-6;
}

void Series::Clear() {
  sums_.clear();
  size_ = 1;
  count_ = 0;
  sum_ = 0;
}

void Series::CloseBatch() {
  sums_.push_back(sum_);
  sum_ = 0;
  count_ = 0;
  if (sums_.size() < kMost) return;
  for (size_t i = 0; i < kMost / 2; ++i) sums_[i] = sums_[2 * i] + sums_[2 * i + 1];
  sums_.resize(kMost / 2);
  size_ *= 2;
}

void Counts::Merge(const Counts& other) {
  for (size_t i = 0; i < kOutcomes; ++i) outcomes[i] += other.outcomes[i];
  changes += other.changes;
  done += other.done;
  dropped += other.dropped;
  requests += other.requests;
  grants += other.grants;
  overtakings += other.overtakings;
  commits += other.commits;
  lost_updates += other.lost_updates;
  forced_unlocks += other.forced_unlocks;
  stale_locks += other.stale_locks;
  useful_work += other.useful_work;
  wasted_work += other.wasted_work;
  engineer_waiting += other.engineer_waiting;
  engineer_failures += other.engineer_failures;
  lock_wait.Merge(other.lock_wait);
  lock_wait_all.Merge(other.lock_wait_all);
  runner_wait.Merge(other.runner_wait);
  provider_wait.Merge(other.provider_wait);
  hold.Merge(other.hold);
  delay.Merge(other.delay);
  sojourn.Merge(other.sojourn);
}

void Observations::Size(const Model& model) {
  const MetricGroups& groups = model.scenario.metrics;
  by_assignment.Size(model.assignments.size(), false);
  by_source.Size(model.sources.size(), groups.by_source);
  by_state.Size(model.states.size(), groups.by_workspace);
  by_operation.Size(model.operations.size(), groups.by_operation);
  const size_t hours = groups.by_hour ? kWeek / kHour : 0;
  by_hour.Size(hours, groups.by_hour);
  some_in_full = groups.by_source || groups.by_workspace || groups.by_operation || groups.by_hour;
  held_time.resize(model.states.size());
  working_at_hour.resize(hours);
  hours_seen.resize(hours);
}

void Observations::Clear() {
  window = 0;
  levels.fill(0);
  static_cast<Counts&>(*this) = Counts{};
  for (Histogram* histogram :
       {&lock_wait_histogram, &lost_wait_histogram, &runner_wait_histogram, &delay_histogram}) {
    histogram->Clear();
  }
  for (GroupTable* table : {&by_assignment, &by_source, &by_state, &by_operation, &by_hour}) {
    table->Clear();
  }
  std::fill(held_time.begin(), held_time.end(), 0);
  std::fill(working_at_hour.begin(), working_at_hour.end(), 0);
  std::fill(hours_seen.begin(), hours_seen.end(), 0);
  series.Clear();
  events = 0;
  fingerprint = 0;
  interrupted = false;
  excess = Excess::kNone;
  violation.clear();
}

void Observations::SumUp(const Model& model) {
  for (size_t i = 0; i < by_assignment.size(); ++i) {
    const Assignment& assignment = model.assignments[i];
    by_source.MergeMember(assignment.source, by_assignment, i);
    by_operation.MergeMember(assignment.operation, by_assignment, i);
    const GroupTally& group = by_assignment[i];
    lock_wait.Merge(group.served);
    delay.Merge(group.delay);
    done += group.done;
    dropped += group.dropped;
  }
  lock_wait_all.Merge(lock_wait);
  grants = lock_wait.count;
}

void Observations::Merge(const Observations& other) {
  Counts::Merge(other);
  window += other.window;
  lock_wait_histogram.Merge(other.lock_wait_histogram);
  lost_wait_histogram.Merge(other.lost_wait_histogram);
  runner_wait_histogram.Merge(other.runner_wait_histogram);
  delay_histogram.Merge(other.delay_histogram);
  by_source.Merge(other.by_source);
  by_state.Merge(other.by_state);
  by_operation.Merge(other.by_operation);
  by_hour.Merge(other.by_hour);
  const auto add = [](auto& to, const auto& from) {
    for (size_t i = 0; i < to.size(); ++i) to[i] += from[i];
  };
  add(held_time, other.held_time);
  add(working_at_hour, other.working_at_hour);
  add(hours_seen, other.hours_seen);
  events += other.events;
  if (violation.empty()) violation = other.violation;
}

}  // namespace tfsck
