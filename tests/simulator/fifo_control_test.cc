#include "simulator/fifo_control.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "tests/simulator/scenario_support.h"
#include "tests/simulator/support/scenario_builder.h"

namespace tfsck {
namespace {

using testing::Exp;
using testing::Fixed;
using testing::OneLock;
using testing::OpenSource;

constexpr double kForEver = std::numeric_limits<double>::infinity();

double MeanWait(const Scenario& scenario) {
  const auto control = FifoControlOf(scenario);
  EXPECT_TRUE(control) << (control ? "" : control.error().message);
  return control ? control->mean_wait : 0;
}

TEST(FifoControl, KnowsTheWaitOfOneLock) {
  EXPECT_NEAR(MeanWait(OneLock("fifo", 0.8, Exp(1))), 4, 1e-12);
  EXPECT_NEAR(MeanWait(OneLock("fifo", 0.5, Exp(1))), 1, 1e-12);
  EXPECT_NEAR(MeanWait(OneLock("fifo", 0.8, Fixed(1))), 2, 1e-12);
  EXPECT_NEAR(MeanWait(OneLock("fifo", 0.8, Distribution::Erlang(1, 4))), 2.5, 1e-12);
}

TEST(FifoControl, DoesNotLookAtWhatIsDoneWithTheWork) {
  Scenario scenario = OneLock("terraform", 0.8, Exp(1));
  scenario.sources[0].retry.on_failure = OnFailure::kRetry;
  scenario.sources[0].retry.after = Fixed(60);
  scenario.runners.count = 2;
  scenario.operations[0].steps[0].runner = true;
  scenario.faults.crash_per_run = 0.1;
  EXPECT_NEAR(MeanWait(scenario), 4, 1e-12);
  for (const char* discipline : {"siro", "lifo", "priority", "rw-fifo"}) {
    EXPECT_NEAR(MeanWait(OneLock(discipline, 0.8, Exp(1))), 4, 1e-12) << discipline;
  }
}

// Facts: M/M/1+D (lambda 0.8, tau 5), M/D/1+D (lambda 0.8, tau 2: all wait 0.6611372 (1 - P) + 2 P
// with P = 0.1032990), and an overloaded lock.
TEST(FifoControl, RunsOfTheControlGiveUpWhereAllDoAfterTheSameTime) {
  const auto wait = [](double rate, const Distribution& hold, double patience) {
    Scenario scenario = OneLock("fifo", rate, hold);
    scenario.sources[0].lock_patience = Fixed(patience);
    const auto control = FifoControlOf(scenario);
    EXPECT_EQ(control->patience, patience);
    return control->mean_wait;
  };
  EXPECT_NEAR(wait(0.8, Exp(1), 5), 1.7673865, 1e-6);
  EXPECT_NEAR(wait(0.8, Fixed(1), 2), 0.7994402, 1e-5);
  EXPECT_NEAR(wait(1, Exp(1), 5), 2.0833333 * 6 / 7 + 5.0 / 7, 1e-6);
  EXPECT_NEAR(wait(2, Exp(1), 5), wait(2, Distribution::Erlang(1, 1), 5), 1e-9);
}

TEST(FifoControl, PollingIsAsPatientAsItsLastAttempt) {
  Scenario polled = OneLock("terraform", 0.8 / 60, Exp(60));
  polled.lock.latency = 0;
  polled.sources[0].lock_patience = Fixed(30);
  const auto control = FifoControlOf(polled);
  ASSERT_TRUE(control);
  EXPECT_EQ(control->patience, 15);
  // No time for a second attempt: nobody waits, and the control does for ever.
  polled.sources[0].lock_patience = Fixed(0.5);
  EXPECT_EQ(FifoControlOf(polled)->patience, kForEver);
}

TEST(FifoControl, OtherwiseTheyWaitForEver) {
  Scenario scenario = OneLock("fifo", 0.4, Exp(1));
  scenario.sources[0].lock_patience = Exp(5);
  EXPECT_EQ(FifoControlOf(scenario)->patience, kForEver);
  EXPECT_NEAR(MeanWait(scenario), 2.0 / 3, 1e-12);
  scenario.sources[0].lock_patience = Fixed(5);
  scenario.sources.push_back(scenario.sources[0]);
  EXPECT_EQ(FifoControlOf(scenario)->patience, 5);
  scenario.sources[1].lock_patience = Fixed(6);
  EXPECT_EQ(FifoControlOf(scenario)->patience, kForEver);
  EXPECT_NEAR(MeanWait(scenario), 4, 1e-12);
  // Solving a great many groups would take long.
  scenario.sources.pop_back();
  scenario.workspaces.resize(16, scenario.workspaces[0]);
  EXPECT_EQ(FifoControlOf(scenario)->patience, 5);
  scenario.workspaces.resize(17, scenario.workspaces[0]);
  EXPECT_EQ(FifoControlOf(scenario)->patience, kForEver);
}

TEST(FifoControl, AddsUpTheStepsOfAHoldAndNotWhatComesBeforeIt) {
  Scenario scenario = OneLock("fifo", 0.4, Fixed(0.5));
  Step before;
  before.time = Exp(1000);
  std::vector<Step>& steps = scenario.operations[0].steps;
  steps.push_back(steps[0]);
  steps.insert(steps.begin(), before);
  steps.push_back(before);
  EXPECT_NEAR(MeanWait(scenario), 0.4 / (2 * 0.6), 1e-12);  // M/D/1, rho 0.4
}

TEST(FifoControl, RefreshesTakeWhatTheResourcesTake) {
  Scenario scenario = OneLock("fifo", 0.4, Fixed(0));
  scenario.workspaces[0].resources = 20;
  scenario.operations[0].steps[0].refresh = RefreshWork{1, Fixed(0.5), 10, 0};  // 1 s
  EXPECT_NEAR(MeanWait(scenario), 0.4 / (2 * 0.6), 1e-12);
}

TEST(FifoControl, IsTheMeanOverAllRequests) {
  // Four locks of M/M/1 at 0.5 and one of M/D/1 at 0.8, by different sources.
  Scenario scenario = OneLock("fifo", 2.0, Exp(1));
  scenario.workspaces[0].count = 4;
  scenario.workspaces.push_back(scenario.workspaces[0]);
  scenario.workspaces[1].count = 1;
  scenario.operations.push_back(testing::OneHold(Fixed(1)));
  Source other = OpenSource(0.8);
  other.operations = {{1, 1}};
  other.workspaces = {{1, 1}};
  scenario.sources.push_back(other);
  const auto control = FifoControlOf(scenario);
  ASSERT_TRUE(control);
  EXPECT_NEAR(control->mean_wait, (2.0 * 1 + 0.8 * 2) / 2.8, 1e-12);
  ASSERT_EQ(control->locks.size(), 2u);
  EXPECT_NEAR(control->locks[0].load, 0.5, 1e-12);
  EXPECT_NEAR(control->locks[0].mean_wait, 1, 1e-12);
  EXPECT_NEAR(control->locks[1].load, 0.8, 1e-12);
  EXPECT_NEAR(control->locks[1].mean_wait, 2, 1e-12);
}

TEST(FifoControl, KindsOfRunsMixAtALock) {
  // Half of the holds take 2 s, half nothing: P-K with E[S^2] = 2.
  Scenario scenario = OneLock("fifo", 0.5, Fixed(2));
  scenario.operations.push_back(testing::OneHold(Fixed(0)));
  scenario.operations.push_back(testing::OneHold(Exp(9), LockMode::kNone));  // asks for nothing
  scenario.sources[0].arrivals.poisson.rate = 1;
  scenario.sources[0].operations = {{0, 1}, {1, 1}, {2, 2}};
  EXPECT_NEAR(MeanWait(scenario), 0.5 * 2 / (2 * 0.5), 1e-12);
}

// A scenario with `control: fifo` in line 6, column 70.
std::string Failure(const std::string& assignment) {
  const std::string yaml =
      "version: 1\n"
      "workspaces: [{name: app, resources: 100}]\n"
      "operations: [{name: change, steps: [{lock: exclusive, time: 6m}]}]\n"
      "teams: [{name: a, engineers: 2, arrivals: {poisson: 4/h}}]\n"
      "lock: fifo\n"
      "analysis: {kind: steady-state, horizon: 1000h, warm-up: 10h, control: fifo}\n";
  const std::string assignments[] = {assignment};
  const auto read = ReadScenario(
      "s.yaml", yaml, {.assignments = std::span(assignments, assignment.empty() ? 0 : 1)});
  return read ? "" : read.error().message;
}

TEST(FifoControl, AScenarioWithoutOneIsRefusedWithTheReason) {
  const std::pair<const char*, const char*> kRows[] = {
      {"analysis={kind: terminating, horizon: 1w, control: fifo}",
       "the question is not steady-state: only the long run has a known mean"},
      {"lock=resource-conservative", "'resource-conservative' does not lock whole states"},
      {"lock=state-optimistic", "'state-optimistic' does not lock whole states"},
      {"teams[0]={name: a, engineers: 2, changes: 5/day, hours: office}",
       "the arrivals of 'a' are not Poisson at a constant rate"},
      {"teams[0].arrivals={closed: {actors: 3, think: 1h}}",
       "the arrivals of 'a' are not Poisson at a constant rate"},
      {"teams[0].batch=2", "the runs of 'a' come in batches"},
      {"operations[0].steps=[{lock: exclusive, time: 1m}, {time: 1m}, {lock: exclusive, time: 1m}]",
       "'change' asks for a lock more than once"},
      {"operations[0].steps=[{lock: exclusive, time: 1m, workspace: app}]",
       "'change' locks another workspace"},
      {"operations[0].steps=[{lock: exclusive, per-resource: {otherwise: 1m}}]",
       "how long 'change' holds its lock has no law in closed form"},
      {"operations[0].steps=[{lock: exclusive, time: {pareto: {least: 1m, shape: 2.5}}}]",
       "the holds of 'app' have no third moment: the wait has no variance"},
      {"operations[0].steps=[{lock: none, time: 1m}]", "nobody asks for a lock"},
      {"teams=[{name: a, arrivals: {poisson: 6/h}, lock-timeout: 5m}, "
       "{name: b, arrivals: {poisson: 6/h}, lock-timeout: 6m}]",
       "each lock of 'app' is asked for 1.2 times the time there is: without a lock timeout that "
       "all share that queue has no mean wait"},
  };
  EXPECT_EQ(Failure(""), "");
  EXPECT_EQ(Failure("teams[0]={name: a, arrivals: {poisson: 12/h}, lock-timeout: 5m}"), "");
  for (const auto& [assignment, reason] : kRows) {
    EXPECT_THAT(Failure(assignment),
                ::testing::EndsWith("'analysis.control' is fifo, but the mean of that wait is not "
                                    "known here: " +
                                    std::string(reason) + "; leave it out, or say none"))
        << assignment;
  }
}

TEST(FifoControl, TheRefusalNamesItsPlace) {
  EXPECT_EQ(Failure("teams[0].batch=2"),
            "s.yaml:6:71: 'analysis.control' is fifo, but the mean of that wait is not known here: "
            "the runs of 'a' come in batches; leave it out, or say none");
}

TEST(FifoControl, RunsThatTakeTheirLockBeforeARunnerHoldItLonger) {
  Scenario scenario = OneLock("fifo", 0.4, Fixed(1));
  Step init;
  init.time = Fixed(1);
  init.runner = true;
  scenario.operations[0].name = "change";
  scenario.operations[0].steps.insert(scenario.operations[0].steps.begin(), init);
  EXPECT_TRUE(FifoControlOf(scenario));
  scenario.runners.order = RunnerOrder::kLockThenRunner;
  const auto refused = FifoControlOf(scenario);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message,
            "'change' takes its lock before the runner, and so earlier than its steps say");
}

TEST(FifoControl, SeveralWorkspacesAtOnceAreRefused) {
  Scenario scenario = OneLock("fifo", 0.4, Fixed(1));
  scenario.workspaces[0].count = 3;
  scenario.sources[0].name = "a";
  scenario.sources[0].cross_state_share = 0.1;
  const auto refused = FifoControlOf(scenario);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message, "runs of 'a' ask for several workspaces at once");
}

TEST(FifoControl, ARefreshOfAStateFileIsRefused) {
  Scenario scenario = OneLock("fifo", 0.4, Fixed(1));
  scenario.operations[0].name = "change";
  scenario.operations[0].steps[0].refresh = RefreshWork{1, Fixed(0.1), 10, 0};
  scenario.workspaces[0].graph.shape = GraphShape::kState;
  const auto refused = FifoControlOf(scenario);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message,
            "how long 'change' refreshes is known only with the state file");
}

}  // namespace
}  // namespace tfsck
