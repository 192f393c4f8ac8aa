// tfsck history as a person runs it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "tests/support/json_schema.h"
#include "tests/support/run_command.h"

namespace tfsck::testing {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kRestored =
    "corpus/histories/HIS002/trigger --manifest corpus/histories/HIS002/trigger/versions.json";

CommandResult History(const std::string& arguments) {
  return RunBash("\"$TFSCK\" history --quiet " + arguments + " 2>&1");
}

TEST(HistoryCommand, TellsTheTimelineTheFindingsAndTheVerdict) {
  const CommandResult result = History(kRestored);
  EXPECT_EQ(result.exit_status, 1);
  EXPECT_EQ(result.output,
            R"(prod.tfstate
  4 versions, ordered by recorded time; versions within 1 min are one change
  + added  ~ changed  ! replaced  > moved  - removed (managed instances)

  2026-03-02 09:00:00  1      1 instance  by 1.11.4
  2026-03-02 10:00:00  2  ~1  1 instance  terraform_data
  2026-03-02 11:00:00  3  ~1  1 instance  terraform_data
! 2026-03-02 12:00:00  1  ~1  1 instance  HIS002 serial-back, terraform_data

corpus/histories/HIS002/trigger/prod.tfstate/v4: error HIS002 serial-back
  serial goes back from 3 to 1, with the content of prod.tfstate/v1 again
  why: An older state was put in the place of a newer one, by `state push -force`, a migration or a
       restored object: what was applied in between is forgotten.
  fix: Stop all runs and keep a copy (`terraform state pull > keep.tfstate`); push the true newest
       version again with a serial above all others (`tfsck push-verdict` says beforehand what
       happens)

  not shown: 1 HIS020 duplicate-version; `--all` shows every finding

verdict: No: the chain breaks at serial 1 (prod.tfstate/v4): HIS002 serial-back. The last good
         version is serial 3 (prod.tfstate/v3). No instance of it is missing in the newest version.
         1 managed instance is recorded differently there: terraform_data.a.
    # stop all other runs first
    terraform state pull > keep.tfstate
    cp corpus/histories/HIS002/trigger/prod.tfstate/v3 good.tfstate
    tfsck diff keep.tfstate good.tfstate
    tfsck push-verdict good.tfstate keep.tfstate
    terraform state push good.tfstate

4 versions of 1 state read: 1 error, 1 for your information.
)");
}

TEST(HistoryCommand, FailOnDecidesTheExitStatus) {
  EXPECT_EQ(History(std::string(kRestored) + " --fail-on fatal").exit_status, 0);
  EXPECT_EQ(History(std::string(kRestored) + " --fail-on never").exit_status, 0);
  EXPECT_EQ(History("corpus/archives/acme/payments/prod/history").exit_status, 0);
  EXPECT_EQ(History("corpus/histories/HIS003/trigger --fail-on info").exit_status, 1);
}

TEST(HistoryCommand, SaysWhatIsWrongWithItsArguments) {
  const CommandResult missing = History("no-such-folder");
  EXPECT_EQ(missing.exit_status, 3);
  EXPECT_EQ(missing.output, "tfsck: cannot read no-such-folder: there is no such file\n");
  const CommandResult span = History("corpus/histories/HIS003/trigger --burst soon");
  EXPECT_EQ(span.exit_status, 2);
  EXPECT_EQ(span.output, "tfsck: --burst: 'soon' is no span of time: 90s, 5m or 1h\n");
  EXPECT_EQ(History("").exit_status, 2);
}

// Every history of the corpus: its folder, and the listing where it has one.
std::string ForEachHistory(const std::string& command) {
  return "for folder in corpus/histories/HIS*/*; do listing=; "
         "[ -e $folder/versions.json ] && listing=\"--manifest $folder/versions.json\"; " +
         command + "; done";
}

TEST(HistoryCommand, JsonFollowsItsSchema) {
  const json schema = json::parse(ReadTextFile("docs/formats/history.schema.json"));
  std::istringstream lines(
      RunBash(
          ForEachHistory(
              "\"$TFSCK\" history --one-state --format json $folder $listing | tr -d '\\n'; echo"))
          .output);
  size_t histories = 0;
  for (std::string line; std::getline(lines, line); ++histories) {
    const json document = json::parse(line);
    EXPECT_EQ(SchemaViolation(schema, document), "") << document["source"];
    EXPECT_EQ(document["histories"].size(), 1u) << document["source"];
  }
  EXPECT_GE(histories, 52u);
}

TEST(HistoryCommand, LinesOfJsonSayWhatTheyAre) {
  std::istringstream lines(History(std::string(kRestored) + " --format ndjson").output);
  std::vector<std::string> records;
  for (std::string line; std::getline(lines, line);) {
    records.push_back(json::parse(line)["record"].get<std::string>());
  }
  EXPECT_THAT(records, ElementsAre("source", "history", "version", "version", "version", "version",
                                   "change", "change", "change", "change", "finding", "finding",
                                   "verdict", "summary"));
}

TEST(HistoryCommand, IsTheSameForAnyNumberOfThreads) {
  const std::string whole = " --format json --all";
  const std::string one = History(std::string(kRestored) + whole + " --threads 1").output;
  for (const char* threads : {"2", "3", "16"}) {
    EXPECT_EQ(History(std::string(kRestored) + whole + " --threads " + threads).output, one);
  }
}

TEST(HistoryCommand, ThePageNeedsNothingFromElsewhere) {
  const std::string page = History(std::string(kRestored) + " --format html").output;
  EXPECT_THAT(page, HasSubstr("<title>History of corpus/histories/HIS002/trigger</title>"));
  EXPECT_THAT(page, HasSubstr("HIS002 serial-back"));
  EXPECT_THAT(page, HasSubstr("<svg "));
  for (const char* outside : {"<script", "http://", "https://", "src=", "@import", "url("}) {
    EXPECT_THAT(page, Not(HasSubstr(outside)));
  }
}

TEST(HistoryCommand, EscapesWhatAHostileArchiveHolds) {
  const CommandResult result = RunBash(R"x(
    folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
    name=$'1\e[31m<script>\u202e\n.tfstate'
    printf '{"version":4,"terraform_version":"1.11.4","serial":1,"lineage":"<b>\\u001b&\\u202e","outputs":{},"resources":[]}' >"$folder/$name"
    for format in text json ndjson html; do "$TFSCK" history "$folder" --format $format --all; done 2>&1)x");
  EXPECT_EQ(result.exit_status, 0) << result.output;
  for (const char* raw : {"\x1b", "<script>", "<b>\\x1b&", "\u202e", "\n.tfstate"}) {
    const std::string text = result.output;
    // JSON carries < and > as they are: nothing there takes them for markup.
    const std::string page = text.substr(text.find("<!DOCTYPE"));
    EXPECT_THAT(raw[0] == '<' ? page : text, Not(HasSubstr(raw)));
  }
  EXPECT_THAT(result.output, HasSubstr("&lt;script&gt;"));
}

TEST(HistoryCommand, ReadsAGitRepository) {
  const CommandResult result = RunBash(R"x(
    folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
    cd "$folder" && git init -q . && git config user.email a@b.c && git config user.name Ada
    for serial in 1 2 4; do
      printf '{"version":4,"terraform_version":"1.11.4","serial":%s,"lineage":"l","outputs":{},"resources":[]}' $serial >prod.tfstate
      git add . && git commit -qm "serial $serial" --date "2026-03-0${serial}T09:00:00Z"
    done
    "$TFSCK" history git:. --all --quiet | sed 's/[0-9a-f]\{12\}:/COMMIT:/g')x");
  EXPECT_EQ(result.output, R"(prod.tfstate
  3 versions, ordered by recorded time; versions within 1 min are one change

  2026-03-01 09:00:00  1    0 instances  by 1.11.4, Ada <a@b.c>
  2026-03-02 09:00:00  2    0 instances  HIS007 noop-churn, Ada <a@b.c>
  2026-03-04 09:00:00  4    0 instances  HIS003 serial-gap, HIS007 noop-churn, Ada <a@b.c>

COMMIT:prod.tfstate: info HIS007 noop-churn
  serial goes from 1 to 2 and the content stays the same

COMMIT:prod.tfstate: info HIS003 serial-gap
  serial goes from 2 to 4: up to 1 version is not here

COMMIT:prod.tfstate: info HIS007 noop-churn
  serial goes from 2 to 4 and the content stays the same

verdict: Yes: the newest version, serial 4 (COMMIT:prod.tfstate), is a true successor of the 2
         versions before it.

3 versions of 1 state read: 3 for your information.
)");
}

TEST(CommittedVersion, CanBeNamedWhereverAStateIsTaken) {
  const CommandResult result = RunBash(R"x(
    folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
    cd "$folder" && git init -q . && git config user.email a@b.c && git config user.name Ada
    exec 2>&1
    for serial in 1 2; do
      printf '{"version":4,"terraform_version":"1.11.4","serial":%s,"lineage":"l","outputs":{"o%s":{"value":1,"type":"number"}},"resources":[]}' $serial $serial >prod.tfstate
      git add . && git commit -qm "serial $serial"
    done
    "$TFSCK" diff git:.:prod.tfstate@HEAD~1 git:.:prod.tfstate | grep '^The second'
    "$TFSCK" list git:.:prod.tfstate; echo "list $?"
    cp prod.tfstate other.tfstate && git add . && git commit -qm other
    "$TFSCK" show git:.; echo "show $?"
    git rm -q prod.tfstate && git commit -qm gone
    "$TFSCK" show git:.:prod.tfstate 2>&1 | sed 's/[0-9a-f]\{12\}:/COMMIT:/')x");
  EXPECT_EQ(
      result.output,
      "The second is newer: serial 1 -> 2, same lineage.\n"
      "list 0\n"
      "tfsck: git:. holds more than one state, other.tfstate and prod.tfstate among them: name "
      "one as git:REPO:PATH\n"
      "show 2\n"
      "tfsck: git:.:prod.tfstate was deleted by COMMIT:prod.tfstate\n");
}

TEST(HistoryCommand, ALongHistoryShowsItsBeginningItsEndAndWhatStandsOut) {
  const CommandResult result = RunBash(R"x(
    folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
    for serial in $(seq 1 99); do
      printf '{"version":4,"terraform_version":"1.%s.0","serial":%s,"lineage":"l","outputs":{"o":{"value":%s,"type":"number"}},"resources":[]}' $((serial == 50 ? 8 : serial < 50 ? 9 : 8)) $serial $serial >"$folder/$(printf %03d $serial).tfstate"
    done
    "$TFSCK" history "$folder" --quiet)x");
  EXPECT_THAT(result.output, HasSubstr("\n   3    0 instances\n"
                                       "  ... 46 quiet changes (--all shows them)\n"
                                       "! 50    0 instances  HIS008 tool-downgrade, by 1.8.0\n"
                                       "  ... 19 quiet changes (--all shows them)\n"
                                       "  70    0 instances\n"));
}

}  // namespace
}  // namespace tfsck::testing
