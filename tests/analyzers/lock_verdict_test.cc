#include "analyzers/lock_verdict.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analyzers/lock_commands.h"
#include "analyzers/lock_holder.h"
#include "engine/storage/timestamp.h"
#include "tests/support/lock_support.h"

namespace tfsck {
namespace {

using test::CorpusOptions;
using test::GateLines;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr const char kItems[] = "recorded/s3/ddb-items-after-kill9.json";
constexpr const char kVersions[] = "recorded/s3/ddb-versions-after-kill9.json";
constexpr const char kState[] = "recorded/s3/ddb-state-after-kill9.json";

LockReport CheckAgain(const std::vector<std::string>& paths, const std::vector<std::string>& again,
                      const LockOptions& options) {
  const LockReport later = test::CheckPaths(again);
  LockReport first = test::CheckPaths(paths);
  return CheckLocks(std::move(first.evidence), options, &later.evidence);
}

TEST(LockVerdict, IsUnknownWithoutEvidence) {
  const LockReport report = test::CheckPaths({kItems});
  ASSERT_EQ(report.judgements.size(), 1u);
  const LockJudgement& judgement = report.judgements[0];
  EXPECT_EQ(judgement.state, LockState::kUnknown);
  EXPECT_THAT(
      GateLines(judgement),
      ElementsAre("age unknown: it is 17 h 21 min old; no past holds of this lock are known",
                  "operation no: apply, 17 h 21 min old, may take up to 1 d",
                  "holder unknown: root@vm is a person or a machine of their own",
                  "quiet unknown: when the state was last written is not known",
                  "same-lock unknown: there is no second sample",
                  "version unknown: which version wrote the state is not known"));
  EXPECT_THAT(judgement.commands, IsEmpty());
  EXPECT_EQ(judgement.refusal,
            "no command to break it while these are open: age, operation, holder, quiet, "
            "same-lock, version");
}

TEST(LockVerdict, GivesCommandsOnlyWhenEveryGateSaysYes) {
  LockOptions options = CorpusOptions();
  options.holder_gone = true;
  options.longest_hold_us = int64_t{7200} * 1'000'000;
  const LockReport report = CheckAgain({kItems, kVersions, kState}, {kItems}, options);
  EXPECT_THAT(
      GateLines(report.judgements[0]),
      ElementsAre("age yes: it is 17 h 21 min old, and you say that a hold takes at most 2 h",
                  "operation yes: apply, 17 h 21 min old, may take up to 1 d; but you say "
                  "its holder is gone",
                  "holder yes: you say so (--holder-gone)",
                  "quiet yes: the state was not written since the lock was taken",
                  "same-lock yes: the second sample shows the same lock",
                  "version yes: the lock is of 1.11.4, the state of 1.11.4"));
  EXPECT_EQ(report.judgements[0].state, LockState::kProbablyStale);
  EXPECT_THAT(report.judgements[0].commands,
              ElementsAre("aws s3 cp s3://tfstate/prod/app/terraform.tfstate keep.tfstate",
                          "terraform force-unlock 51fba114-a76b-a42a-e200-d7cb048b4aca"));
  EXPECT_EQ(report.judgements[0].refusal, "");
}

// Without any one piece of evidence there is no command.
TEST(LockVerdict, EachPieceOfEvidenceIsNeeded) {
  LockOptions full = CorpusOptions();
  full.holder_gone = true;
  full.longest_hold_us = int64_t{7200} * 1'000'000;
  const auto state = [](const LockReport& report) { return report.judgements[0].state; };
  LockOptions options = full;
  options.holder_gone = false;
  EXPECT_EQ(state(CheckAgain({kItems, kVersions, kState}, {kItems}, options)), LockState::kUnknown);
  options = full;
  options.longest_hold_us.reset();
  EXPECT_EQ(state(CheckAgain({kItems, kVersions, kState}, {kItems}, options)), LockState::kUnknown);
  EXPECT_EQ(state(CheckAgain({kItems, kState}, {kItems}, full)), LockState::kUnknown);
  EXPECT_EQ(state(CheckAgain({kItems, kVersions}, {kItems}, full)), LockState::kUnknown);
  EXPECT_EQ(state(test::CheckPaths({kItems, kVersions, kState}, full)), LockState::kUnknown);
}

TEST(LockVerdict, ALockThatIsGoneInTheSecondSampleWasLive) {
  const LockReport report =
      CheckAgain({kItems}, {"recorded/s3/ddb-items-after-digest-mismatch.json"}, CorpusOptions());
  EXPECT_EQ(report.judgements[0].state, LockState::kLive);
  EXPECT_EQ(report.judgements[0].refusal, "it was released meanwhile: there is nothing to break");
}

std::string Item(const std::string& id, const std::string& created, const std::string& who,
                 const std::string& operation = "OperationTypeApply") {
  return fmt::format(R"([{{"LockID":{{"S":"b/k"}},"Info":{{"S":"{{\"ID\":\"{}\",)"
                     R"(\"Operation\":\"{}\",\"Who\":\"{}\",\"Version\":\"1.11.4\",)"
                     R"(\"Created\":\"{}\",\"Path\":\"b/k\"}}"}}}}])",
                     id, operation, who, created);
}

GateResult GateOf(const LockReport& report, Gate gate) {
  for (const GateResult& result : report.judgements.at(0).gates) {
    if (result.gate == gate) return result;
  }
  ADD_FAILURE() << "no such gate";
  return {};
}

TEST(LockVerdict, AnotherLockInTheSecondSampleIsASignOfLife) {
  const LockEvidence again =
      test::ReadEvidence({{"i", Item("two", "2026-11-22T11:50:00Z", "ci@x")}});
  const LockReport report =
      CheckLocks(test::ReadEvidence({{"i", Item("one", "2026-11-22T10:00:00Z", "a@b")}}),
                 CorpusOptions(), &again);
  EXPECT_EQ(report.judgements[0].state, LockState::kLive);
  EXPECT_EQ(GateOf(report, Gate::kSameLock).reason,
            "the second sample shows another lock, of ci@x");
}

std::string Listing(const std::string& time) {
  return fmt::format(R"({{"Versions":[{{"Key":"k","VersionId":"v","IsLatest":true,)"
                     R"("ETag":"\"39eb50b3716242fdce1549f801f4178d\"","LastModified":"{}"}}]}})",
                     time);
}

TEST(LockVerdict, AStateWrittenWithinTheHourIsASignOfLife) {
  const auto quiet = [](const std::string& time) {
    return GateOf(
        test::CheckTexts({{"i", Item("one", "2026-11-22T02:00:00Z", "a@b")}, {"v", Listing(time)}}),
        Gate::kQuiet);
  };
  EXPECT_EQ(quiet("2026-11-22T11:30:00Z").reason,
            "the state was written 30 min ago, under this lock");
  EXPECT_TRUE(quiet("2026-11-22T11:30:00Z").sign_of_life);
  EXPECT_EQ(quiet("2026-11-22T09:00:00Z").reason, "the last write under this lock was 3 h ago");
  EXPECT_EQ(quiet("2026-11-22T02:00:04Z").answer, GateAnswer::kYes);
  EXPECT_EQ(quiet("2026-11-22T01:00:00Z").reason,
            "the state was not written since the lock was taken");
}

// Five holds of ten minutes each, and a lock taken at `created`.
LockReport WithHistory(const std::string& created) {
  std::string versions;
  std::string markers;
  for (int i = 0; i < 5; ++i) {
    versions += fmt::format(R"({{"Key":"k.tflock","VersionId":"v{0}","IsLatest":false,)"
                            R"("LastModified":"2026-11-2{0}T08:00:00Z"}},)",
                            i);
    markers += fmt::format(R"({}{{"Key":"k.tflock","VersionId":"m{}","IsLatest":false,)"
                           R"("LastModified":"2026-11-2{}T08:10:00Z"}})",
                           i == 0 ? "" : ",", i, i);
  }
  const std::string info = fmt::format(
      R"({{"ID":"i","Operation":"OperationTypePlan","Who":"runner@fv-az1-2","Version":"1.11.4",)"
      R"("Created":"{}","Path":"buck/k"}})",
      created);
  versions += fmt::format(R"({{"Key":"k.tflock","VersionId":"last","IsLatest":true,)"
                          R"("LastModified":"{}"}})",
                          created);
  LockOptions options;
  options.now_us = *ParseRfc3339("2026-11-26T12:00:00Z");
  return test::CheckTexts(
      {{"v.json", "{\"Versions\":[" + versions + "],\"DeleteMarkers\":[" + markers + "]}"},
       {"k.tflock", info}},
      options);
}

TEST(LockVerdict, AgeIsComparedWithTheStatesOwnHistory) {
  const GateResult young = GateOf(WithHistory("2026-11-26T11:52:00Z"), Gate::kAge);
  EXPECT_TRUE(young.sign_of_life);
  EXPECT_EQ(young.reason, "it is 8 min old, the longest of 5 past holds took 10 min");
  const GateResult between = GateOf(WithHistory("2026-11-26T11:45:00Z"), Gate::kAge);
  EXPECT_EQ(between.answer, GateAnswer::kUnknown);
  EXPECT_EQ(between.bring,
            "nothing but time: it speaks for a dead holder 20 min after it was taken");
  const GateResult old = GateOf(WithHistory("2026-11-26T11:00:00Z"), Gate::kAge);
  EXPECT_EQ(old.answer, GateAnswer::kYes);
  EXPECT_EQ(old.reason, "it is 1 h old, the longest of 5 past holds took 10 min");
}

TEST(LockVerdict, AJobThatItsSystemHasEndedIsGone) {
  EXPECT_EQ(GateOf(WithHistory("2026-11-26T05:59:00Z"), Gate::kHolder).reason,
            "runner@fv-az1-2 is a job of GitHub Actions, which ends every job after 6 h");
  EXPECT_EQ(GateOf(WithHistory("2026-11-26T06:01:00Z"), Gate::kHolder).answer,
            GateAnswer::kUnknown);
}

TEST(LockVerdict, ATimeInTheFutureIsNoAge) {
  EXPECT_EQ(GateOf(WithHistory("2026-11-26T12:00:30Z"), Gate::kAge).reason,
            "it was taken 30 s after the time it is judged at: clocks disagree");
}

TEST(LockVerdict, ConsulSessionsDecide) {
  const std::string held =
      R"([{"Key":"p/.lock","Flags":0,"Value":"","ModifyIndex":1,"Session":"s"}])";
  const LockReport live = test::CheckTexts({{"kv", held}});
  EXPECT_EQ(live.judgements[0].state, LockState::kLive);
  // {"ID":"s"}
  const std::string left =
      R"([{"Key":"p/.lockinfo","Flags":0,"Value":"eyJJRCI6InMifQ==","ModifyIndex":1}])";
  const LockReport stale = test::CheckTexts({{"kv", left}});
  EXPECT_EQ(stale.judgements[0].state, LockState::kProbablyStale);
  EXPECT_THAT(stale.judgements[0].commands,
              ElementsAre("terraform state pull > keep.tfstate", "consul kv delete p/.lockinfo"));
}

TEST(LockVerdict, SaysWhatTerraformHides) {
  EXPECT_THAT(test::CheckPaths({"recorded/http/locked-423-body.json"}).judgements[0].hidden,
              ElementsAre("Before 1.15 the Lock Info that Terraform shows is the caller's own; the "
                          "holder's ID stands in the error message only",
                          "force-unlock does not compare the ID: whatever lock is there goes"));
  EXPECT_THAT(test::CheckPaths({"LCK006/trigger"}).judgements[0].hidden,
              ElementsAre("The blob is leased without metadata: Terraform's message has no Lock "
                          "Info, and force-unlock fails (blob metadata \"terraformlockid\" was "
                          "empty)"));
}

TEST(LockHolder, IsReadFromUserAndHost) {
  const auto kind = [](std::string_view who) {
    const Holder holder = ClassifyHolder(who);
    return fmt::format("{} {}", HolderKindId(holder.kind), holder.system);
  };
  EXPECT_EQ(kind("runner@fv-az1234-567"), "runner GitHub Actions");
  EXPECT_EQ(kind("runner@runnervmxyz"), "runner GitHub Actions");
  EXPECT_EQ(kind("vsts@fv-az1"), "runner Azure Pipelines");
  EXPECT_EQ(kind("root@runner-abc-project-1-concurrent-0"), "runner GitLab CI");
  EXPECT_EQ(kind("root@3f2a91c0b7d4"), "container ");
  EXPECT_EQ(kind("root@6ba7b810-9dad-11d1-80b4-00c04fd430c8"), "container ");
  EXPECT_EQ(kind("app@deployer-5d4f8c7b9c-x2x7k"), "container ");
  EXPECT_EQ(kind("ann@laptop"), "person ");
  EXPECT_EQ(kind("ann"), "person ");
  EXPECT_EQ(kind(""), "unknown ");
}

LockRecord RecordOf(LockBackend backend) {
  LockRecord record;
  record.backend = backend;
  record.state = {"it's", "a b/k"};
  record.unlock_id = "$(id)";
  return record;
}

TEST(LockCommands, QuoteForAShellAndCopyFirst) {
  EXPECT_THAT(
      UnlockCommands(RecordOf(LockBackend::kS3), ToolFamily::kOpenTofu),
      ElementsAre(R"(aws s3 cp 's3://it'\''s/a b/k' keep.tfstate)", "tofu force-unlock '$(id)'"));
  EXPECT_THAT(UnlockCommands(RecordOf(LockBackend::kAzure), ToolFamily::kTerraform),
              ElementsAre(R"(az storage blob download --container-name 'it'\''s' --name 'a b/k' )"
                          "--file keep.tfstate",
                          "terraform force-unlock '$(id)'"));
  LockRecord gcs = RecordOf(LockBackend::kGcs);
  gcs.unlock_id.clear();
  EXPECT_THAT(UnlockCommands(gcs, ToolFamily::kTerraform), IsEmpty());
  EXPECT_EQ(NoCommandReason(gcs),
            "force-unlock wants the generation of the lock object, and no listing tells it");
}

}  // namespace
}  // namespace tfsck
