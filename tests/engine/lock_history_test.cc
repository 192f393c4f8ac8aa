#include "engine/lock_history.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "tests/support/lock_support.h"

namespace tfsck {
namespace {

using ::testing::ElementsAre;

constexpr int64_t kSecond = 1'000'000;

StoredVersion At(const std::string& key, const std::string& id, int64_t time_us) {
  StoredVersion version;
  version.key = key;
  version.name = key + "@" + id;
  version.version_id = id;
  version.time_source = TimeSource::kManifest;
  version.time_us = time_us;
  return version;
}

StoredVersion Marker(const std::string& key, const std::string& id, int64_t time_us) {
  StoredVersion version = At(key, id, time_us);
  version.delete_marker = true;
  return version;
}

// "STATE START-END how writes" per hold, times in seconds.
std::vector<std::string> Lines(const LockHistory& history) {
  std::vector<std::string> lines;
  for (const LockHold& hold : history.holds) {
    const std::string end = hold.end_us ? fmt::format("{}", *hold.end_us / kSecond) : "";
    lines.push_back(fmt::format("{} {}-{} {} {}", hold.state, hold.start_us / kSecond, end,
                                HoldEndName(hold.end), hold.writes));
  }
  return lines;
}

TEST(LockHistory, OneVersionAndItsMarkerAreOneHold) {
  const std::vector<StoredVersion> locks = {At("k.tflock", "a", 10 * kSecond + 1),
                                            Marker("k.tflock", "b", 20 * kSecond + 1),
                                            At("k.tflock", "c", 30 * kSecond + 1)};
  const std::vector<StoredVersion> versions = {
      At("k", "0", 5 * kSecond + 1),  At("k", "1", 15 * kSecond + 1),
      At("k", "2", 16 * kSecond + 1), At("k", "3", 25 * kSecond + 1),
      At("k", "4", 40 * kSecond + 1), At("other", "5", kSecond)};
  const LockHistory history = ReadLockHistory(locks, versions, {});
  EXPECT_THAT(Lines(history), ElementsAre("k 10-20 released 2", "k 30- open 1"));
  EXPECT_EQ(history.holds[0].last_write_us, 16 * kSecond + 1);
  ASSERT_EQ(history.unguarded.size(), 1u);
  EXPECT_EQ(history.unguarded[0].version_id, "3");
  EXPECT_TRUE(history.overlaps.empty());
  EXPECT_EQ(IdleBeforeEnd(history.holds[0], 0), 4 * kSecond);
  EXPECT_EQ(IdleBeforeEnd(history.holds[1], 50 * kSecond + 1), 10 * kSecond);
}

TEST(LockHistory, AVersionOverAVersionOverlaps) {
  const std::vector<StoredVersion> locks = {At("k.tflock", "a", 10 * kSecond + 1),
                                            At("k.tflock", "b", 20 * kSecond + 1),
                                            Marker("k.tflock", "c", 30 * kSecond + 1)};
  const LockHistory history = ReadLockHistory(locks, {}, {});
  EXPECT_THAT(Lines(history), ElementsAre("k 10-20 overwritten 0", "k 20-30 released 0"));
  ASSERT_EQ(history.overlaps.size(), 1u);
  EXPECT_EQ(history.overlaps[0].first, 0u);
  EXPECT_EQ(history.overlaps[0].second, 1u);
}

TEST(LockHistory, WholeSecondsLeaveRoomForOneSecond) {
  // Amazon S3 lists whole seconds: lock, write and release can share one.
  const std::vector<StoredVersion> locks = {
      At("k.tflock", "a", 10 * kSecond), Marker("k.tflock", "b", 10 * kSecond),
      At("k.tflock", "c", 10 * kSecond), Marker("k.tflock", "d", 12 * kSecond)};
  const std::vector<StoredVersion> versions = {
      At("k", "1", 10 * kSecond), At("k", "2", 13 * kSecond), At("k", "3", 14 * kSecond)};
  const LockHistory history = ReadLockHistory(locks, versions, {});
  EXPECT_THAT(Lines(history), ElementsAre("k 10-10 released 0", "k 10-12 released 2"));
  ASSERT_EQ(history.unguarded.size(), 1u);
  EXPECT_EQ(history.unguarded[0].version_id, "3");
}

TEST(LockHistory, GenerationsNameGcsStates) {
  const std::vector<StoredVersion> locks = {At("p/default.tflock", "1795287538261", kSecond)};
  EXPECT_THAT(Lines(ReadLockHistory(locks, {}, {})), ElementsAre("p/default.tfstate 1- open 0"));
}

TEST(LockHistory, WithoutTimesThereIsNone) {
  StoredVersion version = At("k.tflock", "a", 0);
  version.time_source = TimeSource::kNone;
  EXPECT_TRUE(ReadLockHistory(std::vector{version}, {}, {}).holds.empty());
}

TEST(LockHistory, AMarkerWithoutItsVersionHasExpired) {
  const std::vector<StoredVersion> locks = {Marker("k.tflock", "a", 5 * kSecond),
                                            At("k.tflock", "b", 10 * kSecond + 1)};
  EXPECT_THAT(Lines(ReadLockHistory(locks, {}, {})), ElementsAre("k 10- open 0"));
}

// Random holds of many states, shuffled: what was put in comes out, whatever the order.
TEST(LockHistory, FindsTheTruthOfRandomHistories) {
  for (uint32_t seed = 1; seed <= 100; ++seed) {
    std::mt19937 random(seed);
    std::vector<StoredVersion> locks;
    std::vector<StoredVersion> versions;
    std::vector<std::string> expected;
    size_t unguarded = 0;
    for (int state = 0; state < 3; ++state) {
      const std::string key = fmt::format("s{}", state);
      int64_t time = 1000;
      for (int hold = 0; hold < 10; ++hold) {
        const int64_t start = time += 10 + random() % 90;
        locks.push_back(At(key + ".tflock", fmt::format("v{}", hold), start * kSecond + 7));
        const int writes = static_cast<int>(random() % 3);
        for (int i = 0; i < writes; ++i) {
          versions.push_back(At(key, fmt::format("w{}", time), ++time * kSecond + 7));
        }
        time += 5;
        locks.push_back(Marker(key + ".tflock", fmt::format("m{}", hold), time * kSecond + 7));
        expected.push_back(fmt::format("{} {}-{} released {}", key, start, time, writes));
        if (random() % 4 == 0) {
          versions.push_back(At(key, fmt::format("x{}", time), (time + 3) * kSecond + 7));
          ++unguarded;
        }
      }
    }
    std::shuffle(locks.begin(), locks.end(), random);
    std::shuffle(versions.begin(), versions.end(), random);
    const LockHistory history = ReadLockHistory(locks, versions, {});
    ASSERT_EQ(Lines(history), expected) << seed;
    ASSERT_EQ(history.unguarded.size(), unguarded) << seed;
    for (const UnguardedWrite& write : history.unguarded) ASSERT_EQ(write.version_id[0], 'x');
  }
}

TEST(LockHistory, OfARecordedVersionedBucket) {
  const LockReport report = test::CheckPaths({"recorded/s3/lfv-versions-after-next-apply.json"});
  std::vector<std::string> lines;
  for (const LockHold& hold : report.history.holds) {
    lines.push_back(fmt::format("{} {} {} {}", hold.start_us % 100'000'000'000,
                                hold.end_us.value_or(0) - hold.start_us, HoldEndName(hold.end),
                                hold.writes));
  }
  // Killed with -9, the third lock stayed; the next apply wrote over it, for Ceph 16 ignores
  // If-None-Match in a versioned bucket.
  EXPECT_THAT(lines,
              ElementsAre("86332160000 75000 released 1", "86332300000 131000 released 1",
                          "86349526000 29409000 overwritten 0", "86378935000 60165000 released 1"));
  EXPECT_TRUE(report.history.unguarded.empty());
  EXPECT_THAT(test::FindingLines(report),
              ElementsAre("LCK013 lfv/app/terraform.tfstate: lock lvIkemhJ3s0pHjYm0cJm80hnswB3KFa "
                          "was taken on 2026-11-21 18:39:38 UTC over lock "
                          "kHDVn7ThM1lH0rTLazU9MWf66HdmRWK, which was still there: the storage did "
                          "not refuse it"));
}

}  // namespace
}  // namespace tfsck
