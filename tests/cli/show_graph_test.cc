// tfsck show and tfsck graph as a person runs them.
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
using ::testing::Not;

// A cycle, a dangling name, a tainted object, a data source, and names that mean harm.
constexpr const char kHostile[] = R"state({"version":4,"terraform_version":"1.11.4","serial":1,
"lineage":"l","outputs":{},"resources":[
{"mode":"managed","type":"a_a","name":"x","provider":"provider[\"registry.terraform.io/h/a\"]",
 "instances":[{"index_key":"k\"-->\u202e]\n","schema_version":0,"attributes":{"id":"TOPSECRET"},
 "dependencies":["a_a.y","data.b_b.z","a_a.gone"]}]},
{"mode":"managed","type":"a_a","name":"y","provider":"provider[\"registry.terraform.io/h/a\"]",
 "instances":[{"status":"tainted","schema_version":0,"attributes":{"id":"2"},
 "dependencies":["a_a.x","data.b_b.z"]}]},
{"mode":"data","type":"b_b","name":"z","provider":"provider[\"registry.terraform.io/h/b\"]",
 "instances":[{"schema_version":0,"attributes":{"id":"3"}}]},
{"module":"module.m[\"a\\\"]-->\"]","mode":"managed","type":"c<&\u202e\"]-->\n","name":"n",
 "provider":"provider[\"registry.terraform.io/h/b\"]","instances":[{"schema_version":0,
 "attributes":{"id":"4"},"dependencies":["a_a.x"]}]}
],"check_results":null})state";

CommandResult RunOn(const std::string& state, const std::string& arguments) {
  return RunBash("\"$TFSCK\" " + arguments + " 2>&1 <<'END_OF_STATE'\n" + state +
                 "\nEND_OF_STATE\n");
}

// A state of `count` resources, each depending on the one before it, in `modules` modules.
std::string Chain(int count, int modules) {
  std::string state = R"({"version":4,"terraform_version":"1.11.4","serial":1,"lineage":"l",)"
                      R"("outputs":{},"resources":[)";
  std::string before;
  for (int i = 0; i < count; ++i) {
    const std::string module = "module.m" + std::to_string(i * modules / count);
    if (i > 0) state += ",\n";
    state += R"({"module":")" + module + R"(","mode":"managed","type":"t_t","name":"r)" +
             std::to_string(i) + R"(","provider":"provider[\"registry.terraform.io/h/t\"]",)" +
             R"("instances":[{"schema_version":0,"attributes":{"id":"1"},"dependencies":[)" +
             (before.empty() ? "" : "\"" + before + "\"") + "]}]}";
    before = module + ".t_t.r" + std::to_string(i);
  }
  return state + "]}";
}

TEST(Graph, DrawsATreeWithCyclesAndMissingNamesMarked) {
  const auto result = RunOn(kHostile, "graph -");
  EXPECT_EQ(result.exit_status, 0);
  EXPECT_EQ(result.output,
            "5 resources, 5 direct dependencies\n"
            "\n"
            "module.m.c<&\\u{202e}\"]-->\\x0a.n\n"
            "└─ a_a.x (in a cycle)\n"
            "   ├─ a_a.y (1 tainted, in a cycle)\n"
            "   │  └─ also a_a.x\n"
            "   ├─ data.b_b.z\n"
            "   └─ a_a.gone (not in the state)\n");
}

TEST(Graph, EscapesForGraphviz) {
  const auto result = RunOn(kHostile, "graph - --format dot");
  EXPECT_THAT(result.output, HasSubstr("    n4 [label=\"c<&\\\\u{202e}\\\"]-->\\\\x0a.n\"];\n"));
  EXPECT_THAT(result.output, HasSubstr("  n2 [label=\"data.b_b.z\", shape=ellipse];\n"));
  EXPECT_THAT(result.output, HasSubstr("  n0 -> n3 [style=dashed, color=\"#6b7280\"];\n"));
  EXPECT_THAT(result.output, HasSubstr("  n1 -> n0 [color=\"#dc2626\", penwidth=2];\n"));
}

TEST(Graph, EscapesForMermaid) {
  const auto result = RunOn(kHostile, "graph - --format mermaid");
  EXPECT_THAT(result.output,
              HasSubstr("    n4[\"c#60;#38;#92;u#123;202e#125;#34;#93;-#45;#62;#92;x0a.n\"]\n"));
  EXPECT_THAT(result.output, HasSubstr("  n0 -.-> n3\n"));
  EXPECT_THAT(result.output, HasSubstr("  linkStyle 0,3 stroke:#dc2626,stroke-width:2px\n"));
}

TEST(Graph, EscapesForXml) {
  const auto result = RunOn(kHostile, "graph - --format graphml");
  EXPECT_THAT(result.output,
              HasSubstr("<data key=\"label\">module.m.c&lt;&amp;\\u{202e}&quot;]--&gt;\\x0a.n"));
}

TEST(Graph, JsonSatisfiesItsSchema) {
  const json schema = json::parse(ReadTextFile("docs/formats/graph.schema.json"));
  for (const char* arguments : {"graph - --format json", "graph - --format json --collapse type",
                                "graph - --format json --of a_a.x --dependencies --dependents",
                                "graph - --format json --collapse module --of a_a.y --all-edges"}) {
    const json graph = json::parse(RunOn(kHostile, arguments).output);
    EXPECT_EQ(SchemaViolation(schema, graph), "") << arguments;
  }
}

TEST(Graph, TellsTheBlastRadiusByDistance) {
  EXPECT_EQ(RunOn(Chain(4, 1), "graph - --of module.m0.t_t.r1").output,
            "2 resources (2 instances) depend on module.m0.t_t.r1\n"
            "\n"
            "1 step: 1 resource (1 instance)\n"
            "  module.m0.t_t.r2\n"
            "\n"
            "2 steps: 1 resource (1 instance)\n"
            "  module.m0.t_t.r3\n");
  EXPECT_EQ(RunOn(Chain(4, 1), "graph - --of module.m0.t_t.r3").output,
            "Nothing depends on module.m0.t_t.r3.\n");
  EXPECT_EQ(RunOn(Chain(9, 3), "graph - --of module.m1 --dependencies --depth 1").output,
            "module.m1 depends on 1 resource (1 instance)\n"
            "\n"
            "1 step: 1 resource (1 instance)\n"
            "  module.m0.t_t.r2\n");
}

TEST(Graph, NamesTheAddressThatWasMeant) {
  const auto slip = RunOn(Chain(4, 1), "graph - --of module.m0.t_t.r9");
  EXPECT_EQ(slip.exit_status, 2);
  EXPECT_EQ(slip.output,
            "tfsck: module.m0.t_t.r9: the state holds nothing there: did you mean "
            "module.m0.t_t.r0?\n");
  EXPECT_EQ(RunOn(Chain(4, 1), "graph - --of t_t.r2").output,
            "tfsck: t_t.r2: the state holds nothing there: did you mean module.m0.t_t.r2?\n");
}

TEST(Graph, WantsAnAddressForADirection) {
  const auto result = RunOn(Chain(2, 1), "graph - --dependents");
  EXPECT_EQ(result.exit_status, 2);
  EXPECT_EQ(result.output, "tfsck: --dependencies, --dependents and --depth need --of\n");
}

TEST(Graph, CollapsesWhatNobodyCouldReadAndSaysSo) {
  EXPECT_THAT(RunOn(Chain(200, 4), "graph - --format dot").output,
              HasSubstr("tfsck: 200 resources are too many to draw: 4 nodes stand for them, by "
                        "module; --collapse none draws each\n"));
  EXPECT_EQ(json::parse(RunOn(Chain(200, 4), "graph - --format json").output)["nodes"].size(),
            200u);
  EXPECT_EQ(RunOn(Chain(200, 2), "graph -").output,
            "200 resources, 1 direct dependency, by module\n"
            "\n"
            "module.m1 (100 resources, 100 instances)\n"
            "└─ module.m0 (100 resources, 100 instances)\n");
}

TEST(Show, SaysOnOneScreenWhatTheStateHolds) {
  const auto result = RunOn(kHostile, "show -");
  EXPECT_EQ(result.exit_status, 0);
  EXPECT_THAT(result.output,
              HasSubstr("holds        4 resources (1 data), 4 instances, 0 outputs, 1 tainted\n"));
  EXPECT_THAT(result.output, HasSubstr("providers    h/a 2, h/b 2\n"));
  EXPECT_THAT(result.output,
              HasSubstr("graph        5 direct dependencies (6 stored), 1 dangling, 1 cycle\n"));
  EXPECT_THAT(result.output, Not(HasSubstr("TOPSECRET")));
  EXPECT_THAT(result.output, Not(HasSubstr("\u202e")));
}

TEST(Show, FitsOneScreenForEveryFileOfTheCorpus) {
  const auto result = RunBash(
      "for file in corpus/oracle/cases/*.tfstate corpus/valid/*.tfstate; do "
      "\"$TFSCK\" show \"$file\" | awk -v file=\"$file\" 'length($0) > 120 || NR > 24 "
      "{ print file \": \" NR \": \" $0 }'; done");
  EXPECT_EQ(result.output, "");
}

TEST(Show, JsonSatisfiesItsSchemaForEveryKindOfDocument) {
  const json schema = json::parse(ReadTextFile("docs/formats/show.schema.json"));
  EXPECT_EQ(SchemaViolation(schema, json::parse(RunOn(kHostile, "show - --format json").output)),
            "");
  for (const char* text : {"", "{}", "<html>", "{\"version\":4,", "{\"version\":3}"}) {
    const auto result = RunOn(text, "show - --format json");
    EXPECT_EQ(SchemaViolation(schema, json::parse(result.output)), "") << text;
  }
}

TEST(Show, OfWhatIsNoReadableStateSaysWhatItIsAndFails) {
  const auto page = RunOn("<html></html>", "show -");
  EXPECT_EQ(page.exit_status, 3);
  EXPECT_EQ(page.output, "-: HTML or XML page, 14 B\nto open it   this is no state\n");
  const auto cut = RunOn("{\"version\":4,", "show -");
  EXPECT_EQ(cut.exit_status, 3);
  EXPECT_THAT(cut.output, HasSubstr("refused      Terraform cannot read it: SYN"));
}

}  // namespace
}  // namespace tfsck::testing
