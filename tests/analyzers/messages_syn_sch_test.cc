// What each rule of SYN and SCH says of its trigger, word for word.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/support/check_support.h"

namespace tfsck {
namespace {

// Position, address and message of each finding of the rule about its trigger.
const std::vector<std::string>& Messages() {
  static const std::vector<std::string> kMessages = {
      R"(SCH001 2:14 version cannot be read: The state file uses format version 5, which is not supported by any known Terraform or OpenTofu)",
      R"(SCH002 6:3 version is 3, but "resources" belongs to format 4)",
      R"(SCH003 1:1 the state is of format 3)",
      R"(SCH004 4:13 serial cannot be the number 7.5)",
      R"(SCH005 1:1 serial is absent)",
      R"(SCH006 1:1 serial 9007199254740993 is above 2^53)",
      R"(SCH007 1:1 lineage is empty)",
      R"(SCH008 5:15 lineage "network-prod" is not a UUID)",
      R"(SCH009 3:24 terraform_version "1.11.x" is not a version)",
      R"(SCH010 3:24 terraform_version is empty)",
      R"(SCH011 1:1 resources is null)",
      R"(SCH012 6:14 outputs cannot be an array)",
      R"(SCH013 5:3 no version of the format has a key "comment" here)",
      R"(SCH014 34:11 terraform_data.a: Terraform 1.11.4 does not know "identity_schema_version", which came with 1.12)",
      R"(SCH015 7:5 type of output "o": invalid primitive type name "strng")",
      R"(SCH016 7:5 value of output "o": a number is required)",
      R"(SCH017 11:5 output "pair" has a tuple with fewer elements than its type)",
      R"(SCH018 7:5 output name "1st" is not an identifier)",
      R"(SCH019 108:5 address of another kind than its object_kind: terraform_data.b)",
      R"(SCH019 113:9 address of another kind than its object_kind: terraform_data.b)",
      R"(SCH020 108:5 address of a check result: invalid checkable config address terraform_data.b[0])",
      R"(SCH021 113:9 terraform_data.a: object stands under config_addr terraform_data.b)",
      R"(SCH022 20:29 terraform_data.a: resources.instances.schema_version cannot be the number -1)",
      R"(SCH023 20:21 terraform_data.a: status "ready" is not "tainted")",
      R"(SCH024 34:22 terraform_data.a: private is not base64: illegal base64 data at input byte 0)",
      R"(SCH025 21:25 terraform_data.a: attributes is null)",
      R"(SCH026 19:9 terraform_data.a: attributes is absent)",
      R"(SCH027 21:25 terraform_data.a: attributes is an array, not an object)",
      R"(SCH028 19:9 terraform_data.a: attributes_flat stands beside attributes)",
      R"(SCH029 14:9 aws_s3_bucket.logs: attributes has no id that is a text)",
      R"(SCH030 23:22 terraform_data.a: attribute "input" has a bad type: invalid primitive type name "strng")",
      R"(SCH031 58:35 terraform_data.a: sensitive_attributes: Error unmarshaling path step: Failed to unmarshal index step key: missing expected {)",
      R"(SCH032 32:9 terraform_data.a: sensitive path 0 below "input" leads to nothing in the attributes)",
      R"(SCH033 19:9 terraform_data.a: the id of identity is not the id of attributes)",
      R"(SCH034 7:5 the value of output "o" has its type only after conversion)",
      R"(SCH035 34:36 terraform_data.a: resources.instances.create_before_destroy cannot be a string)",
      R"(SCH036 108:5 object_kind "action" is none of resource, output, check, var)",
      R"(SCH037 1:1 the upgrade to format 4 fails: state contains invalid module path []string{"root", "1st network"}: "1st network" is not a valid identifier; rename it in Terraform 0.11 before upgrading to Terraform 0.12)",
      R"(SCH038 108:5 terraform_data.c: the state has no such resource)",
      R"(SYN001 1:1 the file has 0 bytes)",
      R"(SYN002 5:3 this is not JSON: invalid character '"' after object key:value pair)",
      R"(SYN003 40:15 the document ends inside a value after 902 bytes)",
      R"(SYN004 67:1 2 more bytes from offset 1536 on, behind the end of the document)",
      R"(SYN005 1:1 the file begins with the byte order mark of UTF-8)",
      R"(SYN006 24:29 terraform_data.a: the bytes here are not UTF-8)",
      R"(SYN007 5:3 key "serial" stands here a second time in one object)",
      R"(SYN008 4:3 key "Serial" is not in the letters that the format has)",
      R"(SYN009 32:10015 values are nested more than 10,000 levels deep here)",
      R"(SYN010 1:1 what stands here is not a state: state as show -json prints it)",
      R"(SYN011 1:1 this is what `init` notes about the backend, not a state: it holds no resources)",
      R"(SYN012 1:1 the state is encrypted by OpenTofu and was not looked into)",
      R"(SYN013 1:150 encrypted_data is not padded standard base64)",
      R"(SYN014 1:1 the file begins with the mark of the binary format 0)",
      R"(SYN015 10:9 a key stands here a second time in one object)",
      R"(SYN016 1:1 the file has 0 bytes and a lock record stands beside it)",
      R"(SYN017 1:1 the file was not looked into: file encrypted by SOPS; `sops --decrypt text.tfstate` opens it)",
      R"(SYN018 1:194 the envelope has no lineage)",
  };
  return kMessages;
}

TEST(MessagesSynSch, TriggersSayWhatIsWrong) {
  std::vector<std::string> said;
  for (const Rule& rule : AllRules()) {
    if (!rule.id.starts_with("SYN") && !rule.id.starts_with("SCH")) continue;
    const std::string id(rule.id);
    const std::string text = test::ReadFile(test::CorpusPath("rules/" + id + "/trigger.tfstate"));
    const DocumentReport report = test::CheckText(text, {.live_lock = id == "SYN016"});
    for (const std::string& line : test::Lines(report)) {
      if (line.starts_with(id)) said.push_back(line);
    }
  }
  EXPECT_THAT(said, ::testing::ElementsAreArray(Messages()));
}

TEST(MessagesSynSch, NoMessageEndsWithAStop) {
  for (const std::string& message : Messages()) EXPECT_FALSE(message.ends_with('.')) << message;
}

}  // namespace
}  // namespace tfsck
