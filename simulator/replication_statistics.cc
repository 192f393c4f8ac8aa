// What a replication counts.
#include <bit>

#include "simulator/replication.h"

namespace tfsck {
namespace {

constexpr uint16_t Bit(Level level) { return static_cast<uint16_t>(1U << static_cast<int>(level)); }

}  // namespace

// After every change of what a run does, before time goes on.
void Replication::UpdateLevels(Run& run) {
  const uint16_t levels = LevelsOf(run);
  for (unsigned more = levels & ~run.levels; more != 0; more &= more - 1) {
    levels_[static_cast<size_t>(std::countr_zero(more))].Up(now_);
  }
  for (unsigned less = run.levels & ~levels; less != 0; less &= less - 1) {
    levels_[static_cast<size_t>(std::countr_zero(less))].Down(now_);
  }
  run.levels = levels;
}

uint16_t Replication::LevelsOf(const Run& run) const {
  const Level held[] = {Level::kHeldIdle,
                        run.by_a_person ? Level::kHeldHuman : Level::kHeldWorking};
  switch (run.status) {
    case RunStatus::kFree:
      return 0;
    case RunStatus::kGhost:
      return Bit(Level::kHeldStale);
    case RunStatus::kAway:
      return Bit(Level::kChanges) | Bit(Level::kAway);
    default:
      break;
  }
  const bool works = run.status == RunStatus::kWorks;
  const Level does = works                                      ? Level::kWorking
                     : run.status == RunStatus::kWaitsForRunner ? Level::kWaitingForRunner
                                                                : Level::kWaitingForLock;
  const Level runner = works ? Level::kRunnersWorking : Level::kRunnersIdle;
  return static_cast<uint16_t>(Bit(Level::kChanges) | Bit(does) |
                               (run.holds ? Bit(held[works ? 1 : 0]) : 0) |
                               (run.on_runner ? Bit(runner) : 0));
}

// The locks a run holds, state by state.
void Replication::HeldChanges(const Run& run, bool more) {
  const auto change = [this, more](uint32_t state) {
    more ? held_[state].Up(now_) : held_[state].Down(now_);
  };
  if (model_.lock().scope == LockScope::kResource) return change(run.job.state);
  for (const uint32_t item : run.set.writes) change(run.set.first + item);
  for (const uint32_t item : run.set.reads) change(run.set.first + item);
}

void Replication::CountServed(Run& run, SimTime wait) {
  ++all_answers_;
  waited_ += wait;
  run.waited_lock += wait;
  ++seen_.grants;
  seen_.lock_wait.Add(wait);
  seen_.lock_wait_all.Add(wait);
  seen_.lock_wait_histogram.Add(wait);
  seen_.series.Add(wait);
  seen_.by_source.Served(run.source, wait);
  seen_.by_state.Served(run.job.state, wait);
  seen_.by_operation.Served(run.job.operation, wait);
  if (seen_.by_hour.size() > 0) seen_.by_hour.Served(HourOfWeek(run.asked), wait);
}

void Replication::CountUnserved(Run& run, SimTime wait) {
  ++all_answers_;
  waited_ += wait;
  run.waited_lock += wait;
  seen_.lock_wait_all.Add(wait);
  seen_.lost_wait_histogram.Add(wait);
  seen_.series.Add(wait);
  ++seen_.by_source[run.source].failed;
  ++seen_.by_state[run.job.state].failed;
  ++seen_.by_operation[run.job.operation].failed;
  if (seen_.by_hour.size() > 0) ++seen_.by_hour[HourOfWeek(run.asked)].failed;
}

void Replication::CountAttempt(const Run& run, Outcome outcome) {
  ++seen_.outcomes[static_cast<size_t>(outcome)];
  if (outcome == Outcome::kDone) {
    seen_.useful_work += run.worked;
    return;
  }
  seen_.wasted_work += run.worked;
  if (!model_.scenario.sources[run.source].human) return;
  seen_.engineer_waiting += run.worked;
  ++seen_.engineer_failures;
}

void Replication::CountChange(const Run& run, bool done) {
  if (model_.scenario.sources[run.source].human) {
    seen_.engineer_waiting += run.waited_lock + run.waited_runner;
  }
  GroupTally* const groups[] = {&seen_.by_source[run.source], &seen_.by_state[run.job.state],
                                &seen_.by_operation[run.job.operation]};
  if (!done) {
    ++seen_.dropped;
    for (GroupTally* group : groups) ++group->dropped;
    return;
  }
  const SimTime sojourn = now_ - run.began;
  const SimTime delay = sojourn - run.worked;
  ++seen_.done;
  seen_.sojourn.Add(sojourn);
  seen_.delay.Add(delay);
  seen_.delay_histogram.Add(delay);
  for (GroupTally* group : groups) {
    ++group->done;
    group->delay.Add(delay);
  }
}

void Replication::OnWarmedUp() {
  const uint64_t events = seen_.events;
  const std::string violation = seen_.violation;
  seen_.Clear();
  seen_.events = events;
  seen_.violation = violation;
  window_begin_ = now_;
  for (size_t level = 0; level < kLevels; ++level) {
    levels_before_[level] = levels_[level].Integral(now_);
  }
  for (size_t state = 0; state < held_.size(); ++state) {
    held_before_[state] = held_[state].Integral(now_);
  }
}

void Replication::ScheduleHour() {
  const SimTime next = (now_ / kHour + 1) * kHour;
  queue_.Push(Event(next, EventKind::kHourBegins, 0, 0, 0));
}

void Replication::OnHour() {
  const size_t hour = HourOfWeek(now_);
  seen_.working_at_hour[hour] +=
      static_cast<uint64_t>(levels_[static_cast<size_t>(Level::kWorking)].value);
  ++seen_.hours_seen[hour];
  ScheduleHour();
}

}  // namespace tfsck
