#include "engine/lock_time.h"

#include <gtest/gtest.h>

namespace tfsck {
namespace {

TEST(LockTime, WritesTimes) {
  EXPECT_EQ(FormatUtc(1795286476302551), "2026-11-21 18:41:16 UTC");
  EXPECT_EQ(FormatUtc(-1), "1969-12-31 23:59:59 UTC");
}

TEST(LockTime, WritesLengthsInTwoUnits) {
  constexpr int64_t kSecond = 1'000'000;
  EXPECT_EQ(FormatLength(0), "0 ms");
  EXPECT_EQ(FormatLength(75'000), "75 ms");
  EXPECT_EQ(FormatLength(41 * kSecond + 999), "41 s");
  EXPECT_EQ(FormatLength(723 * kSecond), "12 min 3 s");
  EXPECT_EQ(FormatLength(7200 * kSecond), "2 h");
  EXPECT_EQ(FormatLength(7500 * kSecond), "2 h 5 min");
  EXPECT_EQ(FormatLength((3 * 86400 + 4 * 3600 + 59) * kSecond), "3 d 4 h");
}

}  // namespace
}  // namespace tfsck
