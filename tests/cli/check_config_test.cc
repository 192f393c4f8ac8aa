// .tfsck.yaml through the real program, and every way to get it wrong.
#include "cli/check_config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/engine/storage/temp_folder.h"
#include "tests/support/run_command.h"

namespace tfsck {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::tfsck::testing::RunBash;
using ::tfsck::testing::TempFolder;

TEST(CheckConfig, SaysWhereAndWhatIsWrong) {
  const std::pair<const char*, const char*> cases[] = {
      {"fail-onn: 1", ".tfsck.yaml:1:1: unknown key 'fail-onn': did you mean 'fail-on'?"},
      {"version: 2", ".tfsck.yaml:1:10: 'version' must be 1, which is what this tfsck reads"},
      {"version: 1\nfail-on: eror",
       ".tfsck.yaml:2:10: 'fail-on' must be one of info, warning, error, fatal, never, not 'eror': "
       "did you mean 'error'?"},
      {"version: 1\nignore:\n  - path: x", ".tfsck.yaml:3:5: 'ignore[0]' lacks 'rule'"},
      {"version: 1\nignore:\n  - rule: IDN001",
       ".tfsck.yaml:3:11: IDN001 mode-bad is fatal, and what is fatal cannot be ignored"},
  };
  for (const auto& [text, message] : cases) {
    const auto config = ParseCheckConfig(".tfsck.yaml", text);
    ASSERT_FALSE(config) << text;
    EXPECT_EQ(config.error().message, message);
  }
}

// Standard output, then standard error, of a check of a state with one finding of GRF003.
testing::CommandResult Check(const std::string& config, const std::string& options) {
  const TempFolder folder;
  if (!config.empty()) folder.Write(".tfsck.yaml", config);
  return RunBash("cp corpus/rules/GRF003/trigger.tfstate " + folder.path() + " && cd " +
                 folder.path() + " && \"$TFSCK\" check " + options + " trigger.tfstate 2>&1");
}

TEST(CheckConfig, AnIgnoredFindingIsCountedApartAndDoesNotFail) {
  const auto plain = Check("", "");
  EXPECT_EQ(plain.exit_status, 1);
  const auto ignored = Check("version: 1\nignore: [{rule: dep-self, reason: known}]\n", "");
  EXPECT_EQ(ignored.exit_status, 0);
  EXPECT_THAT(ignored.output, EndsWith("1 ignored by .tfsck.yaml.\n"));
  EXPECT_THAT(ignored.output, Not(HasSubstr("GRF003")));
}

TEST(CheckConfig, JsonKeepsAnIgnoredFindingWithItsReason) {
  const auto result =
      Check("version: 1\nignore: [{rule: dep-self, reason: known}]\n", "--format json");
  EXPECT_EQ(result.exit_status, 0);
  EXPECT_THAT(result.output, HasSubstr("\"ignored\":true,\"reason\":\"known\""));
}

TEST(CheckConfig, OptionsWinOverTheFile) {
  EXPECT_EQ(Check("version: 1\nfail-on: never\n", "").exit_status, 0);
  EXPECT_EQ(Check("version: 1\nfail-on: never\n", "--fail-on error").exit_status, 1);
  EXPECT_EQ(Check("version: 1\nfail-on: never\n", "--no-config").exit_status, 1);
  EXPECT_EQ(Check("", "--ignore grf003").exit_status, 0);
  EXPECT_EQ(Check("", "--config none.yaml").exit_status, 2);
}

TEST(CheckConfig, AnEntryThatMatchedNothingIsNoted) {
  const std::string config = "version: 1\nignore:\n  - rule: GRF003\n    path: other/**\n";
  EXPECT_THAT(Check(config, "").output,
              HasSubstr("tfsck: note: .tfsck.yaml:3:5: ignoring GRF003 matched nothing\n"));
  EXPECT_THAT(Check(config, "--quiet").output, Not(HasSubstr("note")));
}

}  // namespace
}  // namespace tfsck
