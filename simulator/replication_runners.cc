// Who gets a runner, and when.
#include "simulator/replication.h"

namespace tfsck {

bool Replication::AskForRunner(uint32_t slot) {
  Run& run = runs_[slot];
  run.asked_runner = now_;
  if (trace_ != nullptr) Trace(TraceKind::kAskedForRunner, run);
  if (pool_.Free()) {
    GrantRunner(slot);
    return true;
  }
  if (pool_.waiting.count >= model_.scenario.runners.queue_limit || run.job.runner_patience == 0) {
    Fail(slot, Outcome::kRunnerTimeout);
    return false;
  }
  QueueForRunner(slot);
  SetStatus(slot, RunStatus::kWaitsForRunner);
  run.due = kEndOfTime;
  if (run.job.runner_patience < kEndOfTime - now_) {
    run.due = now_ + run.job.runner_patience;
    Push(run.due, EventKind::kTimeout, slot);
  }
  return false;
}

void Replication::QueueForRunner(uint32_t slot) {
  const bool priority = model_.scenario.runners.priority;
  const uint32_t own_class = model_.operations[runs_[slot].job.operation].runner_class;
  uint32_t place = kNobody;
  for (uint32_t last = pool_.waiting.tail; priority && last != kNobody;
       place = last, last = runs_[last].previous) {
    if (model_.operations[runs_[last].job.operation].runner_class <= own_class) break;
  }
  pool_.waiting.InsertBefore(runs_, place, slot);
}

void Replication::GrantRunner(uint32_t slot) {
  Run& run = runs_[slot];
  CancelEvents(run);
  if (pool_.count != 0 && pool_.busy >= pool_.count)
    Violate("more runners are busy than there are");
  ++pool_.busy;
  run.on_runner = true;
  const SimTime wait = now_ - run.asked_runner;
  run.waited_runner += wait;
  seen_.runner_wait.Add(wait);
  seen_.runner_wait_histogram.Add(wait);
  run.status = RunStatus::kGranted;
  if (trace_ != nullptr) Trace(TraceKind::kRunnerGranted, run);
}

void Replication::ReleaseRunner(uint32_t slot) {
  runs_[slot].on_runner = false;
  if (pool_.busy == 0) return Violate("a runner was given back that nobody had");
  --pool_.busy;
  const uint32_t next = pool_.waiting.head;
  if (next == kNobody || !pool_.Free()) return;
  pool_.waiting.Remove(runs_, next);
  GrantRunner(next);
  ready_.push_back(next);
}

}  // namespace tfsck
