// What goes wrong: runs that die, locks they leave, locks taken from the living, stores that fail.
#include <algorithm>

#include "simulator/purpose.h"
#include "simulator/replication.h"

namespace tfsck {

// How long the run really works of the `takes` it would: until it dies, where it does.  Schedules
// the instant at which somebody takes its lock, where somebody does.
SimTime Replication::UntilDeath(uint32_t slot, SimTime takes) {
  Run& run = runs_[slot];
  SimTime lives = kEndOfTime;
  if (run.holds) lives = run.job.dies_after - run.locked_work;
  if (run.on_runner) lives = std::min(lives, run.job.loses_runner_after - run.runner_work);
  lives = std::max<SimTime>(lives, 0);
  run.dies = lives < takes;
  const SimTime works = std::min(lives, takes);
  const SimTime taken = run.job.loses_lock_after - run.locked_work;
  if (run.holds && taken >= 0 && taken < works) Push(now_ + taken, EventKind::kForcedUnlock, slot);
  return works;
}

void Replication::Crash(uint32_t slot) {
  const Run& run = runs_[slot];
  if (trace_ != nullptr) Trace(TraceKind::kCrashed, run);
  const double leaves = Uniform(book_.key(), run.actor, purpose::kLeavesLock, run.job.number);
  if (run.holds && leaves < model_.scenario.faults.leaves_lock) LeaveLockBehind(slot);
  // A redo is not doomed to the same death.  (The table of runs may have moved.)
  Job& job = runs_[slot].job;
  job.dies_after = job.loses_runner_after = kEndOfTime;
  Fail(slot, Outcome::kCrashed);
}

// The lock goes over to a ghost, which stays until somebody removes it.
void Replication::LeaveLockBehind(uint32_t slot) {
  const uint32_t ghost = NewSlot();
  Run& run = runs_[slot];
  Run& dead = runs_[ghost];
  dead.actor = run.actor;
  dead.source = run.source;
  dead.attempt = run.attempt;
  dead.job = run.job;
  dead.set = run.set;
  dead.domain = run.domain;
  dead.holds = true;
  dead.held_since = run.held_since;
  if (run.drawn_set) KeepDrawnSet(slot, ghost);
  run.holds = false;
  SetStatus(ghost, RunStatus::kGhost);
  ++seen_.stale_locks;
  dead.due = UnlockInstant(dead);
  if (dead.due < kEndOfTime) Push(dead.due, EventKind::kStaleUnlock, ghost);
}

// Somebody notices and unlocks after a while; where there are office hours, only the time within
// them counts.
SimTime Replication::UnlockInstant(const Run& run) const {
  const Faults& faults = model_.scenario.faults;
  if (!faults.unlock_delay) return now_;
  const double u = Uniform(book_.key(), run.actor, purpose::kUnlockDelay,
                           run.job.number * 64 + run.attempt % 64);
  SimTime left = model_.unlock_delay.Sample(u);
  if (left >= kEndOfTime - now_) return kEndOfTime;
  if (!faults.office_hours) return now_ + left;
  const SimTime offset = model_.sources[run.source].utc_offset_minutes * kMinute;
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

void Replication::OnForcedUnlock(uint32_t slot) {
  Run& run = runs_[slot];
  ++seen_.forced_unlocks;
  if (trace_ != nullptr) Trace(TraceKind::kLockForced, run);
  run.forced = true;
  run.job.loses_lock_after = kEndOfTime;
  FreeItems(slot);
  UpdateLevels(run);
  Scan(run.domain, now_);
}

void Replication::OnStaleUnlock(uint32_t slot) {
  if (trace_ != nullptr) Trace(TraceKind::kStaleUnlocked, runs_[slot]);
  const uint32_t domain = runs_[slot].domain;
  fingerprint_.Add(now_, Happening::kRelease, runs_[slot].order);
  FreeItems(slot);
  FreeSlot(slot);
  Scan(domain, now_);
}

// Neither can the state be written nor the lock be given back: it stays, as after a crash.
void Replication::FailAtStore(uint32_t slot) {
  if (runs_[slot].holds) LeaveLockBehind(slot);
  Fail(slot, Outcome::kStoreFailed);
}

void Replication::ScheduleOutage() {
  const double u = Uniform(book_.key(), 0, purpose::kStoreUp, outages_);
  const SimTime lasts = model_.outage_up.Sample(u);
  if (lasts >= kEndOfTime - now_) return;
  queue_.Push(Event(now_ + lasts, EventKind::kStoreDown, 0, 0, 0));
}

void Replication::OnStoreDown() {
  store_up_ = false;
  paused_ += outage_;
  store_down_at_ = now_;
  outage_ = model_.outage.Sample(Uniform(book_.key(), 0, purpose::kStoreDown, outages_++));
  outage_ = std::min(outage_, kEndOfTime - now_);
  queue_.Push(Event(now_ + outage_, EventKind::kStoreUp, 0, 0, 0));
  if (!StoreFails() || model_.lock().wait != WaitRule::kPoll) return;
  // Attempts that nobody looks at while the lock is taken now fail, so they have to happen.
  for (const RunQueue& queue : queues_) {
    for (uint32_t slot = queue.head; slot != kNobody; slot = runs_[slot].next) {
      SchedulePoll(slot, now_);
    }
  }
}

void Replication::OnStoreUp() {
  store_up_ = true;
  ScheduleOutage();
}

// How long work under a lock has stood still up to an instant not before the last outage.
SimTime Replication::PausedUntil(SimTime instant) const {
  if (outages_ == 0 || model_.scenario.faults.outage_effect != OutageEffect::kPause) return 0;
  return paused_ + std::min(instant - store_down_at_, outage_);
}

// Whether the end of the step has been put off, because the work stood still meanwhile.
bool Replication::ShiftForOutage(uint32_t slot) {
  if (outages_ == 0 || model_.scenario.faults.outage_effect != OutageEffect::kPause) return false;
  Run& run = runs_[slot];
  if (!run.holds) return false;
  const SimTime whole = paused_ + outage_;
  const SimTime stood_still = whole - run.pause_mark;
  const SimTime end = run.work_began + run.work_takes + stood_still;
  if (end <= now_) return false;
  run.due = end;
  Push(end, EventKind::kStepEnd, slot);
  return true;
}

}  // namespace tfsck
