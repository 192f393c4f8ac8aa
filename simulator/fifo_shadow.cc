#include "simulator/fifo_shadow.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <utility>

#include "simulator/purpose.h"

namespace tfsck {

FifoShadow::FifoShadow(const Model& model, const FifoControl& control)
    : model_(model),
      book_(model),
      patience_(FromSeconds(control.patience)),
      free_at_(model.states.size()) {
  for (const ModelOperation& operation : model.operations) {
    const auto first = operation.steps.begin();
    const auto locked = [](const ModelStep& step) { return step.lock != LockMode::kNone; };
    const auto ask = std::find_if(first, operation.steps.end(), locked);
    const auto end = std::find_if_not(ask, operation.steps.end(), locked);
    steps_.push_back({static_cast<size_t>(ask - first), static_cast<size_t>(end - first)});
  }
  // The work that a request finds at a lock in the long run is none with chance 1 - load, and has
  // the mean wait for its mean; that it is otherwise exponential is exact for exponential holds.
  for (const FifoControl::Lock& lock : control.locks) {
    Backlog backlog;
    if (patience_ == kEndOfTime && lock.mean_wait > 0) {
      backlog = {lock.load, Sampler(Distribution::Exponential(lock.mean_wait / lock.load))};
    }
    backlog_.push_back(std::move(backlog));
  }
}

double FifoShadow::MeanWait(StreamKey key) {
  Begin(key);
  const Analysis& analysis = model_.scenario.analysis;
  const SimTime end = analysis.start + analysis.horizon;
  while (!events_.empty()) {
    std::pop_heap(events_.begin(), events_.end(), Later);
    const Event event = events_.back();
    events_.pop_back();
    if (event.at >= end) break;
    if (event.hold == kArrival) {
      Arrive(event.place);
    } else {
      Ask(event.at, event.place, event.hold);
    }
  }
  return waits_.count == 0 ? std::numeric_limits<double>::quiet_NaN() : waits_.Mean();
}

void FifoShadow::Begin(StreamKey key) {
  book_.Reset(key);
  waits_ = Tally();
  events_.clear();
  next_number_ = 0;
  for (uint32_t state = 0; state < free_at_.size(); ++state) {
    const Backlog& backlog = backlog_[model_.states[state].group];
    free_at_[state] = model_.scenario.analysis.start;
    if (Uniform(key, state, purpose::kShadowBacklog, 0) >= backlog.chance) continue;
    free_at_[state] += backlog.work.Sample(Uniform(key, state, purpose::kShadowBacklog, 1));
  }
  for (uint32_t actor = 0; actor < model_.actors(); ++actor) {
    Push({book_.Next(actor).at, actor, kArrival, actor});
  }
}

void FifoShadow::Push(const Event& event) {
  events_.push_back(event);
  std::push_heap(events_.begin(), events_.end(), Later);
}

void FifoShadow::Arrive(uint32_t actor) {
  const Job& job = book_.Next(actor);
  const Steps& steps = steps_[job.operation];
  const auto work = job.work.begin();
  const SimTime ask = std::accumulate(work, work + steps.ask, job.at);
  const SimTime hold = std::accumulate(work + steps.ask, work + steps.end, SimTime{0});
  const bool asks = steps.end > steps.ask;
  const bool at_once = ask == job.at;
  const uint32_t state = job.state;
  const uint64_t number = next_number_++;
  book_.Advance(actor);
  Push({book_.Next(actor).at, actor, kArrival, actor});
  if (!asks) return;
  if (at_once) return Ask(ask, state, hold);
  Push({ask, number, hold, state});
}

void FifoShadow::Ask(SimTime at, uint32_t state, SimTime hold) {
  const Analysis& analysis = model_.scenario.analysis;
  const SimTime granted = std::max(at, free_at_[state]);
  const bool served = granted - at <= patience_;
  if (served) free_at_[state] = granted + hold;
  const SimTime wait = served ? granted - at : patience_;
  const bool counted = at + wait >= analysis.start + analysis.warm_up.value_or(0) &&
                       at + wait < analysis.start + analysis.horizon;
  if (counted) waits_.Add(wait);
}

}  // namespace tfsck
