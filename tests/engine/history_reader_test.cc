#include "engine/history_reader.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "engine/persist_gap.h"
#include "tests/support/memory_store.h"

namespace tfsck {
namespace {

using test::Histories;
using test::MemoryStore;
using test::TestObject;
using test::Write;
using ::testing::ElementsAre;
using ::testing::ElementsAreArray;

constexpr std::string_view kEnvelope =
    R"({{"serial":{},"lineage":"{}","meta":{{}},"encrypted_data":"AA==","encryption_version":"v0"}})";

std::string Envelope(uint64_t serial, std::string_view lineage = "L") {
  return fmt::format(fmt::runtime(kEnvelope), serial, lineage);
}

std::string State(uint64_t serial, const std::string& lineage = "L") {
  return Write({serial, {{"t.a", "1", std::to_string(serial)}}, lineage});
}

std::vector<std::string> Names(const History& history) {
  std::vector<std::string> names;
  for (const HistoryVersion& version : history.versions) names.push_back(version.stored.name);
  return names;
}

// "KEY/LINEAGE: NAMES" of each history.
std::vector<std::string> Groups(const HistorySet& set) {
  std::vector<std::string> groups;
  for (const History& history : set.histories) {
    std::string line = history.key + "/" + history.lineage + ":";
    for (const std::string& name : Names(history)) line += " " + name;
    groups.push_back(line);
  }
  return groups;
}

// Everything that is known of a set, as text.
std::string Everything(const HistorySet& set) {
  std::string text;
  for (const History& history : set.histories) {
    text += fmt::format("{} {} {} {} {}\n", history.key, history.lineage, OrderName(history.order),
                        history.newest, history.burst_gap_us);
    for (const HistoryVersion& v : history.versions) {
      text += fmt::format("{} {} {} {} {} {} {} +{} -{} ~{}\n", v.stored.name, v.failure,
                          v.readable, v.serial, v.lineage, v.managed, v.compared_with,
                          v.delta.added, v.delta.removed, v.delta.changed);
    }
    for (const Change& change : history.changes) {
      text += fmt::format("{}-{} from {}: {}\n", change.first, change.last, change.compared_with,
                          change.net.objects.size());
    }
    for (const std::string& line : test::HistoryLines(history)) text += line + "\n";
  }
  return text;
}

TEST(HistoryReader, DescribesEachVersion) {
  MemoryStore store;
  store.AddAt(10, "a", Write({7, {{"t.a", "1"}, {"t.b", "2"}}, "L", "1.11.4", {"o", "p"}}));
  const History history = Histories(store).histories.at(0);
  const HistoryVersion& version = history.versions.at(0);
  EXPECT_EQ(version.serial, 7u);
  EXPECT_EQ(version.lineage, "L");
  EXPECT_EQ(version.tool_version, "1.11.4");
  EXPECT_EQ(version.format_version, 4u);
  EXPECT_EQ(version.managed, 2u);
  EXPECT_EQ(version.outputs, 2u);
  EXPECT_EQ(version.compared_with, kNoVersion);
  EXPECT_TRUE(version.HasTime());
  EXPECT_TRUE(version.Holds());
  EXPECT_EQ(history.lineage, "L");
  EXPECT_EQ(history.newest, 0u);
}

TEST(HistoryReader, ABareFolderIsGroupedByLineage) {
  MemoryStore store;
  store.Add("a", State(2, "M"));
  store.Add("b", State(1, "L"));
  store.Add("c", State(1, "M"));
  store.Add("d", "<html>");
  const HistorySet set = Histories(store);
  EXPECT_TRUE(set.grouped_by_lineage);
  EXPECT_THAT(Groups(set), ElementsAre("/: d", "/L: b", "/M: c a"));
}

TEST(HistoryReader, ABareFolderThatIsOneStateIsNotGrouped) {
  MemoryStore store;
  store.Add("a", State(2, "M"));
  store.Add("b", State(1, "L"));
  HistoryOptions options;
  options.one_state = true;
  const HistorySet set = Histories(store, options);
  EXPECT_FALSE(set.grouped_by_lineage);
  EXPECT_THAT(Groups(set), ElementsAre("/M: b a"));
}

TEST(HistoryReader, WhatHasNoLineageBelongsToTheOnlyOneThereIs) {
  MemoryStore store;
  store.Add("1", State(1));
  store.Add("2", "<html>");
  store.Add("3", State(2));
  store.Add("4", "");
  EXPECT_THAT(Groups(Histories(store)), ElementsAre("/L: 1 2 3 4"));
}

TEST(HistoryReader, KeysAreHistoriesWhateverTheirLineage) {
  MemoryStore store;
  store.listing.keyed = true;
  store.AddAt(10, "a", State(1, "L")).key = "prod";
  store.AddAt(20, "b", State(1, "M")).key = "prod";
  store.AddAt(10, "c", State(1, "L")).key = "dev";
  const HistorySet set = Histories(store);
  EXPECT_FALSE(set.grouped_by_lineage);
  EXPECT_THAT(Groups(set), ElementsAre("dev/L: c", "prod/M: a b"));
}

TEST(HistoryReader, ComparesAroundWhatCannotBeRead) {
  MemoryStore store;
  store.listing.keyed = true;
  store.AddAt(10, "a", State(1));
  store.AddAt(20, "cut", State(2).substr(0, 200));
  store.AddAt(30, "gone", State(3));
  store.AddAt(40, "secret", Envelope(4));
  store.AddAt(50, "marker", "").delete_marker = true;
  store.AddAt(60, "absent", "").absent = true;
  store.AddAt(70, "b", State(7));
  store.Fail("gone", "it was too slow");
  const History history = Histories(store).histories.at(0);
  ASSERT_EQ(history.versions.size(), 7u);
  const auto& cut = history.versions[1];
  EXPECT_FALSE(cut.readable);
  EXPECT_TRUE(cut.has_serial) << "it stays a link of the chain";
  EXPECT_EQ(cut.serial, 2u);
  EXPECT_EQ(cut.compared_with, kNoVersion);
  EXPECT_EQ(history.versions[2].failure, "it was too slow");
  EXPECT_FALSE(history.versions[2].has_serial);
  EXPECT_EQ(history.versions[3].kind, DocumentKind::kEncryptedState);
  EXPECT_EQ(history.versions[3].serial, 4u);
  EXPECT_EQ(history.versions[4].failure, "");
  EXPECT_EQ(history.versions[5].failure, "");
  EXPECT_EQ(history.versions[6].compared_with, 0u);
  EXPECT_EQ(history.versions[6].delta.changed, 1u);
}

TEST(HistoryReader, NewestIsTheLiveStateThenTheLatestThenTheLast) {
  MemoryStore store;
  store.listing.keyed = true;
  store.Add("1", State(1)).role = VersionRole::kCurrent;
  store.Add("2", State(2)).role = VersionRole::kErrored;
  EXPECT_EQ(Histories(store).histories.at(0).newest, 0u);

  MemoryStore bucket;
  bucket.listing.keyed = true;
  bucket.AddAt(10, "1", State(1)).latest = true;
  bucket.AddAt(10, "2", State(2));
  EXPECT_EQ(Histories(bucket).histories.at(0).newest, 0u);

  MemoryStore folder;
  folder.Add("2", State(2));
  folder.Add("1", State(1));
  EXPECT_EQ(Histories(folder).histories.at(0).newest, 1u);
}

TEST(HistoryReader, ABurstIsOneChangeWithItsNetEffect) {
  MemoryStore store;
  store.listing.keyed = true;
  const TestObject a = {"t.a", "1"};
  const TestObject b = {"t.b", "2"};
  const TestObject c = {"t.c", "3"};
  store.AddAt(0, "1", Write({1, {a}}));
  store.AddAt(1000, "2", Write({2, {a, b}}));
  store.AddAt(1020, "3", Write({3, {a}}));
  store.AddAt(1040, "4", Write({4, {a, c}}));
  store.AddAt(9000, "5", Write({5, {c}}));
  const History history = Histories(store).histories.at(0);
  EXPECT_EQ(history.burst_gap_us, kDefaultPersistGapUs);
  EXPECT_FALSE(history.burst_gap_estimated);
  ASSERT_EQ(history.changes.size(), 3u);
  const Change& first = history.changes[0];
  EXPECT_EQ(first.compared_with, kNoVersion);
  EXPECT_TRUE(first.net.Empty());
  const Change& burst = history.changes[1];
  EXPECT_EQ(burst.first, 1u);
  EXPECT_EQ(burst.last, 3u);
  EXPECT_EQ(burst.compared_with, 0u);
  EXPECT_EQ(burst.net.added, 1u) << "b came and went";
  EXPECT_EQ(burst.net.removed, 0u);
  EXPECT_EQ(history.changes[2].compared_with, 3u);
  EXPECT_EQ(history.changes[2].net.removed, 1u);
}

TEST(HistoryReader, AnEncryptedVersionContinuesAChange) {
  MemoryStore store;
  store.listing.keyed = true;
  store.AddAt(0, "1", State(1));
  store.AddAt(20, "2", Envelope(2));
  store.AddAt(40, "3", State(3));
  const History history = Histories(store).histories.at(0);
  ASSERT_EQ(history.changes.size(), 1u);
  EXPECT_EQ(history.changes[0].last, 2u);
}

TEST(HistoryReader, TheGapOfABurstIsGivenOrEstimated) {
  MemoryStore store;
  store.listing.keyed = true;
  for (int i = 0; i < 80; ++i) {
    store.AddAt(i / 2 * 7200 + i % 2 * (22 + i % 5), "v" + std::to_string(i), State(i + 1));
  }
  const History history = Histories(store).histories.at(0);
  EXPECT_TRUE(history.burst_gap_estimated);
  EXPECT_EQ(history.changes.size(), 40u);
  HistoryOptions options;
  options.burst_gap_us = 1;
  const History split = Histories(store, options).histories.at(0);
  EXPECT_FALSE(split.burst_gap_estimated);
  EXPECT_EQ(split.burst_gap_us, 1);
  EXPECT_EQ(split.changes.size(), 80u);
}

// Go merges repeated keys, so the last serial counts; the glance stops at the first.
TEST(HistoryReader, AGlanceThatWasWrongIsMadeGood) {
  const auto repeated = [](uint64_t glanced, const std::string& glanced_lineage, uint64_t serial,
                           const std::string& lineage) {
    std::string text = State(serial, lineage);
    return text.replace(0, 1,
                        fmt::format(R"({{"serial":{},"lineage":"{}",)", glanced, glanced_lineage));
  };
  MemoryStore store;
  store.Add("a", repeated(9, "M", 1, "L"));
  store.Add("b", State(2));
  store.Add("c", repeated(1, "L", 3, "L"));
  EXPECT_THAT(Groups(Histories(store)), ElementsAre("/L: a b c"));
}

TEST(HistoryReader, LocksAndRemarksAreHandedOn) {
  MemoryStore store;
  store.Add("a", State(1));
  store.listing.locks.emplace_back().name = "a.tflock";
  store.listing.unlisted = {"b.tfstate"};
  store.listing.remarks = {"the repository is shallow"};
  const HistorySet set = Histories(store);
  EXPECT_EQ(set.source, "test");
  EXPECT_EQ(set.store, "memory");
  ASSERT_EQ(set.locks.size(), 1u);
  EXPECT_EQ(set.locks[0].name, "a.tflock");
  EXPECT_THAT(set.unlisted, ElementsAre("b.tfstate"));
  EXPECT_THAT(set.remarks, ElementsAre("the repository is shallow"));
}

TEST(HistoryReader, LabelsAreNamesBelowTheSource) {
  MemoryStore store;
  const std::vector<std::string> names = {"test/a", "test/sub/b", "testing/c", "test/", "d"};
  for (size_t i = 0; i < names.size(); ++i) store.Add(names[i], State(i));
  HistoryOptions options;
  options.one_state = true;
  for (const std::string source : {"test", "test//"}) {
    const auto set = ReadHistories(store, source, options);
    std::vector<std::string> labels;
    for (const HistoryVersion& version : set->histories.at(0).versions) {
      labels.push_back(version.label);
    }
    EXPECT_THAT(labels, ElementsAre("a", "sub/b", "testing/c", "test/", "d")) << source;
  }
}

// "CHANGE ADDRESS" counts: what happened from one version to another.
std::string Between(MemoryStore& store, size_t before, size_t after) {
  const auto delta = CompareStoredVersions(store, store.listing.versions.at(before),
                                           store.listing.versions.at(after));
  return delta ? fmt::format("+{} -{} ~{}", delta->added, delta->removed, delta->changed) : "none";
}

TEST(HistoryReader, TwoVersionsAreComparedAnew) {
  MemoryStore store;
  store.Add("0", State(1));
  store.Add("1", State(2));
  store.Add("2", "");
  store.Add("3", "").delete_marker = true;
  store.Add("4", "<html>");
  store.Add("5", "").absent = true;
  store.Add("6", State(3));
  store.Fail("6", "gone");
  EXPECT_EQ(Between(store, 0, 1), "+0 -0 ~1");
  EXPECT_EQ(Between(store, 0, 2), "+0 -1 ~0") << "nothing there is a state without anything";
  EXPECT_EQ(Between(store, 3, 0), "+1 -0 ~0");
  EXPECT_EQ(Between(store, 0, 4), "none");
  EXPECT_EQ(Between(store, 5, 0), "none");
  EXPECT_EQ(Between(store, 0, 6), "none");
}

TEST(HistoryReader, AStoreWithoutVersionsIsAnError) {
  MemoryStore store;
  const auto set = ReadHistories(store, "somewhere", {});
  ASSERT_FALSE(set);
  EXPECT_EQ(set.error().kind, ErrorKind::kUnreadable);
  EXPECT_EQ(set.error().message, "somewhere holds no version of a state");
}

TEST(HistoryReader, ProgressGrowsToTheEnd) {
  MemoryStore store;
  uint64_t bytes = 0;
  for (int i = 0; i < 50; ++i) {
    bytes += State(i + 1).size();
    store.Add(fmt::format("{:02}", i), State(i + 1));
  }
  std::vector<uint64_t> seen;
  uint64_t seen_bytes = 0;
  HistoryOptions options;
  options.threads = 2;
  options.progress = [&](uint64_t versions, uint64_t read, uint64_t all) {
    seen.push_back(versions);
    seen_bytes = read;
    EXPECT_EQ(all, 50u);
  };
  Histories(store, options);
  EXPECT_TRUE(std::ranges::is_sorted(seen));
  EXPECT_EQ(seen.back(), 50u);
  EXPECT_EQ(seen_bytes, bytes);
}

// A store with something of everything.
MemoryStore Mixed(bool timed) {
  MemoryStore store;
  for (int i = 0; i < 60; ++i) {
    const std::string lineage = i % 3 == 0 ? "M" : "L";
    std::string text = Write({static_cast<uint64_t>(i / 2),
                              {{"t.a", std::to_string(i / 7)}, {"t.b", "2", std::to_string(i)}},
                              lineage});
    if (i % 11 == 5) text = text.substr(0, 150);
    if (i % 13 == 7) text = Envelope(i / 2, lineage);
    if (i % 17 == 3) text = "<html>";
    const std::string name = fmt::format("{:02}.tfstate", i);
    StoredVersion& version = timed ? store.AddAt(i / 4 * 600, name, text) : store.Add(name, text);
    if (timed) version.time_source = TimeSource::kName;
  }
  return store;
}

TEST(HistoryReader, ResultIsTheSameForAnyNumberOfThreads) {
  for (const bool timed : {false, true}) {
    MemoryStore store = Mixed(timed);
    HistoryOptions options;
    options.threads = 1;
    const std::string one = Everything(Histories(store, options));
    EXPECT_NE(one.find("HIS001"), one.npos);
    for (const unsigned threads : {2u, 3u, 8u, 0u}) {
      options.threads = threads;
      EXPECT_EQ(Everything(Histories(store, options)), one) << threads << " Threads";
    }
  }
}

TEST(HistoryReader, IsTheSameForAnyOrderOfTheListing) {
  for (const bool timed : {false, true}) {
    MemoryStore store = Mixed(timed);
    const std::string first = Everything(Histories(store));
    for (uint64_t seed = 0; seed < 10; ++seed) {
      store.Shuffle(seed);
      EXPECT_EQ(Everything(Histories(store)), first) << seed;
    }
  }
}

}  // namespace
}  // namespace tfsck
