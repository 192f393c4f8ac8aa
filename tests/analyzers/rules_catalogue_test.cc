// The catalogue is complete: every rule has its row, page, trigger and near miss, and they agree.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "analyzers/rule.h"
#include "tests/support/check_support.h"

namespace tfsck {
namespace {

using test::CheckFile;
using test::CorpusPath;
using test::DistinctRules;
using test::ReadFile;
using ::testing::Contains;
using ::testing::ElementsAreArray;
using ::testing::IsSupersetOf;
using ::testing::Not;

// The shorter side of the edit between a trigger and its near miss; the longest is an envelope.
constexpr size_t kLongestEdit = 300;

std::string PagePath(std::string_view id) {
  return std::string(TFSCK_SOURCE_DIR) + "/docs/rules/" + std::string(id) + ".md";
}

std::string RulePath(std::string_view id, std::string_view file) {
  return CorpusPath("rules/" + std::string(id) + "/" + std::string(file));
}

std::vector<std::string> LinesOf(const std::string& path) {
  std::istringstream text(ReadFile(path));
  std::vector<std::string> lines;
  for (std::string line; std::getline(text, line);) lines.push_back(line);
  return lines;
}

// Names in a folder, sorted, without their extension.
std::vector<std::string> Stems(const std::string& folder, bool folders) {
  std::vector<std::string> stems;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.is_directory() == folders) stems.push_back(entry.path().stem().string());
  }
  std::ranges::sort(stems);
  return stems;
}

std::vector<std::string> AllIds() {
  std::vector<std::string> ids;
  for (const Rule& rule : AllRules()) ids.emplace_back(rule.id);
  return ids;
}

std::vector<Rule> DocumentRules() {
  std::vector<Rule> rules;
  std::ranges::copy_if(AllRules(), std::back_inserter(rules),
                       [](const Rule& rule) { return rule.scope() == RuleScope::kDocument; });
  return rules;
}

// Rules that a rule's two files show beside it: corpus/rules/also.tsv {rule, other, why}.
std::map<std::string, std::set<std::string>> AlsoShown() {
  std::map<std::string, std::set<std::string>> also;
  for (const std::string& line : LinesOf(CorpusPath("rules/also.tsv"))) {
    std::istringstream row(line);
    std::string rule;
    std::string other;
    std::string why;
    std::getline(row, rule, '\t');
    std::getline(row, other, '\t');
    std::getline(row, why);
    EXPECT_FALSE(why.empty()) << line;
    also[rule].insert(other);
  }
  return also;
}

TEST(RulesCatalogue, IdsAscendAndNamesAreUnique) {
  const std::vector<std::string> ids = AllIds();
  EXPECT_TRUE(std::ranges::is_sorted(ids, std::ranges::less_equal()));
  EXPECT_EQ(std::ranges::adjacent_find(ids), ids.end());
  std::set<std::string_view> names;
  for (const Rule& rule : AllRules()) {
    EXPECT_TRUE(names.insert(rule.name).second) << rule.name;
    EXPECT_EQ(FindRule(rule.id), &rule);
    EXPECT_EQ(FindRule(rule.name), &rule);
  }
}

TEST(RulesCatalogue, TextsAreOneLineAndPlaceholdersAreKnown) {
  for (const Rule& rule : AllRules()) {
    for (std::string_view text : {rule.summary, rule.why, rule.remedy}) {
      EXPECT_FALSE(text.empty()) << rule.id;
      EXPECT_EQ(text.find('\n'), std::string_view::npos) << rule.id;
      for (std::string_view word : {"{address}", "{file}", "{tool}"}) {
        EXPECT_TRUE(text == rule.remedy || text.find(word) == std::string_view::npos) << rule.id;
      }
    }
    EXPECT_FALSE(rule.summary.ends_with('.')) << rule.id;
    EXPECT_FALSE(rule.remedy.ends_with('.')) << rule.id;
    EXPECT_TRUE(rule.why.ends_with('.')) << rule.id;
  }
}

TEST(RulesCatalogue, EveryRuleHasOnePageThatAgrees) {
  EXPECT_THAT(Stems(std::string(TFSCK_SOURCE_DIR) + "/docs/rules", false),
              ElementsAreArray(AllIds()));
  for (const Rule& rule : AllRules()) {
    const std::vector<std::string> lines = LinesOf(PagePath(rule.id));
    ASSERT_GE(lines.size(), 3u) << rule.id;
    EXPECT_EQ(lines[0], "# " + std::string(rule.id) + " " + std::string(rule.name));
    EXPECT_EQ(lines[2], "Severity: " + std::string(SeverityName(rule.severity))) << rule.id;
    std::vector<std::string> headings;
    for (const std::string& line : lines) {
      if (line.starts_with("## ")) headings.push_back(line);
    }
    EXPECT_THAT(headings,
                ElementsAreArray({"## What it finds", "## Why it matters", "## Example",
                                  "## What Terraform does", "## How to repair", "## Limits"}))
        << rule.id;
  }
}

TEST(RulesCatalogue, EveryDocumentRuleHasOneFolderOfFiles) {
  std::vector<std::string> ids;
  for (const Rule& rule : DocumentRules()) ids.emplace_back(rule.id);
  EXPECT_THAT(Stems(CorpusPath("rules"), true), ElementsAreArray(ids));
}

TEST(RulesCatalogue, TriggersShowTheirRuleAndNearMissesDoNot) {
  const auto also = AlsoShown();
  for (const Rule& rule : DocumentRules()) {
    const std::string id(rule.id);
    const auto row = also.find(id);
    std::set<std::string> others = row == also.end() ? std::set<std::string>{} : row->second;
    const std::set<std::string> near = DistinctRules(CheckFile(RulePath(id, "near-miss.tfstate")));
    const std::set<std::string> shown = DistinctRules(CheckFile(RulePath(id, "trigger.tfstate")));
    EXPECT_THAT(near, Not(Contains(id))) << id;
    EXPECT_THAT(others, IsSupersetOf(near)) << id;
    EXPECT_THAT(shown, Contains(id));
    others.insert(id);
    EXPECT_THAT(others, IsSupersetOf(shown)) << id;
    others.erase(id);
    for (const std::string& other : others) {
      EXPECT_TRUE(shown.contains(other) || near.contains(other)) << id << " no longer " << other;
    }
  }
  for (const auto& [id, others] : also) EXPECT_NE(FindRule(id), nullptr) << id;
}

TEST(RulesCatalogue, TriggerAndNearMissDifferByOneShortEdit) {
  for (const Rule& rule : DocumentRules()) {
    const std::string trigger = ReadFile(RulePath(rule.id, "trigger.tfstate"));
    const std::string near = ReadFile(RulePath(rule.id, "near-miss.tfstate"));
    EXPECT_NE(trigger, near) << rule.id;
    const auto head = std::ranges::mismatch(trigger, near);
    const auto same = static_cast<size_t>(head.in1 - trigger.begin());
    size_t tail = 0;
    while (tail < std::min(trigger.size(), near.size()) - same &&
           trigger[trigger.size() - 1 - tail] == near[near.size() - 1 - tail]) {
      ++tail;
    }
    EXPECT_LE(std::min(trigger.size(), near.size()) - same - tail, kLongestEdit) << rule.id;
  }
}

}  // namespace
}  // namespace tfsck
