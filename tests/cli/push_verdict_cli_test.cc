// tfsck push-verdict as a person runs it.
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

std::string Resource(const std::string& name, const std::string& attributes = "{}") {
  return R"({"mode":"managed","type":"t_t","name":")" + name +
         R"(","provider":"provider[\"registry.terraform.io/h/t\"]","instances":[{"attributes":)" +
         attributes + "}]}";
}

std::string State(int serial, const std::string& resources, const std::string& lineage = "l") {
  return R"({"version":4,"serial":)" + std::to_string(serial) + R"(,"lineage":")" + lineage +
         R"(","resources":[)" + resources + "]}";
}

// Runs `tfsck push-verdict ARGUMENTS` with the two documents as ./new.tfstate and ./stored.
CommandResult RunOn(const std::string& source, const std::string& stored,
                    const std::string& arguments) {
  return RunBash("folder=$(mktemp -d); trap 'rm -r \"$folder\"' EXIT; printf %s '" + source +
                 "' > \"$folder/new.tfstate\"; printf %s '" + stored +
                 "' > \"$folder/stored\"; cd \"$folder\"\n\"$TFSCK\" push-verdict " + arguments +
                 " 2>&1");
}

TEST(PushVerdictCommand, AheadIsAccepted) {
  const auto result = RunOn(State(9, Resource("a") + "," + Resource("b")), State(7, Resource("a")),
                            "new.tfstate stored");
  EXPECT_EQ(result.exit_status, 0);
  EXPECT_EQ(result.output,
            "accepted: state push new.tfstate on s3, workspace default\n"
            "\n"
            "source       new.tfstate: serial 9, lineage l, 2 objects\n"
            "stored now   stored: serial 7, lineage l, 1 object\n"
            "relation     ahead: same lineage, serial 9 where 7 is stored\n"
            "Terraform    prints nothing, exit status 0\n"
            "then stored  serial 10, lineage l\n"
            "would lose   no object and no output\n"
            "\n"
            "The source continues what is stored.\n"
            "  terraform state pull > before-push.tfstate\n"
            "  terraform state push new.tfstate\n");
}

TEST(PushVerdictCommand, BehindIsRefusedAndSaysWhatOnlyTheSourceKnows) {
  const auto result = RunOn(State(6, Resource("a") + "," + Resource("only here")),
                            State(7, Resource("a") + "," + Resource("b")), "new.tfstate stored");
  EXPECT_EQ(result.exit_status, 1);
  EXPECT_EQ(
      result.output,
      "refused: state push new.tfstate on s3, workspace default\n"
      "\n"
      "source       new.tfstate: serial 6, lineage l, 2 objects\n"
      "stored now   stored: serial 7, lineage l, 2 objects\n"
      "relation     behind: same lineage, serial 6 where 7 is stored\n"
      "Terraform    Failed to write state: cannot import state with serial 6 over newer state "
      "with serial 7\n"
      "             exit status 1\n"
      "-force loses - t_t.b\n"
      "\n"
      "Do not push: what is stored went on after the source was written. What only the source "
      "has is\n"
      "unknown to Terraform until it is imported.\n"
      "  terraform state pull > before-push.tfstate\n"
      "  tfsck diff new.tfstate before-push.tfstate\n"
      "  terraform import 't_t.only here' ID\n");
}

TEST(PushVerdictCommand, ForceIsToldWithWhatItGoesPast) {
  const auto result = RunOn(State(6, Resource("a", R"({"n":1})")),
                            State(7, Resource("a", R"({"n":2})")), "new.tfstate stored --force");
  EXPECT_EQ(result.exit_status, 1);
  EXPECT_EQ(result.output,
            "accepted, and overwrites: state push -force new.tfstate on s3, workspace default\n"
            "\n"
            "source       new.tfstate: serial 6, lineage l, 1 object\n"
            "stored now   stored: serial 7, lineage l, 1 object\n"
            "relation     behind: same lineage, serial 6 where 7 is stored\n"
            "Terraform    prints nothing, exit status 0\n"
            "then stored  serial 7, lineage l\n"
            "without it   Terraform says: Failed to write state: cannot import state with serial 6 "
            "over newer\n"
            "             state with serial 7\n"
            "would lose   no object and no output\n"
            "overwrites   1 object; `tfsck diff` says what in them\n"
            "\n"
            "Do not push: what is stored went on after the source was written.\n"
            "  terraform state pull > before-push.tfstate\n"
            "  tfsck diff new.tfstate before-push.tfstate\n");
}

TEST(PushVerdictCommand, AForkIsForcedOnlyWhereNothingIsLost) {
  const auto more = RunOn(State(7, Resource("a") + "," + Resource("b")), State(7, Resource("a")),
                          "new.tfstate stored");
  EXPECT_EQ(more.exit_status, 1);
  EXPECT_THAT(more.output,
              HasSubstr("Both were written after the same version, and the source has all that is "
                        "stored and more, so -force\nloses nothing.\n"
                        "  terraform state pull > before-push.tfstate\n"
                        "  tfsck diff before-push.tfstate new.tfstate\n"
                        "  terraform state push -force new.tfstate\n"));
  EXPECT_THAT(RunOn(State(7, Resource("a")), State(7, Resource("a") + "," + Resource("b")),
                    "new.tfstate stored")
                  .output,
              HasSubstr("what is stored has all that the source has: there is\nnothing worth "
                        "pushing.\n"));
  const auto both =
      RunOn(State(7, Resource("a")), State(7, Resource("b")), "new.tfstate stored").output;
  EXPECT_THAT(both, HasSubstr("Do not push: both were written after the same version, and they "
                              "differ. Keep what is stored."));
  EXPECT_THAT(both, HasSubstr("  terraform import t_t.a ID\n"));
}

TEST(PushVerdictCommand, OnlyTheFormatIsNoFork) {
  const auto result = RunOn(State(7, Resource("a", R"({"n":1})")),
                            State(7, Resource("a", R"({"n":1.0})")), "new.tfstate stored");
  EXPECT_EQ(result.exit_status, 1);
  EXPECT_THAT(result.output, HasSubstr("relation     the same state and serial, written otherwise, "
                                       "which Terraform calls different\n"));
  EXPECT_THAT(result.output,
              HasSubstr("\n\nOnly the format is different: there is nothing worth pushing.\n"));
}

TEST(PushVerdictCommand, NothingStoredHasASpelling) {
  const auto absent = RunOn(State(7, Resource("a")), "", "new.tfstate --absent --backend http");
  EXPECT_EQ(absent.exit_status, 0);
  EXPECT_THAT(absent.output, HasSubstr("stored now   nothing\n"));
  EXPECT_THAT(absent.output, HasSubstr("then stored  serial 1, a new random lineage\n"));
  EXPECT_THAT(RunOn(State(7, ""), "", "new.tfstate --absent --workspace dev").output,
              HasSubstr("then stored  serial 8, lineage l\n"));
  const auto neither = RunOn(State(7, ""), "", "new.tfstate");
  EXPECT_EQ(neither.exit_status, 2);
  EXPECT_EQ(neither.output,
            "tfsck: name the state that is stored, or say --absent where there is none\n");
  const auto both = RunOn(State(7, ""), "", "new.tfstate stored --absent");
  EXPECT_EQ(both.exit_status, 2);
  EXPECT_EQ(both.output,
            "tfsck: --absent says that nothing is stored: leave the destination out\n");
  const auto workspace =
      RunOn(State(7, ""), "", "new.tfstate --absent --backend http --workspace dev");
  EXPECT_EQ(workspace.exit_status, 2);
  EXPECT_EQ(workspace.output, "tfsck: the http backend has no workspaces\n");
}

TEST(PushVerdictCommand, UnreadableIsRefusedAndMissingIsStatus3) {
  const auto html = RunOn("<html></html>", State(7, ""), "new.tfstate stored");
  EXPECT_EQ(html.exit_status, 1);
  EXPECT_EQ(
      html.output,
      "refused: state push new.tfstate on s3, workspace default\n"
      "\n"
      "source       new.tfstate: not readable (HTML or XML page)\n"
      "stored now   stored: serial 7, lineage l, 0 objects\n"
      "relation     unknown: one of the two cannot be read\n"
      "Terraform    Error reading source state \"new.tfstate\": 2 problems:\n"
      "             - Unsupported state file format: The state file could not be parsed as "
      "JSON: syntax\n"
      "             error at byte offset 1.\n"
      "             - Unsupported state file format: The state file does not have a \"version\" "
      "attribute,\n"
      "             which is required to identify the format version.\n"
      "             exit status 1\n"
      "note         new.tfstate is no state: HTML or XML page\n"
      "\n"
      "Terraform cannot read the source.\n"
      "  tfsck check new.tfstate\n");
  const auto missing = RunOn(State(7, ""), "", "new.tfstate nowhere");
  EXPECT_EQ(missing.exit_status, 3);
  EXPECT_EQ(missing.output, "tfsck: cannot read nowhere: there is no such file\n");
  EXPECT_EQ(RunOn("", "", "- -").exit_status, 2);
}

TEST(PushVerdictCommand, OfEncryptedStatesItTellsWhatIsClear) {
  const std::string tail =
      R"(,"lineage":"l","meta":{"k":"QQ=="},"encrypted_data":"QUJD","encryption_version":"v0"})";
  const auto result = RunOn(R"({"serial":8)" + tail, R"({"serial":7)" + tail, "new.tfstate stored");
  EXPECT_EQ(result.exit_status, 1);
  EXPECT_EQ(
      result.output,
      "refused: state push new.tfstate on s3, workspace default\n"
      "\n"
      "source       new.tfstate: not readable (state encrypted by OpenTofu)\n"
      "stored now   stored: not readable (state encrypted by OpenTofu)\n"
      "relation     ahead: same lineage, serial 8 where 7 is stored\n"
      "Terraform    Error reading source state \"new.tfstate\": Unsupported state file format: "
      "The state file\n"
      "             does not have a \"version\" attribute, which is required to identify the "
      "format version.\n"
      "             exit status 1\n"
      "note         a state that OpenTofu encrypted: this is Terraform's answer; `tofu state "
      "push` with the\n"
      "             key reads it and then compares as Terraform does\n"
      "\n"
      "The source continues what is stored.\n"
      "  tofu state pull > before-push.tfstate\n"
      "  tofu state push new.tfstate\n");
}

TEST(PushVerdictCommand, AStateThatIsNotComparableIsNotPushedBlindly) {
  const auto result =
      RunOn(State(1, Resource("a"), ""), State(7, Resource("b")), "new.tfstate stored");
  EXPECT_EQ(result.exit_status, 1);
  EXPECT_THAT(result.output, HasSubstr("accepted, and loses: state push new.tfstate on s3"));
  EXPECT_THAT(result.output, HasSubstr("would lose   - t_t.b\n"));
  EXPECT_THAT(result.output, HasSubstr("  terraform state pull > before-push.tfstate\n"
                                       "  tfsck diff before-push.tfstate new.tfstate\n"
                                       "  terraform state push new.tfstate\n"));
}

TEST(PushVerdictCommand, JsonSatisfiesItsSchemaForEveryCaseOfTheOracle) {
  const json schema = json::parse(ReadTextFile("docs/formats/push-verdict.schema.json"));
  const auto result = RunBash(
      "for file in corpus/oracle/cases/*.tfstate; do\n"
      "  for more in corpus/oracle/cases/ok-base.tfstate --absent "
      "'corpus/oracle/cases/ok-base.tfstate --force'; do\n"
      "    \"$TFSCK\" push-verdict --format json \"$file\" $more; printf '\\036'\n"
      "  done\n"
      "done");
  size_t documents = 0;
  size_t begin = 0;
  for (size_t end; (end = result.output.find('\x1e', begin)) != result.output.npos;
       begin = end + 1) {
    const json document = json::parse(result.output.substr(begin, end - begin));
    EXPECT_EQ(SchemaViolation(schema, document), "") << document["source"]["path"];
    ++documents;
  }
  EXPECT_GT(documents, 600u);
}

}  // namespace
}  // namespace tfsck::testing
