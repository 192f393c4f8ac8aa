#include "tests/simulator/pinned_scenarios.h"

#include <string_view>
#include <utility>

namespace tfsck::test {
namespace {

Step Work(StepKind kind, Distribution time, LockMode lock) {
  Step step;
  step.kind = kind;
  step.time = std::move(time);
  step.lock = lock;
  step.commits = kind == StepKind::kApply;
  return step;
}

Operation ApplyOnly(Distribution time) {
  Operation operation;
  operation.name = "apply";
  operation.steps = {Work(StepKind::kApply, std::move(time), LockMode::kExclusive)};
  return operation;
}

Source Team(double rate) {
  Source team;
  team.name = "team";
  team.arrivals.poisson.rate = rate;
  team.operations = {{0, 1}};
  team.workspaces = {{0, 1}};
  return team;
}

// One lock, one team, one step.
Scenario OneLock(std::string_view discipline, double rate = 0.8,
                 Distribution time = Distribution::Exponential(1)) {
  Scenario scenario;
  scenario.workspaces = {{.name = "w", .count = 1, .resources = 1}};
  scenario.operations = {ApplyOnly(std::move(time))};
  scenario.sources = {Team(rate)};
  scenario.lock = FindLockDiscipline(discipline)->discipline;
  scenario.analysis.horizon = FromSeconds(2e4);
  scenario.analysis.warm_up = FromSeconds(1e3);
  return scenario;
}

Scenario Polling(bool each_attempt) {
  Scenario scenario = OneLock("terraform", 0.6 / 120, Distribution::LognormalByMean(120, 1));
  scenario.lock.polls_each_attempt = each_attempt;
  scenario.sources[0].lock_patience = Distribution::Uniform(0, 300);
  scenario.analysis.horizon = FromSeconds(1e6);
  return scenario;
}

Scenario PollingWithLatency() {
  Scenario scenario = Polling(false);
  scenario.lock.latency = 80 * 1000;
  scenario.lock.race_window = 50 * 1000;
  scenario.sources[0].retry = {
      .on_failure = OnFailure::kRetry, .after = Distribution::Exponential(600), .most = 3};
  return scenario;
}

Scenario Closed() {
  Scenario scenario = OneLock("fifo");
  scenario.sources[0].arrivals.kind = Arrivals::Kind::kClosed;
  scenario.sources[0].arrivals.closed = {5, Distribution::Exponential(10)};
  return scenario;
}

// Init, plan, approval, apply and clean-up on two runners.
Scenario Pool(RunnerOrder order, bool priority) {
  Scenario scenario = OneLock("priority", 0.05);
  scenario.workspaces[0].count = 3;
  Operation full;
  full.name = "full";
  full.steps = {Work(StepKind::kInit, Distribution::Deterministic(3), LockMode::kNone),
                Work(StepKind::kPlan, Distribution::Gamma(8, 0.5), LockMode::kExclusive),
                Work(StepKind::kApprove, Distribution::Weibull(0.7, 10), LockMode::kExclusive),
                Work(StepKind::kApply, Distribution::Uniform(2, 20), LockMode::kExclusive),
                Work(StepKind::kOther, Distribution::Deterministic(1), LockMode::kNone)};
  for (const size_t step : {0, 1, 3, 4}) full.steps[step].runner = true;
  Operation plan = full;
  plan.name = "plan";
  plan.steps.resize(2);
  plan.plans_only = true;
  plan.lock_class = plan.runner_class = 1;
  scenario.operations = {full, plan};
  scenario.sources[0].operations = {{0, 2}, {1, 1}};
  scenario.sources[0].runner_patience = Distribution::Exponential(200);
  scenario.runners = {.count = 2, .order = order, .priority = priority};
  scenario.metrics = {.by_source = true, .by_workspace = true, .by_operation = true};
  scenario.analysis.horizon = FromSeconds(2e5);
  return scenario;
}

Scenario Resources(std::string_view discipline) {
  Scenario scenario = OneLock(discipline, 0.5);
  scenario.workspaces = {
      {.name = "w", .count = 2, .resources = 40, .graph = {.shape = GraphShape::kRecursiveTree}}};
  scenario.sources[0].retry = {.on_failure = OnFailure::kRetrigger,
                               .after = Distribution::Exponential(30),
                               .most = 5,
                               .redraw = true};
  return scenario;
}

Scenario UniformSets() {
  Scenario scenario = Resources("resource-reserve");
  scenario.operations[0].uniform_writes = 3;
  return scenario;
}

// What the resources themselves take to change.
Scenario Applying() {
  Scenario scenario = Resources("resource-conservative");
  Step& step = scenario.operations[0].steps[0];
  step.apply = ApplyWork{.parallelism = 3, .otherwise = Distribution::Exponential(0.2)};
  step.refresh = RefreshWork{.latency = Distribution::Lognormal(0.05, 0.5)};
  return scenario;
}

Scenario Crashing() {
  Scenario scenario = Polling(false);
  scenario.faults = {.crash_per_run = 0.05,
                     .crash_per_minute = 0.01,
                     .leaves_lock = 0.5,
                     .unlock_delay = Distribution::Exponential(1800),
                     .office_hours = true,
                     .wrong_unlock_per_hold = 0.05};
  scenario.sources[0].retry = {
      .on_failure = OnFailure::kRetry, .after = Distribution::Deterministic(60), .most = 2};
  scenario.sources[0].arrivals.poisson.rate = 0.2 / 120;
  return scenario;
}

Scenario Outages(std::string_view discipline, OutageEffect effect) {
  Scenario scenario = Polling(false);
  scenario.lock = FindLockDiscipline(discipline)->discipline;
  scenario.faults.outage_mean_up = 3000;
  scenario.faults.outage = Distribution::Uniform(20, 200);
  scenario.faults.outage_effect = effect;
  return scenario;
}

// Three workspaces in one account, and one in another, whose refreshes crashes and outages end.
Scenario SharedAccounts() {
  Scenario scenario = OneLock("fifo", 0.1);
  scenario.accounts = {{"dev", 10}, {"prod", 20}};
  scenario.workspaces = {{.name = "a", .count = 3, .resources = 100, .account = 0},
                         {.name = "b", .count = 1, .resources = 50, .account = 1}};
  scenario.sources[0].workspaces = {{0, 1}, {1, 1}};
  scenario.operations[0].steps[0].refresh =
      RefreshWork{.latency = Distribution::Exponential(0.5), .parallelism = 10};
  scenario.faults = {.crash_per_run = 0.05,
                     .unlock_delay = Distribution::Exponential(60),
                     .wrong_unlock_per_hold = 0.05,
                     .outage_mean_up = 500,
                     .outage = Distribution::Uniform(5, 50),
                     .outage_effect = OutageEffect::kPause};
  return scenario;
}

Scenario LosingRunners() {
  Scenario scenario = Pool(RunnerOrder::kRunnerThenLock, true);
  scenario.faults.runner_loss_per_minute = 0.2;
  scenario.faults.crash_at_end = true;
  scenario.faults.crash_per_run = 0.02;
  scenario.faults.unlock_delay = Distribution::Deterministic(100);
  return scenario;
}

Scenario CrossingStates() {
  Scenario scenario = OneLock("resource-reserve", 1.5);
  scenario.lock.scope = LockScope::kState;
  scenario.workspaces[0].count = 6;
  scenario.sources[0].cross_state_share = 0.3;
  scenario.sources[0].cross_state_count = 3;
  return scenario;
}

Scenario Calendars() {
  Scenario scenario = OneLock("fifo");
  Arrivals& week = scenario.sources[0].arrivals;
  week.kind = Arrivals::Kind::kCalendar;
  week.calendar = {.period = kDay, .rates = {0.001, 0.02, 0.05, 0.002}};
  scenario.operations = {ApplyOnly(Distribution::Exponential(15))};
  scenario.sources.push_back(Team(0));
  Arrivals& bursts = scenario.sources[1].arrivals;
  bursts.kind = Arrivals::Kind::kHawkes;
  bursts.hawkes = {.base = 0.001, .branching = 0.5, .decay = 0.01};
  scenario.sources.push_back(Team(0));
  Arrivals& phases = scenario.sources[2].arrivals;
  phases.kind = Arrivals::Kind::kMmpp;
  phases.mmpp = {{0.001, 0.02}, {0.0003, 0.001}};
  phases.batch_mean = 2;
  phases.geometric_batch = true;
  scenario.metrics.by_hour = true;
  scenario.analysis.horizon = kWeek;
  return scenario;
}

// A plan that may have become stale by the time it is applied, under a lock for each.
Scenario SavedPlans() {
  Scenario scenario = OneLock("saved-plan", 0.01);
  Operation& operation = scenario.operations[0];
  operation.steps = {Work(StepKind::kPlan, Distribution::Exponential(10), LockMode::kExclusive),
                     Work(StepKind::kReview, Distribution::Exponential(50), LockMode::kNone),
                     Work(StepKind::kApply, Distribution::Exponential(20), LockMode::kExclusive)};
  operation.steps[0].makes_plan = true;
  operation.steps[2].checks_plan = true;
  scenario.sources[0].retry = {
      .on_failure = OnFailure::kRetry, .after = Distribution::Exponential(30), .most = 4};
  scenario.analysis.horizon = FromSeconds(2e5);
  return scenario;
}

// Plans that share the lock with each other.
Scenario Readers(std::string_view discipline) {
  Scenario scenario = OneLock(discipline);
  Operation plan;
  plan.name = "plan";
  plan.plans_only = true;
  plan.steps = {Work(StepKind::kPlan, Distribution::Exponential(1), LockMode::kExclusive)};
  scenario.operations.push_back(plan);
  scenario.sources[0].operations = {{0, 1}, {1, 2}};
  return scenario;
}

}  // namespace

std::vector<PinnedScenario> PinnedScenarios() {
  Scenario shuffled = OneLock("lifo", 0.5, Distribution::Deterministic(1));
  shuffled.sources[0].arrivals.batch_mean = 1.5;
  shuffled.shuffle_ties = 7;
  return {
      {"fifo", OneLock("fifo")},
      {"siro", OneLock("siro")},
      {"lifo", OneLock("lifo")},
      {"terraform", OneLock("terraform", 0.5)},
      {"ties shuffled", shuffled},
      {"github-concurrency", OneLock("github-concurrency")},
      {"gitlab-oldest-first", OneLock("gitlab-oldest-first")},
      {"gitlab-newest-first", OneLock("gitlab-newest-first")},
      {"atlantis-pr", OneLock("atlantis-pr")},
      {"state-optimistic", OneLock("state-optimistic")},
      {"rw-fifo", Readers("rw-fifo")},
      {"rw-reader-pref", Readers("rw-reader-pref")},
      {"plan-lock-free", Readers("plan-lock-free")},
      {"saved-plan", SavedPlans()},
      {"polling, lazily", Polling(false)},
      {"polling, each attempt", Polling(true)},
      {"polling with latency and races", PollingWithLatency()},
      {"closed", Closed()},
      {"runner then lock", Pool(RunnerOrder::kRunnerThenLock, false)},
      {"lock then runner", Pool(RunnerOrder::kLockThenRunner, true)},
      {"resource-409", Resources("resource-409")},
      {"resource-conservative", Resources("resource-conservative")},
      {"resource-reserve", Resources("resource-reserve")},
      {"resource-strict", Resources("resource-strict")},
      {"resource-optimistic", Resources("resource-optimistic")},
      {"uniform sets", UniformSets()},
      {"applying resources", Applying()},
      {"crashes and stale locks", Crashing()},
      {"lost runners", LosingRunners()},
      {"failing store, polled", Outages("terraform", OutageEffect::kFail)},
      {"failing store, queued", Outages("fifo", OutageEffect::kFail)},
      {"pausing store", Outages("terraform", OutageEffect::kPause)},
      {"crossing states", CrossingStates()},
      {"calendars", Calendars()},
      {"shared accounts", SharedAccounts()},
  };
}

}  // namespace tfsck::test
