// tfsck diff as a person runs it.
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

std::string Resource(const std::string& name, const std::string& instances) {
  return R"({"mode":"managed","type":"t_t","name":")" + name +
         R"(","provider":"provider[\"registry.terraform.io/h/t\"]","instances":[)" + instances +
         "]}";
}

std::string State(const std::string& head, const std::string& outputs, const std::string& resources,
                  const std::string& checks = "null") {
  return R"({"version":4,"terraform_version":"1.11.4",)" + head + R"(,"outputs":{)" + outputs +
         R"(},
"resources":[)" +
         resources + R"(],"check_results":)" + checks + "}\n";
}

// Runs `tfsck ARGUMENTS` with the two states as $before and $after.
CommandResult RunOn(const std::string& before, const std::string& after,
                    const std::string& arguments) {
  return RunBash(
      "folder=$(mktemp -d); trap 'rm -r \"$folder\"' EXIT; cat > \"$folder/before\" "
      "<<'END_OF_STATE'\n" +
      before + "\nEND_OF_STATE\ncat > \"$folder/after\" <<'END_OF_STATE'\n" + after +
      "\nEND_OF_STATE\ncd \"$folder\"\n\"$TFSCK\" " + arguments + " 2>&1");
}

const std::string kHead7 = R"("serial":7,"lineage":"l")";
const std::string kHead8 = R"("serial":8,"lineage":"l")";

TEST(Diff, ReadsLikeAPersonWouldSayIt) {
  const std::string before = State(
      kHead7, R"("gone":{"value":1,"type":"number"},"url":{"value":"SECRET1","type":"string"})",
      Resource("old", R"({"attributes":{"id":"1"}})") + "," +
          Resource("moving", R"({"attributes":{"id":"i-2"}})") + "," +
          Resource("web", R"({"index_key":0,"schema_version":1,"attributes":{"id":"3",
                             "password":"SECRET2","tags":{"Name":"a","x":"1"},"l":[1]},
                             "dependencies":["t_t.old"]},
                            {"index_key":1,"attributes":{"id":"4"}},
                            {"index_key":2,"attributes":{"a":1,"b":2}})"),
      R"([{"object_kind":"check","config_addr":"check.health","status":"pass","objects":null}])");
  const std::string after = State(
      kHead8, R"("new":{"value":1,"type":"number"},"url":{"value":"SECRET3","type":"string"})",
      Resource("moved", R"({"attributes":{"id":"i-2"}})") + "," +
          Resource("web", R"({"index_key":0,"schema_version":2,"status":"tainted",
                             "attributes":{"id":"3","password":"SECRET4",
                             "tags":{"Name":"b","y":"1"},"l":[1,2]},"dependencies":["t_t.moved"],
                             "sensitive_attributes":[[{"type":"get_attr","value":"password"}]]},
                            {"index_key":1,"attributes":{"id":"4"}},
                            {"index_key":2,"attributes":{"b":2,"a":1}},
                            {"index_key":2,"deposed":"0a0b0c0d","attributes":{}})"),
      R"([{"object_kind":"check","config_addr":"check.health","status":"fail","objects":null}])");
  const auto result = RunOn(before, after, "diff before after");
  EXPECT_EQ(result.exit_status, 1);
  EXPECT_EQ(result.output,
            "--- before  serial 7, Terraform 1.11.4, 5 objects, 2 outputs\n"
            "+++ after  serial 8, Terraform 1.11.4, 5 objects, 2 outputs\n"
            "The second is newer: serial 7 -> 8, same lineage.\n"
            "\n"
            "Resource instances\n"
            "- t_t.old\n"
            "+ t_t.web[2] (deposed 0a0b0c0d)\n"
            "> t_t.moving -> t_t.moved\n"
            "~ t_t.web[0]\n"
            "    attributes: +l[1], password, tags[\"Name\"], -tags[\"x\"], +tags[\"y\"]\n"
            "    sensitive: +password\n"
            "    dependencies: +t_t.moved, -t_t.old\n"
            "    now tainted\n"
            "    schema version: 1 -> 2\n"
            "\n"
            "Outputs\n"
            "- gone\n"
            "+ new\n"
            "~ url: value\n"
            "\n"
            "Check results\n"
            "~ check.health: pass -> fail\n"
            "\n"
            "Only the format\n"
            "= t_t.web[2]: order of keys\n"
            "\n"
            "1 removed, 1 added, 1 moved, 1 changed, 1 only reformatted, 1 unchanged; 3 outputs "
            "different; 1 check result different.\n"
            "Terraform calls them different.\n");
}

TEST(Diff, CountsWhatIsTooMuchToReadUnlessAll) {
  std::string resources;
  for (int i = 0; i < 25; ++i) {
    resources += (i > 0 ? "," : "") + Resource("r" + std::to_string(100 + i), "{}");
  }
  const std::string before = State(kHead7, "", "");
  const std::string after = State(kHead8, "", resources);
  EXPECT_THAT(RunOn(before, after, "diff before after").output,
              HasSubstr("+ t_t.r119\n+ ... and 5 more; --all shows them\n\n25 added.\n"));
  EXPECT_THAT(RunOn(before, after, "diff --all before after").output,
              HasSubstr("+ t_t.r124\n\n25 added.\n"));
}

TEST(Diff, StatusIsZeroWhereOnlyFormatOrMetadataDiffer) {
  const std::string one = State(kHead7, "", Resource("a", R"({"attributes":{"n":1}})"));
  const auto same = RunOn(one, one, "diff before after");
  EXPECT_EQ(same.exit_status, 0);
  EXPECT_EQ(same.output,
            "--- before  serial 7, Terraform 1.11.4, 1 object, 0 outputs\n"
            "+++ after  serial 7, Terraform 1.11.4, 1 object, 0 outputs\n"
            "The second is the same version: serial 7, same lineage.\n"
            "\n"
            "1 unchanged.\n"
            "The files are the same, byte for byte.\n");
  const auto newer = RunOn(one, State(kHead8, "", Resource("a", R"({"attributes":{"n":1}})")),
                           "diff before after");
  EXPECT_EQ(newer.exit_status, 0);
  EXPECT_THAT(newer.output, HasSubstr("Terraform calls them equal: at most the format and the "
                                      "metadata are different.\n"));
  const auto spelled = RunOn(one, State(kHead7, "", Resource("a", R"({"attributes":{"n":1.0}})")),
                             "diff before after");
  EXPECT_EQ(spelled.exit_status, 0);
  EXPECT_THAT(spelled.output,
              HasSubstr("The second is the same version: serial 7, same lineage.\n"));
  EXPECT_THAT(spelled.output, HasSubstr("Only the format\n= t_t.a: spelling of numbers\n"));
  EXPECT_THAT(spelled.output,
              HasSubstr("Only the format is different, and yet Terraform calls them "
                        "different: it compares the text.\n"));
}

TEST(Diff, SaysHowTheTwoAreRelated) {
  const auto relation = [](const std::string& before, const std::string& after) {
    const std::string output =
        RunOn(State(before, "", ""), State(after, "", Resource("a", "{}")), "diff before after")
            .output;
    const size_t begin = output.find("The second");
    return output.substr(begin, output.find('\n', begin) - begin);
  };
  EXPECT_EQ(relation(kHead8, kHead7), "The second is older: serial 8 -> 7, same lineage.");
  EXPECT_EQ(relation(kHead7, kHead7),
            "The second is a fork: serial 7 and lineage are the same, the content is not.");
  EXPECT_EQ(relation(kHead7, R"("serial":9,"lineage":"m")"),
            "The second is unrelated: lineage l -> m.");
  EXPECT_EQ(relation(kHead7, R"("serial":9,"lineage":"")"),
            "The second is not comparable: the second has no lineage; serial 7 -> 9.");
  EXPECT_EQ(relation(R"("serial":1)", R"("serial":2)"),
            "The second is not comparable: neither has a lineage; serial 1 -> 2.");
}

TEST(Diff, NeverPrintsAValueOrATerminalEscape) {
  const std::string before = State(kHead7, R"("o":{"value":"SECRET1","type":"string"})",
                                   Resource("a", R"({"attributes":{"p":"SECRET2"}})"));
  const std::string after =
      State(R"("serial":7,"lineage":"\u001b[31m\u202e")",
            R"("o":{"value":"SECRET3","type":"string"},"\u001b[2J":{"value":1,"type":"number"})",
            Resource("a", R"({"attributes":{"p":"SECRET4","\u001b]0;x\u0007":1}})"));
  for (const char* format : {"text", "json"}) {
    const auto result = RunOn(before, after, std::string("diff before after --format ") + format);
    EXPECT_EQ(result.exit_status, 1);
    EXPECT_THAT(result.output, Not(HasSubstr("SECRET")));
    EXPECT_THAT(result.output, Not(HasSubstr("\x1b")));
  }
}

TEST(Diff, SaysWhatIsNoReadableState) {
  const std::string good = State(kHead7, "", "");
  const auto html = RunOn("<html></html>", good, "diff before after");
  EXPECT_EQ(html.exit_status, 3);
  EXPECT_EQ(html.output, "tfsck: before: not a state: HTML or XML page\n");
  EXPECT_EQ(RunOn(good, "{\"version\":4,", "diff before after").exit_status, 3);
  const auto missing = RunOn(good, good, "diff before nowhere");
  EXPECT_EQ(missing.exit_status, 3);
  EXPECT_EQ(missing.output, "tfsck: cannot read nowhere: there is no such file\n");
  const auto twice = RunOn(good, good, "diff - -");
  EXPECT_EQ(twice.exit_status, 2);
  EXPECT_EQ(twice.output, "tfsck: only one of the two states can be standard input\n");
  EXPECT_EQ(RunOn(good, good, "diff before - < after").exit_status, 0);
}

TEST(Diff, JsonSatisfiesItsSchemaForEveryPairOfTheCorpus) {
  const json schema = json::parse(ReadTextFile("docs/formats/diff.schema.json"));
  const auto result = RunBash(
      "previous=corpus/oracle/cases/ok-base.tfstate\n"
      "for file in corpus/valid/*.tfstate corpus/oracle/cases/c*.tfstate; do\n"
      "  \"$TFSCK\" diff --format json \"$previous\" \"$file\" 2>/dev/null && printf '\\036'\n"
      "  [ $? = 1 ] && printf '\\036'; previous=$file\n"
      "done");
  size_t documents = 0;
  size_t begin = 0;
  for (size_t end; (end = result.output.find('\x1e', begin)) != result.output.npos;
       begin = end + 1) {
    if (end == begin) continue;
    const json document = json::parse(result.output.substr(begin, end - begin));
    EXPECT_EQ(SchemaViolation(schema, document), "");
    ++documents;
  }
  EXPECT_GT(documents, 60u);
}

}  // namespace
}  // namespace tfsck::testing
