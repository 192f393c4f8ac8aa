// What a replication counts.
#include "simulator/replication.h"

namespace tfsck {

// So long the run held its locks, state by state.
void Replication::CountHold(const Run& run, SimTime held) {
  OwnLines<__int128>& times = seen_.held_time;
  if (discipline_.scope == LockScope::kResource) {
    times[run.job.state] += held;
    return;
  }
  if (!run.job.crosses) [[likely]] {
    times[run.set.first] += held;
    return;
  }
  for (const uint32_t item : run.set.writes) times[run.set.first + item] += held;
  for (const uint32_t item : run.set.reads) times[run.set.first + item] += held;
}

// Holds are counted when they end: what of those that go on lies before now is added where the
// window ends, and taken away beforehand where it begins.
void Replication::CountOpenHolds(int sign) {
  for (uint32_t slot = 0; slot < runs_.size(); ++slot) {
    const Run& run = runs_[slot];
    if (run.status != RunStatus::kFree && run.holds) CountHold(run, sign * (now_ - run.held_since));
  }
}

void Replication::CountServed(Run& run) {
  const Wait wait(now_ - run.asked);
  run.waited_lock += wait.value;
  seen_.lock_wait_histogram.AddTo(wait.bucket);
  seen_.series.Add(wait.value);
  seen_.by_assignment.Served(run.job.assignment, wait);
  seen_.by_state.Served(StateOf(run), wait);
  if (seen_.some_in_full) [[unlikely]]
    CountServedInFull(run, wait);
}

[[gnu::noinline]] void Replication::CountServedInFull(const Run& run, const Wait& wait) {
  seen_.by_source.ServedInFull(run.source, wait);
  seen_.by_state.ServedInFull(StateOf(run), wait);
  seen_.by_operation.ServedInFull(run.job.operation, wait);
  if (seen_.by_hour.size() == 0) return;
  seen_.by_hour.Served(HourOfWeek(run.asked), wait);
  seen_.by_hour.ServedInFull(HourOfWeek(run.asked), wait);
}

[[gnu::noinline]] void Replication::CountUnserved(Run& run, SimTime wait) {
  run.waited_lock += wait;
  seen_.lock_wait_all.Add(wait);
  seen_.lost_wait_histogram.Add(wait);
  seen_.series.Add(wait);
  ++seen_.by_assignment[run.job.assignment].failed;
  ++seen_.by_state[StateOf(run)].failed;
  if (seen_.by_hour.size() > 0) ++seen_.by_hour[HourOfWeek(run.asked)].failed;
}

void Replication::CountAttempt(const Run& run, Outcome outcome) {
  ++seen_.outcomes[static_cast<size_t>(outcome)];
  if (outcome == Outcome::kDone) {
    seen_.useful_work += run.worked - run.by_people;
    return;
  }
  if (run.origin->human) ++seen_.engineer_failures;
  // Who comes back to where he failed has lost nothing; and what people thought they still know.
  const bool goes_on = run.origin->retry.on_failure == OnFailure::kRetry && !run.replan &&
                       run.attempt < run.origin->retry.most;
  if (goes_on) return;
  const SimTime lost = run.worked - run.by_people;
  seen_.wasted_work += lost;
  if (run.origin->human) seen_.engineer_waiting += lost;
}

// What the change cost in people's patience.
void Replication::CountPatience(const Run& run) {
  if (run.origin->human) {
    seen_.engineer_waiting += run.waited_lock + run.waited_runner;
  }
}

void Replication::CountDone(const Run& run) {
  CountPatience(run);
  const SimTime sojourn = now_ - run.began;
  const Measured delay(sojourn - run.worked);
  seen_.sojourn.Add(sojourn);
  seen_.delay_histogram.Add(delay.value);
  seen_.by_assignment[run.job.assignment].Done(delay);
  seen_.by_state[run.job.state].Done(delay);
}

[[gnu::noinline]] void Replication::CountDropped(const Run& run) {
  CountPatience(run);
  ++seen_.by_assignment[run.job.assignment].dropped;
  ++seen_.by_state[run.job.state].dropped;
}

[[gnu::noinline]] void Replication::OnWarmedUp() {
  seen_.SumUp(model_);
  waits_before_ = seen_.lock_wait_all;
  holds_before_ = seen_.hold;
  requests_before_ = seen_.requests;
  const uint64_t events = seen_.events;
  const std::string violation = seen_.violation;
  seen_.Clear();
  seen_.events = events;
  seen_.violation = violation;
  window_begin_ = now_;
  levels_.CatchUp(runs_, now_);
  for (size_t level = 0; level < kLevels; ++level) {
    levels_before_[level] = levels_.Integral(static_cast<Level>(level));
  }
  CountOpenHolds(-1);
}

void Replication::ScheduleHour() {
  const SimTime next = (now_ / kHour + 1) * kHour;
  queue_.Push(Event(next, EventKind::kHourBegins, EventTag()));
}

[[gnu::noinline]] void Replication::OnHour() {
  const size_t hour = HourOfWeek(now_);
  seen_.working_at_hour[hour] += LevelMeter::Value(Level::kWorking, runs_);
  ++seen_.hours_seen[hour];
  ScheduleHour();
}

}  // namespace tfsck
