// How versions are ordered, and which of them are one change.
#include "engine/history.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace tfsck {
namespace {

using ::testing::ElementsAre;
using ::testing::ElementsAreArray;

struct Version {
  std::string name;
  std::optional<int64_t> time = std::nullopt;
  std::optional<uint64_t> serial = std::nullopt;
  TimeSource source = TimeSource::kManifest;
  VersionRole role = VersionRole::kVersion;
};

struct Ordered {
  std::vector<std::string> names;
  HistoryOrder order = HistoryOrder::kName;
};

Ordered Order(const std::vector<Version>& versions) {
  std::deque<StoredVersion> stored;
  std::vector<OrderingFacts> facts;
  for (const Version& version : versions) {
    stored.emplace_back();
    stored.back().name = version.name;
    stored.back().role = version.role;
    if (version.time) {
      stored.back().time_source = version.source;
      stored.back().time_us = *version.time;
    }
    facts.push_back({&stored.back(), version.serial.has_value(), version.serial.value_or(0)});
  }
  Ordered ordered;
  for (const uint32_t row : OrderVersions(facts, &ordered.order)) {
    ordered.names.push_back(versions[row].name);
  }
  return ordered;
}

TEST(OrderVersions, ByTimeWhereAllHaveOne) {
  const Ordered ordered = Order({{"a", 30, 1}, {"b", 10, 3}, {"c", 20, 2}});
  EXPECT_THAT(ordered.names, ElementsAre("b", "c", "a"));
  EXPECT_EQ(ordered.order, HistoryOrder::kTime);
}

TEST(OrderVersions, EqualTimesAsTheServiceListsThem) {
  EXPECT_THAT(Order({{"z", 10, 9}, {"m", 10, 1}, {"a", 10, 5}}).names, ElementsAre("z", "m", "a"));
  EXPECT_THAT(Order({{"z", 10, 9, TimeSource::kCommit}, {"m", 10, 1, TimeSource::kCommit}}).names,
              ElementsAre("z", "m"));
}

TEST(OrderVersions, EqualTimesOfFilesBySerialThenName) {
  EXPECT_THAT(Order({{"z", 10, 2, TimeSource::kName},
                     {"b", 10, 1, TimeSource::kName},
                     {"a", 10, 1, TimeSource::kName}})
                  .names,
              ElementsAre("a", "b", "z"));
}

TEST(OrderVersions, BySerialWhereOneHasNoTime) {
  const Ordered ordered = Order({{"a", 30, 1}, {"b", 10, 3}, {"c", std::nullopt, 2}});
  EXPECT_THAT(ordered.names, ElementsAre("a", "c", "b"));
  EXPECT_EQ(ordered.order, HistoryOrder::kSerial);
}

TEST(OrderVersions, EqualSerialsByName) {
  EXPECT_THAT(Order({{"b", std::nullopt, 1}, {"c", std::nullopt, 0}, {"a", std::nullopt, 1}}).names,
              ElementsAre("c", "a", "b"));
}

TEST(OrderVersions, WithoutASerialBehindTheNameBefore) {
  EXPECT_THAT(Order({{"4"}, {"3", std::nullopt, 1}, {"2"}, {"1", std::nullopt, 2}, {"0"}}).names,
              ElementsAre("0", "3", "4", "1", "2"));
}

TEST(OrderVersions, ALiveStateThatCannotBeReadStandsLast) {
  EXPECT_THAT(Order({{"a", std::nullopt, std::nullopt, TimeSource::kNone, VersionRole::kCurrent},
                     {"b", std::nullopt, 9},
                     {"c", std::nullopt, std::nullopt, TimeSource::kNone, VersionRole::kBackup}})
                  .names,
              ElementsAre("b", "c", "a"));
  EXPECT_THAT(Order({{"a", std::nullopt, 1, TimeSource::kNone, VersionRole::kCurrent},
                     {"b", std::nullopt, 9}})
                  .names,
              ElementsAre("a", "b"));
}

TEST(OrderVersions, ByNameWhereThereIsNoSerial) {
  const Ordered ordered = Order({{"b"}, {"c"}, {"a"}});
  EXPECT_THAT(ordered.names, ElementsAre("a", "b", "c"));
  EXPECT_EQ(ordered.order, HistoryOrder::kName);
  EXPECT_THAT(Order({}).names, ElementsAre());
}

TEST(OrderVersions, IsTheSameForAnyOrderOfFiles) {
  std::mt19937_64 random(1);
  for (int round = 0; round < 500; ++round) {
    std::vector<Version> versions;
    const bool timed = round % 2 == 0;
    for (int i = 0; i < 12; ++i) {
      Version version{"v" + std::to_string(i)};
      if (timed || random() % 2 == 0) version.time = random() % 4;
      if (random() % 3 != 0) version.serial = random() % 4;
      version.source = TimeSource::kName;
      versions.push_back(version);
    }
    const Ordered first = Order(versions);
    std::ranges::shuffle(versions, random);
    EXPECT_THAT(Order(versions).names, ElementsAreArray(first.names)) << round;
  }
}

HistoryVersion State(int64_t seconds, uint64_t serial, const std::string& lineage = "L") {
  HistoryVersion version;
  version.stored.time_source = TimeSource::kManifest;
  version.stored.time_us = seconds * 1'000'000;
  version.has_serial = true;
  version.serial = serial;
  version.lineage = lineage;
  return version;
}

TEST(ContinuesChange, TheNextSerialWithinTheGap) {
  constexpr int64_t kGap = 60'000'000;
  const HistoryVersion before = State(100, 5);
  EXPECT_TRUE(ContinuesChange(before, State(160, 6), kGap));
  EXPECT_FALSE(ContinuesChange(before, State(161, 6), kGap)) << "later";
  EXPECT_FALSE(ContinuesChange(before, State(120, 7), kGap)) << "a serial is between";
  EXPECT_FALSE(ContinuesChange(before, State(120, 5), kGap)) << "a fork";
  EXPECT_FALSE(ContinuesChange(before, State(120, 6, "M"), kGap)) << "another lineage";
  HistoryVersion untimed = State(120, 6);
  untimed.stored.time_source = TimeSource::kNone;
  EXPECT_FALSE(ContinuesChange(before, untimed, kGap));
  HistoryVersion unread = State(120, 6);
  unread.has_serial = false;
  EXPECT_FALSE(ContinuesChange(before, unread, kGap));
}

TEST(CountChanges, FallsAsTheGapGrows) {
  History history;
  EXPECT_EQ(CountChanges(history, 0), 0u);
  for (const int64_t seconds : {0, 20, 40, 1000, 1020, 5000}) {
    history.versions.push_back(State(seconds, history.versions.size() + 1));
  }
  EXPECT_EQ(CountChanges(history, 1'000'000), 6u);
  EXPECT_EQ(CountChanges(history, 20'000'000), 3u);
  EXPECT_EQ(CountChanges(history, 960'000'000), 2u);
  EXPECT_EQ(CountChanges(history, 3'980'000'000), 1u);
}

}  // namespace
}  // namespace tfsck
