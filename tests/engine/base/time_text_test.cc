#include "engine/base/time_text.h"

#include <gtest/gtest.h>

#include <cstdint>

namespace tfsck {
namespace {

constexpr int64_t kSecond = 1'000'000;

TEST(TimeText, IsUtcToTheSecond) {
  EXPECT_EQ(UtcText(0), "1970-01-01 00:00:00");
  EXPECT_EQ(UtcText(1'795'287'532 * kSecond + 999'999), "2026-11-21 18:58:52");
  EXPECT_EQ(UtcText(-1), "1969-12-31 23:59:59");
  EXPECT_EQ(UtcText(951'782'400 * kSecond), "2000-02-29 00:00:00");
}

TEST(TimeText, Rfc3339DropsTrailingZerosOfTheFraction) {
  EXPECT_EQ(Rfc3339Text(1'795'287'532 * kSecond), "2026-11-21T18:58:52Z");
  EXPECT_EQ(Rfc3339Text(1'795'287'532 * kSecond + 170'000), "2026-11-21T18:58:52.17Z");
  EXPECT_EQ(Rfc3339Text(-1), "1969-12-31T23:59:59.999999Z");
}

TEST(TimeText, YearsOfMoreThanFourDigitsAreNotWritten) {
  EXPECT_EQ(UtcText(INT64_MAX), "out of range");
  EXPECT_EQ(Rfc3339Text(INT64_MIN), "out of range");
  EXPECT_EQ(UtcText(253'402'300'799 * kSecond), "9999-12-31 23:59:59");
}

TEST(TimeText, SpansAreInTwoUnits) {
  EXPECT_EQ(SpanText(0), "0 ms");
  EXPECT_EQ(SpanText(75'000), "75 ms");
  EXPECT_EQ(SpanText(41 * kSecond + 999), "41 s");
  EXPECT_EQ(SpanText(723 * kSecond), "12 min 3 s");
  EXPECT_EQ(SpanText(7'200 * kSecond), "2 h");
  EXPECT_EQ(SpanText(7'500 * kSecond), "2 h 5 min");
  EXPECT_EQ(SpanText((3 * 86'400 + 4 * 3'600 + 59) * kSecond), "3 d 4 h");
  EXPECT_EQ(SpanText(-90 * kSecond), "-1 min 30 s");
  EXPECT_EQ(SpanText(INT64_MIN), "-106751991 d 4 h");
}

}  // namespace
}  // namespace tfsck
