// What the engine does in small situations that can be worked out by hand.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <string>

#include "simulator/metrics.h"
#include "simulator/replication.h"
#include "simulator/scenario_check.h"
#include "tests/simulator/support/scenario_builder.h"

namespace tfsck::testing {
namespace {

uint64_t Count(const Observations& seen, Outcome outcome) {
  return seen.outcomes[static_cast<size_t>(outcome)];
}

// From an empty start to a horizon that all of them reach.
Scenario Small(std::string_view discipline, std::vector<Source> sources,
               std::vector<Operation> operations) {
  Scenario made = Base(discipline, Fixed(1));
  made.sources = std::move(sources);
  made.operations = std::move(operations);
  for (uint32_t i = 0; i < made.sources.size(); ++i) {
    made.sources[i].operations = {{std::min<uint32_t>(i, made.operations.size() - 1), 1}};
  }
  SetWindow(&made, 0, 1000);
  made.analysis.kind = AnalysisKind::kTerminating;
  made.analysis.warm_up.reset();
  return made;
}

// One replication of it, whose invariants hold.
class Carried {
 public:
  explicit Carried(const Scenario& scenario, uint32_t replication = 0)
      : model_(CompileOrDie(scenario)), replication_(model_) {
    seen_ = &replication_.Carry({.seed = 1, .replication = replication});
    EXPECT_EQ(seen_->violation, "");
  }
  const Observations* operator->() const { return seen_; }
  const Observations& operator*() const { return *seen_; }

 private:
  Model model_;
  Replication replication_;
  const Observations* seen_;
};

Step Work(double seconds) {
  Step made;
  made.time = Fixed(seconds);
  return made;
}

TEST(ReplicationRules, AttemptOfAnInstantIsOverBeforeAReleaseLaterInIt) {
  Operation later = OneHold(Fixed(1));
  later.steps.insert(later.steps.begin(), Work(5));
  const Scenario scenario =
      Small("terraform", {TraceSource({0}), TraceSource({0})}, {later, OneHold(Fixed(5))});
  // The first asks at 5, then the second releases at 5: the next try is at 6.
  EXPECT_EQ(Carried(scenario)->lock_wait.most, kSecond);
}

TEST(ReplicationRules, RunWhoseLockWasForcedGoesOnWithoutIt) {
  Operation two = OneHold(Fixed(5));
  two.steps.insert(two.steps.begin(), Hold(Fixed(5)));
  Scenario scenario = Small("fifo", {TraceSource({0})}, {two});
  scenario.faults.wrong_unlock_per_hold = 1;
  for (uint32_t replication = 0; replication < 20; ++replication) {
    const Carried seen(scenario, replication);
    EXPECT_EQ(seen->forced_unlocks, 1U);
    EXPECT_EQ(seen->requests, 1U);
    EXPECT_EQ(seen->done, 1U);
  }
}

TEST(ReplicationRules, WhoComesBackWithAnOldPlanIsStale) {
  Operation saved;
  Step plan = Hold(Fixed(1));
  plan.makes_plan = true;
  plan.commits = false;
  Step apply = Hold(Fixed(1));
  apply.new_hold = apply.checks_plan = true;
  saved.steps = {plan, Work(5), apply};
  Scenario scenario =
      Small("saved-plan", {TraceSource({0}), TraceSource({3})}, {saved, OneHold(Fixed(6))});
  scenario.sources[0].lock_patience = Fixed(0);
  scenario.sources[0].retry.on_failure = OnFailure::kRetry;
  scenario.sources[0].retry.after = Fixed(10);
  // Planned at 1, turned away at 6, back at 16; at 9 somebody else has committed.
  const Carried seen(scenario);
  EXPECT_EQ(Count(*seen, Outcome::kLockTimeout), 1U);
  EXPECT_EQ(Count(*seen, Outcome::kStalePlan), 1U);
  EXPECT_EQ(seen->done, 2U);
}

// Two groups of one state, a source for each, and one that needs both.
Scenario TwoStatesAndBoth(std::string_view discipline, const std::vector<double>& first,
                          const std::vector<double>& second, const std::vector<double>& both) {
  Scenario made = Small(discipline, {TraceSource(first), TraceSource(second), TraceSource(both)},
                        {OneHold(Fixed(10))});
  made.workspaces.push_back(made.workspaces[0]);
  made.sources[1].workspaces = {{1, 1}};
  made.sources[2].workspaces = {{0, 1}, {1, 1}};
  made.sources[2].cross_state_share = 1;
  return made;
}

TEST(ReplicationRules, PlacesInTheQueueAreOfEachState) {
  const Carried seen(TwoStatesAndBoth("github-concurrency", {0, 1}, {0, 2}, {500}));
  EXPECT_EQ(Count(*seen, Outcome::kSuperseded), 0U);
  EXPECT_EQ(seen->done, 5U);
}

TEST(ReplicationRules, CancelledWaiterNoLongerStandsInTheWay) {
  // One holds the first state, one waits for both, and the next finds the second state free.
  const Carried seen(TwoStatesAndBoth("github-concurrency", {0}, {2}, {1}));
  EXPECT_EQ(Count(*seen, Outcome::kSuperseded), 1U);
  EXPECT_EQ(seen->lock_wait.most, 0);
}

// Two resources of 25 instances each.
Result<Model> WithTwoResources(Operation change) {
  Scenario scenario = Small("resource-409", {OpenSource(0.5)}, {std::move(change)});
  scenario.workspaces[0].count = 2;
  scenario.workspaces[0].graph.shape = GraphShape::kState;
  scenario.workspaces[0].graph.state_file = "a.tfstate";
  scenario.workspaces[0].resources = 0;
  return Compile(scenario, [](const std::string&) -> Result<StateGraph> {
    return StateGraph{DependencyGraph(2, {}), {}, {"aws_vpc"}, {0, 0}, {25, 25}, 50};
  });
}

TEST(ReplicationRules, ResourcesOfAStateAreDrawnFromThoseThatCanBeLocked) {
  Operation change = Base("fifo", Fixed(1)).operations[0];
  change.uniform_writes = 2;
  const auto model = WithTwoResources(change);
  ASSERT_TRUE(model) << model.error().message;
  Replication replication(*model);
  const Observations& seen = replication.Carry({.seed = 1});
  EXPECT_EQ(seen.violation, "");
  // Whoever wants both of both has the state for itself.
  EXPECT_LT(LevelOf(seen, Level::kHeldWorking), 2);
  EXPECT_EQ(seen.lock_wait.count + Count(seen, Outcome::kRefused), seen.requests);
  EXPECT_GT(Count(seen, Outcome::kRefused), 0u);
}

// How many resources it has is known when it is read, and with it whether there is time for all.
TEST(ReplicationRules, LoadIsThatOfTheResourcesInTheStateFile) {
  const auto compiled = [](uint64_t instances) {
    Scenario scenario = OneLock("fifo", 0.01, Fixed(1));
    scenario.workspaces[0].graph.shape = GraphShape::kState;
    scenario.workspaces[0].graph.state_file = "a.tfstate";
    scenario.workspaces[0].resources = 0;
    scenario.operations[0].steps[0].refresh = RefreshWork{.latency = Fixed(1), .parallelism = 1};
    EXPECT_TRUE(CheckScenario(scenario).empty());
    return Compile(scenario, [instances](const std::string&) -> Result<StateGraph> {
      const auto each = static_cast<uint32_t>(instances / 2);
      return StateGraph{DependencyGraph(2, {}), {}, {"aws_vpc"}, {0, 0}, {each, each}, instances};
    });
  };
  const auto made = compiled(50);
  ASSERT_TRUE(made);
  EXPECT_EQ(made->scenario.workspaces[0].resources, 50U);
  const auto refused = compiled(120);
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("waiting grows without end"), std::string::npos)
      << refused.error().message;
}

TEST(ReplicationRules, ResourcesThatTheStateHasNotAreRefused) {
  Operation change = Base("fifo", Fixed(1)).operations[0];
  change.writes = {1};
  EXPECT_TRUE(WithTwoResources(change));
  change.reads = {2};
  const auto model = WithTwoResources(change);
  ASSERT_FALSE(model);
  EXPECT_EQ(
      model.error().message,
      "operation '" + change.name + "' needs 3 resources, but the state of workspaces 'app' has 2");
}

TEST(ReplicationRules, WhoComesToTheHeadOfTheQueueTakesWhatIsFree) {
  // One holds the first state, one waits for both; the second state is free for the last to come.
  const Carried seen(TwoStatesAndBoth("lifo", {0}, {2}, {1}));
  EXPECT_EQ(seen->by_source[1].served.most, 0);
  EXPECT_EQ(seen->by_source[2].served.most, 11 * kSecond);
}

TEST(ReplicationRules, RaceIsLostForTheLockThatCameFree) {
  Scenario scenario = TwoStatesAndBoth("terraform", {0}, {5, 9.5}, {500});
  scenario.lock.race_window = kSecond;
  // The one refused at 9.5 does not ask about the first state, which comes free at 10.
  EXPECT_EQ(Count(*Carried(scenario), Outcome::kLostRace), 0U);
  scenario.sources[0].arrivals.trace.times.push_back(FromSeconds(9.5));
  EXPECT_EQ(Count(*Carried(scenario), Outcome::kLostRace), 1U);
}

TEST(ReplicationRules, RunAcrossStatesHasItsOwnAmongThem) {
  Scenario scenario = TwoStatesAndBoth("fifo", {}, {}, {0, 20, 40, 60, 80, 100});
  scenario.workspaces[1].count = 3;
  scenario.sources[2].workspaces = {{0, 1}, {1, 1e-9}};
  const Carried seen(scenario);
  EXPECT_EQ(seen->grants, 6U);
  EXPECT_EQ(static_cast<int64_t>(seen->held_time[0]), seen->hold.sum);
}

// Ghosts take up places: the table of runs, and that of drawn sets, grow while a run leaves one.
TEST(ReplicationRules, ManyLocksCanBeLeftBehind) {
  for (const bool at_end : {false, true}) {
    for (const char* const discipline : {"fifo", "resource-409"}) {
      Scenario scenario = OneLock(discipline, 1, Fixed(1));
      scenario.workspaces[0].count = 500;
      scenario.workspaces[0].resources = 10;
      scenario.operations[0].uniform_writes = 3;
      scenario.faults.crash_per_run = 1;
      scenario.faults.crash_at_end = at_end;
      scenario.faults.unlock_delay = Fixed(10'000);
      SetWindow(&scenario, 0, 400);
      const Carried seen(scenario);
      EXPECT_GT(seen->stale_locks, 200U);
      EXPECT_NEAR(static_cast<double>(seen->stale_locks), static_cast<double>(seen->grants), 5);
    }
  }
}

TEST(ReplicationRules, ManyCrossingRunsCanDie) {
  Scenario scenario = OneLock("resource-409", 1, Fixed(1));
  scenario.lock = DisciplineNamed("atlantis-pr");
  scenario.workspaces[0].count = 2000;
  scenario.sources[0].cross_state_share = 1;
  scenario.sources[0].cross_state_count = 3;
  scenario.faults.crash_per_run = 1;
  scenario.faults.crash_at_end = true;
  scenario.faults.unlock_delay = Fixed(10'000);
  SetWindow(&scenario, 0, 300);
  EXPECT_GT(Carried(scenario)->stale_locks, 130U);
}

TEST(ReplicationRules, SameNumbersWhateverWasCarriedBefore) {
  for (const char* const discipline : {"terraform", "priority", "resource-409"}) {
    Scenario scenario = OneLock(discipline, 0.7, Exp(1));
    scenario.workspaces[0].resources = 4;
    scenario.faults.outage_mean_up = 50;
    scenario.faults.outage = Exp(5);
    scenario.faults.outage_effect = OutageEffect::kPause;
    SetWindow(&scenario, 10, 2000);
    const Model model = CompileOrDie(scenario);
    Replication used(model);
    const std::string first = Everything(used.Carry({.seed = 3, .replication = 5}));
    used.Carry({.seed = 3, .replication = 6});
    EXPECT_EQ(Everything(used.Carry({.seed = 3, .replication = 5})), first);
    Replication fresh(model);
    EXPECT_EQ(Everything(fresh.Carry({.seed = 3, .replication = 5})), first);
    EXPECT_NE(Everything(fresh.Carry({.seed = 4, .replication = 5})), first);
  }
}

double ValueOf(Metric metric, const Scenario& scenario) {
  const Model model = CompileOrDie(scenario);
  Replication replication(model);
  return RowOf(metric).value(replication.Carry({.seed = 1}), model);
}

TEST(ReplicationRules, FairnessIsJainsIndexOfTheTeamsWaits) {
  const std::vector<Source> two = {TraceSource({0}), TraceSource({0})};
  EXPECT_DOUBLE_EQ(ValueOf(Metric::kFairness, Small("fifo", two, {OneHold(Fixed(10))})), 0.5);
  // They wait 5 (0 and 10), 20 and 30 in the mean.
  const std::vector<Source> three = {TraceSource({0, 0}), TraceSource({0}), TraceSource({0})};
  const double fair = ValueOf(Metric::kFairness, Small("fifo", three, {OneHold(Fixed(10))}));
  EXPECT_DOUBLE_EQ(fair, 55. * 55 / (3 * (5. * 5 + 20 * 20 + 30 * 30)));
  // Nobody waits.
  const std::vector<Source> apart = {TraceSource({0}), TraceSource({20})};
  EXPECT_TRUE(std::isnan(ValueOf(Metric::kFairness, Small("fifo", apart, {OneHold(Fixed(10))}))));
}

TEST(ReplicationRules, AttemptsForEachChangeThatWasDone) {
  Scenario scenario =
      Small("terraform", {TraceSource({0}), TraceSource({1})}, {OneHold(Fixed(10))});
  EXPECT_EQ(ValueOf(Metric::kAttempts, scenario), 1);
  scenario.sources[1].lock_patience = Fixed(0);
  EXPECT_EQ(ValueOf(Metric::kAttempts, scenario), 2);  // the second gives up
  scenario.sources[1].retry = {.on_failure = OnFailure::kRetry, .after = Fixed(20), .most = 3};
  EXPECT_EQ(ValueOf(Metric::kAttempts, scenario), 1.5);
}

// ---- What a trace shows, beside what is counted ------------------------------------------------

// Counts grants while somebody who asked earlier for a lock of the same state waits.
class Overtakings : public TraceSink {
 public:
  void Record(const TraceEvent& event) override {
    if (event.kind == TraceKind::kAskedForLock) asked_[event.run] = event;
    if (event.kind == TraceKind::kFailed) asked_.erase(event.run);
    if (event.kind != TraceKind::kLockGranted) return;
    const auto own = asked_.extract(event.run);
    overtakings += std::any_of(asked_.begin(), asked_.end(), [&](const auto& other) {
      return other.second.state == event.state && other.second.time < own.mapped().time;
    });
  }

  uint64_t overtakings = 0;

 private:
  std::map<uint64_t, TraceEvent> asked_;  // by run that waits
};

TEST(ReplicationRules, OvertakingsAreThoseOfTheTraceInEveryOrder) {
  for (const char* discipline : {"fifo", "lifo", "siro", "priority", "gitlab-oldest-first",
                                 "gitlab-newest-first", "github-concurrency", "terraform"}) {
    Scenario scenario = OneLock(discipline, 1.7, Exp(1));
    scenario.workspaces[0].count = 2;
    Operation first = scenario.operations[0];
    first.lock_class = 1;
    scenario.operations.push_back(first);
    Operation long_way = scenario.operations[0];  // asks long after it began
    Step init;
    init.time = Exp(3);
    long_way.steps.insert(long_way.steps.begin(), init);
    scenario.operations.push_back(long_way);
    scenario.sources[0].operations = {{0, 1}, {1, 1}, {2, 1}};
    scenario.sources[0].lock_patience = Exp(20);
    SetWindow(&scenario, 0, 3000);
    const Model model = CompileOrDie(scenario);
    Overtakings seen;
    Replication replication(model);
    EXPECT_EQ(replication.Carry({.seed = 3}, &seen).overtakings, seen.overtakings) << discipline;
    // One place in the queue, or the order in which they asked.
    const bool never =
        discipline == std::string("fifo") || discipline == std::string("github-concurrency");
    EXPECT_EQ(seen.overtakings == 0, never) << discipline;
  }
}

// What happens to locks while the store is down.
class LocksInOutages : public TraceSink {
 public:
  void Record(const TraceEvent& event) override {
    if (event.kind == TraceKind::kStoreDown || event.kind == TraceKind::kStoreUp) {
      down_ = event.kind == TraceKind::kStoreDown;
    }
    if (!down_) return;
    const bool changes =
        event.kind == TraceKind::kLockGranted || event.kind == TraceKind::kLockReleased ||
        event.kind == TraceKind::kLockForced || event.kind == TraceKind::kStaleUnlocked ||
        event.kind == TraceKind::kCommitted || event.kind == TraceKind::kDone;
    changed += changes ? 1 : 0;
    ended += event.kind == TraceKind::kStepEnded ? 1 : 0;
  }

  int changed = 0;
  int ended = 0;  // steps under a lock

 private:
  bool down_ = false;
};

TEST(ReplicationRules, NothingIsLockedOrUnlockedWhileTheStoreIsDown) {
  for (const bool commits : {false, true}) {
    for (const char* discipline : {"fifo", "terraform"}) {
      Scenario scenario = OneLock(discipline, 0.5, Exp(1));
      scenario.operations[0].steps[0].commits = commits;
      scenario.faults.outage_mean_up = 20;
      scenario.faults.outage = Exp(5);
      scenario.faults.outage_effect = OutageEffect::kFail;
      scenario.faults.unlock_delay = Exp(2);
      scenario.faults.wrong_unlock_per_hold = 0.2;
      SetWindow(&scenario, 0, 5000);
      scenario.analysis.kind = AnalysisKind::kTerminating;
      const Model model = CompileOrDie(scenario);
      LocksInOutages locks;
      Replication replication(model);
      const Observations& seen = replication.Carry({.seed = 5}, &locks);
      EXPECT_EQ(seen.violation, "");
      EXPECT_EQ(locks.changed, 0) << discipline;
      EXPECT_GT(locks.ended, 20);
      // Who ends while the store is down leaves a lock, but for those whose lock was forced before.
      EXPECT_LE(seen.stale_locks, static_cast<uint64_t>(locks.ended));
      EXPECT_GT(seen.stale_locks, static_cast<uint64_t>(locks.ended) / 2);
      EXPECT_GT(seen.forced_unlocks, 20U);
    }
  }
}

// Steps from begin to end, beside the outages until their lock was forced.
class ForcedSteps : public TraceSink {
 public:
  void Record(const TraceEvent& event) override {
    switch (event.kind) {
      case TraceKind::kStoreDown:
        down_since_ = event.time;
        break;
      case TraceKind::kStoreUp:
        outages_ += event.time - *down_since_;
        down_since_.reset();
        break;
      case TraceKind::kStepBegan:
        begun_[event.run] = {.at = event.time, .outages = OutagesUntil(event.time)};
        break;
      case TraceKind::kLockForced:
        begun_[event.run].stood_still = OutagesUntil(event.time) - begun_[event.run].outages;
        break;
      case TraceKind::kStepEnded: {
        const Step step = begun_[event.run];
        if (!step.stood_still) break;
        EXPECT_EQ(event.time - step.at, 20 * kSecond + *step.stood_still) << event.run;
        stood_still += *step.stood_still > 0 ? 1 : 0;
        break;
      }
      default:
        break;
    }
  }

  int stood_still = 0;  // steps that did before their lock was forced

 private:
  struct Step {
    SimTime at = 0;
    SimTime outages = 0;                 // before it began
    std::optional<SimTime> stood_still;  // until its lock was forced, where it was
  };

  SimTime OutagesUntil(SimTime now) const {
    return outages_ + (down_since_ ? now - *down_since_ : 0);
  }

  std::map<uint64_t, Step> begun_;
  std::optional<SimTime> down_since_;
  SimTime outages_ = 0;
};

TEST(ReplicationRules, WhoseLockIsForcedHasStoodStillUntilThen) {
  Scenario scenario = OneLock("fifo", 0.02, Fixed(20));
  scenario.faults.wrong_unlock_per_hold = 0.5;
  scenario.faults.outage_mean_up = 20;
  scenario.faults.outage = Exp(5);
  scenario.faults.outage_effect = OutageEffect::kPause;
  SetWindow(&scenario, 0, 50'000);
  const Model model = CompileOrDie(scenario);
  ForcedSteps steps;
  Replication replication(model);
  EXPECT_EQ(replication.Carry({.seed = 9}, &steps).violation, "");
  EXPECT_GT(steps.stood_still, 100);
}

}  // namespace
}  // namespace tfsck::testing
