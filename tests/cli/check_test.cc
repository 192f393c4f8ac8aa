// tfsck check and list as a person meets them: exit status, order, what is named and what counted.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/run_command.h"

namespace tfsck {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::RunBash;

// Runs the script in an empty folder; OK and BAD name a healthy and a truncated state.
testing::CommandResult InFolder(const std::string& script) {
  return RunBash(
      "OK=$PWD/corpus/oracle/cases/ok-base.tfstate\n"
      "folder=$(mktemp -d); trap 'rm -rf \"$folder\"' EXIT; cd \"$folder\"\n"
      "BAD=$folder/bad.tfstate; head -c 700 \"$OK\" > \"$BAD\"\n" +
      script + " 2>&1");
}

TEST(CheckCommand, ExitStatusSaysTheWorst) {
  EXPECT_EQ(InFolder("$TFSCK check $OK").exit_status, 0);
  EXPECT_EQ(InFolder("$TFSCK check $OK $BAD").exit_status, 1);
  EXPECT_EQ(InFolder("$TFSCK check --fail-on never $BAD").exit_status, 0);
  EXPECT_EQ(InFolder("$TFSCK check $BAD missing.tfstate $OK").exit_status, 3);
  EXPECT_EQ(InFolder("$TFSCK check --format yaml $OK").exit_status, 2);
}

TEST(CheckCommand, UnreadableInputHidesNoOther) {
  const auto result = InFolder("$TFSCK check missing.tfstate $BAD");
  EXPECT_THAT(result.output, AllOf(HasSubstr("not read: cannot read missing.tfstate: "),
                                   HasSubstr("fatal SYN003 truncated"),
                                   HasSubstr("1 file checked, 1 not read: 1 fatal.\n")));
}

TEST(CheckCommand, FolderMeansItsStatesAndNamesTheirCompanions) {
  const auto result = InFolder(
      "rm bad.tfstate; mkdir -p .terraform terraform.tfstate.d/dev\n"
      "cp $OK terraform.tfstate; cp $OK terraform.tfstate.1700000000.backup\n"
      "cp $OK terraform.tfstate.d/dev/terraform.tfstate; cp $OK errored.tfstate\n"
      "echo '{\"version\":3,\"backend\":{\"type\":\"s3\"}}' > .terraform/terraform.tfstate\n"
      "echo '{\"ID\":\"1\"}' > .terraform.tfstate.lock.info; echo x > main.tf; mkfifo p.tfstate\n"
      "timeout 20 $TFSCK check");
  EXPECT_EQ(result.exit_status, 0);
  EXPECT_THAT(result.output, AllOf(HasSubstr("4 files checked: nothing to report.\n"),
                                   HasSubstr("1 backend pointer"), HasSubstr("1 lock info"),
                                   HasSubstr("2 other files skipped.")));
}

TEST(CheckCommand, EmptyFileUnderALockIsOnlyAWarning) {
  EXPECT_THAT(InFolder(": > a.tfstate; $TFSCK check a.tfstate").output,
              HasSubstr("fatal SYN001 empty-file"));
  const auto locked = InFolder(
      "rm bad.tfstate; : > a.tfstate; echo '{\"ID\":\"1\"}' > .a.tfstate.lock.info; $TFSCK check "
      ".");
  EXPECT_EQ(locked.exit_status, 0);
  EXPECT_THAT(locked.output, AllOf(HasSubstr("warning SYN016"), Not(HasSubstr("SYN001"))));
}

TEST(CheckCommand, ReadsStandardInputAndPipesToTheirEnd) {
  EXPECT_EQ(InFolder("cat $OK | $TFSCK check -").output, "1 file checked: nothing to report.\n");
  EXPECT_EQ(InFolder("$TFSCK check <(sleep 0.1; cat $OK)").output,
            "1 file checked: nothing to report.\n");
}

TEST(CheckCommand, ShowsTenOfARuleThenCounts) {
  const std::string many =
      "{ printf '{\"version\":4,\"terraform_version\":\"1.11.4\",\"serial\":1,\"lineage\":"
      "\"11111111-2222-3333-4444-555555555555\",\"outputs\":{},\"resources\":[],\"check_results\":"
      "null'\n"
      "for i in $(seq 25); do printf ',\"odd%d\":1' $i; done; printf '}'; } > m.tfstate\n";
  const auto ten = InFolder(many + "$TFSCK check m.tfstate");
  EXPECT_THAT(ten.output, AllOf(HasSubstr("\"odd10\""), Not(HasSubstr("\"odd11\"")),
                                HasSubstr("SCH013 unknown-key: 15 more (25 in all)\n"),
                                HasSubstr("1 file checked: 25 warnings.\n")));
  EXPECT_THAT(InFolder(many + "$TFSCK check --all m.tfstate").output, HasSubstr("\"odd25\""));
}

TEST(CheckCommand, OutputIsTheSameForEveryNumberOfThreads) {
  const auto one = RunBash("$TFSCK check --all --threads 1 corpus 2>&1");
  EXPECT_GT(one.output.size(), 10'000u);
  for (const char* threads : {"2", "3", "8"}) {
    EXPECT_EQ(
        RunBash(std::string("$TFSCK check --all --threads ") + threads + " corpus 2>&1").output,
        one.output);
    EXPECT_EQ(RunBash(std::string("$TFSCK check --format json --threads ") + threads +
                      " corpus 2>/dev/null | md5sum")
                  .output,
              RunBash("$TFSCK check --format json --threads 1 corpus 2>/dev/null | md5sum").output);
  }
}

TEST(CheckCommand, LetsNoControlOrBidiCharacterThrough) {
  const auto result = InFolder(
      "sed 's/\"name\": \"a\"/\"name\": \"a\\\\u001b[31m\\\\u202e\\\\nb\"/' $OK > odd.tfstate\n"
      "$TFSCK check --fail-on never --all odd.tfstate; $TFSCK check --format json odd.tfstate");
  EXPECT_THAT(result.output, AllOf(HasSubstr("a\\x1b[31m\\u{202e}\\x0ab"), Not(HasSubstr("\x1b")),
                                   Not(HasSubstr("\u202e"))));
}

TEST(CheckCommand, HelpsAPersonWhoMistypes) {
  EXPECT_EQ(
      InFolder("$TFSCK chekc").output,
      "tfsck: there is no command 'chekc': did you mean 'check'?; `tfsck --help` lists them\n");
  EXPECT_EQ(InFolder("$TFSCK check --fail-onn error").output,
            "tfsck: there is no option '--fail-onn': did you mean --fail-on?\n");
  EXPECT_EQ(InFolder("$TFSCK explain PVR001").output,
            "tfsck: there is no rule 'PVR001': did you mean PRV001?; `tfsck rules` lists them\n");
}

TEST(ListCommand, SelectsAsStateListDoes) {
  const std::string list = "$TFSCK list $PWD/corpus/oracle/cases/real-fullfeature.tfstate ";
  EXPECT_EQ(RunBash(list + "module.n").output,
            "module.n[0].terraform_data.c\nmodule.n[1].terraform_data.c\n"
            "module.n[0].module.g.data.terraform_remote_state.none\n"
            "module.n[0].module.g.terraform_data.d[0]\nmodule.n[0].module.g.terraform_data.d[1]\n"
            "module.n[1].module.g.data.terraform_remote_state.none\n"
            "module.n[1].module.g.terraform_data.d[0]\nmodule.n[1].module.g.terraform_data.d[1]\n");
  EXPECT_EQ(RunBash(list + "'terraform_data.counted[3]' terraform_data.a").output,
            "terraform_data.counted[3]\nterraform_data.a\n");
  EXPECT_EQ(RunBash(list + "module.absent 2>&1").exit_status, 2);
  EXPECT_EQ(RunBash(list + "'terraform_data.counted[' 2>&1").exit_status, 2);
}

TEST(ListCommand, FindsByIdAndFailsWhereTerraformFails) {
  const std::string list = "$TFSCK list $PWD/corpus/oracle/cases/";
  EXPECT_EQ(RunBash(list + "ok-base.tfstate --id id-b").output, "terraform_data.b\n");
  EXPECT_EQ(RunBash(list + "ok-base.tfstate -id=id-b").output, "terraform_data.b\n");
  EXPECT_EQ(RunBash(list + "ok-base.tfstate --id none").output, "");
  EXPECT_EQ(RunBash(list + "key-dup-none.tfstate 2>/dev/null").exit_status, 3);
  EXPECT_EQ(RunBash(list + "syn-empty-file.tfstate 2>/dev/null").exit_status, 3);
}

}  // namespace
}  // namespace tfsck
