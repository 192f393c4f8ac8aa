// Who gets a runner, and when.
#include "simulator/replication.h"

namespace tfsck {

bool Replication::AskForRunner(Run& run) {
  run.asked_runner = now_;
  Trace(TraceKind::kAskedForRunner, run);
  if (!pool_.Free()) return WaitForRunner(run);
  GrantRunner(run);
  return true;
}

// Always false: the run waits, or has failed.
[[gnu::noinline]] bool Replication::WaitForRunner(Run& run) {
  if (pool_.waiting.count >= model_.scenario.runners.queue_limit || run.job.runner_patience == 0) {
    Fail(run, Outcome::kRunnerTimeout);
    return false;
  }
  QueueForRunner(run);
  SetStatus(run, RunStatus::kWaitsForRunner);
  run.due = kEndOfTime;
  if (run.job.runner_patience < kEndOfTime - now_) {
    run.due = now_ + run.job.runner_patience;
    Push(run.due, EventKind::kTimeout, run);
  }
  return false;
}

void Replication::QueueForRunner(Run& run) {
  const bool priority = model_.scenario.runners.priority;
  const uint32_t own_class = run.operation->runner_class;
  Run* place = nullptr;
  for (Run* last = pool_.waiting.tail; priority && last != nullptr;
       place = last, last = last->previous) {
    if (last->operation->runner_class <= own_class) break;
  }
  pool_.waiting.InsertBefore(place, run);
}

void Replication::GrantRunner(Run& run) {
  CancelEvents(run);
  if (!pool_.Free()) Violate("more runners are busy than there are");
  ++pool_.busy;
  run.on_runner = true;
  const SimTime wait = now_ - run.asked_runner;
  run.waited_runner += wait;
  seen_.runner_wait.Add(wait);
  seen_.runner_wait_histogram.Add(wait);
  run.status = RunStatus::kGranted;
  Trace(TraceKind::kRunnerGranted, run);
}

void Replication::ReleaseRunner(Run& run) {
  run.on_runner = false;
  if (pool_.busy == 0) return Violate("a runner was given back that nobody had");
  --pool_.busy;
  Run* const next = pool_.waiting.head;
  if (next == nullptr || !pool_.Free()) return;
  pool_.waiting.Remove(*next);
  GrantRunner(*next);
  ready_.Append(*next);
}

}  // namespace tfsck
