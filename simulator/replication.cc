#include "simulator/replication.h"

#include <fmt/format.h>

namespace tfsck {

std::string TextOf(Excess excess) {
  switch (excess) {
    case Excess::kRuns:
      return fmt::format(
          "more than {} runs were waiting at one time: more is asked of the locks or the runners "
          "than they can serve",
          kMostRuns);
    case Excess::kRefreshes:
      return fmt::format(
          "more than {} runs were refreshing at one time under one account: more is asked of the "
          "provider than its rate limit lets through",
          kMostRefreshes);
    case Excess::kRequests:
      return fmt::format(
          "locks were asked for more than {} times in one replication: shorten the horizon, and "
          "ask "
          "for more replications",
          kMostRequests);
    case Excess::kNone:
      break;
  }
  return "";
}

Replication::Replication(const Model& model)
    : model_(model),
      discipline_(model.lock()),
      book_(model),
      accounts_(model.scenario.accounts.size()),
      distinct_(model.most_to_draw_from),
      set_numbers_(model.most_drawn) {
  seen_.Size(model);
  queues_.resize(model.domains);
  one_item_ = !model.crosses && model.lock().scope == LockScope::kState;
  queue_.Reserve(model.actors() + 1024);
}

const Observations& Replication::Carry(StreamKey key, TraceSink* trace,
                                       const std::function<bool()>& stop) {
  trace_ = trace;
  Begin(key);
  DoAllEvents(stop);
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
  accounts_.Clear();
  ready_ = ReadyRuns();
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
  levels_.Clear();
  levels_before_.fill(0);
  waits_before_ = holds_before_ = Tally();
  requests_before_ = 0;
  seen_.Clear();
  ScheduleFirstEvents();
}

void Replication::ScheduleFirstEvents() {
  const Analysis& analysis = model_.scenario.analysis;
  if (analysis.warm_up.value_or(0) > 0) {
    queue_.Push(Event(now_ + *analysis.warm_up, EventKind::kWarmedUp, EventTag()));
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

// One function with all that is done often inlined: a customer costs a third less.
[[gnu::flatten]] void Replication::DoAllEvents(const std::function<bool()>& stop) {
  constexpr int kBetweenLooks = 1 << 16;  // events
  do {
    for (int done = 0; done < kBetweenLooks; ++done) {
      if (!Step()) return;
    }
    if (seen_.requests > kMostRequests) {
      seen_.excess = Excess::kRequests;
      return;
    }
  } while (!stop || !stop());
  seen_.interrupted = true;
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
  return seen_.excess == Excess::kNone;
}

void Replication::Handle(const Event& event) {
  const EventKind kind = event.kind();
  if (kind == EventKind::kArrival) return OnArrival(event.slot());
  if (kind == EventKind::kThought) return OnThought(event.slot());
  if (kind < EventKind::kStepEnd) return HandleForAll(event);
  HandleForRun(event);
}

// Of a run whose tag is another by now, nothing is expected at this instant any more.
void Replication::HandleForRun(const Event& event) {
  Run& run = runs_[event.slot()];
  if (run.tag != event.tag()) {
    --cancelled_;
    return;
  }
  --run.pending;
  const EventKind kind = event.kind();
  if (kind == EventKind::kStepEnd) return OnStepEnd(run);
  switch (kind) {
    case EventKind::kForcedUnlock:
      return OnForcedUnlock(run);
    case EventKind::kStaleUnlock:
      return OnStaleUnlock(run);
    case EventKind::kRetry:
      return OnRetry(run);
    case EventKind::kAttempt:
      return OnAttempt(run);
    default:
      return OnTimeout(run);
  }
}

[[gnu::noinline]] void Replication::HandleForAll(const Event& event) {
  switch (event.kind()) {
    case EventKind::kWarmedUp:
      return OnWarmedUp();
    case EventKind::kHourBegins:
      return OnHour();
    case EventKind::kStoreDown:
      return OnStoreDown();
    case EventKind::kRefreshDone:
      return OnRefreshDone(event.slot());
    default:
      return OnStoreUp();
  }
}

// Grants made while a lock or a runner was given back go on here and not where they were made: a
// grant may lead to a refusal, that to a release and that to the next grant, as deep as the queue.
void Replication::DrainReady() {
  while (Run* const run = ready_.TakeFirst()) Acquire(*run);
}

void Replication::Push(SimTime at, EventKind kind, Run& run) {
  ++run.pending;
  queue_.Push(Event(at, kind, run.tag));
}

// Nothing is taken out of the queue: what was scheduled is known by its epoch to be void.  Where
// the epochs run out, or void events are most of the queue, it is cleared of them.
void Replication::CancelEvents(Run& run) {
  if (run.pending == 0) return;
  cancelled_ += run.pending;
  run.pending = 0;
  const bool raised = run.tag.RaiseEpoch();
  if (raised && (cancelled_ < 1024 || cancelled_ < queue_.size() / 2)) return;
  PurgeEvents(run);
}

// An event of a run is live while it has the run's tag, but for those of `cancelled`, whose epochs
// may have begun anew.
[[gnu::noinline]] void Replication::PurgeEvents(const Run& cancelled) {
  queue_.Purge([this, &cancelled](const Event& event) {
    const EventKind kind = event.kind();
    if (kind < EventKind::kStepEnd || kind == EventKind::kArrival || kind == EventKind::kThought) {
      return false;
    }
    const Run& run = runs_[event.slot()];
    return run.tag != event.tag() || &run == &cancelled;
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

Run& Replication::NewSlot() {
  const uint64_t number = next_number_++;
  Run& run = runs_.Take(TieOrder(number));
  run.BeginAnew();
  run.number = number;
  if (runs_.alive() > kMostRuns) seen_.excess = Excess::kRuns;
  return run;
}

void Replication::FreeSlot(Run& run) {
  CancelEvents(run);
  levels_.Leave(run, now_);
  runs_.Free(run);
}

void Replication::Conclude() {
  now_ = seen_.excess != Excess::kNone || seen_.interrupted ? now_ : end_;
  seen_.window = now_ - window_begin_;
  seen_.fingerprint = fingerprint_.value();
  seen_.SumUp(model_);
  levels_.CatchUp(runs_, now_);
  const double window = seen_.window > 0 ? static_cast<double>(seen_.window) : 1;
  for (size_t level = 0; level < kLevels; ++level) {
    const __int128 whole = levels_.Integral(static_cast<Level>(level));
    seen_.levels[level] = static_cast<double>(whole - levels_before_[level]) / window;
  }
  CountOpenHolds(1);
  CheckInvariants();
}

[[gnu::noinline]] void Replication::Record(TraceKind kind, const Run& run, uint32_t detail) {
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
