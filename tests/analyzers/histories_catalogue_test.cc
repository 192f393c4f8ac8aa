// Every rule over histories has a history that shows it, and a near miss.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "engine/history_reader.h"
#include "tests/support/check_support.h"
#include "tests/support/memory_store.h"

namespace tfsck {
namespace {

using test::CorpusPath;
using test::HistoryRuleIds;
using test::ReadFile;
using ::testing::AnyOf;
using ::testing::Contains;
using ::testing::ElementsAreArray;
using ::testing::IsSupersetOf;
using ::testing::Not;
using ::testing::StartsWith;

std::vector<std::string> Folders(const std::string& path) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(path)) {
    if (entry.is_directory()) names.push_back(entry.path().filename().string());
  }
  std::ranges::sort(names);
  return names;
}

// The only history of a folder: beside a listing, a working directory or bare snapshots.
History ReadHistory(const std::string& folder) {
  const std::string manifest = folder + "/versions.json";
  StoreOptions place;
  if (std::filesystem::exists(manifest)) place.manifest = manifest;
  const auto store = OpenVersionStore(folder, place);
  if (!store) {
    ADD_FAILURE() << store.error().message;
    return {};
  }
  HistoryOptions options;
  options.one_state = true;
  HistorySet set = test::Histories(**store, options);
  EXPECT_EQ(set.histories.size(), 1u) << folder;
  EXPECT_TRUE(set.unlisted.empty()) << folder;
  return set.histories.empty() ? History() : std::move(set.histories.front());
}

// Rules above `info` that a rule's histories show beside it: also.tsv {rule, other, why}.
std::map<std::string, std::set<std::string>> AlsoShown() {
  std::map<std::string, std::set<std::string>> also;
  std::istringstream text(ReadFile(CorpusPath("histories/also.tsv")));
  for (std::string line; std::getline(text, line);) {
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

TEST(HistoriesCatalogue, EveryRuleOverHistoriesHasItsFolders) {
  std::vector<std::string> ids;
  for (const Rule& rule : AllRules()) {
    if (rule.scope() == RuleScope::kHistory) ids.emplace_back(rule.id);
  }
  EXPECT_THAT(Folders(CorpusPath("histories")), ElementsAreArray(ids));
  for (const std::string& id : ids) {
    const std::vector<std::string> folders = Folders(CorpusPath("histories/" + id));
    EXPECT_THAT(folders, Contains("trigger")) << id;
    EXPECT_THAT(folders, Contains("near-miss")) << id;
    EXPECT_THAT(folders, Each(AnyOf(StartsWith("trigger"), StartsWith("near-miss")))) << id;
  }
}

TEST(HistoriesCatalogue, TriggersShowTheirRuleAndNearMissesDoNot) {
  const auto also = AlsoShown();
  for (const std::string& id : Folders(CorpusPath("histories"))) {
    const auto row = also.find(id);
    const std::set<std::string> allowed = row == also.end() ? std::set<std::string>() : row->second;
    std::set<std::string> others;
    for (const std::string& name : Folders(CorpusPath("histories/" + id))) {
      const std::string place = id + "/" + name;
      const History history = ReadHistory(CorpusPath("histories/" + place));
      const std::set<std::string> all = HistoryRuleIds(history, Severity::kInfo);
      if (name.starts_with("trigger")) {
        EXPECT_THAT(all, Contains(id)) << place;
      } else {
        EXPECT_THAT(all, Not(Contains(id))) << place;
      }
      std::set<std::string> loud = HistoryRuleIds(history, Severity::kWarning);
      loud.erase(id);
      EXPECT_THAT(allowed, IsSupersetOf(loud)) << place;
      others.insert(loud.begin(), loud.end());
    }
    EXPECT_EQ(others, allowed) << id << ": also.tsv has rows that are no longer true";
  }
}

// What differs between them is one file, or one file that only one of them has and its listing.
TEST(HistoriesCatalogue, TriggerAndNearMissDifferByOneFile) {
  const auto files = [](const std::string& folder) {
    std::map<std::string, std::string> contents;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
      if (!entry.is_regular_file()) continue;
      contents[entry.path().lexically_relative(folder).string()] = ReadFile(entry.path().string());
    }
    return contents;
  };
  for (const std::string& id : Folders(CorpusPath("histories"))) {
    const auto trigger = files(CorpusPath("histories/" + id + "/trigger"));
    const auto near = files(CorpusPath("histories/" + id + "/near-miss"));
    std::set<std::string> different;
    for (const auto* side : {&trigger, &near}) {
      for (const auto& [path, content] : *side) {
        const auto* other = side == &trigger ? &near : &trigger;
        const auto found = other->find(path);
        if (found == other->end() || found->second != content) different.insert(path);
      }
    }
    if (trigger.size() != near.size()) different.erase("versions.json");
    EXPECT_EQ(different.size(), 1u) << id;
  }
}

}  // namespace
}  // namespace tfsck
