// What goes wrong: runs that die, locks they leave, locks taken from the living, stores that fail.
#include <algorithm>

#include "simulator/purpose.h"
#include "simulator/replication.h"

namespace tfsck {

// How long the run really works of the `takes` it would: until it dies, where it does.  Schedules
// the instant at which somebody takes its lock, where somebody does.
[[gnu::noinline]] SimTime Replication::UntilDeath(Run& run, SimTime takes) {
  SimTime lives = kEndOfTime;
  if (run.holds) lives = run.job.dies_after - run.locked_work;
  if (run.on_runner) lives = std::min(lives, run.job.loses_runner_after - run.runner_work);
  lives = std::max<SimTime>(lives, 0);
  run.dies = lives < takes;
  const SimTime works = std::min(lives, takes);
  const SimTime taken = run.job.loses_lock_after - run.locked_work;
  if (run.holds && taken >= 0 && taken < works) Push(now_ + taken, EventKind::kForcedUnlock, run);
  return works;
}

// Counts the work of a step that has ended towards the instants at which things happen to the run.
void Replication::ComeNearerToDeath(Run& run) {
  if (run.holds || run.forced) run.locked_work += run.work_takes;
  if (run.on_runner) run.runner_work += run.work_takes;
}

[[gnu::noinline]] void Replication::Crash(Run& run) {
  Trace(TraceKind::kCrashed, run);
  if (!accounts_.empty()) LeaveAccount(run);
  const double leaves = Uniform(book_.key(), run.actor, purpose::kLeavesLock, run.job.number);
  if (run.holds && leaves < model_.scenario.faults.leaves_lock) LeaveLockBehind(run);
  // A redo is not doomed to the same death.
  run.job.dies_after = run.job.loses_runner_after = kEndOfTime;
  Fail(run, Outcome::kCrashed);
}

// The lock goes over to a ghost, which stays until somebody removes it.
[[gnu::noinline]] void Replication::LeaveLockBehind(Run& run) {
  Run& dead = NewSlot();
  dead.number = run.number;
  dead.actor = run.actor;
  dead.source = run.source;
  dead.origin = run.origin;
  dead.attempt = run.attempt;
  dead.operation = run.operation;
  dead.job = run.job;
  dead.set = run.set;
  dead.line = run.line;
  dead.holds = true;
  dead.held_since = run.held_since;
  if (run.drawn_set) KeepDrawnSet(run, dead);
  run.holds = false;
  SetStatus(dead, RunStatus::kGhost);
  ++seen_.stale_locks;
  dead.due = UnlockInstant(dead);
  if (dead.due < kEndOfTime) Push(dead.due, EventKind::kStaleUnlock, dead);
}

// Somebody notices and unlocks after a while; where there are office hours, only the time within
// them counts.
[[gnu::noinline]] SimTime Replication::UnlockInstant(const Run& run) const {
  const Faults& faults = model_.scenario.faults;
  if (!faults.unlock_delay) return now_;
  const double u = Uniform(book_.key(), run.actor, purpose::kUnlockDelay,
                           run.job.number * 64 + run.attempt % 64);
  SimTime left = model_.unlock_delay.Sample(u);
  if (left >= kEndOfTime - now_) return kEndOfTime;
  if (!faults.office_hours) return now_ + left;
  const SimTime offset = run.origin->utc_offset_minutes * kMinute;
  const auto begin = static_cast<SimTime>(faults.office_begin * static_cast<double>(kHour));
  const auto end = static_cast<SimTime>(faults.office_end * static_cast<double>(kHour));
  const SimTime day_length = end - begin;
  SimTime local = now_ + offset + kWeek;  // not negative
  // Whole weeks first, so that a long delay costs no more than a short one.
  local += left / (5 * day_length) * kWeek;
  left %= 5 * day_length;
  for (;;) {
    const SimTime day = local / kDay;
    const SimTime opens = std::max(local, day * kDay + begin);
    const SimTime closes = day * kDay + end;
    if (day % 7 < 5 && opens < closes) {
      if (opens + left <= closes) return opens + left - offset - kWeek;
      left -= closes - opens;
    }
    local = (day + 1) * kDay;
  }
}

[[gnu::noinline]] void Replication::OnForcedUnlock(Run& run) {
  if (StoreFails()) return;  // in vain
  ++seen_.forced_unlocks;
  Trace(TraceKind::kLockForced, run);
  run.forced = true;
  // How long it stood still before is part of what it takes; from now on it goes on.
  if (WorkPauses()) run.work_began += PausedUntil(now_) - run.pause_mark;
  run.job.loses_lock_after = kEndOfTime;
  FreeItems(run);
  levels_.Update(run, now_);
  // Who has no lock does not stand still.
  if (!accounts_.empty()) GoOnWithRefresh(run.slot());
  Scan(*run.line);
}

[[gnu::noinline]] void Replication::OnStaleUnlock(Run& run) {
  if (StoreFails()) {
    run.due = store_down_at_ + outage_;
    return Push(run.due, EventKind::kStaleUnlock, run);
  }
  Trace(TraceKind::kStaleUnlocked, run);
  RunQueue& line = *run.line;
  fingerprint_.Add(now_, Happening::kRelease, run.order());
  FreeItems(run);
  FreeSlot(run);
  Scan(line);
}

[[gnu::noinline]] void Replication::ScheduleOutage() {
  const double u = Uniform(book_.key(), 0, purpose::kStoreUp, outages_);
  const SimTime lasts = model_.outage_up.Sample(u);
  if (lasts >= kEndOfTime - now_) return;
  queue_.Push(Event(now_ + lasts, EventKind::kStoreDown, EventTag()));
}

[[gnu::noinline]] void Replication::OnStoreDown() {
  store_up_ = false;
  TraceStore(TraceKind::kStoreDown);
  paused_ += outage_;
  store_down_at_ = now_;
  outage_ = model_.outage.Sample(Uniform(book_.key(), 0, purpose::kStoreDown, outages_++));
  outage_ = std::min(outage_, kEndOfTime - now_);
  queue_.Push(Event(now_ + outage_, EventKind::kStoreUp, EventTag()));
  if (!accounts_.empty() && WorkPauses()) StopRefreshes();
  if (!StoreFails() || discipline_.wait != WaitRule::kPoll) return;
  // Attempts that nobody looks at while the lock is taken now fail, so they have to happen.
  for (const RunQueue& queue : queues_) {
    for (Run* run = queue.head; run != nullptr; run = run->next) SchedulePoll(*run, now_);
  }
}

void Replication::TraceStore(TraceKind kind) {
  if (trace_ == nullptr) return;
  TraceEvent event;
  event.time = now_;
  event.kind = kind;
  trace_->Record(event);
}

[[gnu::noinline]] void Replication::OnStoreUp() {
  store_up_ = true;
  TraceStore(TraceKind::kStoreUp);
  if (!accounts_.empty()) GoOnWithRefreshes();
  ScheduleOutage();
}

// How long work under a lock has stood still up to an instant not before the last outage.
SimTime Replication::PausedUntil(SimTime instant) const {
  return WorkPauses() ? paused_ + std::min(instant - store_down_at_, outage_) : 0;
}

// Whether the step does not end as it should: now, or as a success.
[[gnu::noinline]] bool Replication::StopsInOutage(Run& run) {
  if (WorkPauses()) return ShiftForOutage(run);
  if (!StoreFails() || run.dies) return false;
  // Who lost his lock does not know; it stays where it is held, as after a crash.
  const ModelStep& step = *run.at;
  const bool lets_go = step.last || run.at[1].lock == LockMode::kNone || run.at[1].new_hold;
  const bool unlocks = lets_go && (run.holds || run.forced);
  if (!step.commits && !unlocks) return false;
  CountWork(run);
  Trace(TraceKind::kStepEnded, run);
  Fail(run, Outcome::kStoreFailed);
  return true;
}

// Whether the end of the step has been put off, because the work stood still meanwhile.
bool Replication::ShiftForOutage(Run& run) {
  const SimTime stood_still = run.holds ? paused_ + outage_ - run.pause_mark : 0;
  const SimTime end = run.work_began + run.work_takes + stood_still;
  if (end <= now_) return false;
  run.due = end;
  Push(end, EventKind::kStepEnd, run);
  return true;
}

}  // namespace tfsck
