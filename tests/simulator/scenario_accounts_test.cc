// Provider accounts in the language of scenarios, and what is said of them before anything runs.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "simulator/scenario_check.h"
#include "simulator/scenario_reader.h"
#include "simulator/scenario_writer.h"
#include "tests/simulator/analytic/scenarios.h"
#include "tests/simulator/scenario_support.h"

namespace tfsck::testing {
namespace {

using ::testing::Contains;
using ::testing::IsEmpty;

// 100 calls for a refresh, at most 50 a second: 2 s; 0.1 of them a second.
constexpr std::string_view kTwoAccounts =
    "version: 1\n"
    "accounts: {aws-dev: 50/s, aws-prod: 3000/min}\n"
    "workspaces:\n"
    "  - {name: dev, resources: 100, account: aws-dev}\n"
    "  - {name: prod, resources: 100, account: aws-prod}\n"
    "operations:\n"
    "  - {name: a, steps: [{lock: exclusive, refresh: {latency: 1ms}}]}\n"
    "  - {name: b, steps: [{lock: exclusive, refresh: {latency: 1ms, account: aws-dev}}]}\n"
    "  - {kind: drift, refresh: {latency: 1ms, provider-rate: 7/s}}\n"
    "teams:\n"
    "  - {name: t, arrivals: {poisson: 0.1/s}, operations: a, lock-timeout: forever}\n"
    "lock: fifo\n"
    "analysis: {kind: steady-state, horizon: 1w}\n";

Scenario Read(std::string_view yaml, const std::vector<std::string>& assignments = {}) {
  const auto read = ReadScenario("s.yaml", yaml, {.assignments = assignments});
  EXPECT_TRUE(read) << read.error().message;
  return read.value_or(Scenario());
}

std::string Failure(const std::vector<std::string>& assignments) {
  const auto read = ReadScenario("s.yaml", kTwoAccounts, {.assignments = assignments});
  return read ? "" : read.error().message;
}

TEST(ScenarioAccounts, AreReadWithTheirRates) {
  const Scenario scenario = Read(kTwoAccounts);
  EXPECT_EQ(scenario.accounts, (std::vector<ProviderAccount>{{"aws-dev", 50}, {"aws-prod", 50}}));
  EXPECT_EQ(scenario.workspaces[0].account, 0);
  EXPECT_EQ(scenario.workspaces[1].account, 1);
  EXPECT_EQ(scenario.operations[0].steps[0].refresh->account, -1);
  EXPECT_EQ(scenario.operations[1].steps[0].refresh->account, 0);
  EXPECT_EQ(scenario.operations[2].steps[1].refresh->provider_rate, 7);
}

TEST(ScenarioAccounts, AreWrittenAsTheyAreRead) {
  Scenario scenario = Read(kTwoAccounts);
  const std::string yaml = WriteScenario(scenario, false);
  EXPECT_NE(yaml.find("accounts:\n  aws-dev: 50/s\n  aws-prod: 50/s\nworkspaces:\n"), yaml.npos)
      << yaml;
  scenario.assumptions.clear();
  Scenario again = Read(yaml);
  again.assumptions.clear();
  EXPECT_TRUE(again == scenario) << yaml;
}

// What is said of the text with one part of it replaced.
std::string FailureWith(std::string_view part, std::string_view by) {
  std::string yaml(kTwoAccounts);
  yaml.replace(yaml.find(part), part.size(), by);
  return FailureOf(yaml);
}

TEST(ScenarioAccounts, MistakesAreSaidWhereTheyStand) {
  EXPECT_EQ(FailureWith("account: aws-prod", "account: aws-prd"),
            "s.yaml:5:43: 'workspaces[1].account' names 'aws-prd', which is none of the accounts: "
            "did you mean 'aws-prod'?");
  EXPECT_EQ(FailureOf("version: 1\nworkspaces: [{name: a, account: aws-prod}]\n"
                      "teams: [{name: t, changes: 1/day}]\n"
                      "analysis: {kind: terminating, horizon: 1d}\n"),
            "s.yaml:2:33: 'workspaces[0].account' names 'aws-prod', which is none of the accounts; "
            "there are none");
  EXPECT_EQ(FailureWith("account: aws-dev}}", "account: aws-dve}}"),
            "s.yaml:8:74: 'operations[1].steps[0].refresh.account' names 'aws-dve', which is none "
            "of the accounts: did you mean 'aws-dev'?");
  EXPECT_EQ(FailureWith("account: aws-dev}}", "account: aws-dev, provider-rate: 5/s}}"),
            "s.yaml:8:74: 'operations[1].steps[0].refresh.account' cannot stand beside "
            "provider-rate: the account has the rate");
  EXPECT_EQ(FailureWith("aws-dev: 50/s", "aws-dev: 0"),
            "s.yaml:2:21: 'accounts.aws-dev' must be above 0");
  EXPECT_EQ(FailureWith("aws-dev: 50/s", "aws-dev: 50"),
            "s.yaml:2:21: 'accounts.aws-dev' must be a rate such as 5/day, 3 per week, 0.2/s, "
            "5/workday or every 6h, not '50': it lacks what it is per");
  EXPECT_EQ(FailureWith("{aws-dev: 50/s, aws-prod: 3000/min}", "[50/s]"),
            "s.yaml:2:11: 'accounts' must be a map, not a list");
  EXPECT_EQ(FailureWith("accounts:", "acounts:"),
            "s.yaml:2:1: unknown key 'acounts': did you mean 'accounts'?");
}

TEST(ScenarioAccounts, AreCheckedWhoeverMadeTheScenario) {
  Scenario scenario = Read(kTwoAccounts);
  scenario.accounts[1].name = "aws-dev";
  scenario.workspaces[0].account = 2;
  scenario.operations[0].steps[0].refresh->account = 2;
  scenario.operations[2].steps[1].refresh->account = 0;
  std::vector<std::string> said;
  for (const ScenarioProblem& problem : CheckScenario(scenario)) said.push_back(problem.message);
  EXPECT_EQ(said,
            (std::vector<std::string>{
                "'accounts.aws-dev.name' is 'aws-dev', as that of accounts.aws-dev: the names of "
                "accounts must differ",
                "'workspaces[0].account' must name one of the accounts",
                "'operations[0].steps[0].refresh.account' must name one of the accounts",
                "'operations[2].steps[1].refresh.account' cannot stand beside provider-rate: the "
                "account has the rate"}));
}

TEST(ScenarioAccounts, SteadyStateNeedsARateThatSuffices) {
  constexpr std::string_view kTooMuch =
      "s.yaml:13:18: 'analysis.kind' is steady-state, but the account 'aws-prod' is asked for "
      "1.25 times the calls it allows and nobody leaves: refreshes grow without end; say a higher "
      "rate, fewer changes, or ask a terminating question";
  const std::string free = "operations[0].steps[0].lock=none";
  EXPECT_EQ(Failure({free, "accounts.aws-prod=6/s"}), "");
  EXPECT_EQ(Failure({free, "accounts.aws-prod=4/s"}), kTooMuch);
  EXPECT_EQ(Failure({free, "accounts.aws-prod=4/s", "teams[0].lock-timeout=1m"}), "");
}

TEST(ScenarioAccounts, LoadsAreCallsAskedForOverCallsAllowed) {
  const auto loads = AccountLoads(Read(kTwoAccounts, {"accounts.aws-dev=20/s"}));
  ASSERT_EQ(loads.size(), 2U);
  EXPECT_NEAR(loads[0], 0.05 * 100 / 20, 1e-12);
  EXPECT_NEAR(loads[1], 0.05 * 100 / 50, 1e-12);
}

TEST(ScenarioAccounts, FormulasTakeEachRefreshAsAloneAndSayBounds) {
  const AnalyticReport report = Analyse(Read(kTwoAccounts));
  EXPECT_THAT(report.simplified,
              Contains("each refresh has the whole rate of its provider account"));
  const AnalyticAnswer* const wait = FindAnswer(report, quantity::kMeanWait, "the lock of dev");
  ASSERT_NE(wait, nullptr);
  EXPECT_NEAR(wait->value, 0.05 * 2 * 2 / 2 / (1 - 0.05 * 2), 1e-9);  // M/D/1
  EXPECT_NE(wait->kind, AnswerKind::kExact);
}

TEST(ScenarioAccounts, FormulasAnswerNothingOfAnOverloadedAccount) {
  const AnalyticReport report = Analyse(
      Read(kTwoAccounts, {"accounts.aws-prod=4/s", "analysis={kind: terminating, horizon: 1w}"}));
  EXPECT_THAT(report.answers, IsEmpty());
  EXPECT_THAT(report.unanswered,
              Contains("everything: the account 'aws-prod' is asked for 1.25 times the calls it "
                       "allows, refreshes slow each other down without end"));
}

}  // namespace
}  // namespace tfsck::testing
