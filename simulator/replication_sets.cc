// What a run wants to lock.
#include <algorithm>

#include "simulator/footprint.h"
#include "simulator/purpose.h"
#include "simulator/replication.h"

namespace tfsck {
namespace {

constexpr uint32_t kItself[] = {0};

}  // namespace

void Replication::ChooseSet(Run& run) {
  const ModelOperation& operation = *run.operation;
  const uint32_t elsewhere = run.at->state;
  const uint32_t state = elsewhere == kNoState ? run.job.state : elsewhere;
  run.line = &queues_[model_.DomainOf(state)];
  if (discipline_.scope == LockScope::kResource) return ChooseResources(run);
  std::span<const uint32_t> states = kItself;
  run.set = {.first = model_.states[state].first_item};
  if (run.job.crosses) {
    states = CrossedStates(run);
    run.set.first = 0;
  }
  (operation.shares ? run.set.reads : run.set.writes) = states;
  run.set.Settle();
}

[[gnu::noinline]] void Replication::ChooseResources(Run& run) {
  const ModelOperation& operation = *run.operation;
  const ModelGroup& group = model_.groups[model_.states[run.job.state].group];
  run.set = {.first = model_.states[run.job.state].first_item};
  if (operation.named) {
    run.set.writes = operation.writes;
    run.set.reads = operation.reads;
  } else if (operation.uniform_writes > 0) {
    run.set.writes = UniformSet(run, operation.uniform_writes, group.vertices);
  } else {
    run.set.writes = group.footprints->writes(run.job.root);
    run.set.reads = group.footprints->reads(run.job.root);
  }
  run.set.Settle();
}

// Distinct numbers below `among`, each set equally likely, ascending; drawn by the run's own
// numbers, so a redo touches the same.
[[gnu::noinline]] std::span<const uint32_t> Replication::UniformSet(Run& run, uint32_t wanted,
                                                                    uint32_t among) {
  if (drawn_items_.size() < size_t{runs_.size()} * model_.most_drawn) GrowDrawnSets();
  run.drawn_set = true;
  const std::span<uint32_t> set(DrawnSetOf(run), wanted);
  const std::span<double> numbers(set_numbers_.data(), wanted);
  Uniforms(book_.key(), run.actor, purpose::kUniformSet, run.job.number * model_.most_drawn,
           numbers);
  distinct_.Draw(numbers, among, set);
  return set;
}

// The run's own state and others that its source works on, each set of them equally likely, as
// items.
[[gnu::noinline]] std::span<const uint32_t> Replication::CrossedStates(Run& run) {
  const ModelSource& source = *run.origin;
  const std::vector<uint32_t>& states = source.states;
  const uint32_t count = source.cross_state_count;
  UniformSet(run, count - 1, static_cast<uint32_t>(states.size()) - 1);
  const auto own = std::lower_bound(states.begin(), states.end(), run.job.state) - states.begin();
  uint32_t* const set = DrawnSetOf(run);
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
  drawn_items_.resize(size_t{runs_.size()} * model_.most_drawn);
  for (uint32_t slot = 0; slot < runs_.size(); ++slot) {
    Run& run = runs_[slot];
    if (run.status != RunStatus::kFree && run.drawn_set) LookAtOwnSet(run);
  }
}

// For `heir`, who has taken over the set of `owner`.
void Replication::KeepDrawnSet(const Run& owner, Run& heir) {
  if (drawn_items_.size() < size_t{runs_.size()} * model_.most_drawn) GrowDrawnSets();
  std::copy_n(DrawnSetOf(owner), owner.set.writes.size() + owner.set.reads.size(),
              DrawnSetOf(heir));
  heir.set = owner.set;
  heir.drawn_set = true;
  LookAtOwnSet(heir);
}

void Replication::LookAtOwnSet(Run& run) {
  ItemSet& set = run.set;
  const uint32_t* const own = DrawnSetOf(run);
  if (!set.writes.empty()) set.writes = {own, set.writes.size()};
  if (!set.reads.empty()) set.reads = {own, set.reads.size()};
}

}  // namespace tfsck
