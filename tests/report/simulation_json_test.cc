// The JSON of a simulation follows its schema, and says what happened.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "tests/support/json_schema.h"
#include "tests/support/run_command.h"
#include "tests/support/simulation_support.h"

namespace tfsck::testing {
namespace {

using nlohmann::json;

json Schema() { return json::parse(ReadTextFile("docs/formats/simulate.schema.json")); }

// The schema of a line of NDJSON.
json LineSchema() {
  json schema = {{"$ref", "#/$defs/replication"}};
  schema["$defs"] = Schema()["$defs"];
  return schema;
}

json JsonOf(const std::vector<std::string>& assignments = {}) {
  const Model model = CompiledModel(kThreeInARow, assignments);
  return json::parse(RenderSimulationJson(Simulated(model)));
}

TEST(SimulationJson, FollowsItsSchemaWhateverIsSimulated) {
  const std::vector<std::vector<std::string>> kScenarios = {
      {},
      {"lock=fifo", "metrics={histograms-by: [team, workspace, operation, hour]}"},
      {"lock=resource-409"},
      {"teams[0].arrivals={trace: [2h]}"},  // nobody comes before the end
      {"analysis.replications=1"},
      {"analysis={kind: steady-state, horizon: 1w, warm-up: 1d}",
       "teams[0].arrivals={poisson: 5/h}"},
      {"workspaces[0]={name: app, count: 3}", "faults={crash-per-run: 50%}"},
      {"name=\"a\\e[31m\\uFFFDb\""},
  };
  for (const auto& assignments : kScenarios) {
    EXPECT_EQ(SchemaViolation(Schema(), JsonOf(assignments)), "")
        << ::testing::PrintToString(assignments);
  }
}

TEST(SimulationJson, IsHeldToAStrictSchema) {
  const json good = JsonOf();
  const auto violation_after = [&](const char* patch) {
    return SchemaViolation(Schema(), good.patch(json::parse(patch)));
  };
  EXPECT_EQ(violation_after(R"([{"op": "add", "path": "/extra", "value": 1}])"),
            ": unexpected extra");
  EXPECT_EQ(violation_after(R"([{"op": "remove", "path": "/metrics/delay_mean"}])"),
            "/metrics: lacks delay_mean");
  EXPECT_EQ(violation_after(R"([{"op": "add", "path": "/outcomes/eaten", "value": 1}])"),
            "/outcomes: unexpected eaten");
  EXPECT_EQ(violation_after(R"([{"op": "replace", "path": "/events", "value": -1}])"),
            "/events: minimum");
  EXPECT_EQ(violation_after(R"([{"op": "replace", "path": "/stopped_by", "value": "x"}])"),
            "/stopped_by: enum");
}

TEST(SimulationJson, CountsWhatHappened) {
  const json result = JsonOf();
  EXPECT_EQ(result["metrics"]["lock_wait_mean"]["mean"], 85.0);
  EXPECT_EQ(result["metrics"]["lock_wait_mean"]["unit"], "seconds");
  EXPECT_EQ(result["metrics"]["lock_timeout_share"]["mean"], 0.25);
  EXPECT_EQ(result["outcomes"]["done"], 6);  // in two replications
  EXPECT_EQ(result["outcomes"]["lock timeout"], 2);
  EXPECT_EQ(result["teams"][0]["name"], "platform");
  EXPECT_EQ(result["teams"][0]["requests"], 8);
  EXPECT_EQ(result["teams"][0]["failed"], 2);
  EXPECT_EQ(result["workspaces"][0]["name"], "app");
  EXPECT_EQ(result["fingerprints"].size(), 2u);
}

TEST(SimulationJson, HasNullForWhatThereWasNot) {
  const json result = JsonOf({"teams[0].arrivals={trace: [2h]}"});
  EXPECT_EQ(result["metrics"]["lock_wait_p99"]["mean"], nullptr);
  EXPECT_EQ(result["metrics"]["lock_wait_p99"]["count"], 0);
  EXPECT_EQ(result["teams"][0]["requests"], 0);
  EXPECT_EQ(result["teams"][0]["wait_mean"], nullptr);
  EXPECT_EQ(result["teams"][0]["delay_mean"], nullptr);
}

TEST(SimulationJson, HasTheControlVariateWhereThereIsOne) {
  const Model model = CompiledModel(kPolledInTheLongRun);
  SimulationReport report = Simulated(model);
  report.alternatives.push_back(
      {"itself", report.measured, Compare(report.measured, report.measured, 0.95)});
  const json result = json::parse(RenderSimulationJson(report));
  EXPECT_EQ(SchemaViolation(Schema(), result), "");
  const json& control = result["control"];
  EXPECT_EQ(control["variate"], "fifo");
  EXPECT_EQ(control["patience"], nullptr);
  EXPECT_NEAR(control["known_mean"], 840.0, 1e-9);  // 0.7 / 0.3 holds of 6 min
  EXPECT_EQ(control["seen"]["count"], 20);
  EXPECT_LT(control["variance_ratios"]["lock_wait_mean"], 0.2);
  EXPECT_EQ(control["variance_ratios"]["crashed_share"], 1.0);
  EXPECT_EQ(control["variance_ratios"].size(), kMetrics);
  EXPECT_EQ(result["alternatives"][0]["measured"]["control"], control);
  const json schema = {{"$ref", "#/$defs/control"}, {"$defs", Schema()["$defs"]}};
  EXPECT_EQ(SchemaViolation(
                schema, control.patch(json::parse(R"([{"op": "remove", "path": "/known_mean"}])"))),
            ": lacks known_mean");
  std::istringstream lines(RenderSimulationNdjson(report));
  std::string line;
  ASSERT_TRUE(std::getline(lines, line));
  EXPECT_EQ(SchemaViolation(LineSchema(), json::parse(line)), "");
  EXPECT_EQ(json::parse(line)["control"], report.measured.control->values[0]);
}

TEST(SimulationJson, HasNoControlVariateUnlessItIsAskedFor) {
  const json result = json::parse(RenderSimulationJson(
      Simulated(CompiledModel(kPolledInTheLongRun, {"analysis.control=none"}))));
  EXPECT_FALSE(result.contains("control"));
}

TEST(SimulationJson, HasALineForEachReplicationThenTheWhole) {
  const Model model = CompiledModel(kThreeInARow, {"analysis.replications=3"});
  const SimulationReport report = Simulated(model);
  std::istringstream lines(RenderSimulationNdjson(report));
  std::string line;
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(std::getline(lines, line));
    const json replication = json::parse(line);
    EXPECT_EQ(SchemaViolation(LineSchema(), replication), "");
    EXPECT_EQ(replication["replication"], i);
    EXPECT_EQ(replication["lock_wait_mean"], 85.0);
  }
  ASSERT_TRUE(std::getline(lines, line));
  EXPECT_EQ(json::parse(line), json::parse(RenderSimulationJson(report)));
  EXPECT_FALSE(std::getline(lines, line));
}

}  // namespace
}  // namespace tfsck::testing
