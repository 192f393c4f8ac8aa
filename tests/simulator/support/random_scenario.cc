#include "tests/simulator/support/random_scenario.h"

#include <algorithm>
#include <random>
#include <utility>

#include "simulator/scenario_check.h"
#include "tests/simulator/support/scenario_builder.h"

namespace tfsck::testing {
namespace {

class Maker {
 public:
  explicit Maker(uint64_t seed) : random_(seed), lattice_(Chance(0.5)) {}

  Scenario Make() {
    Scenario made;
    made.name = "random";
    const auto rows = LockDisciplines();
    made.lock = rows[Below(static_cast<uint32_t>(rows.size()))].discipline;
    SetLimits(&made.lock);
    AddWorkspaces(&made);
    const uint32_t operations = 1 + Below(3);
    for (uint32_t i = 0; i < operations; ++i) made.operations.push_back(MakeOperation(made));
    const uint32_t sources = 1 + Below(3);
    for (uint32_t i = 0; i < sources; ++i) made.sources.push_back(MakeSource(made));
    AddRunners(&made.runners);
    AddFaults(&made.faults);
    made.metrics.by_source = true;
    made.metrics.by_hour = Chance(0.03);
    if (Chance(0.3)) made.shuffle_ties = 1 + Below(1000);
    made.analysis.kind = Chance(0.5) ? AnalysisKind::kSteady : AnalysisKind::kTerminating;
    made.analysis.start = Chance(0.3) ? 9 * kHour : 0;
    made.analysis.horizon = (300 + Below(3000)) * kSecond;
    if (made.analysis.kind == AnalysisKind::kSteady) {
      made.analysis.warm_up = Below(200) * kSecond;
    }
    return made;
  }

  void Poll(LockDiscipline* lock) {
    lock->wait = WaitRule::kPoll;
    lock->validation = Validation::kNone;
    if (Chance(0.4)) lock->latency = Chance(0.5) ? kSecond / 2 : 1 + Below(3'000'000);
    if (Chance(0.4)) lock->race_window = Chance(0.5) ? kSecond / 2 : 1 + Below(3'000'000);
    if (Chance(0.4)) {
      lock->poll.first = (1 + Below(4)) * kSecond / 2;
      lock->poll.factor = 1 + Below(3);
      lock->poll.ceiling = std::max(lock->poll.first, (1 + Below(20)) * kSecond / 2);
    }
  }

 private:
  bool Chance(double chance) { return std::uniform_real_distribution<>(0, 1)(random_) < chance; }
  uint32_t Below(uint32_t bound) { return static_cast<uint32_t>(random_() % bound); }

  // Of the magnitude of `mean`; on the lattice multiples of half a second.
  Distribution Time(double mean, bool positive = false) {
    if (lattice_) {
      const auto halves = static_cast<uint32_t>(2 * mean) + 1;
      std::vector<double> values;
      for (int i = 0; i < 3; ++i) values.push_back((Below(2 * halves) + (positive ? 1 : 0)) * 0.5);
      std::sort(values.begin(), values.end());
      return Distribution::Empirical(values);
    }
    if (Chance(0.3) || mean == 0) return Fixed(mean);
    return positive ? Distribution::Shifted(0.1, Exp(mean)) : Exp(mean);
  }

  void SetLimits(LockDiscipline* lock) {
    if (lock->wait != WaitRule::kQueue || !Chance(0.3)) return;
    lock->queue_limit = Below(4);
    lock->full = Chance(0.5) ? FullQueue::kReject : FullQueue::kReplaceOldest;
  }

  void AddWorkspaces(Scenario* scenario) {
    const uint32_t groups = 1 + Below(2);
    for (uint32_t i = 0; i < groups; ++i) {
      WorkspaceGroup group;
      group.name = i == 0 ? "app" : "net";
      group.count = 1 + Below(3);
      group.resources = 6 + Below(4);
      group.graph.shape = Chance(0.5) ? GraphShape::kRandomDag : GraphShape::kRecursiveTree;
      scenario->workspaces.push_back(group);
    }
  }

  Step MakeStep(const Scenario& scenario) {
    Step step;
    step.time = Time(Chance(0.3) ? 0 : 4);
    step.kind = Chance(0.2) ? StepKind::kApprove : StepKind::kOther;
    const bool states = scenario.lock.scope == LockScope::kState;
    if (Chance(0.7)) step.lock = LockMode::kExclusive;
    step.runner = Chance(0.5);
    step.makes_plan = Chance(0.3);
    step.commits = Chance(0.4);
    if (states && Chance(0.1)) step.workspace = static_cast<int>(scenario.workspaces.size()) - 1;
    return step;
  }

  Operation MakeOperation(const Scenario& scenario) {
    Operation operation;
    operation.name = "operation" + std::to_string(scenario.operations.size());
    const uint32_t steps = 1 + Below(4);
    bool planned = false;
    for (uint32_t i = 0; i < steps; ++i) {
      Step step = MakeStep(scenario);
      if (i + 1 == steps) step.lock = LockMode::kExclusive;
      step.new_hold = step.lock != LockMode::kNone && Chance(0.2);
      step.checks_plan = planned && Chance(0.3);
      planned = planned || step.makes_plan;
      operation.steps.push_back(step);
    }
    operation.plans_only = Chance(0.3);
    const bool shares = scenario.lock.scope == LockScope::kState && Chance(0.2);
    for (Step& step : operation.steps) {
      if (shares && step.lock != LockMode::kNone) step.lock = LockMode::kShared;
      if (operation.plans_only || shares) step.commits = false;
    }
    operation.lock_class = Below(3);
    operation.runner_class = Below(3);
    if (scenario.lock.scope == LockScope::kResource) AddFootprint(&operation);
    return operation;
  }

  void AddFootprint(Operation* operation) {
    if (Chance(0.3)) {
      operation->uniform_writes = 1 + Below(3);
    } else if (Chance(0.4)) {
      operation->writes = {Below(3)};
      operation->reads = {3 + Below(3)};
    }
  }

  Arrivals MakeArrivals() {
    Arrivals made;
    const uint32_t kind = Below(3);
    if (kind == 0) {
      made.poisson.rate = 0.02 + 0.01 * Below(15);
    } else if (kind == 1) {
      made.kind = Arrivals::Kind::kTrace;
      SimTime at = Chance(0.3) ? 9 * kHour : 0;
      for (int i = 0; i < 150; ++i) made.trace.times.push_back(at += Below(30) * kSecond / 2);
    } else {
      made.kind = Arrivals::Kind::kClosed;
      made.closed = {1 + Below(6), Time(10, true)};
      return made;
    }
    if (Chance(0.3)) made.batch_mean = 1 + Below(3);
    made.geometric_batch = made.batch_mean > 1 && Chance(0.5);
    return made;
  }

  Source MakeSource(const Scenario& scenario) {
    Source made;
    made.name = "team" + std::to_string(scenario.sources.size());
    made.human = Chance(0.7);
    made.arrivals = MakeArrivals();
    for (uint32_t i = 0; i < scenario.operations.size(); ++i) made.operations.push_back({i, 1.0});
    for (uint32_t i = 0; i < scenario.workspaces.size(); ++i) made.workspaces.push_back({i, 1.0});
    uint32_t states = 0;
    for (const WorkspaceGroup& group : scenario.workspaces) states += group.count;
    if (states > 1 && scenario.lock.scope == LockScope::kState && Chance(0.4)) {
      made.cross_state_share = Chance(0.3) ? 1 : 0.3;
      made.cross_state_count = 2 + Below(states - 1);
    }
    if (Chance(0.6)) made.lock_patience = Chance(0.2) ? Fixed(0) : Time(20);
    if (Chance(0.4)) made.runner_patience = Chance(0.2) ? Fixed(0) : Time(10);
    made.retry.on_failure = static_cast<OnFailure>(Below(3));
    made.retry.after = Time(8, true);
    if (Chance(0.5)) made.retry.most = Below(5);
    made.retry.redraw = Chance(0.3);
    return made;
  }

  void AddRunners(Runners* runners) {
    if (Chance(0.3)) return;
    runners->count = 1 + Below(4);
    runners->order = Chance(0.5) ? RunnerOrder::kRunnerThenLock : RunnerOrder::kLockThenRunner;
    runners->priority = Chance(0.5);
    if (Chance(0.2)) runners->queue_limit = Below(4);
  }

  void AddFaults(Faults* faults) {
    if (Chance(0.3)) return;
    if (Chance(0.4)) faults->crash_per_run = 0.2;
    if (Chance(0.2)) faults->crash_per_minute = 0.5;
    faults->crash_at_end = Chance(0.3);
    faults->leaves_lock = Chance(0.5) ? 1 : 0.5;
    if (Chance(0.7)) faults->unlock_delay = Time(30);
    faults->office_hours = Chance(0.1);
    if (Chance(0.3)) faults->wrong_unlock_per_hold = 0.2;
    if (Chance(0.2)) faults->runner_loss_per_minute = 0.5;
    if (Chance(0.4)) faults->outage_mean_up = 100;
    faults->outage = Time(20, true);
    faults->outage_effect = Chance(0.7) ? OutageEffect::kFail : OutageEffect::kPause;
  }

  std::mt19937_64 random_;
  bool lattice_;
};

// In the long run it may grow without end, and then nobody may ask about the long run.
Scenario Askable(Scenario scenario) {
  if (CheckScenario(scenario).empty()) return scenario;
  scenario.analysis.kind = AnalysisKind::kTerminating;
  scenario.analysis.warm_up.reset();
  return scenario;
}

}  // namespace

Scenario RandomScenario(uint64_t seed) { return Askable(Maker(seed).Make()); }

Scenario RandomPollingScenario(uint64_t seed) {
  Maker maker(seed);
  Scenario made = maker.Make();
  maker.Poll(&made.lock);
  return Askable(made);
}

}  // namespace tfsck::testing
