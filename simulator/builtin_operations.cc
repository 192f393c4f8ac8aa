#include "simulator/builtin_operations.h"

#include <iterator>
#include <vector>

namespace tfsck {
namespace {

const TimeSource kTimeSources[] = {
    {"init",
     {"starting and terraform init", "20 s on average, cv 0.5",
      "estimate; outside the lock, as terraform init takes none"}},
    {"refresh",
     {"reading a resource", "0.45 s of a plan for each resource at parallelism 10",
      "median of eight published plans of 500 to 2,900 resources (stategraph; "
      "hashicorp/terraform#16375, #18981; deployu.ai; dev.to/samson_tanimawo; "
      "veritechsolutions.net); 0.08 to 1.6 s occur; spread from run to run assumed: cv 0.3"}},
    {"plan",
     {"planning beside reading", "0 s", "the published times are of whole plans: it is in them"}},
    {"approve",
     {"answering the prompt", "3 min on average, cv 1",
      "assumed; inside the lock (TF: internal/backend/local/backend_apply.go)"}},
    {"review",
     {"reviewing a plan", "30 min in the median, sigma 1",
      "assumed; a pull request often takes "
      "hours"}},
    {"apply",
     {"applying", "2 min in the median, sigma 1.2",
      "estimate from published runs (calcbee: 1.5 times a plan; stategraph: 20 min occur)"}},
    {"edit", {"import, state mv, state rm", "30 s on average, cv 0.5", "assumed"}},
};

constexpr std::string_view kPlanTimes[] = {"init", "refresh", "plan"};
constexpr std::string_view kApplyTimes[] = {"init", "refresh", "plan", "apply"};
constexpr std::string_view kInteractiveTimes[] = {"init", "refresh", "plan", "approve", "apply"};
constexpr std::string_view kReviewTimes[] = {"init", "refresh", "plan", "review", "apply"};
constexpr std::string_view kDriftTimes[] = {"init", "refresh"};
constexpr std::string_view kImportTimes[] = {"init", "edit"};

Step Unlocked(StepKind kind, Distribution time) {
  Step step;
  step.kind = kind;
  step.time = std::move(time);
  step.runner = true;
  return step;
}

Step Locked(StepKind kind, Distribution time) {
  Step step = Unlocked(kind, std::move(time));
  step.lock = LockMode::kExclusive;
  return step;
}

Step RefreshStep(const OperationTimes& times) {
  Step step = Locked(StepKind::kRefresh, {});
  step.refresh = times.refresh;
  return step;
}

Step PlanStep(const OperationTimes& times) {
  Step step = Locked(StepKind::kPlan, times.plan);
  step.makes_plan = true;
  return step;
}

Step ApplyStep(const OperationTimes& times) {
  Step step = Locked(StepKind::kApply, times.apply);
  step.apply = times.per_resource;
  step.commits = true;
  return step;
}

// The steps of a kind that both plans and applies, with what lies between.
std::vector<Step> PlanAndApply(const OperationTimes& times, std::vector<Step> between) {
  std::vector<Step> steps = {Unlocked(StepKind::kInit, times.init), RefreshStep(times),
                             PlanStep(times)};
  for (Step& step : between) steps.push_back(std::move(step));
  steps.push_back(ApplyStep(times));
  return steps;
}

std::vector<Step> StepsOf(OperationKind kind, const OperationTimes& times) {
  switch (kind) {
    case OperationKind::kPlan:
      return {Unlocked(StepKind::kInit, times.init), RefreshStep(times), PlanStep(times)};
    case OperationKind::kApply:
      return PlanAndApply(times, {});
    case OperationKind::kDestroy: {
      auto steps = PlanAndApply(times, {});
      if (steps.back().apply) steps.back().apply->destroys = true;
      return steps;
    }
    case OperationKind::kInteractiveApply: {
      auto steps = PlanAndApply(times, {Locked(StepKind::kApprove, times.approve)});
      for (Step& step : steps) step.runner = false;
      return steps;
    }
    case OperationKind::kSavedPlan: {
      auto steps = PlanAndApply(times, {Unlocked(StepKind::kReview, times.review)});
      steps[3].runner = false;
      steps[4].new_hold = steps[4].checks_plan = true;
      return steps;
    }
    case OperationKind::kPullRequest: {
      auto steps = PlanAndApply(times, {Locked(StepKind::kReview, times.review)});
      steps[3].runner = false;
      return steps;
    }
    case OperationKind::kDrift:
      return {Unlocked(StepKind::kInit, times.init), RefreshStep(times)};
    case OperationKind::kImport: {
      Step edit = Locked(StepKind::kOther, times.edit);
      edit.commits = true;
      return {Unlocked(StepKind::kInit, times.init), edit};
    }
  }
  return {};
}

void TakeTimes(const Step& step, OperationTimes* times) {
  switch (step.kind) {
    case StepKind::kInit:
      times->init = step.time;
      break;
    case StepKind::kRefresh:
      if (step.refresh) times->refresh = *step.refresh;
      break;
    case StepKind::kPlan:
      times->plan = step.time;
      break;
    case StepKind::kApprove:
      times->approve = step.time;
      break;
    case StepKind::kReview:
      times->review = step.time;
      break;
    case StepKind::kApply:
      times->apply = step.time;
      times->per_resource = step.apply;
      break;
    case StepKind::kOther:
      times->edit = step.time;
      break;
  }
}

}  // namespace

OperationTimes DefaultTimes() {
  OperationTimes times;
  times.init = Distribution::LognormalByMean(20, 0.5);
  times.refresh.latency = Distribution::LognormalByMean(4.5, 0.3);  // ten at a time
  times.approve = Distribution::LognormalByMean(180, 1);
  times.review = Distribution::Lognormal(1800, 1);
  times.apply = Distribution::Lognormal(120, 1.2);
  times.edit = Distribution::LognormalByMean(30, 0.5);
  return times;
}

std::span<const TimeSource> DefaultTimeSources() { return kTimeSources; }

std::span<const std::string_view> TimesOf(OperationKind kind) {
  switch (kind) {
    case OperationKind::kPlan:
      return kPlanTimes;
    case OperationKind::kApply:
    case OperationKind::kDestroy:
      return kApplyTimes;
    case OperationKind::kInteractiveApply:
      return kInteractiveTimes;
    case OperationKind::kSavedPlan:
    case OperationKind::kPullRequest:
      return kReviewTimes;
    case OperationKind::kDrift:
      return kDriftTimes;
    case OperationKind::kImport:
      return kImportTimes;
  }
  return {};
}

Operation MakeOperation(OperationKind kind, std::string name, const OperationTimes& times) {
  Operation operation;
  operation.name = std::move(name);
  operation.steps = StepsOf(kind, times);
  operation.plans_only = kind == OperationKind::kPlan || kind == OperationKind::kDrift;
  // HCP Terraform's workers take applies before plans (facts: simulation-model 0).
  operation.runner_class = operation.plans_only ? 1 : 0;
  return operation;
}

std::optional<std::pair<OperationKind, OperationTimes>> AsBuiltin(const Operation& operation) {
  OperationTimes times = DefaultTimes();
  times.per_resource.reset();
  for (const Step& step : operation.steps) TakeTimes(step, &times);
  for (size_t i = 0; i < std::size(kOperationKindNames); ++i) {
    const auto kind = static_cast<OperationKind>(i);
    const Operation built = MakeOperation(kind, operation.name, times);
    if (built.steps == operation.steps && built.plans_only == operation.plans_only) {
      return std::pair(kind, times);
    }
  }
  return std::nullopt;
}

}  // namespace tfsck
