#include "analyzers/rule.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/support/check_support.h"

namespace tfsck {
namespace {

using ::testing::ElementsAre;

std::string Remedy(std::string_view text, std::string_view address, std::string_view file,
                   ToolFamily tool = ToolFamily::kTerraform) {
  Rule rule = *FindRule("SYN001");
  rule.remedy = text;
  return RemedyText(rule, address, file, tool);
}

TEST(RemedyText, PlaceholdersAreFilledAndOtherBracesStay) {
  EXPECT_EQ(Remedy("{tool} rm {address}; {\"a\": {}} {file}", "a.b", "x.tfstate"),
            "terraform rm a.b; {\"a\": {}} x.tfstate");
  EXPECT_EQ(Remedy("{tool}", "", "", ToolFamily::kOpenTofu), "tofu");
}

TEST(RemedyText, WordsAreQuotedForAShellWhereTheyNeedIt) {
  EXPECT_EQ(Remedy("{address}", "a.b[\"k\"]", ""), "'a.b[\"k\"]'");
  EXPECT_EQ(Remedy("{address}", "a.b[\"it's\"]", ""), "'a.b[\"it'\\''s\"]'");
  EXPECT_EQ(Remedy("{file}", "", "my state"), "'my state'");
  EXPECT_EQ(Remedy("{file}", "", "-rf"), "./-rf");
  EXPECT_EQ(Remedy("{file}", "", "$(reboot)"), "'$(reboot)'");
}

TEST(RemedyText, FilledTextIsNotFilledAgain) {
  EXPECT_EQ(Remedy("{address}", "{tool}", "x"), "'{tool}'");
}

TEST(RemedyText, StandardInputGetsAName) { EXPECT_EQ(Remedy("{file}", "", "-"), "state.tfstate"); }

TEST(Reporter, FindingsAreOrderedByOffsetThenRuleThenAddress) {
  Reporter reporter;
  reporter.Report(kSYN002, 5, "b", "third");
  reporter.Report(kSYN002, 5, "a", "second");
  reporter.Report(kSYN007, 1, "z", "first");
  reporter.Report(kSYN007, 5, "a", "fourth");
  std::vector<std::string> messages;
  for (const Finding& finding : reporter.Take()) messages.push_back(finding.message);
  EXPECT_THAT(messages, ElementsAre("first", "second", "third", "fourth"));
}

TEST(Reporter, FindingsBeyondTheLimitAreCounted) {
  Reporter reporter;
  for (uint64_t i = 0; i < kMaxFindingsPerRule + 7; ++i) reporter.Report(kSYN007, i, "", "again");
  reporter.Report(kSYN008, 0, "", "other");
  EXPECT_EQ(reporter.counts()[kSYN007], kMaxFindingsPerRule + 7);
  EXPECT_EQ(reporter.counts()[kSYN008], 1u);
  EXPECT_EQ(reporter.Take().size(), kMaxFindingsPerRule + 1);
}

TEST(FindRule, KnowsIdsAndNamesOnly) {
  EXPECT_EQ(FindRule("SYN001"), FindRule("empty-file"));
  EXPECT_EQ(FindRule("syn001"), nullptr);
  EXPECT_EQ(FindRule(""), nullptr);
}

TEST(CheckDocument, NoFindingShowsAValueOrPrivateData) {
  // Each secret stands where a rule has something to say.
  const std::string text = R"({
  "version": 4, "terraform_version": "1.11.4", "serial": 1,
  "lineage": "11111111-2222-3333-4444-555555555555",
  "outputs": {
    "a": {"value": "SECRET", "type": "number"},
    "b": {"value": ["SECRET"], "type": ["tuple", ["string", "string"]]},
    "c": {"value": {"k": "SECRET", "k": "SECRET"}, "type": ["map", "number"]}
  },
  "resources": [{"mode": "managed", "type": "terraform_data", "name": "x",
    "provider": "provider[\"terraform.io/builtin/terraform\"]",
    "instances": [
      {"schema_version": 0, "attributes": {"id": "SECRET", "input": "SECRET"},
       "private": "SECRET!", "sensitive_attributes": [[{"type": "get_attr", "value": "gone"}]],
       "identity": {"id": "SECRET2"}, "identity_schema_version": 0},
      {"index_key": 1, "schema_version": 0, "private": [83, 999], "attributes": "SECRET"}
    ]}],
  "check_results": null
})";
  const DocumentReport report = test::CheckText(text);
  EXPECT_GE(report.findings.size(), 8u);
  for (const std::string& line : test::Lines(report)) {
    EXPECT_EQ(line.find("SECRET"), std::string::npos) << line;
    EXPECT_EQ(line.find("999"), std::string::npos) << line;
  }
}

}  // namespace
}  // namespace tfsck
