#include "simulator/analytic/closed_scenario.h"

#include <algorithm>

namespace tfsck::analytic {
namespace {

bool AllClosed(const Scenario& scenario) {
  return !scenario.sources.empty() &&
         std::all_of(scenario.sources.begin(), scenario.sources.end(), [](const Source& source) {
           return source.arrivals.kind == Arrivals::Kind::kClosed;
         });
}

bool WaitsForEver(const Scenario& scenario) {
  const LockDiscipline& lock = scenario.lock;
  return (lock.wait != WaitRule::kFail || lock.validation != Validation::kNone) &&
         lock.queue_limit == UINT32_MAX && scenario.runners.queue_limit == UINT32_MAX &&
         std::all_of(scenario.sources.begin(), scenario.sources.end(), [](const Source& source) {
           return !source.lock_patience && !source.runner_patience;
         });
}

bool Faultless(const Scenario& scenario) {
  const Faults& faults = scenario.faults;
  return faults.crash_per_run == 0 && faults.crash_per_minute == 0 && faults.outage_mean_up == 0 &&
         faults.wrong_unlock_per_hold == 0 && faults.runner_loss_per_minute == 0;
}

}  // namespace

bool IsPlainlyClosed(const Scenario& scenario) {
  return AllClosed(scenario) && WaitsForEver(scenario) && Faultless(scenario);
}

void NotePolling(Question& question) {
  if (question.scenario.lock.wait == WaitRule::kPoll) {
    question.notes.Add("polling replaced by a first-come, first-served queue",
                       AnswerKind::kApproximation);
  }
}

LockMode ModeOf(const Scenario& scenario, const Operation& operation, const Step& step) {
  if (step.lock == LockMode::kNone) return LockMode::kNone;
  return operation.plans_only ? scenario.lock.plans : step.lock;
}

std::vector<const Step*> StepsOf(const Operation& operation) {
  std::vector<const Step*> steps;
  for (const Step& step : operation.steps) {
    if (MeanOf(step.time) > 0 || step.refresh || step.apply || step.lock != LockMode::kNone) {
      steps.push_back(&step);
    }
  }
  return steps;
}

const Step* SingleStep(const Operation& operation) {
  const auto steps = StepsOf(operation);
  if (steps.size() != 1 || steps[0]->refresh || steps[0]->apply || !IsExponential(steps[0]->time)) {
    return nullptr;
  }
  return steps[0];
}

}  // namespace tfsck::analytic
