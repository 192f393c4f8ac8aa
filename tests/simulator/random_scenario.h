// Scenarios drawn at random, for tests of what must hold for all.
#ifndef TFSCK_TESTS_SIMULATOR_RANDOM_SCENARIO_H_
#define TFSCK_TESTS_SIMULATOR_RANDOM_SCENARIO_H_

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "simulator/builtin_operations.h"
#include "simulator/calendars.h"
#include "simulator/scenario.h"

namespace tfsck::testing {

// Scenarios without sense but in order, to be written and read again.
class RandomScenario {
 public:
  explicit RandomScenario(uint64_t seed) : random_(seed) {}

  Scenario Make() {
    Scenario scenario;
    scenario.name = Name("scenario");
    scenario.description = Pick(2) == 0 ? "" : "a \"b\"\n\tc: #d \\ é";
    MakeMany(0, 2, [&] { scenario.accounts.push_back({Name("account"), 1e9 * Positive()}); });
    accounts_ = static_cast<uint32_t>(scenario.accounts.size());
    MakeMany(1, 3, [&] { scenario.workspaces.push_back(Group(scenario.workspaces.size())); });
    MakeMany(1, 4, [&] { scenario.operations.push_back(AnyOperation(scenario)); });
    MakeMany(1, 3, [&] { scenario.sources.push_back(AnySource(scenario)); });
    scenario.lock = Lock();
    scenario.runners = {Pick(5), static_cast<RunnerOrder>(Pick(2)), Coin(), Limit()};
    scenario.faults = AnyFaults();
    scenario.analysis = Question();
    scenario.costs = {Number(), Number(), Pick(100) / 2.0};
    scenario.metrics = {Coin(), Coin(), Coin(), Coin()};
    scenario.shuffle_ties = Coin() ? random_() : 0;
    return scenario;
  }

 private:
  uint32_t Pick(uint32_t below) { return static_cast<uint32_t>(random_() % below); }
  bool Coin() { return Pick(2) == 0; }
  uint32_t Limit() { return Coin() ? UINT32_MAX : Pick(1000); }
  double Number() {
    if (Coin()) return Pick(1000) / 8.0;
    return std::ldexp(static_cast<double>(random_()), -64) * 1000;
  }
  double Positive() { return Number() + 0.001; }
  double Share() { return Coin() ? Pick(101) / 100.0 : Number() / 1001; }
  SimTime Time() { return static_cast<SimTime>(random_() % (uint64_t{1} << (10 + Pick(40)))); }

  std::string Name(const std::string& start) {
    constexpr const char* kEnds[] = {"", " x", "-é", ": y", "#1", "'", "\"", "true"};
    return start + std::to_string(++names_) + kEnds[Pick(8)];
  }

  template <typename Make>
  void MakeMany(uint32_t least, uint32_t most, Make make) {
    for (uint32_t i = least + Pick(most - least + 1); i > 0; --i) make();
  }

  Distribution Law(int depth = 0) {
    switch (Pick(depth < 3 ? 15 : 11)) {
      case 0:
        return Distribution::Deterministic(Number());
      case 1:
        return Distribution::Exponential(Positive());
      case 2:
        return Distribution::Erlang(Positive(), static_cast<int>(1 + Pick(9)));
      case 3:
        return Distribution::Gamma(Positive(), (Positive() + 1) / 100);
      case 4:
        return Distribution::Lognormal(Positive(), Number() / 500);
      case 5:
        return Distribution::LognormalByMean(1 + Pick(1000), (1 + Pick(30)) / 10.0);
      case 6:
        return Distribution::BalancedHyperexponential(Positive(), 1 + Positive());
      case 7:
        return Distribution::Weibull(Positive() / 100, Positive());
      case 8:
        return Distribution::Pareto(1 + Positive(), Positive());
      case 9:
        return Distribution::Uniform(Pick(50), 50 + Number());
      case 10: {
        std::vector<double> values;
        MakeMany(2, 5, [&] { values.push_back(Number()); });
        std::sort(values.begin(), values.end());
        return Distribution::Empirical(values);
      }
      case 11:
        return Distribution::Shifted(Number(), Law(depth + 1));
      case 12:
        return Distribution::Mixture({Positive(), 1}, {Law(depth + 1), Law(depth + 1)});
      case 13:
        return Distribution::Truncated(Distribution::Exponential(60), Pick(60),
                                       Coin() ? 100.0 : std::numeric_limits<double>::infinity());
      default:
        return Distribution::Pareto(Positive(), 1, 2 + Number());
    }
  }

  std::optional<Distribution> Maybe() { return Coin() ? std::optional(Law()) : std::nullopt; }

  // Or none.
  int Account() { return static_cast<int>(Pick(accounts_ + 1)) - 1; }

  WorkspaceGroup Group(size_t) {
    WorkspaceGroup group;
    group.account = Account();
    group.name = Name("app");
    group.count = 1 + Pick(9);
    group.resources = 10 + Pick(50);
    group.graph.shape = static_cast<GraphShape>(Pick(10));
    group.graph.degree = 1 + Pick(4);
    group.graph.layers = 1 + Pick(9);
    group.graph.modules = 1 + Pick(30);
    if (group.graph.shape == GraphShape::kExplicit) group.graph.edges = {{1, 0}, {2, 0}, {2, 1}};
    if (group.graph.shape == GraphShape::kState) group.graph.state_file = "a b/c.tfstate";
    group.popularity = static_cast<RootPopularity>(Pick(3));
    if (group.popularity == RootPopularity::kWeights) {
      for (uint32_t i = 0; i < group.resources; ++i) group.root_weights.push_back(Positive());
    }
    if (group.graph.shape == GraphShape::kState) group.resources = 0;
    return group;
  }

  RefreshWork Refresh() {
    RefreshWork work = {Number(), Law(), 1 + Pick(20), Coin() ? 0 : Positive()};
    if (work.provider_rate == 0) work.account = Account();
    return work;
  }

  ApplyWork Apply() {
    ApplyWork work;
    work.parallelism = 1 + Pick(20);
    if (Coin()) work.by_type = {{"aws_db_*", Law()}, {"*", Law()}};
    work.otherwise = Law();
    work.destroys = Coin();
    return work;
  }

  Operation AnyOperation(const Scenario& scenario) {
    if (Coin()) {
      OperationTimes times = DefaultTimes();
      times.review = Law();
      times.apply = Law();
      times.refresh = Refresh();
      if (Coin()) times.per_resource = Apply();
      return MakeOperation(static_cast<OperationKind>(Pick(8)), Name("op"), times);
    }
    Operation operation;
    operation.name = Name("op");
    operation.plans_only = Coin();
    operation.lock_class = Pick(3);
    operation.runner_class = Pick(3);
    if (Coin()) operation.reads = {1, 3};
    if (Coin()) operation.writes = {0, 9};
    if (operation.writes.empty()) operation.uniform_writes = Pick(4);
    MakeMany(1, 4, [&] { operation.steps.push_back(AnyStep(scenario, operation)); });
    return operation;
  }

  Step AnyStep(const Scenario& scenario, const Operation& operation) {
    Step step;
    step.kind = static_cast<StepKind>(Pick(7));
    step.time = Law();
    if (Coin()) step.refresh = Refresh();
    if (Coin()) step.apply = Apply();
    step.lock = static_cast<LockMode>(Pick(3));
    step.new_hold = step.lock != LockMode::kNone && Coin();
    step.runner = Coin();
    step.makes_plan = Coin();
    step.checks_plan = !operation.steps.empty() && operation.steps[0].makes_plan && Coin();
    step.commits = !operation.plans_only && Coin();
    if (Coin()) step.workspace = static_cast<int>(Pick(uint32_t(scenario.workspaces.size())));
    return step;
  }

  Arrivals AnyArrivals() {
    Arrivals arrivals;
    arrivals.kind = static_cast<Arrivals::Kind>(Pick(6));
    switch (arrivals.kind) {
      case Arrivals::Kind::kPoisson:
        arrivals.poisson.rate = Number();
        break;
      case Arrivals::Kind::kCalendar:
        if (Coin()) return ArrivalsByCalendar(Positive() / 3600, OfficeCalendar());
        arrivals.calendar = {1 + Time(), {Number(), Number(), Number()}};
        break;
      case Arrivals::Kind::kMmpp:
        arrivals.mmpp = {{Number(), Number()}, {Positive(), Positive()}};
        break;
      case Arrivals::Kind::kHawkes:
        arrivals.hawkes = {Number(), Number() / 1001, Positive()};
        break;
      case Arrivals::Kind::kClosed:
        arrivals.closed = {1 + Pick(100), Law()};
        return arrivals;
      case Arrivals::Kind::kTrace:
        MakeMany(1, 5, [&] { arrivals.trace.times.push_back(Time()); });
        std::sort(arrivals.trace.times.begin(), arrivals.trace.times.end());
        break;
    }
    arrivals.geometric_batch = Coin();
    arrivals.batch_mean = arrivals.geometric_batch ? 1 + Number() : 1 + Pick(4);
    return arrivals;
  }

  template <typename Items>
  std::vector<Weighted> Mix(const Items& items) {
    std::vector<Weighted> mix;
    const auto size = static_cast<uint32_t>(items.size());
    MakeMany(1, 3, [&] { mix.push_back({Pick(size), Coin() ? 1 : Positive()}); });
    return mix;
  }

  Source AnySource(const Scenario& scenario) {
    Source source;
    source.name = Name("team");
    source.human = Coin();
    source.engineers = Pick(30);
    source.time_zone = Coin() ? "UTC" : "Europe/Berlin";
    source.utc_offset_minutes = Coin() ? 60 : static_cast<int>(Pick(1600)) - 800;
    source.arrivals = AnyArrivals();
    source.operations = Mix(scenario.operations);
    source.workspaces = Mix(scenario.workspaces);
    if (scenario.workspaces[source.workspaces[0].index].count > 2) {
      source.cross_state_share = Share();
      source.cross_state_count = 2 + Pick(2);
    }
    source.lock_patience = Maybe();
    source.runner_patience = Maybe();
    source.retry.on_failure = static_cast<OnFailure>(Pick(3));
    if (source.retry.on_failure == OnFailure::kGiveUp) return source;
    source.retry.after = Law();
    source.retry.most = Limit();
    source.retry.redraw = Coin();
    return source;
  }

  LockDiscipline Lock() {
    LockDiscipline lock = LockDisciplines()[Pick(uint32_t(LockDisciplines().size()))].discipline;
    if (Coin()) return lock;
    lock.scope = static_cast<LockScope>(Pick(2));
    lock.wait = static_cast<WaitRule>(Pick(3));
    lock.poll = {1 + Time(), 1 + Pick(3), 0};
    lock.poll.ceiling = lock.poll.first + Time();
    lock.latency = Time();
    lock.race_window = Time();
    lock.order = static_cast<QueueOrder>(Pick(6));
    lock.set_rule = static_cast<SetRule>(Pick(3));
    lock.queue_limit = Limit();
    lock.full = static_cast<FullQueue>(Pick(2));
    lock.plans = static_cast<LockMode>(Pick(3));
    lock.reader_preference = Coin();
    lock.validation = static_cast<Validation>(Pick(3));
    lock.footprint = static_cast<FootprintRule>(Pick(4));
    lock.polls_each_attempt = Coin();
    return lock;
  }

  Faults AnyFaults() {
    Faults faults;
    if (Coin()) return faults;
    faults.crash_per_run = Share();
    faults.crash_per_minute = Number();
    faults.crash_at_end = Coin();
    faults.leaves_lock = Share();
    faults.unlock_delay = Maybe();
    faults.office_hours = Coin();
    if (faults.office_hours) faults.office_begin = 7.5;
    faults.wrong_unlock_per_hold = Share();
    faults.runner_loss_per_minute = Number();
    if (Coin()) return faults;
    faults.outage_mean_up = Positive();
    faults.outage = Law();
    faults.outage_effect = static_cast<OutageEffect>(Pick(2));
    return faults;
  }

  Analysis Question() {
    Analysis analysis;
    analysis.start = Coin() ? Pick(10080) * kMinute : Time();
    analysis.horizon = 1 + Time();
    analysis.replications = 1 + Pick(100);
    analysis.precision = Share();
    analysis.confidence = 0.9 + Share() / 11;
    analysis.budget_seconds = Number();
    analysis.seed = random_();
    return analysis;
  }

  std::mt19937_64 random_;
  uint32_t accounts_ = 0;
  int names_ = 0;
};

}  // namespace tfsck::testing

#endif  // TFSCK_TESTS_SIMULATOR_RANDOM_SCENARIO_H_
