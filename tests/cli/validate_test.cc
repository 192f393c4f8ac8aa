// tfsck validate as a person runs it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "tests/support/run_command.h"

namespace tfsck::testing {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::Not;
using ::testing::StartsWith;

CommandResult Validate(const std::string& arguments) {
  return RunBash("\"$TFSCK\" validate --quick " + arguments + " 2>&1");
}

// A copy of the corpus in which the mean of closed N=2 is another.
CommandResult ValidateDoctored(const std::string& arguments) {
  return RunBash(
      "folder=$(mktemp -d) && cp corpus/scenarios/validation/*N-2* "
      "corpus/scenarios/validation/*n-2-z* corpus/scenarios/validation/*.csv \"$folder\" "
      "2>/dev/null; "
      "sed -i 's/\\(repairman,N=2;.*,throughput,\\).*/\\10.25/' "
      "\"$folder/queueing-reference.csv\"; "
      "\"$TFSCK\" validate --quick --only 'repairman-n-2-*' " +
      arguments + " \"$folder\" 2>&1; status=$?; rm -r \"$folder\"; exit $status");
}

TEST(ValidateCommand, PrintsExactAnalyticAndSimulatedSideBySide) {
  const CommandResult result = Validate("--only repairman-n-5-z-exp-10-s-exp-1");
  EXPECT_EQ(result.exit_status, 0);
  EXPECT_THAT(result.output, HasSubstr("repairman  N=5;Z=Exp(10);S=Exp(1);one lock\n"));
  EXPECT_THAT(result.output,
              HasSubstr("  throughput                      0.43604782    0.43604782"));
  EXPECT_THAT(result.output,
              HasSubstr("3 rows: 3 ok, 0 off, 0 not run; 1 scenarios, simulated shortly, in "));
}

TEST(ValidateCommand, ListsWhatIsNotRunWithAll) {
  const std::string arguments = "--only superlinearity";
  EXPECT_THAT(Validate(arguments).output, StartsWith("25 rows: 0 ok, 0 off, 25 not run;"));
  EXPECT_THAT(Validate(arguments + " --all").output,
              HasSubstr("not run: a derivative of a formula: unit test\n"));
}

TEST(ValidateCommand, EndsWithOneWhereSomethingIsOff) {
  const CommandResult result = ValidateDoctored("");
  EXPECT_EQ(result.exit_status, 1);
  EXPECT_THAT(result.output, HasSubstr("off: the formulas are off by 0.28\n"));
  EXPECT_THAT(result.output, HasSubstr("3 rows: 2 ok, 1 off, 0 not run;"));
}

TEST(ValidateCommand, WritesJson) {
  const CommandResult result = ValidateDoctored("--format json");
  const json report = json::parse(result.output);
  EXPECT_EQ(report["off"], 1);
  EXPECT_EQ(report["quick"], true);
  const json& row = report["rows"][0];
  EXPECT_EQ(row["case"], "repairman");
  EXPECT_EQ(row["quantity"], "throughput");
  EXPECT_EQ(row["exact"], 0.25);
  EXPECT_EQ(row["verdict"], "off");
  EXPECT_EQ(row["scenario"], "repairman-n-2-z-exp-10-s-exp-1");
  EXPECT_EQ(row["simulated"]["measure"], "throughput");
  EXPECT_NEAR(row["analytic"]["value"].get<double>(), 0.180327868852, 1e-9);
}

TEST(ValidateCommand, WritesMarkdown) {
  const CommandResult result = Validate("--only 'repairman*' --format markdown");
  EXPECT_THAT(result.output, HasSubstr("\n### repairman\n\n| case | quantity | exact |"));
  EXPECT_THAT(result.output, HasSubstr("| N=5;Z=Exp(10);S=Exp(1);one lock | throughput |"));
  EXPECT_THAT(result.output,
              HasSubstr("\n### Not run\n\n| rows | why |\n|---|---|\n| `repairman` (1) | "));
}

TEST(ValidateCommand, RefusesWhatItCannotRead) {
  const CommandResult missing = Validate("no-such-folder");
  EXPECT_EQ(missing.exit_status, 3);
  EXPECT_EQ(missing.output, "tfsck: no-such-folder: No such file or directory\n");
  const CommandResult empty = Validate("corpus/locks");
  EXPECT_EQ(empty.exit_status, 2);
  EXPECT_EQ(empty.output, "tfsck: there is no queueing-reference.csv among the files\n");
  const CommandResult nothing = Validate("--only nothing");
  EXPECT_EQ(nothing.exit_status, 2);
  EXPECT_EQ(nothing.output, "tfsck: no row of the reference has such a scenario or family\n");
}

}  // namespace
}  // namespace tfsck::testing
