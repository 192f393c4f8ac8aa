// How runs come, go from step to step, and leave.
#include "simulator/purpose.h"
#include "simulator/replication.h"

namespace tfsck {

void Replication::ScheduleArrival(uint32_t actor) {
  const SimTime at = book_.Next(actor).at;
  if (at < kEndOfTime) queue_.Push(Event(at, EventKind::kArrival, EventTag(actor, actor)));
}

void Replication::ScheduleThought(uint32_t actor) {
  const SimTime at = now_ + book_.Next(actor).at;
  if (at >= kEndOfTime) return;
  queue_.Push(Event(at, EventKind::kThought, EventTag(actor, actor)));
  ++thinking_;
}

void Replication::OnArrival(uint32_t actor) {
  Run& run = NewRun(actor);
  ScheduleArrival(actor);
  BeginAttempt(run);
}

void Replication::OnThought(uint32_t actor) {
  --thinking_;
  BeginAttempt(NewRun(actor));
}

[[gnu::noinline]] void Replication::OnRetry(Run& run) {
  ++run.attempt;
  const ModelSource& source = *run.origin;
  if (source.retry.redraw) book_.Redraw(run.actor, run.attempt, run.job);
  // Who only comes back to the lock has what came before it behind him.
  const bool from_the_start = source.retry.on_failure == OnFailure::kRetrigger || run.replan;
  if (from_the_start) run.step = 0;
  run.replan = false;
  BeginAttempt(run);
}

Run& Replication::NewRun(uint32_t actor) {
  Run& run = NewSlot();
  run.actor = actor;
  run.source = model_.actor_source[actor];
  run.origin = &model_.sources[run.source];
  run.job = book_.Next(actor);
  run.operation = &model_.operations[run.job.operation];
  book_.Advance(actor);
  run.began = now_;
  ++seen_.changes;
  fingerprint_.Add(now_, Happening::kArrival, run.order());
  Trace(TraceKind::kArrived, run);
  return run;
}

void Replication::BeginAttempt(Run& run) {
  run.locked_work = run.runner_work = 0;
  run.forced = run.dies = false;
  // Who goes on where he failed still has what he did and the plan of then.
  if (run.step == 0) {
    run.worked = run.by_people = 0;
    run.base = commits_;
  }
  run.at = &run.operation->steps[run.step];
  ChooseSet(run);
  EnterStep(run);
}

// Gives back what the step does without, then asks for what it needs.
void Replication::EnterStep(Run& run) {
  const ModelStep& step = *run.at;
  if (step.lock == LockMode::kNone || step.new_hold) {
    if (run.holds) ReleaseLock(run);
    run.forced = false;
  }
  if (run.on_runner && !step.runner) ReleaseRunner(run);
  Acquire(run);
}

void Replication::Acquire(Run& run) {
  const ModelStep& step = *run.at;
  const bool wants_runner = step.runner && !run.on_runner;
  const bool runner_first = model_.scenario.runners.order == RunnerOrder::kRunnerThenLock;
  if (wants_runner && runner_first && !AskForRunner(run)) return;
  // Whose lock was taken away does not know, and goes on.
  const bool locked = run.holds || run.forced || step.lock == LockMode::kNone;
  if (!locked && !AskForLock(run)) return;
  if (step.runner && !run.on_runner && !AskForRunner(run)) return;
  StartWork(run);
}

void Replication::StartWork(Run& run) {
  const ModelStep& step = *run.at;
  if (step.checks_plan && locks_.WrittenSince(run.set, run.base)) {
    return Fail(run, Outcome::kStalePlan);
  }
  if (step.makes_plan) run.base = commits_;
  SimTime takes = run.job.work[run.step];
  if (step.shares_rate) [[unlikely]]
    takes = BeginRefresh(run, takes);
  run.dies = false;
  if (model_.draws_crashes) takes = UntilDeath(run, takes);
  run.work_began = now_;
  run.work_takes = takes;
  run.pause_mark = PausedUntil(now_);
  run.due = now_ + takes;
  run.by_a_person = step.by_a_person;
  SetStatus(run, RunStatus::kWorks);
  Push(run.due, EventKind::kStepEnd, run);
  Trace(TraceKind::kStepBegan, run);
}

void Replication::OnStepEnd(Run& run) {
  if (outages_ > 0 && StopsInOutage(run)) return;
  CountWork(run);
  if (run.dies) return Crash(run);
  Trace(TraceKind::kStepEnded, run);
  if (run.at->commits && !Commit(run)) return;
  if (run.at->last) return Finish(run);
  ++run.step;
  ++run.at;
  EnterStep(run);
}

// Writes what the run changed; false where it could not, and has failed.
bool Replication::Commit(Run& run) {
  if (discipline_.validation != Validation::kNone && locks_.WrittenSince(run.set, run.base)) {
    fingerprint_.Add(now_, Happening::kAbort, run.order());
    Fail(run, Outcome::kConflict);
    return false;
  }
  // Whose lock was taken away does not know what others wrote meanwhile, and overwrites it.
  if (run.forced && locks_.WrittenSince(run.set, run.held_base)) ++seen_.lost_updates;
  ++commits_;
  if (model_.looks_for_writes) locks_.Commit(run.set, commits_);
  ++seen_.commits;
  fingerprint_.Add(now_, Happening::kCommit, run.order());
  Trace(TraceKind::kCommitted, run);
  return true;
}

void Replication::Finish(Run& run) {
  if (run.holds && run.job.dies_when_done) LeaveLockBehind(run);
  if (run.holds) ReleaseLock(run);
  if (run.on_runner) ReleaseRunner(run);
  CountAttempt(run, Outcome::kDone);
  Leave(run, true);
}

[[gnu::noinline]] void Replication::Fail(Run& run, Outcome outcome) {
  CancelEvents(run);
  if (run.holds) StoreFails() ? LeaveLockBehind(run) : ReleaseLock(run);
  if (run.on_runner) ReleaseRunner(run);
  // What was planned or applied in vain is done again whatever the person's habit.
  run.replan = outcome != Outcome::kLockTimeout && outcome != Outcome::kRefused &&
               outcome != Outcome::kLostRace && outcome != Outcome::kRunnerTimeout;
  CountAttempt(run, outcome);
  Trace(TraceKind::kFailed, run, static_cast<uint32_t>(outcome));
  RetryOrDrop(run);
}

[[gnu::noinline]] void Replication::RetryOrDrop(Run& run) {
  const ModelSource& source = *run.origin;
  if (source.retry.on_failure == OnFailure::kGiveUp || run.attempt >= source.retry.most) {
    return Leave(run, false);
  }
  const SimTime after = RetryDelay(run);
  if (now_ + after >= kEndOfTime) return Leave(run, false);
  SetStatus(run, RunStatus::kAway);
  run.due = now_ + after;
  Push(now_ + after, EventKind::kRetry, run);
}

[[gnu::noinline]] SimTime Replication::RetryDelay(const Run& run) const {
  const double u = Uniform(book_.key(), run.actor, purpose::kRetryDelay,
                           run.job.number << 20 | (run.attempt & 0xfffff));
  return run.origin->retry_after.Sample(u);
}

void Replication::Leave(Run& run, bool done) {
  done ? CountDone(run) : CountDropped(run);
  Trace(done ? TraceKind::kDone : TraceKind::kDropped, run);
  FreeSlot(run);
  if (run.origin->closed) ScheduleThought(run.actor);
}

}  // namespace tfsck
