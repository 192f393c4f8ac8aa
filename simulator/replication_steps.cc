// How runs come, go from step to step, and leave.
#include "simulator/purpose.h"
#include "simulator/replication.h"

namespace tfsck {

void Replication::ScheduleArrival(uint32_t actor) {
  const SimTime at = book_.Next(actor).at;
  if (at < kEndOfTime) queue_.Push(Event(at, EventKind::kArrival, actor, actor, 0));
}

void Replication::ScheduleThought(uint32_t actor) {
  const SimTime at = now_ + book_.Next(actor).at;
  if (at >= kEndOfTime) return;
  queue_.Push(Event(at, EventKind::kThought, actor, actor, 0));
  ++thinking_;
}

void Replication::OnArrival(uint32_t actor) {
  const uint32_t slot = NewRun(actor);
  ScheduleArrival(actor);
  BeginAttempt(slot);
}

void Replication::OnThought(uint32_t actor) {
  --thinking_;
  BeginAttempt(NewRun(actor));
}

void Replication::OnRetry(uint32_t slot) {
  Run& run = runs_[slot];
  ++run.attempt;
  const ModelSource& source = model_.sources[run.source];
  if (source.retry.redraw) book_.Redraw(run.actor, run.attempt, run.job);
  // Who only comes back to the lock has what came before it behind him.
  const bool from_the_start = source.retry.on_failure == OnFailure::kRetrigger || run.replan;
  if (from_the_start) run.step = 0;
  run.replan = false;
  BeginAttempt(slot);
}

uint32_t Replication::NewRun(uint32_t actor) {
  const uint32_t slot = NewSlot();
  Run& run = runs_[slot];
  run.actor = actor;
  run.source = model_.actor_source[actor];
  run.job = book_.Next(actor);
  book_.Advance(actor);
  run.began = now_;
  ++seen_.changes;
  fingerprint_.Add(now_, Happening::kArrival, run.order);
  Trace(TraceKind::kArrived, run);
  return slot;
}

void Replication::BeginAttempt(uint32_t slot) {
  Run& run = runs_[slot];
  run.attempt_began = now_;
  run.worked = run.locked_work = run.runner_work = 0;
  run.forced = run.dies = false;
  // Who comes back with a plan in hand still has the plan of then.
  if (run.step == 0) run.base = commits_;
  ChooseSet(slot);
  EnterStep(slot);
}

// Gives back what the step does without, then asks for what it needs.
void Replication::EnterStep(uint32_t slot) {
  Run& run = runs_[slot];
  const ModelStep& step = StepOf(run);
  if (step.lock == LockMode::kNone || step.new_hold) {
    if (run.holds) ReleaseLock(slot);
    run.forced = false;
  }
  if (run.on_runner && !step.runner) ReleaseRunner(slot);
  Acquire(slot);
}

void Replication::Acquire(uint32_t slot) {
  const Run& run = runs_[slot];
  const ModelStep& step = StepOf(run);
  const bool runner_first = model_.scenario.runners.order == RunnerOrder::kRunnerThenLock;
  if (runner_first && step.runner && !run.on_runner && !AskForRunner(slot)) return;
  // Whose lock was taken away does not know, and goes on.
  const bool locked = run.holds || run.forced || step.lock == LockMode::kNone;
  if (!locked && !AskForLock(slot)) return;
  if (step.runner && !run.on_runner && !AskForRunner(slot)) return;
  StartWork(slot);
}

void Replication::StartWork(uint32_t slot) {
  Run& run = runs_[slot];
  const ModelStep& step = StepOf(run);
  if (step.checks_plan && locks_.WrittenSince(run.set, run.base)) {
    return Fail(slot, Outcome::kStalePlan);
  }
  if (step.makes_plan) run.base = commits_;
  SimTime takes = run.job.work[run.step];
  run.dies = false;
  if (model_.draws_crashes) takes = UntilDeath(slot, takes);
  run.work_began = now_;
  run.work_takes = takes;
  run.pause_mark = PausedUntil(now_);
  run.due = now_ + takes;
  run.by_a_person = step.kind == StepKind::kApprove || step.kind == StepKind::kReview;
  SetStatus(slot, RunStatus::kWorks);
  Push(run.due, EventKind::kStepEnd, slot);
  if (trace_ != nullptr) Trace(TraceKind::kStepBegan, run);
}

void Replication::OnStepEnd(uint32_t slot) {
  Run& run = runs_[slot];
  if (ShiftForOutage(slot)) return;
  const SimTime worked = run.work_takes;
  run.worked += worked;
  if (run.holds || run.forced) run.locked_work += worked;
  if (run.on_runner) run.runner_work += worked;
  if (trace_ != nullptr) Trace(TraceKind::kStepEnded, run);
  if (run.dies) return Crash(slot);
  const ModelOperation& operation = model_.operations[run.job.operation];
  if (operation.steps[run.step].commits && !Commit(slot)) return;
  ++run.step;
  if (run.step == operation.steps.size()) return Finish(slot);
  EnterStep(slot);
}

// Writes what the run changed; false where it could not, and has failed.
bool Replication::Commit(uint32_t slot) {
  Run& run = runs_[slot];
  if (StoreFails()) {
    FailAtStore(slot);
    return false;
  }
  if (model_.lock().validation != Validation::kNone && locks_.WrittenSince(run.set, run.base)) {
    fingerprint_.Add(now_, Happening::kAbort, run.order);
    Fail(slot, Outcome::kConflict);
    return false;
  }
  // Whose lock was taken away does not know what others wrote meanwhile, and overwrites it.
  if (run.forced && locks_.WrittenSince(run.set, run.held_base)) ++seen_.lost_updates;
  locks_.Commit(run.set, ++commits_);
  ++seen_.commits;
  fingerprint_.Add(now_, Happening::kCommit, run.order);
  if (trace_ != nullptr) Trace(TraceKind::kCommitted, run);
  return true;
}

void Replication::Finish(uint32_t slot) {
  if (runs_[slot].holds && runs_[slot].job.dies_when_done) LeaveLockBehind(slot);
  const Run& run = runs_[slot];
  if (run.holds) ReleaseLock(slot);
  if (run.on_runner) ReleaseRunner(slot);
  CountAttempt(run, Outcome::kDone);
  Leave(slot, true);
}

void Replication::Fail(uint32_t slot, Outcome outcome) {
  Run& run = runs_[slot];
  CancelEvents(run);
  if (run.holds) ReleaseLock(slot);
  if (run.on_runner) ReleaseRunner(slot);
  CountAttempt(run, outcome);
  if (trace_ != nullptr) Trace(TraceKind::kFailed, run, static_cast<uint32_t>(outcome));
  // What was planned or applied in vain is done again whatever the person's habit.
  run.replan = outcome != Outcome::kLockTimeout && outcome != Outcome::kRefused &&
               outcome != Outcome::kLostRace && outcome != Outcome::kRunnerTimeout;
  RetryOrDrop(slot);
}

void Replication::RetryOrDrop(uint32_t slot) {
  const Run& run = runs_[slot];
  const ModelSource& source = model_.sources[run.source];
  if (source.retry.on_failure == OnFailure::kGiveUp || run.attempt >= source.retry.most) {
    return Leave(slot, false);
  }
  const SimTime after = RetryDelay(run);
  if (now_ + after >= kEndOfTime) return Leave(slot, false);
  SetStatus(slot, RunStatus::kAway);
  runs_[slot].due = now_ + after;
  Push(now_ + after, EventKind::kRetry, slot);
}

SimTime Replication::RetryDelay(const Run& run) const {
  const double u = Uniform(book_.key(), run.actor, purpose::kRetryDelay,
                           run.job.number << 20 | (run.attempt & 0xfffff));
  return model_.sources[run.source].retry_after.Sample(u);
}

void Replication::Leave(uint32_t slot, bool done) {
  const Run& run = runs_[slot];
  CountChange(run, done);
  Trace(done ? TraceKind::kDone : TraceKind::kDropped, run);
  const uint32_t actor = run.actor;
  const bool closed = model_.sources[run.source].closed;
  FreeSlot(slot);
  if (closed) ScheduleThought(actor);
}

}  // namespace tfsck
