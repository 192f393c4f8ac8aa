// What must hold in every replication, whatever the scenario.
#include "simulator/replication.h"

namespace tfsck {

[[gnu::noinline]] void Replication::Violate(const char* what) {
  if (seen_.violation.empty()) seen_.violation = what;
}

void Replication::CheckInvariants() {
  if (seen_.excess != Excess::kNone || seen_.interrupted) return;
  __int128 waited = waits_before_.sum + seen_.lock_wait_all.sum;
  __int128 held = holds_before_.sum + seen_.hold.sum;
  uint64_t waiting = 0;
  uint64_t on_runners = 0;
  for (uint32_t slot = 0; slot < runs_.size(); ++slot) {
    const Run& run = runs_[slot];
    if (run.status == RunStatus::kFree) continue;
    CheckRun(run);
    if (run.status == RunStatus::kWaitsForLock) {
      ++waiting;
      waited += now_ - run.asked;
    }
    if (run.holds) held += now_ - run.held_since;
    if (run.on_runner) ++on_runners;
  }
  CheckQueues(waiting);
  CheckArrivals();
  if (!accounts_.empty()) CheckAccounts();
  const auto whole = [this](Level level) { return levels_.Integral(level); };
  const uint64_t answers = waits_before_.count + seen_.lock_wait_all.count;
  if (requests_before_ + seen_.requests != answers + waiting) {
    Violate("requests for the lock are not those answered and those waiting");
  }
  if (waited != whole(Level::kWaitingForLock)) {
    Violate("waiting times do not add up to the integral of the queue (Little's law)");
  }
  if (held != whole(Level::kHeldWorking) + whole(Level::kHeldHuman) + whole(Level::kHeldIdle) +
                  whole(Level::kHeldStale)) {
    Violate("holds do not add up to the integral of the locks held");
  }
  if (on_runners != pool_.busy) Violate("busy runners are not those that runs have");
  CheckLocks();
}

// Nobody works or waits beyond his time, and nobody waits in a queue for what is free.
void Replication::CheckRun(const Run& run) {
  switch (run.status) {
    case RunStatus::kWorks:
      if (run.due < now_) Violate("a step did not end when it was due");
      break;
    case RunStatus::kWaitsForLock:
      if (run.due < now_) Violate("a run waits beyond its patience");
      if (run.poll_at >= 0 && run.poll_at < now_) Violate("a run has missed its attempt");
      if (discipline_.wait == WaitRule::kQueue && run.line->head == &run && locks_.Free(run.set)) {
        Violate("the head of a queue waits for a lock that is free");
      }
      break;
    case RunStatus::kWaitsForRunner:
      if (run.due < now_) Violate("a run waits for a runner beyond its patience");
      if (pool_.Free()) Violate("a run waits though a runner is free");
      break;
    case RunStatus::kAway:
      if (run.due < now_) Violate("a run did not come back when it was due");
      break;
    case RunStatus::kGhost:
      if (run.due < now_) Violate("a lock left behind was not removed when it was due");
      break;
    case RunStatus::kGranted:
      Violate("a granted run did not go on");
      break;
    default:
      break;
  }
}

// Who waits stands in the queue of his domain or of the runners.
void Replication::CheckQueues(uint64_t waiting) {
  uint64_t queued = 0;
  for (const RunQueue& queue : queues_) {
    for (const Run* run = queue.head; run != nullptr; run = run->next) {
      ++queued;
      if (run->status != RunStatus::kWaitsForLock) Violate("who does not wait is in a queue");
    }
  }
  if (queued != waiting) Violate("those who wait for a lock are not those in the queues");
  uint64_t without_runner = 0;
  for (uint32_t slot = 0; slot < runs_.size(); ++slot) {
    if (runs_[slot].status == RunStatus::kWaitsForRunner) ++without_runner;
  }
  if (without_runner != pool_.waiting.count) {
    Violate("those who wait for a runner are not those in the queue of the pool");
  }
}

// Open sources have sent all who were due; every actor of a closed one is under way or thinks.
void Replication::CheckArrivals() {
  for (uint32_t actor = 0; actor < model_.actors(); ++actor) {
    if (!model_.sources[model_.actor_source[actor]].closed && book_.Next(actor).at < now_) {
      Violate("an arrival did not happen");
    }
  }
  uint64_t expected = 0;
  queue_.Purge([&expected](const Event& event) {
    if (event.kind() == EventKind::kThought) ++expected;
    return false;
  });
  if (expected != thinking_) Violate("a thought did not end");
}

// Every lock that is held is held by runs that are there, and once where it is exclusive.
void Replication::CheckLocks() {
  for (uint32_t slot = 0; slot < runs_.size(); ++slot) {
    const Run& run = runs_[slot];
    if (run.status == RunStatus::kFree || !run.holds) continue;
    if (!locks_.Release(run.set)) return Violate("a run holds a lock that the table does not know");
  }
  for (uint32_t item = 0; item < model_.items; ++item) {
    if (locks_.holders(item) != 0) return Violate("a lock is held by nobody");
  }
}

}  // namespace tfsck
