// Every lock rule has a trigger and a near miss below corpus/locks, and they show it and nothing
// else.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "analyzers/rule.h"
#include "tests/support/check_support.h"
#include "tests/support/lock_support.h"

namespace tfsck {
namespace {

using test::CheckPaths;
using test::CorpusPath;
using ::testing::ElementsAre;
using ::testing::ElementsAreArray;

std::vector<std::string> LockRuleIds() {
  std::vector<std::string> ids;
  for (const Rule& rule : AllRules()) {
    if (rule.scope() == RuleScope::kLock) ids.emplace_back(rule.id);
  }
  return ids;
}

std::set<std::string> RulesShown(const std::string& path) {
  std::set<std::string> rules;
  for (const Finding& finding : CheckPaths({path}).findings) {
    rules.emplace(AllRules()[finding.rule].id);
  }
  return rules;
}

TEST(LockCatalogue, IsTheSeventeenRulesOfTheFamily) {
  const std::vector<std::string> ids = LockRuleIds();
  EXPECT_EQ(ids.size(), 17u);
  EXPECT_EQ(ids.front(), "LCK001");
  EXPECT_EQ(ids.back(), "LCK017");
}

TEST(LockCatalogue, EveryRuleHasOneFolder) {
  std::vector<std::string> folders;
  for (const auto& entry : std::filesystem::directory_iterator(CorpusPath("locks"))) {
    if (entry.path().filename() != "recorded") folders.push_back(entry.path().filename().string());
  }
  std::ranges::sort(folders);
  EXPECT_THAT(folders, ElementsAreArray(LockRuleIds()));
}

TEST(LockCatalogue, TriggersShowTheirRuleAndNearMissesNothing) {
  for (const std::string& id : LockRuleIds()) {
    EXPECT_THAT(RulesShown(id + "/trigger"), ElementsAre(id)) << id;
    EXPECT_THAT(RulesShown(id + "/near-miss"), ElementsAre()) << id;
  }
}

TEST(LockCatalogue, MessagesAreThese) {
  std::vector<std::string> lines;
  for (const std::string& id : LockRuleIds()) {
    for (std::string& line : test::FindingLines(CheckPaths({id + "/trigger"}))) {
      lines.push_back(std::move(line));
    }
  }
  const std::vector<std::string> expected = {
      "LCK001 tfstate/prod/app/terraform.tfstate: a lock 17 h 21 min old, taken by root@vm "
      "for apply, is held; whether its holder is gone: unknown",
      "LCK002 tfstate/prod/app/terraform.tfstate: the S3 lock object is no usable "
      "LockInfo: Created \"yesterday\" is no RFC 3339 time",
      "LCK003 tfstate/prod/app/terraform.tfstate: Path names "
      "tfstate/prod/web/terraform.tfstate, but the DynamoDB lock item is that of "
      "tfstate/prod/app/terraform.tfstate",
      "LCK004 tfstate/prod/app/terraform.tfstate: a lock is held by root@vm for apply, but "
      "the state it locks does not exist",
      "LCK005 tfstate/prod/app/default.tfstate: the ID in the record, "
      "51fba114-a76b-a42a-e200-d7cb048b4aca, does not unlock: force-unlock wants the lock "
      "object's generation, which a listing of the bucket tells (`gcloud storage ls -a "
      "--json`)",
      "LCK006 tfstate/prod/app.terraform.tfstate: the blob is leased, but its metadata has "
      "no terraformlockid: force-unlock fails",
      "LCK007 tfstate/prod/app/terraform.tfstate: the S3 lock object is there and the "
      "DynamoDB lock item is not, though the backend takes both",
      "LCK008 infra/tfstate-default-app: Lease lock-tfstate-default-app is held by "
      "51fba114-a76b-a42a-e200-d7cb048b4aca, but has no lock-info: who that is cannot be "
      "seen",
      "LCK009 tfstate/prod/app/terraform.tfstate: Digest is "
      "39eb50b3716242fdce1549f801f4178d, the object has 0fae54c2a09f9777606442c34a192f8c; "
      "no version that was given has the stored digest",
      "LCK010 tfstate/prod/app/terraform.tfstate: Digest \"0fae54c2\" is no MD5 of 32 hex "
      "digits",
      "LCK011 tfstate/prod/app/terraform.tfstate: tfstate/prod/app/terraform.tfstate-md5 "
      "holds a digest, but the object does not exist",
      "LCK012 tfstate/prod/app-md5: a lock of this state will have the LockID "
      "tfstate/prod/app-md5, which is that of another state's digest",
      "LCK013 prod/app/terraform.tfstate: version s1 was written on 2026-11-21 18:38:54 "
      "UTC while nobody held the lock",
      "LCK014 infra/tfstate-default-app: piece tfstate-default-app-part-1 is not there",
      "LCK015 prod/app: nothing refers to piece "
      "prod/app/tfstate.149603e6c03516362a8da23f624db945/0",
      "LCK016 prod/app/terraform.tfstate: backend \"s3\" has neither use_lockfile nor "
      "dynamodb_table: nothing keeps two runs apart",
      "LCK017 tfstate/prod/app/terraform.tfstate: the lock was taken by version 1.9.8, the "
      "state was written by 1.11.4"};
  EXPECT_THAT(lines, ElementsAreArray(expected));
}

}  // namespace
}  // namespace tfsck
