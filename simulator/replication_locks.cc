// Who gets a lock, and when.
#include "simulator/purpose.h"
#include "simulator/replication.h"

namespace tfsck {
bool Replication::AskForLock(uint32_t slot) {
  Run& run = runs_[slot];
  if (model_.operations[run.job.operation].moves) ChooseSet(slot);
  const LockDiscipline& lock = model_.lock();
  run.asked = now_;
  ++seen_.requests;
  ++all_requests_;
  if (trace_ != nullptr) Trace(TraceKind::kAskedForLock, run);
  if (StoreFails()) {
    CountUnserved(run, 0);
    Fail(slot, Outcome::kStoreFailed);
    return false;
  }
  const bool answered_at_once = lock.wait != WaitRule::kPoll || lock.latency == 0;
  if (answered_at_once && MayTake(run)) {
    GrantLock(slot);
    return true;
  }
  return WaitForLock(slot);
}

// True where it need not wait after all; else the run waits, or has failed.
bool Replication::WaitForLock(uint32_t slot) {
  Run& run = runs_[slot];
  const LockDiscipline& lock = model_.lock();
  if (lock.wait == WaitRule::kFail) {
    CountUnserved(run, 0);
    Fail(slot, Outcome::kRefused);
    return false;
  }
  if (run.job.lock_patience == 0 && (lock.wait == WaitRule::kQueue || lock.latency == 0)) {
    CountUnserved(run, 0);
    Fail(slot, Outcome::kLockTimeout);
    return false;
  }
  const uint32_t before = queues_[run.domain].count;
  if (lock.wait == WaitRule::kQueue && !MakeRoom(slot)) {
    CountUnserved(run, 0);
    Fail(slot, Outcome::kRefused);
    return false;
  }
  if (queues_[run.domain].count < before) {
    // Whoever was cancelled may have been all that stood in the way.
    Scan(run.domain, now_);
    if (MayTake(run)) {
      GrantLock(slot);
      return true;
    }
  }
  Enqueue(slot);
  SetStatus(slot, RunStatus::kWaitsForLock);
  ScheduleGivingUp(slot);
  if (lock.wait == WaitRule::kPoll && (lock.polls_each_attempt || lock.latency > 0)) {
    SchedulePoll(slot, run.asked + (lock.latency > 0 ? 0 : 1));
  }
  return false;
}

// Whether a run that asks now gets the lock now.
bool Replication::MayTake(const Run& run) {
  if (!locks_.Free(run.set)) return false;
  if (model_.lock().wait != WaitRule::kQueue) return true;
  const RunQueue& queue = queues_[run.domain];
  if (queue.count == 0) return true;
  if (model_.lock().reader_preference && run.set.writes.empty()) return true;
  switch (model_.lock().set_rule) {
    case SetRule::kSkipOver:
      return true;
    case SetRule::kStrict:
      return false;
    case SetRule::kReserve:
      break;
  }
  locks_.ForgetReservations();
  for (uint32_t slot = queue.head; slot != kNobody; slot = runs_[slot].next) {
    locks_.Reserve(runs_[slot].set);
  }
  return !locks_.Reserved(run.set);
}

// Where the run stands among those that wait: by class, by age or by when it asked.
void Replication::Enqueue(uint32_t slot) {
  RunQueue& queue = queues_[runs_[slot].domain];
  const uint32_t own_class = ClassAtLock(runs_[slot]);
  const uint64_t number = runs_[slot].number;
  uint32_t place = kNobody;  // the end
  switch (model_.lock().order) {
    case QueueOrder::kFifo:
    case QueueOrder::kRandom:
      break;
    case QueueOrder::kLifo:
      place = queue.head;
      break;
    case QueueOrder::kPriority:
      for (uint32_t last = queue.tail; last != kNobody && ClassAtLock(runs_[last]) > own_class;
           last = runs_[last].previous) {
        place = last;
      }
      break;
    case QueueOrder::kOldest:
      for (uint32_t last = queue.tail; last != kNobody && runs_[last].number > number;
           last = runs_[last].previous) {
        place = last;
      }
      break;
    case QueueOrder::kNewest:
      place = queue.head;
      while (place != kNobody && runs_[place].number > number) place = runs_[place].next;
      break;
  }
  queue.InsertBefore(runs_, place, slot);
}

// False where the queue is full and stays so.
bool Replication::MakeRoom(uint32_t slot) {
  const LockDiscipline& lock = model_.lock();
  const RunQueue& queue = queues_[runs_[slot].domain];
  if (queue.count < lock.queue_limit) return true;
  uint32_t waiting = 0;
  uint32_t oldest = kNobody;
  for (uint32_t other = queue.head; other != kNobody; other = runs_[other].next) {
    if (!SameLine(runs_[slot], runs_[other])) continue;
    ++waiting;
    if (oldest == kNobody || runs_[other].asked < runs_[oldest].asked) oldest = other;
  }
  if (waiting < lock.queue_limit) return true;
  if (lock.full == FullQueue::kReject || waiting == 0) return false;
  StopWaiting(oldest);
  Fail(oldest, Outcome::kSuperseded);
  return true;
}

// Whether two runs of one domain wait for the same state.
bool Replication::SameLine(const Run& one, const Run& other) const {
  if (!model_.crosses) return true;
  if (model_.lock().scope == LockScope::kResource) return one.job.state == other.job.state;
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

void Replication::StopWaiting(uint32_t slot) {
  Run& run = runs_[slot];
  queues_[run.domain].Remove(runs_, slot);
  CancelEvents(run);
  run.poll_at = -1;
  CountUnserved(run, now_ - run.asked);
}

// Terraform notices that its time is over between two attempts: one that is under way is finished.
void Replication::ScheduleGivingUp(uint32_t slot) {
  Run& run = runs_[slot];
  const SimTime patience = run.job.lock_patience;
  run.due = kEndOfTime;
  if (patience >= kEndOfTime - now_) return;
  SimTime waits = patience;
  if (model_.lock().wait == WaitRule::kPoll) {
    waits = std::max(patience, model_.poll.LastAttemptWithin(patience) + model_.lock().latency);
  }
  run.due = run.asked + waits;
  Push(run.due, EventKind::kTimeout, slot);
}

void Replication::OnTimeout(uint32_t slot) {
  Run& run = runs_[slot];
  attempts_at_ = now_;
  attempts_until_ = kMostOrder;
  if (run.status == RunStatus::kWaitsForRunner) {
    pool_.waiting.Remove(runs_, slot);
    return Fail(slot, Outcome::kRunnerTimeout);
  }
  const uint32_t domain = run.domain;
  fingerprint_.Add(now_, Happening::kTimeout, run.order);
  StopWaiting(slot);
  Fail(slot, Outcome::kLockTimeout);
  // In a queue, somebody behind may no longer be held up.
  if (model_.lock().wait == WaitRule::kQueue) Scan(domain, now_);
}

void Replication::GrantLock(uint32_t slot) {
  Run& run = runs_[slot];
  const RunQueue& queue = queues_[run.domain];
  if (queue.count > 0 && runs_[queue.head].asked < run.asked) ++seen_.overtakings;
  CancelEvents(run);
  if (!locks_.Take(run.set)) Violate("a lock was granted that was not free");
  run.holds = true;
  run.poll_at = -1;
  run.held_since = now_;
  run.held_base = commits_;
  HeldChanges(run, true);
  run.status = RunStatus::kGranted;  // for no time: levels change when it goes on
  CountServed(run, now_ - run.asked);
  fingerprint_.Add(now_, Happening::kGrant, run.order);
  if (trace_ != nullptr) Trace(TraceKind::kLockGranted, run);
}

void Replication::ReleaseLock(uint32_t slot) {
  Run& run = runs_[slot];
  if (trace_ != nullptr) Trace(TraceKind::kLockReleased, run);
  fingerprint_.Add(now_, Happening::kRelease, run.order);
  FreeItems(slot);
  Scan(run.domain, now_);
}

void Replication::FreeItems(uint32_t slot) {
  Run& run = runs_[slot];
  if (!locks_.Release(run.set)) Violate("a lock was released that was not held");
  run.holds = false;
  HeldChanges(run, false);
  held_time_ += now_ - run.held_since;
  seen_.hold.Add(now_ - run.held_since);
}

// Something in the domain came free, or somebody stopped waiting there.
void Replication::Scan(uint32_t domain, SimTime earliest) {
  if (queues_[domain].count == 0) return;
  if (model_.lock().wait == WaitRule::kQueue) return Serve(domain);
  if (model_.lock().race_window > 0) LoseRaces(domain);
  if (!model_.lock().polls_each_attempt) ArmPoll(domain, earliest);
}

void Replication::Serve(uint32_t domain) {
  if (model_.lock().order == QueueOrder::kRandom) return ServeAtRandom(domain);
  ServeInOrder(domain);
}

// Where readers are preferred, those behind a writer join the readers before it; a writer at the
// head still comes before all when the lock is free.
void Replication::ServeInOrder(uint32_t domain) {
  const SetRule rule = model_.lock().set_rule;
  const bool readers_pass = model_.lock().reader_preference;
  locks_.ForgetReservations();
  uint32_t slot = queues_[domain].head;
  while (slot != kNobody) {
    const uint32_t next = runs_[slot].next;
    const Run& run = runs_[slot];
    const bool passes = readers_pass && run.set.writes.empty();
    if (locks_.Free(run.set) &&
        (rule != SetRule::kReserve || passes || !locks_.Reserved(run.set))) {
      queues_[domain].Remove(runs_, slot);
      GrantLock(slot);
      ready_.push_back(slot);
    } else {
      // Behind a waiter for the only lock there is, nobody else can be served.
      if (rule == SetRule::kStrict || (OneItem() && !readers_pass)) return;
      if (rule == SetRule::kReserve) locks_.Reserve(run.set);
    }
    slot = next;
  }
}

// Each who waits and could be served is equally likely, again and again until nobody can.
void Replication::ServeAtRandom(uint32_t domain) {
  RunQueue& queue = queues_[domain];
  for (;;) {
    uint32_t able = 0;
    uint32_t chosen = kNobody;
    for (uint32_t slot = queue.head; slot != kNobody; slot = runs_[slot].next) {
      if (locks_.Free(runs_[slot].set))
        ++able;
      else if (OneItem())
        break;
    }
    if (able == 0) return;
    const double u = Uniform(book_.key(), domain, purpose::kServiceOrder, service_draws_++);
    auto rank = static_cast<uint32_t>(u * able);
    for (uint32_t slot = queue.head; slot != kNobody; slot = runs_[slot].next) {
      if (locks_.Free(runs_[slot].set) && rank-- == 0) {
        chosen = slot;
        break;
      }
    }
    queue.Remove(runs_, chosen);
    GrantLock(chosen);
    ready_.push_back(chosen);
  }
}

}  // namespace tfsck
