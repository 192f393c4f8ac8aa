// One edit of a healthy state shows one rule and nothing else, whatever the state's shape.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "engine/base/base64.h"
#include "tests/analyzers/mutation_support.h"
#include "tests/support/check_support.h"

namespace tfsck {
namespace {

using test::Base;
using test::Bases;
using test::CheckText;
using test::DistinctRules;
using test::Edit;
using test::Lines;
using test::Mutation;
using test::RemoveLine;
using test::Replace;
using test::SetValue;

// Places that every base has.
const std::string kProbe = "\"name\": \"probe\"";   // a terraform_data object
const std::string kVault = "\"name\": \"vault\"";   // one with a sensitive path
const std::string kOutput = "\"probe\": {";         // an output of type string
const std::string kPair = "\"pair\": {";            // one of type tuple([string, number])
const std::string kCheck = "\"check_results\": [";  // one result of one object

Edit Append(std::string tail) {
  return [=](const std::string& text) { return text + tail; };
}
Edit Prepend(std::string head) {
  return [=](const std::string& text) { return head + text; };
}
Edit Become(std::string all) {
  return [=](const std::string&) { return all; };
}
Edit CutBefore(std::string find) {
  return [=](const std::string& text) { return text.substr(0, text.find(find)); };
}
Edit NestInProbe(size_t levels) {
  return Replace(kProbe, "\"triggers_replace\"",
                 "\"deep\": " + std::string(levels, '[') + std::string(levels, ']') +
                     ", \"triggers_replace\"");
}
// A key before `check_results`, at the top.
Edit AddTopLevel(std::string member) {
  return Replace("\"check_results\"", member + ",\n  \"check_results\"");
}
// A key of the probe's object.
Edit AddToProbe(std::string member) {
  return Replace(kProbe, "\"schema_version\"", member + ", \"schema_version\"");
}
// The base as OpenTofu would encrypt it, with `payload` in place of the cipher text.
Edit Encrypt(std::string head, std::string payload, std::string version = "v0") {
  return [=](const std::string& text) {
    return "{" + head + "\"meta\":{\"key_provider.static.k\":\"eyJtYWdpYyI6IiJ9\"}," +
           "\"encrypted_data\":\"" + (payload.empty() ? EncodeBase64(text) : payload) +
           "\",\"encryption_version\":\"" + version + "\"}";
  };
}
const std::string kClear = "\"serial\":7,\"lineage\":\"11111111-2222-3333-4444-555555555555\",";

std::vector<Mutation> ByteMutations() {
  return {
      {"SYN001", Become(""), {}, {}},
      {"SYN001", Become(" \n\t "), {}, {}},
      {"SYN001", Become(std::string(512, '\0')), {}, {}},
      {"SYN001", Become(" \n"), {}, {.live_lock = true}},
      {"SYN002", Replace("\"lineage\"", "lineage"), {}, {}},
      {"SYN002", Replace("\"version\": 4,", "\"version\": 04,"), {}, {}},
      {"SYN002", Replace("\n  \"serial\"", "\n<<<<<<< HEAD\n  \"serial\""), {}, {}},
      {"SYN003", CutBefore("}\n"), {}, {}},
      {"SYN003", CutBefore("\"check_results\""), {}, {}},
      {"SYN004", Append("}"), {}, {}},
      {"SYN004", Append(std::string(3, '\0')), {}, {}},
      {"SYN005", Prepend("\xEF\xBB\xBF"), {}, {}},
      {"SYN006",
       Replace(kProbe, "\"value\": \"probe\"",
               "\"value\": \"pr\xFF"
               "be\""),
       {},
       {}},
      {"SYN006", Replace(kProbe, "\"value\": \"probe\"", "\"value\": \"pr\\ud800be\""), {}, {}},
      {"SYN007", Replace("\"version\": 4,", "\"version\": 4, \"version\": 4,"), {}, {}},
      {"SYN007", AddToProbe("\"schema_version\": 0"), {}, {}},
      {"SYN008", Replace("\"serial\"", "\"SERIAL\""), {}, {}},
      {"SYN008", Replace(kProbe, "\"instances\"", "\"in\xC5\xBFtances\""), {}, {}},
      {"SYN009", NestInProbe(10'000), {}, {}},
      {"SYN010", Prepend("<!DOCTYPE html>\n"), {}, {}},
      {"SYN010", Become("{\"format_version\":\"1.0\"}"), {}, {}},
      {"SYN010", Become("null\n"), {}, {}},
      {"SYN010", Encrypt(kClear, ""), {}, {.tool = ToolFamily::kTerraform}},
      {"SYN011", Become("{\"version\": 3, \"terraform_version\": \"1.11.4\"}"), {}, {}},
      {"SYN012", Encrypt(kClear, ""), {}, {}},
      {"SYN013", Encrypt(kClear, "AAAA"), {"SYN012"}, {}},
      {"SYN013", Encrypt(kClear, "", "v1"), {"SYN012"}, {}},
      {"SYN014", Prepend("tfstate"), {}, {}},
      {"SYN015",
       Replace(kProbe, "\"triggers_replace\"", "\"id\": \"x\", \"triggers_replace\""),
       {},
       {}},
      {"SYN016", Become(""), {}, {.live_lock = true}},
      {"SYN017", Prepend("age-encryption.org/v1\n"), {}, {}},
      {"SYN017", Prepend(std::string("\0GITCRYPT\0", 10)), {}, {}},
      {"SYN018", Encrypt("\"serial\":7,", ""), {"SYN012"}, {}},
  };
}

std::vector<Mutation> TopLevelMutations() {
  return {
      {"SCH001", SetValue("", "version", "5"), {}, {}},
      {"SCH001", SetValue("", "version", "\"4\""), {}, {}},
      {"SCH001", SetValue("", "version", "null"), {}, {}},
      {"SCH001", RemoveLine("", "\"version\": 4"), {}, {}},
      {"SCH002", SetValue("", "version", "3"), {}, {}},
      {"SCH002", AddTopLevel("\"modules\": []"), {}, {}},
      {"SCH003",
       Become("{\"version\": 3, \"terraform_version\": \"0.11.14\", \"serial\": 1, "
              "\"lineage\": \"11111111-2222-3333-4444-555555555555\", \"modules\": []}"),
       {},
       {}},
      {"SCH004", SetValue("", "serial", "7e0"), {}, {}},
      {"SCH004", SetValue("", "serial", "-1"), {}, {}},
      {"SCH004", SetValue("", "serial", "\"7\""), {}, {}},
      {"SCH005", SetValue("", "serial", "null"), {}, {}},
      {"SCH005", SetValue("", "serial", "0"), {}, {}},
      {"SCH005", RemoveLine("", "\"serial\""), {}, {}},
      {"SCH006", SetValue("", "serial", "18446744073709551615"), {}, {}},
      {"SCH007", SetValue("", "lineage", "\"\""), {}, {}},
      {"SCH007", RemoveLine("", "\"lineage\""), {}, {}},
      {"SCH008", SetValue("", "lineage", "\"hello world\""), {}, {}},
      {"SCH009", SetValue("", "terraform_version", "\"banana\""), {}, {}},
      {"SCH010", SetValue("", "terraform_version", "\"\""), {}, {}},
      {"SCH010", RemoveLine("", "\"terraform_version\""), {}, {}},
      {"SCH011", SetValue("", "resources", "null"), {"SCH038"}, {}},
      {"SCH012", SetValue("", "outputs", "[]"), {}, {}},
      {"SCH012", SetValue("", "check_results", "{}"), {}, {}},
      {"SCH012", SetValue(kCheck, "objects", "\"\""), {}, {}},
      {"SCH013", AddTopLevel("\"comment\": \"\""), {}, {}},
      {"SCH013", AddToProbe("\"comment\": \"\""), {}, {}},
      {"SCH013", Replace(kOutput, "\"value\"", "\"comment\": 1, \"value\""), {}, {}},
      {"SCH014", AddToProbe("\"identity_schema_version\": 0"), {}, {}},
      {"SCH014", AddToProbe("\"skip_destroy\": true"), {}, {.tool = ToolFamily::kTerraform}},
      {"SCH014", SetValue("", "terraform_version", "\"1.2.9\""), {}, {}},
      {"SCH035", SetValue("", "lineage", "5"), {}, {}},
      {"SCH035", AddToProbe("\"create_before_destroy\": \"true\""), {}, {}},
      {"SCH037",
       Become("{\"version\": 3, \"terraform_version\": \"0.11.14\", \"serial\": -1, "
              "\"lineage\": \"11111111-2222-3333-4444-555555555555\", \"modules\": []}"),
       {},
       {}},
  };
}

std::vector<Mutation> OutputAndCheckMutations() {
  return {
      {"SCH015", SetValue(kOutput, "type", "\"strng\""), {}, {}},
      {"SCH015", SetValue(kOutput, "type", "[\"capsule\", \"x\"]"), {}, {}},
      {"SCH015", SetValue("\"outputs\"", "probe", "null"), {}, {}},
      {"SCH016", SetValue(kOutput, "type", "\"number\""), {}, {}},
      {"SCH016", SetValue(kPair, "value", "{}"), {}, {}},
      {"SCH017", SetValue(kPair, "value", "[\"x\"]"), {}, {}},
      {"SCH017", SetValue(kPair, "value", "[]"), {}, {}},
      {"SCH018", Replace(kOutput, "\"1 probe\": {"), {}, {}},
      {"SCH018", Replace(kOutput, "\"\": {"), {}, {}},
      {"SCH019", SetValue(kCheck, "object_kind", "\"output\""), {}, {}},
      {"SCH019", SetValue(kCheck, "object_kind", "\"var\""), {}, {}},
      {"SCH020", SetValue(kCheck, "config_addr", "\"terraform_data.probe[0]\""), {}, {}},
      {"SCH020", SetValue(kCheck, "object_addr", "\"???\""), {}, {}},
      {"SCH021", SetValue(kCheck, "status", "\"fail\""), {}, {}},
      {"SCH021", SetValue(kCheck, "status", "\"banana\""), {}, {}},
      {"SCH021", SetValue(kCheck, "object_addr", "\"terraform_data.vault\""), {}, {}},
      {"SCH034", SetValue(kOutput, "value", "5"), {}, {}},
      {"SCH034", SetValue(kPair, "value", "[\"x\", \"2\"]"), {}, {}},
      {"SCH036", SetValue(kCheck, "object_kind", "\"banana\""), {}, {}},
      {"SCH036", SetValue(kCheck, "object_kind", "null"), {}, {}},
      {"SCH038",
       [](const std::string& text) {
         const Edit first = SetValue(kCheck, "config_addr", "\"terraform_data.gone\"");
         const Edit second = SetValue(kCheck, "object_addr", "\"terraform_data.gone\"");
         return second(first(text));
       },
       {},
       {}},
  };
}

std::vector<Mutation> InstanceMutations() {
  return {
      {"SCH022", SetValue(kProbe, "schema_version", "-1"), {}, {}},
      {"SCH022", SetValue(kProbe, "schema_version", "\"0\""), {}, {}},
      {"SCH023", AddToProbe("\"status\": \"ready\""), {}, {}},
      {"SCH024", AddToProbe("\"private\": \"eA\""), {}, {}},
      {"SCH024", AddToProbe("\"private\": [300]"), {}, {}},
      {"SCH025", SetValue(kProbe, "attributes", "null"), {}, {}},
      {"SCH026", Replace(kProbe, "\"attributes\"", "\"attributes_gone\""), {"SCH013"}, {}},
      {"SCH027", SetValue(kProbe, "attributes", "[]"), {}, {}},
      {"SCH028", AddToProbe("\"attributes_flat\": {\"id\": \"x\"}"), {}, {}},
      {"SCH029",
       [](const std::string& text) {
         const Edit provider = AddToProbe("\"private\": \"bnVsbA==\"");
         return SetValue(kProbe, "id", "null")(provider(text));
       },
       {},
       {}},
      {"SCH030", SetValue(kProbe, "input", "\"bare\""), {}, {}},
      {"SCH030", SetValue(kProbe, "triggers_replace", "{\"value\": 1}"), {}, {}},
      {"SCH030", SetValue(kProbe, "triggers_replace", "{\"value\": 1, \"type\": \"x\"}"), {}, {}},
      {"SCH031", SetValue(kProbe, "sensitive_attributes", "{}"), {}, {}},
      {"SCH031", SetValue(kProbe, "sensitive_attributes", "[[{\"value\": \"x\"}]]"), {}, {}},
      {"SCH032", Replace(kVault, "\"value\": \"token\"", "\"value\": \"tokens\""), {}, {}},
      {"SCH032", SetValue(kProbe, "sensitive_attributes", "[[]]"), {}, {}},
      {"SCH032",
       SetValue(
           kProbe, "sensitive_attributes",
           "[[{\"type\":\"get_attr\",\"value\":\"id\"},{\"type\":\"get_attr\",\"value\":\"x\"}]]"),
       {},
       {}},
      {"SCH033",
       [](const std::string& text) {
         const Edit version = SetValue("", "terraform_version", "\"1.12.0\"");
         return version(AddToProbe("\"identity_schema_version\": 0, \"identity\": []")(text));
       },
       {},
       {}},
  };
}

std::vector<Mutation> AllMutations() {
  std::vector<Mutation> all = ByteMutations();
  for (auto more : {TopLevelMutations(), OutputAndCheckMutations(), InstanceMutations()}) {
    all.insert(all.end(), more.begin(), more.end());
  }
  return all;
}

TEST(MutationsSynSch, BasesAreHealthy) {
  for (const Base& base : Bases()) {
    EXPECT_THAT(Lines(CheckText(base.text)), ::testing::IsEmpty()) << base.name;
  }
}

TEST(MutationsSynSch, EachShowsItsRuleAndNothingElse) {
  ExpectEachShowsItsRuleAndNothingElse(AllMutations());
}

TEST(MutationsSynSch, CutAnywhereShowsOnlyThatItWasCut) {
  for (const Base& base : Bases()) {
    for (size_t size = 1; size + 1 < base.text.size(); ++size) {
      const DocumentReport report = CheckText(std::string_view(base.text).substr(0, size));
      ASSERT_EQ(DistinctRules(report), std::set<std::string>{"SYN003"})
          << base.name << " cut to " << size << "\n"
          << ::testing::PrintToString(Lines(report));
    }
  }
}

TEST(MutationsSynSch, EveryRuleOfTheseFamiliesHasOne) {
  std::set<std::string> mutated;
  for (const Mutation& mutation : AllMutations()) mutated.insert(mutation.rule);
  for (const Rule& rule : AllRules()) {
    if (rule.id.starts_with("SYN") || rule.id.starts_with("SCH")) {
      EXPECT_TRUE(mutated.contains(std::string(rule.id))) << rule.id;
    }
  }
}

}  // namespace
}  // namespace tfsck
