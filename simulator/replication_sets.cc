// What a run wants to lock.
#include <algorithm>

#include "simulator/footprint.h"
#include "simulator/purpose.h"
#include "simulator/replication.h"

namespace tfsck {
namespace {

constexpr uint32_t kItself[] = {0};

}  // namespace

void Replication::ChooseSet(uint32_t slot) {
  Run& run = runs_[slot];
  const ModelOperation& operation = model_.operations[run.job.operation];
  const uint32_t elsewhere = operation.steps[run.step].state;
  const uint32_t state = elsewhere == kNoState ? run.job.state : elsewhere;
  run.domain = model_.crosses ? 0 : state;
  if (model_.lock().scope == LockScope::kResource) {
    run.set = ResourceSet(slot);
    return;
  }
  std::span<const uint32_t> states = kItself;
  run.set = {.first = model_.states[state].first_item};
  if (run.job.crosses) {
    states = CrossedStates(slot);
    run.set.first = 0;
  }
  (operation.shares ? run.set.reads : run.set.writes) = states;
}

ItemSet Replication::ResourceSet(uint32_t slot) {
  const Run& run = runs_[slot];
  const ModelOperation& operation = model_.operations[run.job.operation];
  const ModelGroup& group = model_.groups[model_.states[run.job.state].group];
  ItemSet set = {.first = model_.states[run.job.state].first_item};
  if (operation.named) {
    set.writes = operation.writes;
    set.reads = operation.reads;
  } else if (operation.uniform_writes > 0) {
    set.writes = UniformSet(slot, operation.uniform_writes, group.resources);
  } else {
    set.writes = group.footprints->writes(run.job.root);
    set.reads = group.footprints->reads(run.job.root);
  }
  return set;
}

// Distinct numbers below `among`, each set equally likely (Floyd's algorithm), ascending; drawn by
// the run's own numbers, so a redo touches the same.
std::span<const uint32_t> Replication::UniformSet(uint32_t slot, uint32_t wanted, uint32_t among) {
  if (drawn_items_.size() < runs_.size() * model_.most_drawn) GrowDrawnSets();
  Run& run = runs_[slot];
  run.drawn_set = true;
  uint32_t* const set = drawn_items_.data() + size_t{slot} * model_.most_drawn;
  for (uint32_t i = 0; i < wanted; ++i) {
    const uint32_t most = among - wanted + i;
    const double u = Uniform(book_.key(), run.actor, purpose::kUniformSet,
                             run.job.number * model_.most_drawn + i);
    const auto drawn = std::min(static_cast<uint32_t>(u * (most + 1.0)), most);
    const uint32_t* const found = std::lower_bound(set, set + i, drawn);
    // A number drawn before gives way to the largest, which cannot have been drawn.
    const bool again = found != set + i && *found == drawn;
    const uint32_t value = again ? most : drawn;
    uint32_t* const place = std::lower_bound(set, set + i, value);
    std::copy_backward(place, set + i, set + i + 1);
    *place = value;
  }
  return {set, wanted};
}

// The run's own state and others that its source works on, each set of them equally likely, as
// items.
std::span<const uint32_t> Replication::CrossedStates(uint32_t slot) {
  const Run& run = runs_[slot];
  const ModelSource& source = model_.sources[run.source];
  const std::vector<uint32_t>& states = source.states;
  const uint32_t count = source.cross_state_count;
  UniformSet(slot, count - 1, static_cast<uint32_t>(states.size()) - 1);
  const auto own = std::lower_bound(states.begin(), states.end(), run.job.state) - states.begin();
  uint32_t* const set = drawn_items_.data() + size_t{slot} * model_.most_drawn;
  for (uint32_t i = 0; i + 1 < count; ++i) {
    const uint32_t other = set[i] < own ? set[i] : set[i] + 1;
    set[i] = model_.states[states[other]].first_item;
  }
  set[count - 1] = model_.states[run.job.state].first_item;
  std::sort(set, set + count);
  return {set, count};
}

// The table moves: whoever looks into it looks at the new place.
void Replication::GrowDrawnSets() {
  drawn_items_.resize(runs_.size() * model_.most_drawn);
  for (uint32_t slot = 0; slot < runs_.size(); ++slot) {
    if (runs_[slot].status != RunStatus::kFree && runs_[slot].drawn_set) LookAtOwnSet(slot);
  }
}

// For `slot`, which has taken over the set of `owner`.
void Replication::KeepDrawnSet(uint32_t owner, uint32_t slot) {
  if (drawn_items_.size() < runs_.size() * model_.most_drawn) GrowDrawnSets();
  const ItemSet& set = runs_[owner].set;
  const auto from =
      drawn_items_.begin() + static_cast<ptrdiff_t>(size_t{owner} * model_.most_drawn);
  const auto to = drawn_items_.begin() + static_cast<ptrdiff_t>(size_t{slot} * model_.most_drawn);
  std::copy_n(from, set.writes.size() + set.reads.size(), to);
  runs_[slot].set = set;
  runs_[slot].drawn_set = true;
  LookAtOwnSet(slot);
}

void Replication::LookAtOwnSet(uint32_t slot) {
  ItemSet& set = runs_[slot].set;
  const uint32_t* const own = drawn_items_.data() + size_t{slot} * model_.most_drawn;
  if (!set.writes.empty()) set.writes = {own, set.writes.size()};
  if (!set.reads.empty()) set.reads = {own, set.reads.size()};
}

}  // namespace tfsck
