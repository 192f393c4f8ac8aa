// tfsck analytic, from the outside.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "tests/support/json_schema.h"
#include "tests/support/run_command.h"

namespace tfsck::testing {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;

constexpr const char* kExamples[] = {"atlantis",        "github-actions", "gitlab",
                                     "hcp-standard",    "long-run",       "resource-locking",
                                     "shared-accounts", "terraform-s3-ci"};

TEST(Analytic, AnswersTheLongRunExactlyWhereATheoremFits) {
  const CommandResult result =
      RunBash("\"$TFSCK\" analytic corpus/scenarios/examples/long-run.yaml");
  EXPECT_EQ(result.exit_status, 0);
  EXPECT_EQ(result.output,
            "long-run: what formulas say of the long run under 'fifo'\n"
            "\n"
            "the lock of state\n"
            "  offered load                        70 %              rate times mean hold\n"
            "  utilisation                         70 %              Little 1961\n"
            "  throughput                          21.0 per hour     conservation of flow\n"
            "  P(wait > 0)                         70 %              PASTA (Wolff 1982)\n"
            "  mean wait                           4 min 40 s        Pollaczek-Khinchin (1930)\n"
            "  mean number waiting                 1.63 runs         Little 1961\n"
            "  standard deviation of the wait      6 min 50 s        Takacs 1962\n"
            "  wait p50                            1 min 59 s        Takacs' equation for M/G/1, "
            "solved numerically\n"
            "  wait p95                            18 min 25 s       Takacs' equation for M/G/1, "
            "solved numerically\n"
            "  wait p99                            31 min 7 s        Takacs' equation for M/G/1, "
            "solved numerically\n");
}

TEST(Analytic, SaysWhatItSimplified) {
  const CommandResult result =
      RunBash("\"$TFSCK\" analytic --engineers 20 --states 5 --hold 6m --lock-timeout 5m");
  EXPECT_EQ(result.exit_status, 0);
  EXPECT_THAT(result.output, HasSubstr("\nSimplified\n"));
  EXPECT_THAT(result.output, HasSubstr("  polling replaced by a first-come, first-served queue\n"));
  EXPECT_THAT(result.output, HasSubstr("  the calendar replaced by its mean rate\n"));
}

TEST(Analytic, SaysWhatHasNoAnswer) {
  const CommandResult result =
      RunBash("\"$TFSCK\" analytic corpus/scenarios/examples/terraform-s3-ci.yaml");
  EXPECT_EQ(result.exit_status, 0);
  EXPECT_THAT(
      result.output,
      HasSubstr("\nNot answered\n"
                "  the lock of each of 4 workspaces app: no formula is known where patience "
                "differs, or has another\n"
                "  law than fixed or exponential\n"));
  EXPECT_THAT(
      result.output,
      HasSubstr("  offered load                        2.9 %             rate times mean hold\n"));
}

TEST(Analytic, ItsJsonIsWhatItsSchemaSays) {
  const json schema = json::parse(ReadTextFile("docs/formats/analytic.schema.json"));
  for (const char* example : kExamples) {
    const CommandResult result =
        RunBash(std::string("\"$TFSCK\" analytic --format json corpus/scenarios/examples/") +
                example + ".yaml");
    EXPECT_EQ(result.exit_status, 0) << example;
    const json made = json::parse(result.output);
    EXPECT_EQ(SchemaViolation(schema, made), "") << example;
    EXPECT_FALSE(made["answers"].empty() && made["unanswered"].empty()) << example;
  }
  json wrong = json::parse(RunBash("\"$TFSCK\" analytic --format json --engineers 3").output);
  wrong["answers"][0]["kind"] = "guess";
  EXPECT_NE(SchemaViolation(schema, wrong), "");
}

// Two resources, the second of which depends on the first.
TEST(Analytic, ReadsTheStateFilesThatAScenarioNames) {
  const CommandResult result = RunBash(
      "folder=$(mktemp -d); trap 'rm -rf \"$folder\"' EXIT; cd \"$folder\"; mkdir sub\n"
      "printf 'version: 1\\nworkspaces: [{name: a, graph: {state-file: a.tfstate}}]\\n"
      "operations: [{name: o, steps: [{lock: exclusive, time: 6m}]}]\\n"
      "pipelines: [{name: p, arrivals: {poisson: 10/h}}]\\nlock: resource-409\\n"
      "analysis: {kind: steady-state, horizon: 1w}\\n' >sub/s.yaml\n"
      "one='\"mode\":\"managed\",\"type\":\"t\",\"provider\":\"provider[\\\"r/a/b\\\"]\"'\n"
      "object='\"schema_version\":0,\"attributes\":{}'\n"
      "printf '%s' '{\"version\":4,\"terraform_version\":\"1.11.4\",\"serial\":1,\"lineage\":\"x\","
      "\"outputs\":{},\"resources\":[{'\"$one\"',\"name\":\"a\",\"instances\":[{'\"$object\"'}]},"
      "{'\"$one\"',\"name\":\"b\",\"instances\":[{'\"$object\"',\"dependencies\":[\"t.a\"]}]}]}' "
      ">sub/a.tfstate\n"
      "\"$TFSCK\" analytic sub/s.yaml; rm sub/a.tfstate; \"$TFSCK\" analytic sub/s.yaml 2>&1");
  EXPECT_EQ(result.exit_status, 3);
  EXPECT_THAT(result.output, HasSubstr("everything, each workspace a\n"
                                       "  P(refused)                          50 %"));
  EXPECT_THAT(result.output,
              HasSubstr("tfsck: cannot read sub/a.tfstate: there is no such file\n"));
}

TEST(Analytic, AMistakeInTheScenarioIsBadUsage) {
  const CommandResult result = RunBash("\"$TFSCK\" analytic --engineers 3 --hold 6x 2>&1");
  EXPECT_EQ(result.exit_status, 2);
  EXPECT_THAT(result.output, HasSubstr("tfsck: --hold must be a duration such as"));
}

}  // namespace
}  // namespace tfsck::testing
