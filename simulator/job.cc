#include "simulator/job.h"

#include <algorithm>

#include "simulator/footprint_roots.h"
#include "simulator/purpose.h"
#include "simulator/refresh.h"

namespace tfsck {
namespace {

constexpr size_t kMostAhead = 32;

// Numbers for one purpose and a block of jobs.
struct Draws {
  Draws(StreamKey key, uint32_t actor, uint8_t purpose, uint64_t first, size_t count) {
    Uniforms(key, actor, purpose, first, std::span<double>(u.data(), count));
  }
  std::array<double, kMostAhead> u;
};

SimTime Part(SimTime whole, double share) {
  return static_cast<SimTime>(static_cast<double>(whole) * share);
}

}  // namespace

uint32_t Chooser::Place(double& u) const {
  const auto place =
      static_cast<size_t>(std::upper_bound(upto.begin(), upto.end() - 1, u) - upto.begin());
  const double from = place == 0 ? 0 : upto[place - 1];
  u = std::clamp((u - from) / (upto[place] - from), 0.0, 1.0);
  return static_cast<uint32_t>(place);
}

JobBook::JobBook(const Model& model)
    : model_(model),
      ahead_(model.jobs_ahead),
      jobs_(size_t{model.actors()} * model.jobs_ahead),
      places_(model.actors()),
      drawn_(model.actors()),
      arrivals_(model.sources.size()),
      applies_(model) {}

void JobBook::Reset(StreamKey key) {
  key_ = key;
  std::fill(drawn_.begin(), drawn_.end(), 0);
  for (size_t source = 0; source < model_.sources.size(); ++source) {
    if (!model_.sources[source].closed) model_.sources[source].arrivals->Reset(arrivals_[source]);
  }
  for (uint32_t actor = 0; actor < model_.actors(); ++actor) Refill(actor);
}

[[gnu::noinline]] void JobBook::Refill(uint32_t actor) {
  const uint32_t source_index = model_.actor_source[actor];
  const ModelSource& source = model_.sources[source_index];
  const uint64_t first = drawn_[actor];
  const std::span<Job> jobs(jobs_.data() + size_t{actor} * ahead_, ahead_);
  std::array<SimTime, kMostAhead> at;
  const std::span<SimTime> instants(at.data(), ahead_);
  if (source.closed) {
    const Draws draws(key_, actor, purpose::kThink, first, ahead_);
    source.think.Samples(std::span<const double>(draws.u.data(), ahead_), instants);
  } else {
    source.arrivals->Next(arrivals_[source_index], key_, actor, instants);
  }
  for (size_t i = 0; i < jobs.size(); ++i) {
    jobs[i].at = at[i];
    jobs[i].number = first + i;
  }
  DrawChoices(actor, first, jobs);
  DrawTimes(actor, first, jobs);
  DrawPatience(actor, first, jobs);
  if (model_.draws_crashes) DrawFaults(actor, first, jobs);
  places_[actor] = {jobs.data(), jobs.data() + ahead_};
  drawn_[actor] = first + ahead_;
}

void JobBook::DrawChoices(uint32_t actor, uint64_t first, std::span<Job> jobs) {
  const ModelSource& source = model_.sources[model_.actor_source[actor]];
  DrawOperations(actor, first, jobs);
  DrawStates(actor, first, jobs);
  if (model_.draws_roots) {
    const Draws draws(key_, actor, purpose::kRoot, first, jobs.size());
    for (size_t i = 0; i < jobs.size(); ++i) {
      const ModelGroup& group = model_.groups[model_.states[jobs[i].state].group];
      if (group.roots) jobs[i].root = group.roots->Draw(draws.u[i]);
    }
  }
  if (source.cross_state_share > 0) {
    const Draws draws(key_, actor, purpose::kCrossState, first, jobs.size());
    for (size_t i = 0; i < jobs.size(); ++i) {
      jobs[i].crosses = draws.u[i] < source.cross_state_share;
    }
  }
}

void JobBook::DrawOperations(uint32_t actor, uint64_t first, std::span<Job> jobs) {
  const ModelSource& source = model_.sources[model_.actor_source[actor]];
  if (source.operations.single()) {
    // What never changes was written with the first block.
    if (first > 0) return;
    for (Job& job : jobs) job.assignment = source.first_assignment;
  } else {
    Draws draws(key_, actor, purpose::kOperation, first, jobs.size());
    for (size_t i = 0; i < jobs.size(); ++i) {
      jobs[i].assignment = source.first_assignment + source.operations.Place(draws.u[i]);
    }
  }
  for (Job& job : jobs) job.operation = model_.assignments[job.assignment].operation;
}

void JobBook::DrawStates(uint32_t actor, uint64_t first, std::span<Job> jobs) {
  const ModelSource& source = model_.sources[model_.actor_source[actor]];
  const ModelGroup& only = model_.groups[source.groups.index[0]];
  if (source.groups.single() && only.count == 1) {
    if (first > 0) return;  // as above
    for (Job& job : jobs) job.state = only.first_state;
    return;
  }
  Draws draws(key_, actor, purpose::kWorkspace, first, jobs.size());
  for (size_t i = 0; i < jobs.size(); ++i) {
    const ModelGroup& group = model_.groups[source.groups.Choose(draws.u[i])];
    const auto within = static_cast<uint32_t>(draws.u[i] * group.count);
    jobs[i].state = group.first_state + std::min(within, group.count - 1);
  }
}

void JobBook::DrawTimes(uint32_t actor, uint64_t first, std::span<Job> jobs) {
  const ModelSource& source = model_.sources[model_.actor_source[actor]];
  for (size_t step = 0; step < source.most_steps; ++step) DrawStep(actor, first, step, jobs);
}

void JobBook::DrawStep(uint32_t actor, uint64_t first, size_t step, std::span<Job> jobs) {
  const ModelSource& source = model_.sources[model_.actor_source[actor]];
  const Draws draws(key_, actor, static_cast<uint8_t>(purpose::kStepTime + step), first,
                    jobs.size());
  if (source.operations.single()) {
    std::array<SimTime, kMostAhead> times;
    const ModelStep& only = model_.operations[source.operations.index[0]].steps[step];
    only.time.Samples(std::span<const double>(draws.u.data(), jobs.size()),
                      std::span<SimTime>(times.data(), jobs.size()));
    for (size_t i = 0; i < jobs.size(); ++i) jobs[i].work[step] = times[i];
    if (!only.refresh && !only.apply) return;
  }
  for (size_t i = 0; i < jobs.size(); ++i) {
    const std::vector<ModelStep>& steps = model_.operations[jobs[i].operation].steps;
    if (step >= steps.size()) continue;
    if (!source.operations.single()) jobs[i].work[step] = steps[step].time.Sample(draws.u[i]);
    jobs[i].work[step] += ExtraTime(actor, first + i, jobs[i], step);
  }
}

SimTime JobBook::DrawnRefresh(uint32_t actor, uint64_t draw, const Job& job, size_t step) const {
  const ModelStep& model = model_.operations[job.operation].steps[step];
  const double u =
      model.latency.deterministic()
          ? 0.5
          : Uniform(key_, actor, static_cast<uint8_t>(purpose::kRefreshTime + step), draw);
  const ModelGroup& group = model_.groups[model_.states[job.state].group];
  return OwnRefreshTime(*model.refresh, group.resources, model.latency.Value(u));
}

// What refreshing and applying add to a step.
SimTime JobBook::ExtraTime(uint32_t actor, uint64_t draw, const Job& job, size_t step) {
  const ModelStep& model = model_.operations[job.operation].steps[step];
  SimTime extra = 0;
  if (model.refresh) {
    const SimTime limited = model.limits[model_.states[job.state].group].limited;
    extra += std::max(DrawnRefresh(actor, draw, job, step), limited);
  }
  if (model.apply) {
    const auto purpose = static_cast<uint8_t>(purpose::kResourceTime + step);
    extra += applies_.Draw(model, model_.states[job.state].group, job.root,
                           {key_, actor, purpose, draw});
  }
  return extra;
}

void JobBook::DrawPatience(uint32_t actor, uint64_t first, std::span<Job> jobs) {
  const ModelSource& source = model_.sources[model_.actor_source[actor]];
  if (!source.patient) {
    const Draws draws(key_, actor, purpose::kLockPatience, first, jobs.size());
    for (size_t i = 0; i < jobs.size(); ++i) {
      jobs[i].lock_patience = source.lock_patience.Sample(draws.u[i]);
    }
  }
  if (!source.runner_patient) {
    const Draws draws(key_, actor, purpose::kRunnerPatience, first, jobs.size());
    for (size_t i = 0; i < jobs.size(); ++i) {
      jobs[i].runner_patience = source.runner_patience.Sample(draws.u[i]);
    }
  }
}

// Where in its work the run dies or loses its lock, if it does.
void JobBook::DrawFaults(uint32_t actor, uint64_t first, std::span<Job> jobs) {
  const Faults& faults = model_.scenario.faults;
  const Draws crash(key_, actor, purpose::kCrash, first, jobs.size());
  const Draws point(key_, actor, purpose::kCrashPoint, first, jobs.size());
  const Draws wrong(key_, actor, purpose::kWrongUnlock, first, jobs.size());
  const Draws wrong_point(key_, actor, purpose::kWrongUnlockPoint, first, jobs.size());
  const Draws loss(key_, actor, purpose::kRunnerLoss, first, jobs.size());
  for (size_t i = 0; i < jobs.size(); ++i) {
    Job& job = jobs[i];
    const SimTime locked = LockedWork(job);
    job.dies_after = model_.crash_hazard.Sample(point.u[i]);
    job.dies_when_done = false;
    if (crash.u[i] < faults.crash_per_run) {
      job.dies_when_done = faults.crash_at_end;
      if (!faults.crash_at_end) job.dies_after = std::min(job.dies_after, Part(locked, point.u[i]));
    }
    job.loses_runner_after = model_.runner_hazard.Sample(loss.u[i]);
    job.loses_lock_after =
        wrong.u[i] < faults.wrong_unlock_per_hold ? Part(locked, wrong_point.u[i]) : kEndOfTime;
  }
}

SimTime JobBook::LockedWork(const Job& job) const {
  const std::vector<ModelStep>& steps = model_.operations[job.operation].steps;
  SimTime locked = 0;
  for (size_t step = 0; step < steps.size(); ++step) {
    if (steps[step].lock != LockMode::kNone) locked += job.work[step];
  }
  return locked;
}

void JobBook::Redraw(uint32_t actor, uint64_t attempt, Job& job) {
  DrawTimes(actor, DrawOf(attempt, job.number), std::span<Job>(&job, 1));
}

}  // namespace tfsck
