// Polling without poll events.
//
// When a waiting Terraform tries again is a function of when it began to wait, so attempts that
// will find the lock taken need not be carried out.  Whenever something comes free, the earliest
// attempt that could succeed is scheduled; if a newcomer is quicker it fails, and the next release
// looks again.  With LockDiscipline::polls_each_attempt every attempt is an event: slow, obvious,
// and to the bit the same.
#include <algorithm>

#include "simulator/replication.h"

namespace tfsck {

// The first attempt that is answered at `earliest` or later and has not been made; kEndOfTime where
// that would be sent at the deadline or behind it.  Found anew only where the last answer is past.
SimTime Replication::NextPoll(Run& run, SimTime earliest) const {
  // One that began to wait at this instant has tried at this instant, and what comes free later in
  // it (runs that wait for a runner give up after all who try) is too late for an attempt of it.
  const bool tried = attempts_at_ == earliest && run.order() <= attempts_until_;
  if (tried || (discipline_.latency == 0 && earliest <= run.asked)) ++earliest;
  if (earliest < run.poll_from || earliest > run.poll_next) {
    run.poll_from = earliest;
    run.poll_next = FindNextPoll(run, earliest);
  }
  return run.poll_next;
}

SimTime Replication::FindNextPoll(const Run& run, SimTime earliest) const {
  const SimTime latency = discipline_.latency;
  const SimTime since = std::max<SimTime>(earliest - run.asked - latency, 0);
  const SimTime sent = model_.poll.NextAttempt(since);
  const bool in_time = sent == 0 || sent < run.job.lock_patience;
  return in_time ? run.asked + sent + latency : kEndOfTime;
}

// The last attempt that was answered before now.
SimTime Replication::LastPoll(const Run& run) const {
  const SimTime latency = discipline_.latency;
  const SimTime since = now_ - run.asked - latency;
  if (since <= 0) return -1;
  const int64_t next = model_.poll.IndexAtOrAfter(since);
  return run.asked + latency + model_.poll.Attempt(next - 1);
}

[[gnu::noinline]] void Replication::SchedulePoll(Run& run, SimTime earliest) {
  const SimTime at = NextPoll(run, earliest);
  if (at >= kEndOfTime || at == run.poll_at) return;
  run.poll_at = at;
  Push(at, EventKind::kAttempt, run);
}

[[gnu::noinline]] void Replication::OnAttempt(Run& run) {
  const RunQueue& line = *run.line;
  const bool each = discipline_.polls_each_attempt;
  run.poll_at = -1;
  attempts_at_ = now_;
  attempts_until_ = run.order();
  if (StoreFails()) {
    StopWaiting(run);
    Fail(run, Outcome::kStoreFailed);
  } else if (locks_.Free(run.set)) {
    GrantWaiting(run);
  } else if (each) {
    SchedulePoll(run, now_ + 1);
  }
  // Somebody else may find free what this one did not want, or did not get.
  if (!each) ArmPoll(line);
}

// Schedules the attempt that will find the lock free if no newcomer is there before.  Where sets of
// locks are wanted several may succeed: all that find theirs free now are scheduled.
[[gnu::noinline]] void Replication::ArmPoll(const RunQueue& line) {
  if (OneItem()) {
    if (locks_.holders(model_.states[DomainOf(line)].first_item) < 0) return;
    Run* const first = EarliestPoll(line);
    if (first != nullptr) SchedulePoll(*first, now_);
    return;
  }
  for (Run* run = line.head; run != nullptr; run = run->next) {
    if (locks_.Free(run->set)) SchedulePoll(*run, now_);
  }
}

Run* Replication::EarliestPoll(const RunQueue& queue) const {
  Run* first = nullptr;
  SimTime at = kEndOfTime;
  for (Run* run = queue.head; run != nullptr; run = run->next) {
    if (!locks_.Free(run->set)) continue;
    const SimTime next = NextPoll(*run, now_);
    if (next < at || (next == at && first != nullptr && run->order() < first->order())) {
      at = next;
      first = run;
    }
  }
  return first;
}

// Whoever was refused less than the window ago asks now who holds the lock, and finds nobody:
// Terraform gives up at once, whatever its patience (TF: internal/states/statemgr/locker.go).
[[gnu::noinline]] void Replication::LoseRaces(const RunQueue& line) {
  const SimTime window = discipline_.race_window;
  Run* run = line.head;
  while (run != nullptr) {
    Run* const next = run->next;
    const SimTime last = LastPoll(*run);
    const bool refused = last >= 0 && now_ - last < window;
    if (refused && locks_.Free(run->set)) {
      StopWaiting(*run);
      Fail(*run, Outcome::kLostRace);
    }
    run = next;
  }
}

}  // namespace tfsck
