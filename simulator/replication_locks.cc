// Who gets a lock, and when.
#include "simulator/purpose.h"
#include "simulator/replication.h"

namespace tfsck {

bool Replication::AskForLock(Run& run) {
  if (run.operation->moves) ChooseSet(run);
  run.asked = now_;
  ++seen_.requests;
  Trace(TraceKind::kAskedForLock, run);
  if (StoreFails()) return TurnAway(run, Outcome::kStoreFailed);
  const LockDiscipline& lock = discipline_;
  const bool answered_at_once = lock.wait != WaitRule::kPoll || lock.latency == 0;
  if (!answered_at_once || !MayTake(run)) return WaitForLock(run);
  GrantLock(run);
  return true;
}

// True where it need not wait after all; else the run waits, or has failed.
bool Replication::WaitForLock(Run& run) {
  const LockDiscipline& lock = discipline_;
  if (lock.wait == WaitRule::kFail) return TurnAway(run, Outcome::kRefused);
  if (run.job.lock_patience == 0 && (lock.wait == WaitRule::kQueue || lock.latency == 0)) {
    return TurnAway(run, Outcome::kLockTimeout);
  }
  const uint32_t before = run.line->count;
  if (lock.wait == WaitRule::kQueue && !MakeRoom(run)) return TurnAway(run, Outcome::kRefused);
  if (run.line->count < before) {
    // Whoever was cancelled may have been all that stood in the way.
    Scan(*run.line);
    if (MayTake(run)) {
      GrantLock(run);
      return true;
    }
  }
  Enqueue(run);
  SetStatus(run, RunStatus::kWaitsForLock);
  ScheduleGivingUp(run);
  if (lock.wait == WaitRule::kPoll && (lock.polls_each_attempt || lock.latency > 0)) {
    SchedulePoll(run, run.asked + (lock.latency > 0 ? 0 : 1));
  }
  return false;
}

// Always false: the run has failed without waiting.
[[gnu::noinline]] bool Replication::TurnAway(Run& run, Outcome outcome) {
  CountUnserved(run, 0);
  Fail(run, outcome);
  return false;
}

// Whether a run that asks now gets the lock now.
bool Replication::MayTake(const Run& run) {
  if (!locks_.Free(run.set)) return false;
  if (discipline_.wait != WaitRule::kQueue) return true;
  return run.line->count == 0 || MayPass(run);
}

// Whether a run that finds free what it wants may take it while others wait in the queue.
[[gnu::noinline]] bool Replication::MayPass(const Run& run) {
  const LockDiscipline& lock = discipline_;
  if (lock.reader_preference && run.set.writes.empty()) return true;
  // Who would come to the head of the queue stands behind nobody.
  if (PlaceInOrder(*run.line, run, lock.order) == run.line->head) return true;
  if (lock.set_rule != SetRule::kReserve) return lock.set_rule == SetRule::kSkipOver;
  locks_.ForgetReservations();
  for (const Run* waits = run.line->head; waits != nullptr; waits = waits->next) {
    locks_.Reserve(waits->set);
  }
  return !locks_.Reserved(run.set);
}

void Replication::Enqueue(Run& run) {
  run.poll_from = kEndOfTime;
  run.line->InsertBefore(PlaceInOrder(*run.line, run, discipline_.order), run);
}

// Where the run stands among those that wait: by class, by age or by when it asked; before whom, or
// nullptr for the end.
Run* Replication::PlaceInOrder(const RunQueue& queue, const Run& run, QueueOrder order) {
  Run* place = nullptr;
  switch (order) {
    case QueueOrder::kFifo:
    case QueueOrder::kRandom:
      break;
    case QueueOrder::kLifo:
      return queue.head;
    case QueueOrder::kPriority:
      for (Run* last = queue.tail;
           last != nullptr && last->operation->lock_class > run.operation->lock_class;
           last = last->previous) {
        place = last;
      }
      break;
    case QueueOrder::kOldest:
      for (Run* last = queue.tail; last != nullptr && last->number > run.number;
           last = last->previous) {
        place = last;
      }
      break;
    case QueueOrder::kNewest:
      place = queue.head;
      while (place != nullptr && place->number > run.number) place = place->next;
      break;
  }
  return place;
}

// False where the queue is full and stays so.
bool Replication::MakeRoom(const Run& run) {
  const LockDiscipline& lock = discipline_;
  const RunQueue& queue = *run.line;
  if (queue.count < lock.queue_limit) return true;
  uint32_t waiting = 0;
  Run* oldest = nullptr;
  for (Run* other = queue.head; other != nullptr; other = other->next) {
    if (!SameLine(run, *other)) continue;
    ++waiting;
    if (oldest == nullptr || other->asked < oldest->asked) oldest = other;
  }
  if (waiting < lock.queue_limit) return true;
  if (lock.full == FullQueue::kReject || waiting == 0) return false;
  StopWaiting(*oldest);
  Fail(*oldest, Outcome::kSuperseded);
  return true;
}

// Whether two runs of one domain wait for the same state.
bool Replication::SameLine(const Run& one, const Run& other) const {
  if (!model_.crosses) return true;
  if (discipline_.scope == LockScope::kResource) return one.job.state == other.job.state;
  const auto states = [](const Run& run) {
    return run.set.writes.empty() ? run.set.reads : run.set.writes;
  };
  for (const uint32_t mine : states(one)) {
    for (const uint32_t theirs : states(other)) {
      if (one.set.first + mine == other.set.first + theirs) return true;
    }
  }
  return false;
}

[[gnu::noinline]] void Replication::StopWaiting(Run& run) {
  run.line->Remove(run);
  CancelEvents(run);
  run.poll_at = -1;
  CountUnserved(run, now_ - run.asked);
}

// Terraform notices that its time is over between two attempts: one that is under way is finished.
void Replication::ScheduleGivingUp(Run& run) {
  const SimTime patience = run.job.lock_patience;
  run.due = kEndOfTime;
  if (patience >= kEndOfTime - now_) return;
  SimTime waits = patience;
  if (discipline_.wait == WaitRule::kPoll) {
    waits = std::max(patience, model_.poll.LastAttemptWithin(patience) + discipline_.latency);
  }
  run.due = run.asked + waits;
  Push(run.due, EventKind::kTimeout, run);
}

[[gnu::noinline]] void Replication::OnTimeout(Run& run) {
  attempts_at_ = now_;
  attempts_until_ = kMostOrder;
  if (run.status == RunStatus::kWaitsForRunner) {
    pool_.waiting.Remove(run);
    return Fail(run, Outcome::kRunnerTimeout);
  }
  RunQueue& line = *run.line;
  fingerprint_.Add(now_, Happening::kTimeout, run.order());
  StopWaiting(run);
  Fail(run, Outcome::kLockTimeout);
  // In a queue, somebody behind may no longer be held up.
  if (discipline_.wait == WaitRule::kQueue) Scan(line);
}

void Replication::GrantLock(Run& run) {
  const Run* const head = run.line->head;
  if (head != nullptr && (head->asked < run.asked || Overtakes(run))) ++seen_.overtakings;
  CancelEvents(run);
  if (!locks_.Take(run.set)) Violate("a lock was granted that was not free");
  run.holds = true;
  run.poll_at = -1;
  run.held_since = now_;
  run.held_base = commits_;
  run.status = RunStatus::kGranted;  // for no time: levels change when it goes on
  CountServed(run);
  fingerprint_.Add(now_, Happening::kGrant, run.order());
  Trace(TraceKind::kLockGranted, run);
}

// Whether somebody behind the head of the queue asked before the run did; of those who stand in the
// order in which they asked nobody asked before the head.
[[gnu::noinline]] bool Replication::Overtakes(const Run& run) const {
  if (discipline_.order == QueueOrder::kFifo || discipline_.order == QueueOrder::kRandom) {
    return false;
  }
  const Run* other = run.line->tail;
  while (other != nullptr && other->asked >= run.asked) other = other->previous;
  return other != nullptr;
}

// To one that waited: it goes on before the next event.
void Replication::GrantWaiting(Run& run) {
  run.line->Remove(run);
  GrantLock(run);
  ready_.Append(run);
}

void Replication::ReleaseLock(Run& run) {
  Trace(TraceKind::kLockReleased, run);
  fingerprint_.Add(now_, Happening::kRelease, run.order());
  FreeItems(run);
  Scan(*run.line);
}

void Replication::FreeItems(Run& run) {
  if (!locks_.Release(run.set)) Violate("a lock was released that was not held");
  run.holds = false;
  const SimTime held = now_ - run.held_since;
  CountHold(run, held);
  seen_.hold.Add(held);
}

// Something in the domain came free, or somebody stopped waiting there.
void Replication::Scan(RunQueue& line) {
  if (line.count == 0) return;
  if (discipline_.wait == WaitRule::kQueue) return Serve(line);
  if (discipline_.race_window > 0) LoseRaces(line);
  if (!discipline_.polls_each_attempt) ArmPoll(line);
}

void Replication::Serve(RunQueue& line) {
  if (discipline_.order == QueueOrder::kRandom) return ServeAtRandom(line);
  ServeInOrder(line);
}

// Where readers are preferred, those behind a writer join the readers before it; a writer at the
// head still comes before all when the lock is free.
void Replication::ServeInOrder(const RunQueue& line) {
  const SetRule rule = discipline_.set_rule;
  const bool readers_pass = discipline_.reader_preference;
  // Behind a waiter for the only lock there is, nobody else can be served.
  const bool stops = rule == SetRule::kStrict || (OneItem() && !readers_pass);
  const bool reserves = rule == SetRule::kReserve && !stops;
  locks_.ForgetReservations();
  Run* next = nullptr;
  for (Run* run = line.head; run != nullptr; run = next) {
    next = run->next;
    const bool passes = readers_pass && run->set.writes.empty();
    if (locks_.Free(run->set) && (!reserves || passes || !locks_.Reserved(run->set))) {
      GrantWaiting(*run);
      if (OneItem() && !run->set.writes.empty()) return;
      continue;
    }
    if (stops) return;
    if (reserves) locks_.Reserve(run->set);
  }
}

// Each who waits and could be served is equally likely, again and again until nobody can.
[[gnu::noinline]] void Replication::ServeAtRandom(const RunQueue& line) {
  const auto domain = static_cast<uint32_t>(DomainOf(line));
  for (uint32_t able = CountServable(line); able > 0; able = CountServable(line)) {
    const double u = Uniform(book_.key(), domain, purpose::kServiceOrder, service_draws_++);
    GrantWaiting(*ServableByRank(line, static_cast<uint32_t>(u * able)));
  }
}

uint32_t Replication::CountServable(const RunQueue& queue) const {
  uint32_t able = 0;
  for (const Run* run = queue.head; run != nullptr; run = run->next) {
    if (locks_.Free(run->set)) {
      ++able;
    } else if (OneItem()) {
      break;
    }
  }
  return able;
}

Run* Replication::ServableByRank(const RunQueue& queue, uint32_t rank) const {
  Run* run = queue.head;
  for (;; run = run->next) {
    if (locks_.Free(run->set) && rank-- == 0) return run;
  }
}

}  // namespace tfsck
