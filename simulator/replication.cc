#include "simulator/replication.h"

#include <utility>

namespace tfsck {

Replication::Replication(const Model& model) : model_(model), book_(model) {
  seen_.Size(model);
  queues_.resize(model.domains);
  held_.resize(model.states.size());
  one_item_ = !model.crosses && model.lock().scope == LockScope::kState;
  queue_.Reserve(model.actors() + 1024);
  ready_.reserve(256);
}

const Observations& Replication::Carry(StreamKey key, TraceSink* trace,
                                       const std::function<bool()>& stop) {
  trace_ = trace;
  Begin(key);
  constexpr uint64_t kBetweenLooks = 1 << 16;  // events
  while (Step()) {
    if (seen_.events % kBetweenLooks == 0 && stop && stop()) {
      seen_.interrupted = true;
      break;
    }
  }
  Conclude();
  return seen_;
}

void Replication::Begin(StreamKey key) {
  book_.Reset(key);
  queue_.Clear();
  runs_.Clear();
  locks_.Size(model_.items);
  queues_.assign(queues_.size(), RunQueue{});
  pool_ = RunnerPool();
  pool_.count = model_.scenario.runners.count;
  ready_.clear();
  ready_done_ = 0;
  fingerprint_ = Fingerprint();
  const Analysis& analysis = model_.scenario.analysis;
  now_ = analysis.start;
  end_ = analysis.start + analysis.horizon;
  window_begin_ = now_;
  next_number_ = commits_ = service_draws_ = thinking_ = 0;
  cancelled_ = 0;
  attempts_at_ = -1;
  store_up_ = true;
  paused_ = outage_ = store_down_at_ = 0;
  outages_ = 0;
  levels_.fill(TimeAverage{});
  levels_before_.fill(0);
  held_.assign(held_.size(), TimeAverage{});
  held_before_.assign(held_.size(), 0);
  waited_ = held_time_ = 0;
  all_requests_ = all_answers_ = 0;
  seen_.Clear();
  ScheduleFirstEvents();
}

void Replication::ScheduleFirstEvents() {
  const Analysis& analysis = model_.scenario.analysis;
  if (analysis.warm_up.value_or(0) > 0) {
    queue_.Push(Event(now_ + *analysis.warm_up, EventKind::kWarmedUp, 0, 0, 0));
  }
  if (model_.scenario.metrics.by_hour) ScheduleHour();
  if (model_.scenario.faults.outage_mean_up > 0) ScheduleOutage();
  for (uint32_t actor = 0; actor < model_.actors(); ++actor) {
    if (model_.sources[model_.actor_source[actor]].closed) {
      ScheduleThought(actor);
    } else {
      ScheduleArrival(actor);
    }
  }
}

bool Replication::Step() {
  if (queue_.empty()) return false;
  const Event event = queue_.Pop();
  if (event.time() >= end_) {
    queue_.Push(event);
    return false;
  }
  if (event.time() < now_) Violate("the clock went back");
  now_ = event.time();
  ++seen_.events;
  Handle(event);
  DrainReady();
  return !seen_.overflowed;
}

void Replication::Handle(const Event& event) {
  const uint32_t slot = event.slot();
  switch (event.kind()) {
    case EventKind::kWarmedUp:
      return OnWarmedUp();
    case EventKind::kHourBegins:
      return OnHour();
    case EventKind::kStoreDown:
      return OnStoreDown();
    case EventKind::kStoreUp:
      return OnStoreUp();
    case EventKind::kArrival:
      return OnArrival(slot);
    case EventKind::kThought:
      return OnThought(slot);
    default:
      break;
  }
  if (!Live(event)) {
    --cancelled_;
    return;
  }
  --runs_[slot].pending;
  switch (event.kind()) {
    case EventKind::kStepEnd:
      return OnStepEnd(slot);
    case EventKind::kForcedUnlock:
      return OnForcedUnlock(slot);
    case EventKind::kStaleUnlock:
      return OnStaleUnlock(slot);
    case EventKind::kRetry:
      return OnRetry(slot);
    case EventKind::kAttempt:
      return OnAttempt(slot);
    default:
      return OnTimeout(slot);
  }
}

// Grants made while a lock or a runner was given back go on here and not where they were made: a
// grant may lead to a refusal, that to a release and that to the next grant, as deep as the queue.
void Replication::DrainReady() {
  while (ready_done_ < ready_.size()) Acquire(ready_[ready_done_++]);
  ready_.clear();
  ready_done_ = 0;
}

void Replication::Push(SimTime at, EventKind kind, uint32_t slot) {
  Run& run = runs_[slot];
  ++run.pending;
  queue_.Push(Event(at, kind, run.order, slot, run.epoch));
}

bool Replication::Live(const Event& event) const {
  const Run& run = runs_[event.slot()];
  return run.status != RunStatus::kFree && run.order == event.order() && run.epoch == event.epoch();
}

// Nothing is taken out of the queue: what was scheduled is known by its epoch to be void.  Where
// the epochs run out, or void events are most of the queue, it is cleared of them.
void Replication::CancelEvents(Run& run) {
  if (run.pending == 0) return;
  cancelled_ += run.pending;
  run.pending = 0;
  run.epoch = (run.epoch + 1) & Event::kEpochMask;
  if (run.epoch != 0 && (cancelled_ < 1024 || cancelled_ < queue_.size() / 2)) return;
  queue_.Purge([this, &run](const Event& event) {
    if (event.kind() < EventKind::kStepEnd || event.kind() == EventKind::kArrival ||
        event.kind() == EventKind::kThought) {
      return false;
    }
    return !Live(event) || &runs_[event.slot()] == &run;
  });
  cancelled_ = 0;
}

uint64_t Replication::TieOrder(uint64_t number) const {
  const uint64_t seed = model_.scenario.shuffle_ties;
  if (seed == 0) return number;
  // A bijection of 34 bits: odd factors and shifts.
  uint64_t mixed = (number + seed) & kMostOrder;
  for (int round = 0; round < 3; ++round) {
    mixed = (mixed * 0x2545f4915) & kMostOrder;
    mixed ^= mixed >> 17;
  }
  return mixed;
}

uint32_t Replication::NewSlot() {
  const uint32_t slot = runs_.Take();
  Run& run = runs_[slot];
  run.BeginAnew();
  run.order = TieOrder(next_number_++);
  run.number = next_number_ - 1;
  if (runs_.alive() > kMostRuns) seen_.overflowed = true;
  return slot;
}

void Replication::FreeSlot(uint32_t slot) {
  CancelEvents(runs_[slot]);
  SetStatus(slot, RunStatus::kFree);
  runs_.Free(slot);
}

void Replication::Conclude() {
  now_ = seen_.overflowed || seen_.interrupted ? now_ : end_;
  seen_.window = now_ - window_begin_;
  seen_.fingerprint = fingerprint_.value();
  const double window = seen_.window > 0 ? static_cast<double>(seen_.window) : 1;
  for (size_t level = 0; level < kLevels; ++level) {
    seen_.levels[level] =
        static_cast<double>(levels_[level].Integral(now_) - levels_before_[level]) / window;
  }
  for (size_t state = 0; state < held_.size(); ++state) {
    seen_.held_time[state] = held_[state].Integral(now_) - held_before_[state];
  }
  CheckInvariants();
}

void Replication::Trace(TraceKind kind, const Run& run, uint32_t detail) {
  if (trace_ == nullptr) return;
  trace_->Record({.time = now_,
                  .kind = kind,
                  .run = run.number,
                  .source = run.source,
                  .operation = run.job.operation,
                  .state = run.job.state,
                  .step = run.step,
                  .attempt = run.attempt,
                  .detail = detail});
}

}  // namespace tfsck
