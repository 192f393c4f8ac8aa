#include <gtest/gtest.h>

#include <string>

#include "engine/base/config_document.h"

namespace tfsck {
namespace {

constexpr std::string_view kText =
    "teams:\n"
    "  - {name: a, engineers: 1}\n"
    "  - &b {name: b, engineers: 2}\n"
    "lock: fifo\n"
    "spare: *b\n";

ConfigDocument Document() { return *ConfigDocument::Parse("c.yaml", kText); }

std::string Failure(std::string_view assignment) {
  const auto set = Document().With("--set", assignment);
  return set ? "" : set.error().message;
}

TEST(ConfigOverride, ReplacesAValueByNumberOrName) {
  for (const std::string_view assignment : {"teams[1].engineers=40", "teams[b].engineers=40"}) {
    const auto document = Document().With("--set", assignment);
    ASSERT_TRUE(document) << document.error().message;
    const auto teams = *document->root().Find("teams")->AsList();
    EXPECT_EQ(teams[0].Find("engineers")->AsInt(0, 99), 1);
    EXPECT_EQ(teams[1].Find("engineers")->AsInt(0, 99), 40);
  }
}

TEST(ConfigOverride, LeavesWhatAnAliasSharesAndTheOriginal) {
  const auto before = Document();
  const auto after = before.With("--set", "spare.engineers=40");
  EXPECT_EQ((*after->root().Find("teams")->AsList())[1].Find("engineers")->AsInt(0, 99), 2);
  EXPECT_EQ(after->root().Find("spare")->Find("engineers")->AsInt(0, 99), 40);
  EXPECT_EQ(before.root().Find("spare")->Find("engineers")->AsInt(0, 99), 2);
}

TEST(ConfigOverride, MakesTheMapsOnTheWay) {
  const auto document = Document().With("--set", "faults.outage.every=30d");
  ASSERT_TRUE(document);
  const auto every = document->root().Find("faults")->Find("outage")->Find("every");
  EXPECT_EQ(every->AsString(), "30d");
  EXPECT_EQ(every->path(), "faults.outage.every");
  const auto list = document->With("--set", "teams=[x]");
  EXPECT_EQ(list->root().Find("teams")->AsStrings(), std::vector<std::string>{"x"});
  EXPECT_TRUE(list->root().Find("faults"));
}

TEST(ConfigOverride, IsThePlaceOfItsMistakes) {
  const auto document = *Document().With("--set", "teams[0].engineers=x");
  const auto node = *(*document.root().Find("teams")->AsList())[0].Find("engineers");
  EXPECT_EQ(node.AsInt(0, 9).error().message,
            "--set teams[0].engineers=x: 'teams[0].engineers' must be a whole number from 0 to 9, "
            "not 'x'");
  constexpr std::string_view kKnown[] = {"teams", "lock", "spare", "seed"};
  EXPECT_EQ(Document().With("--set", "sed=1")->root().CheckKeys(kKnown).error().message,
            "--set sed=1: unknown key 'sed': did you mean 'seed'?");
}

TEST(ConfigOverride, SaysWhyAPathLeadsNowhere) {
  EXPECT_EQ(Failure("teams[2].engineers=1"),
            "--set teams[2].engineers=1: 'teams' has 2 items, none of them '2'");
  EXPECT_EQ(Failure("teams[platfrm].engineers=1"),
            "--set teams[platfrm].engineers=1: 'teams' has 2 items, none of them 'platfrm'");
  EXPECT_EQ(Failure("teams.engineers=1"),
            "--set teams.engineers=1: 'teams' is a list: say which of its items, as in teams[0]");
  EXPECT_EQ(Failure("lock.latency=1s"),
            "--set lock.latency=1s: 'lock' is 'fifo', which has no members: set it whole");
  EXPECT_EQ(Failure("spare[0]=1"), "--set spare[0]=1: 'spare' is no list");
  for (const std::string text : {"teams", "=1", "a..b=1", "a[=1", "a[0=1", ".a=1", "a[0]b=1"}) {
    EXPECT_EQ(Failure(text), "--set " + text + ": must be PATH=VALUE, as in teams[0].engineers=40");
  }
  EXPECT_EQ(Failure("a=x: [y"), "--set a=x: [y:1:1: not YAML: end of sequence flow not found");
}

TEST(ConfigDocument, FindsTheDeepestValueOnAWay) {
  EXPECT_EQ(Document().Deepest("teams[1].engineers").Place(), "c.yaml:3:29");
  EXPECT_EQ(Document().Deepest("teams[1].hours").Place(), "c.yaml:3:5");
  EXPECT_EQ(Document().Deepest("analysis.horizon").Place(), "c.yaml:1:1");
}

}  // namespace
}  // namespace tfsck
