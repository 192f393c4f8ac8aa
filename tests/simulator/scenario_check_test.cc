#include "simulator/scenario_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <limits>
#include <string>
#include <tuple>

#include "tests/simulator/scenario_support.h"

namespace tfsck {
namespace {

using testing::FailureOf;
using testing::FailureWith;
using ::testing::HasSubstr;
using testing::SmallScenario;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

// The problems of the small scenario after `change`, one a line.
std::string Problems(const std::function<void(Scenario*)>& change) {
  auto scenario = *ReadScenario("s.yaml", SmallScenario());
  change(&scenario);
  std::string lines;
  for (const ScenarioProblem& problem : CheckScenario(scenario)) {
    lines += (lines.empty() ? "" : "\n") + problem.message;
  }
  return lines;
}

TEST(ScenarioCheck, PlacesWhatIsWrongWhereItStands) {
  EXPECT_EQ(FailureOf("version: 1\n"
                      "workspaces:\n"
                      "  - name: app\n"
                      "    count: 0\n"
                      "teams: [{name: a, changes: 5/day}]\n"
                      "analysis:\n"
                      "  kind: terminating\n"
                      "  horizon: 0s\n"),
            "s.yaml:4:12: 'workspaces[0].count' must be 1 or above, not 0\n"
            "s.yaml:8:12: 'analysis.horizon' must be above 0s");
}

TEST(ScenarioCheck, FindsWhatCannotBeSimulated) {
  const std::pair<std::string, std::string> rows[] = {
      {"teams=[]", "'teams' and pipelines are both empty: nobody starts a run"},
      {"operations=[]", "'operations' must list at least one: there is nothing to do"},
      {"workspaces[0].resources=0",
       "'workspaces[0].resources' must be 1 or above, not 0: a graph needs resources"},
      {"workspaces[0].count=1000000000",
       "'workspaces' are 1000000000 with their counts, beyond the limit of 1000000"},
      {"workspaces[0].graph={edges: [[0, 100]]}",
       "'workspaces[0].graph.edges[0]' names resource 100, but there are 100, numbered from 0"},
      {"workspaces[0].graph={edges: [[0, 1], [1, 2], [2, 0]]}",
       "'workspaces[0].graph.edges' make a cycle: resource 0 depends on itself"},
      {"workspaces[0].graph={edges: [[3, 3]]}",
       "'workspaces[0].graph.edges' make a cycle: resource 3 depends on itself"},
      {"workspaces[0]={name: app, graph: {shape: state}}",
       "'workspaces[0].graph.state-file' must name a state file"},
      {"workspaces[0].changes-start-at={weights: [1, 2]}",
       "'workspaces[0].changes-start-at' must have a weight for each resource: 2 for 100"},
      {"operations[0].steps=[{checks-plan: true}]",
       "'operations[0].steps[0].checks-plan' needs a step before it that makes-plan"},
      {"operations[0].steps=[{new-hold: true}]",
       "'operations[0].steps[0].new-hold' needs a lock: say lock: exclusive or shared"},
      {"operations[0]={name: o, plans-only: true, steps: [{commits: true}]}",
       "'operations[0].steps[0].commits' cannot be in an operation that plans-only"},
      {"operations[0].writes=[100]",
       "'teams[0].operations' carry out 'change', which needs 101 resources, in 'app', which has "
       "100"},
      {"operations[0].uniform-writes=101",
       "'teams[0].operations' carry out 'change', which needs 101 resources, in 'app', which has "
       "100"},
      {"teams[0].lock-timeout={empirical: [5m]}",
       "'teams[0].lock-timeout': an empirical law needs at least 2 values"},
      {"teams[0].cross-state={share: 10%, count: 3}",
       "'teams[0].cross-state.count' is 3, but there are 1 workspaces to choose from"},
      {"teams[0].batch=2.5", "'teams[0].batch' must be a whole number unless geometric, not 2.5"},
      {"teams[0].operations={change: 0}", "'teams[0].operations' must have weights above 0, not 0"},
      {"analysis.warm-up=1h",
       "'analysis.warm-up' belongs to a steady-state question: a terminating one begins empty"},
      {"analysis.horizon=100000w", "'analysis.horizon' must end within 1,000 years"},
      {"analysis.replications=0", "'analysis.replications' must be 1 or above, not 0"},
      {"analysis.confidence=100%",
       "'analysis.confidence' must be between 0% and 100%, such as 95%"},
      {"lock={poll: {first: 0}}", "'lock.poll.first' must be above 0s"},
      {"faults.office-hours={from: 18, to: 9}",
       "'faults.office-hours' must begin before they end, within 0 to 24 hours of the day"},
  };
  for (const auto& [assignment, message] : rows) {
    const std::string found = FailureWith(assignment);
    EXPECT_EQ(found.substr(found.find(": '") + 2), message) << assignment;
  }
  EXPECT_EQ(FailureOf(SmallScenario("pipelines: [{name: a, runs: 1/day}]\n")),
            "s.yaml:6:20: 'pipelines[0].name' is 'a', as that of teams[0]: the names of teams and "
            "pipelines must differ");
}

TEST(ScenarioCheck, FindsWhatNoTextCanSay) {
  EXPECT_EQ(Problems([](Scenario* s) { s->sources[0].arrivals.poisson.rate = kNan; }),
            "'teams[0].arrivals.poisson' must be a number, 0 or above, not nan");
  EXPECT_EQ(Problems([](Scenario* s) { s->sources[0].arrivals.poisson.rate = -1; }),
            "'teams[0].arrivals.poisson' must be a number, 0 or above, not -1");
  EXPECT_EQ(Problems([](Scenario* s) { s->faults.crash_per_run = 1.5; }),
            "'faults.crash-per-run' must be a share from 0 to 1, not 1.5");
  EXPECT_EQ(Problems([](Scenario* s) { s->sources[0].operations[0].index = 7; }),
            "'teams[0].operations' must name what is defined");
  EXPECT_EQ(Problems([](Scenario* s) { s->operations[0].steps[0].workspace = 3; }),
            "'operations[0].steps[0].workspace' must name one of the workspaces");
  EXPECT_EQ(Problems([](Scenario* s) {
              s->sources[0].arrivals.kind = Arrivals::Kind::kTrace;
              s->sources[0].arrivals.trace.times = {2, 1};
            }),
            "'teams[0].arrivals.trace' must be in order of time");
  EXPECT_EQ(Problems([](Scenario* s) {
              s->sources[0].arrivals.kind = Arrivals::Kind::kClosed;
              s->sources[0].arrivals.closed.actors = 20'000'000;
            }),
            "'teams' and pipelines have 20000000 actors, beyond the limit of 10000000");
  EXPECT_EQ(Problems([](Scenario* s) {
              s->sources[0].arrivals.kind = Arrivals::Kind::kHawkes;
              s->sources[0].arrivals.hawkes.branching = 1;
            }),
            "'teams[0].arrivals.hawkes.branching' must be below 1, not 1: each arrival would bring "
            "another without end");
}

TEST(ScenarioCheck, RefusesALongRunThatNeverSettles) {
  const std::string yaml =
      "version: 1\n"
      "workspaces: [{name: app, count: 2}]\n"
      "operations: [{name: change, steps: [{lock: exclusive, time: 10m, runner: true}]}]\n"
      "teams: [{name: a, changes: 15/h, hours: always, lock-timeout: forever}]\n"
      "lock: fifo\n"
      "analysis: {kind: steady-state, horizon: 1000h}\n";
  EXPECT_EQ(
      FailureOf(yaml),
      "s.yaml:6:18: 'analysis.kind' is steady-state, but each lock of 'app' is asked for 1.25 "
      "times the time there is and nobody leaves: waiting grows without end; ask for less "
      "than 1 (fewer changes, shorter holds, more workspaces), say after which lock-timeout "
      "people give up, or ask a terminating question");
  const auto with = [&](const std::string& assignment) {
    const std::string assignments[] = {assignment};
    const auto read = ReadScenario("s.yaml", yaml, {.assignments = assignments});
    return read ? "" : read.error().message;
  };
  EXPECT_EQ(with("teams[0].lock-timeout=5m"), "");
  EXPECT_EQ(with("teams[0].changes=11/h"), "");
  EXPECT_EQ(with("workspaces[0].count=3"), "");
  EXPECT_EQ(with("analysis.kind=terminating"), "");
  EXPECT_EQ(with("lock={discipline: fifo, queue-limit: 3}"), "");
  // Who comes back without end has not left.
  const std::string assignments[] = {"teams[0].lock-timeout=5m",
                                     "teams[0].after-failure={retry-after: 1m}"};
  EXPECT_FALSE(ReadScenario("s.yaml", yaml, {.assignments = assignments}));
  const std::string runners[] = {"workspaces[0].count=9", "runners=2"};
  EXPECT_EQ(
      ReadScenario("s.yaml", yaml, {.assignments = runners}).error().message,
      "s.yaml:6:18: 'analysis.kind' is steady-state, but the runners are asked for 1.25 times "
      "the time there is and nobody leaves: waiting grows without end; say more runners, a "
      "runner-timeout, or ask a terminating question");
}

TEST(ScenarioCheck, KnowsHowMuchOfALockIsAskedFor) {
  const auto scenario = ReadScenario(
      "s.yaml",
      "version: 1\n"
      "workspaces: [{name: a, count: 2, resources: 100}, {name: b}]\n"
      "operations:\n"
      "  - name: o\n"
      "    steps:\n"
      "      - {step: init, time: 1h}\n"
      "      - {step: refresh, lock: exclusive, refresh: {latency: 1s, provider-rate: 5/s}}\n"
      "      - {step: plan, lock: exclusive, time: {uniform: {from: 0s, to: 2m}}}\n"
      "      - {step: other, lock: exclusive, time: 30s, workspace: b}\n"
      "teams: [{name: t, arrivals: {poisson: 36/h}, workspaces: a,\n"
      "         cross-state: {share: 50%, count: 2}}]\n"
      "analysis: {kind: terminating, horizon: 1w}\n");
  ASSERT_TRUE(scenario) << scenario.error().message;
  const auto loads = OfferedLoads(*scenario);
  ASSERT_EQ(loads.size(), 2u);
  EXPECT_NEAR(loads[0], 0.01 * 1.5 * (20 + 60) / 2, 1e-12);
  EXPECT_NEAR(loads[1], 0.01 * 30, 1e-12);
}

// In a chain of 3 a change touches 3, 2 or 1 resources, one after another; beside a hub of 4 the
// hub and then 3 others, or one.
TEST(ScenarioCheck, CountsWhatAnApplyTouches) {
  for (const auto& [graph, slots, resources] :
       {std::tuple{"resources: 3, graph: chain", "10", 2.0},
        std::tuple{"resources: 3, graph: chain", "1", 2.0},
        std::tuple{"resources: 4, graph: star", "1", 7.0 / 4},
        std::tuple{"resources: 4, graph: star", "10", 5.0 / 4},
        std::tuple{"resources: 30000, graph: edgeless", "10", 1.0}}) {
    const auto scenario =
        ReadScenario("s.yaml",
                     "version: 1\n"
                     "workspaces: [{name: a, " +
                         std::string(graph) +
                         "}]\n"
                         "operations:\n"
                         "  - name: o\n"
                         "    steps: [{lock: exclusive, per-resource: {parallelism: " +
                         slots +
                         ", otherwise: 20s}}]\n"
                         "teams: [{name: t, arrivals: {poisson: 36/h}}]\n"
                         "analysis: {kind: terminating, horizon: 1w}\n");
    ASSERT_TRUE(scenario) << scenario.error().message;
    EXPECT_NEAR(OfferedLoads(*scenario)[0], 0.01 * 20 * resources, 1e-12) << graph << ", " << slots;
  }
}

TEST(ScenarioCheck, AnApplyThatIsTooLongIsNoSteadyState) {
  const std::string yaml =
      "version: 1\n"
      "workspaces: [{name: app, resources: 9, graph: chain}]\n"
      "operations: [{name: o, steps: [{lock: exclusive, per-resource: {otherwise: 10m}}]}]\n"
      "teams: [{name: t, arrivals: {poisson: 2/h}}]\n"
      "lock: fifo\n"
      "analysis: {kind: steady-state, horizon: 1w}\n";
  EXPECT_THAT(FailureOf(yaml), HasSubstr("each lock of 'app' is asked for 1.67 times"));
}

}  // namespace
}  // namespace tfsck
