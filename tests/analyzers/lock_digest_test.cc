#include "analyzers/lock_digest.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/digest.h"
#include "tests/support/lock_support.h"

namespace tfsck {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::string State(int serial, const std::string& lineage = "l") {
  return fmt::format(R"({{"version":4,"terraform_version":"1.11.4","serial":{},"lineage":"{}",)"
                     R"("outputs":{{}},"resources":[],"check_results":null}})",
                     serial, lineage);
}

std::string Items(const std::string& digest) {
  return fmt::format(R"([{{"LockID":{{"S":"b/k-md5"}},"Digest":{{"S":"{}"}}}}])", digest);
}

// Versions of object k, oldest first; the last one is what readers get.
std::string Listing(const std::vector<std::string>& bodies) {
  std::string versions;
  for (size_t i = 0; i < bodies.size(); ++i) {
    versions += fmt::format(R"({}{{"Key":"k","VersionId":"v{}","IsLatest":{},"ETag":"\"{}\"",)"
                            R"("LastModified":"2026-11-21T10:0{}:00Z"}})",
                            i == 0 ? "" : ",", i + 1, i + 1 == bodies.size(), Md5Hex(bodies[i]), i);
  }
  return "{\"Versions\":[" + versions + "]}";
}

DigestDiagnosis Diagnose(const std::string& digest, const std::vector<std::string>& bodies,
                         const std::vector<std::string>& given) {
  std::vector<test::NamedText> inputs = {{"items", Items(digest)}, {"versions", Listing(bodies)}};
  for (size_t i = 0; i < given.size(); ++i) inputs.emplace_back(fmt::format("f{}", i), given[i]);
  const LockReport report = test::CheckTexts(inputs);
  return report.digests.empty() ? DigestDiagnosis() : report.digests[0];
}

constexpr const char kCopy[] = "aws s3 cp s3://b/k keep.tfstate";

TEST(DigestDoctor, ASuccessorWantsItsDigestWritten) {
  const std::string old = State(1);
  const std::string now = State(2);
  const DigestDiagnosis diagnosis = Diagnose(Md5Hex(old), {old, now}, {old, now});
  EXPECT_EQ(diagnosis.state, DigestState::kMismatch);
  EXPECT_EQ(diagnosis.advice,
            "Set Digest to " + Md5Hex(now) +
                ": the object is the successor of the version that has the digest (serial 2 after "
                "1), so its writer died before it wrote the digest");
  EXPECT_THAT(
      diagnosis.commands,
      ElementsAre(
          kCopy,
          R"(aws dynamodb get-item --table-name TABLE --key '{"LockID":{"S":"b/k-md5"}}')"
          " > keep-digest.json",
          R"(aws dynamodb update-item --table-name TABLE --key '{"LockID":{"S":"b/k-md5"}}')"
          R"( --update-expression 'SET Digest = :d' --expression-attribute-values )"
          "'{\":d\":{\"S\":\"" +
              Md5Hex(now) + "\"}}'"));
}

TEST(DigestDoctor, AnOlderObjectWantsTheVersionBack) {
  const std::string good = State(2);
  const std::string older = State(1);
  const DigestDiagnosis diagnosis = Diagnose(Md5Hex(good), {good, older}, {older, good});
  EXPECT_EQ(diagnosis.advice,
            "Restore k@v1, which has the stored digest: the object has serial 1, the version that "
            "has the digest 2, so somebody restored or copied an older object");
  EXPECT_THAT(diagnosis.commands,
              ElementsAre(kCopy,
                          "aws s3api copy-object --bucket b --key k --copy-source "
                          "'b/k?versionId=v1'"));
}

TEST(DigestDoctor, AForeignObjectWantsTheVersionBack) {
  const std::string good = State(2);
  const std::string foreign = State(9, "other");
  EXPECT_EQ(Diagnose(Md5Hex(good), {good, foreign}, {foreign, good}).advice,
            "Restore k@v1, which has the stored digest: the object is of another lineage than the "
            "version that has the digest, so somebody copied another state over it");
}

TEST(DigestDoctor, ADamagedObjectWantsTheVersionBack) {
  const std::string good = State(2);
  const std::string damaged = State(3).substr(0, 60);
  EXPECT_EQ(Diagnose(Md5Hex(good), {good, damaged}, {damaged}).advice,
            "Restore k@v1, which has the stored digest: the object is damaged");
}

TEST(DigestDoctor, WithoutBytesItAsksForThem) {
  const DigestDiagnosis diagnosis = Diagnose(Md5Hex(State(1)), {State(1), State(2)}, {});
  EXPECT_EQ(
      diagnosis.advice,
      "k@v1 has the stored digest; whether the object in its place is its successor cannot be "
      "said without the bytes of both: bring them");
  EXPECT_THAT(diagnosis.commands, IsEmpty());
}

TEST(DigestDoctor, WithoutTheVersionItLeavesTheChoice) {
  const DigestDiagnosis diagnosis =
      Diagnose("39eb50b3716242fdce1549f801f4178d", {State(2)}, {State(2)});
  EXPECT_THAT(diagnosis.advice, HasSubstr("no version that was given has the stored digest and the "
                                          "object is whole: if it is the state you want"));
}

TEST(DigestDoctor, AMatchNeedsNothing) {
  const DigestDiagnosis diagnosis = Diagnose(Md5Hex(State(2)), {State(1), State(2)}, {});
  EXPECT_EQ(diagnosis.state, DigestState::kMatches);
  EXPECT_EQ(diagnosis.advice, "");
}

TEST(DigestDoctor, AgreesWithTheRecordedTable) {
  const LockReport report = test::CheckPaths(
      {"recorded/s3/ddb-items-after-kill9.json", "recorded/s3/ddb-versions-after-kill9.json",
       "recorded/s3/ddb-state-2gvNhLrBh4Hx2eXA0sTt39mfWXInQbo.json"});
  std::vector<std::string> lines;
  for (size_t i = 0; i < report.digests.size(); ++i) {
    lines.push_back(fmt::format("{} {}", report.evidence.digests[i].state.key,
                                DigestStateName(report.digests[i].state)));
  }
  EXPECT_THAT(lines, ElementsAre("env:/staging/prod/app/terraform.tfstate unknown",
                                 "prod/app/terraform.tfstate matches"));
  EXPECT_THAT(test::FindingLines(report),
              ElementsAre(::testing::StartsWith("LCK001 tfstate/prod/app/terraform.tfstate: ")));
}

// What Terraform said of an object that was overwritten behind it: ddb-digest-mismatch-error.txt.
TEST(DigestDoctor, FindsTheMismatchThatTerraformReported) {
  const std::string listing =
      R"({"Versions":[{"Key":"prod/app/terraform.tfstate","VersionId":"v","IsLatest":true,)"
      R"("ETag":"\"8487fef09dcd6fb3be4a3b7afad89396\"","LastModified":"2026-11-21T18:41:00Z"}]})";
  const std::string items = R"([{"LockID":{"S":"tfstate/prod/app/terraform.tfstate-md5"},)"
                            R"("Digest":{"S":"39eb50b3716242fdce1549f801f4178d"}}])";
  EXPECT_THAT(test::FindingLines(test::CheckTexts({{"i", items}, {"v", listing}})),
              ElementsAre("LCK009 tfstate/prod/app/terraform.tfstate: Digest is "
                          "39eb50b3716242fdce1549f801f4178d, the object has "
                          "8487fef09dcd6fb3be4a3b7afad89396; no version that was given has the "
                          "stored digest"));
}

}  // namespace
}  // namespace tfsck
