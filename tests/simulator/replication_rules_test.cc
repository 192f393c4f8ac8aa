// What the engine does in small situations that can be worked out by hand.
#include <gtest/gtest.h>

#include "simulator/replication.h"
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

// Two resources of 25 instances each; the scenario's own number of resources says nothing.
Result<Model> WithTwoResources(Operation change) {
  Scenario scenario = Small("resource-409", {OpenSource(0.5)}, {std::move(change)});
  scenario.workspaces[0].count = 2;
  scenario.workspaces[0].graph.shape = GraphShape::kState;
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

}  // namespace
}  // namespace tfsck::testing
