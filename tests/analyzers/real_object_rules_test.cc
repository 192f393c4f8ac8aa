// IDN018 and GRF009: when two entries are one real object.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "analyzers/unique_id.h"
#include "tests/support/check_support.h"

namespace tfsck {
namespace {

struct Entry {
  std::string type = "aws_nat_gateway";
  std::string attributes = R"("id": "nat-1")";
  std::string provider = R"(provider[\"registry.terraform.io/hashicorp/aws\"])";
  std::string mode = "managed";
  std::string members;
};

// Resources named a, b, c, ... with one object each; more objects of one by `members`.
std::string State(const std::vector<Entry>& entries) {
  std::string resources;
  char name = 'a';
  for (const Entry& entry : entries) {
    if (!resources.empty()) resources += ",";
    resources += R"({"mode":")" + entry.mode + R"(","type":")" + entry.type + R"(","name":")" +
                 name++ + R"(","provider":")" + entry.provider + R"(","instances":[{)" +
                 entry.members + R"("schema_version":0,"attributes":{)" + entry.attributes +
                 R"(},"sensitive_attributes":[]}]})";
  }
  return R"({"version":4,"terraform_version":"1.11.4","serial":1,)"
         R"("lineage":"11111111-2222-3333-4444-555555555555","outputs":{},"resources":[)" +
         resources + R"(],"check_results":null})";
}

std::vector<std::string> Of(const std::string& rule, const std::string& state) {
  std::vector<std::string> addresses;
  for (const auto& [id, address] : test::RuleIds(test::CheckText(state))) {
    if (id == rule) addresses.push_back(address);
  }
  return addresses;
}
std::vector<std::string> Duplicates(const std::vector<Entry>& entries) {
  return Of("IDN018", State(entries));
}

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(DuplicateObject, EveryEntryButTheFirstIsNamed) {
  EXPECT_THAT(Duplicates({{}, {}, {}}), ElementsAre("aws_nat_gateway.b", "aws_nat_gateway.c"));
}

TEST(DuplicateObject, ArnDecidesBeforeId) {
  const Entry one{"aws_vpc", R"("arn": "arn:aws:ec2:eu:1:vpc/a", "id": "same")"};
  const Entry other{"aws_vpc", R"("arn": "arn:aws:ec2:eu:1:vpc/b", "id": "same")"};
  EXPECT_THAT(Duplicates({one, other}), IsEmpty());
  EXPECT_THAT(Duplicates({one, other, one}), ElementsAre("aws_vpc.c"));
}

TEST(DuplicateObject, OtherTypeProviderAliasOrModeIsAnotherObject) {
  EXPECT_THAT(Duplicates({{"aws_s3_bucket"}, {"aws_s3_bucket_policy"}}), IsEmpty());
  Entry west;
  west.provider += ".west";
  EXPECT_THAT(Duplicates({{}, west}), IsEmpty());
  Entry data;
  data.mode = "data";
  EXPECT_THAT(Duplicates({data, {}}), IsEmpty());
}

TEST(DuplicateObject, AnIdHoldsOnlyInItsScope) {
  const Entry eu{"aws_nat_gateway", R"("id": "x", "region": "eu-west-1")"};
  const Entry us{"aws_nat_gateway", R"("id": "x", "region": "us-east-1")"};
  EXPECT_THAT(Duplicates({eu, us}), IsEmpty());
  EXPECT_THAT(Duplicates({eu, us, eu}), ElementsAre("aws_nat_gateway.c"));
}

TEST(DuplicateObject, PlaceholdersAndTypesWithoutUniqueIdsAreLeftOut) {
  for (std::string id : {"", "none", "-", "7", "N/A", "static"}) {
    const Entry entry{"aws_nat_gateway", "\"id\": \"" + id + "\""};
    EXPECT_THAT(Duplicates({entry, entry}), IsEmpty()) << id;
  }
  for (std::string type : {"null_resource", "random_id", "local_file", "terraform_data",
                           "time_sleep", "helm_release", "kubernetes_manifest", "aws_route",
                           "aws_acm_certificate_validation", "google_project_service"}) {
    EXPECT_THAT(Duplicates({{type}, {type}}), IsEmpty()) << type;
  }
}

TEST(DuplicateObject, DeposedObjectsDoNotCount) {
  Entry deposed;
  deposed.members = R"("deposed":"0a0b0c0d",)";
  EXPECT_THAT(Duplicates({{}, deposed}), IsEmpty());
}

TEST(DuplicateObject, EqualHashSlotsAreTakenForNothing) {
  std::vector<Entry> entries;
  for (int i = 0; i < 26; ++i) {
    entries.push_back({"aws_nat_gateway", "\"id\": \"nat-" + std::to_string(100 + i) + "\""});
  }
  EXPECT_THAT(Duplicates(entries), IsEmpty());
}

// A state with one resource: its current object and a deposed one.
std::string WithDeposed(const std::string& type, const std::string& current,
                        const std::string& deposed) {
  std::string state = State({{type, current}});
  const std::string object = R"(,{"deposed":"0a0b0c0d","schema_version":0,"attributes":{)" +
                             deposed + R"(},"sensitive_attributes":[]}]})";
  return state.replace(state.find("]}],\"check"), 2, object);
}

TEST(DeposedSameObject, EqualIdIsFatalAndOthersAreNot) {
  EXPECT_THAT(Of("GRF009", WithDeposed("aws_nat_gateway", R"("id": "x")", R"("id": "x")")),
              ElementsAre("aws_nat_gateway.a"));
  EXPECT_THAT(Of("GRF009", WithDeposed("aws_nat_gateway", R"("id": "x")", R"("id": "y")")),
              IsEmpty());
  EXPECT_THAT(Of("GRF009", WithDeposed("aws_ecs_task_definition", R"("arn": "r:2", "id": "x")",
                                       R"("arn": "r:1", "id": "x")")),
              IsEmpty());
  EXPECT_THAT(Of("GRF009", WithDeposed("local_file", R"("id": "x")", R"("id": "x")")), IsEmpty());
}

TEST(UniqueId, ListsAreFound) {
  EXPECT_TRUE(HasUniqueId("aws_vpc"));
  EXPECT_TRUE(HasUniqueId("aws_security_group"));
  EXPECT_FALSE(HasUniqueId("aws_security_group_rule"));
  EXPECT_FALSE(HasUniqueId("time_sleep"));
  EXPECT_FALSE(HasUniqueId("aws_acm_certificate_validation"));
}

}  // namespace
}  // namespace tfsck
