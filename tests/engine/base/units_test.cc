#include "engine/base/units.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <string>

namespace tfsck {
namespace {

std::string Failure(const Result<double>& read) { return read ? "" : read.error().message; }

TEST(Duration, IsReadWithItsUnits) {
  constexpr std::pair<std::string_view, double> kRows[] = {
      {"20m", 1200},
      {"1h30m", 5400},
      {"90 s", 90},
      {"2 weeks", 1209600},
      {"250ms", 0.25},
      {"15us", 15e-6},
      {"15µs", 15e-6},
      {"1.5 h", 5400},
      {"1 h 30 min", 5400},
      {"0", 0},
      {"3d", 259200},
      {"1 day", 86400},
      {".5s", 0.5},
      {"1e-07s", 1e-7},
      {" 6m ", 360},
      {"0.1ms", 1e-4},
      {"1w2d3h4m5s6ms7us", 788645.006007},
  };
  for (const auto& [text, seconds] : kRows) {
    const auto read = ParseDuration(text);
    ASSERT_TRUE(read) << text;
    EXPECT_DOUBLE_EQ(*read, seconds) << text;
  }
}

TEST(Duration, SaysWhatWasExpected) {
  const std::string wanted = "must be a duration such as 250ms, 90s, 20m, 1h30m or 2 weeks, not ";
  EXPECT_EQ(Failure(ParseDuration("20 minuts")), wanted + "'20 minuts': did you mean 'minutes'?");
  EXPECT_EQ(Failure(ParseDuration("20")), wanted + "'20': it lacks a unit");
  EXPECT_EQ(Failure(ParseDuration("1h30")), wanted + "'1h30': it lacks a unit");
  EXPECT_EQ(Failure(ParseDuration("3 fortnights")),
            wanted + "'3 fortnights': 'fortnights' is none of the units us, ms, s, m, h, d, w");
  EXPECT_EQ(Failure(ParseDuration("-5m")), wanted + "'-5m'");
  EXPECT_EQ(Failure(ParseDuration("nan")), wanted + "'nan'");
  EXPECT_EQ(Failure(ParseDuration("1e999s")), wanted + "'1e999s'");
  EXPECT_EQ(Failure(ParseDuration("")), wanted + "''");
}

TEST(Rate, IsReadWithItsUnits) {
  constexpr std::pair<std::string_view, double> kRows[] = {
      {"5/day", 5 / 86400.},       {"3 per week", 3 / 604800.}, {"0.2/s", 0.2},
      {"10 per hour", 10 / 3600.}, {"every 6h", 1 / 21600.},    {"0", 0},
      {"5/workday", 25 / 604800.}, {"2 / min", 2 / 60.},        {"3/ms", 3000},
  };
  for (const auto& [text, rate] : kRows) {
    const auto read = ParseRate(text);
    ASSERT_TRUE(read) << text;
    EXPECT_DOUBLE_EQ(*read, rate) << text;
  }
}

TEST(Rate, SaysWhatWasExpected) {
  const std::string wanted =
      "must be a rate such as 5/day, 3 per week, 0.2/s, 5/workday or every 6h, not ";
  EXPECT_EQ(Failure(ParseRate("5/dya")), wanted + "'5/dya': did you mean 'day'?");
  EXPECT_EQ(Failure(ParseRate("5")), wanted + "'5': it lacks what it is per");
  EXPECT_EQ(Failure(ParseRate("5/")), wanted + "'5/': it lacks a unit");
  EXPECT_EQ(Failure(ParseRate("5/fortnight")),
            wanted +
                "'5/fortnight': 'fortnight' is none of the units us, ms, s, m, h, d, w and "
                "workday");
  EXPECT_EQ(Failure(ParseRate("every 0s")), wanted + "'every 0s'");
  EXPECT_EQ(Failure(ParseRate("-1/s")), wanted + "'-1/s'");
}

TEST(Share, IsReadInPercentOrPlain) {
  EXPECT_EQ(ParseShare("3%"), 0.03);
  EXPECT_EQ(ParseShare("3 %"), 0.03);
  EXPECT_EQ(ParseShare("0.03"), 0.03);
  EXPECT_EQ(Failure(ParseShare("3 percent")),
            "must be a share such as 3% or 0.03, not '3 percent'");
  EXPECT_EQ(ParseNumber("1e3"), 1000);
  EXPECT_EQ(Failure(ParseNumber("-1")), "must be a number, 0 or above, not '-1'");
}

TEST(UnitText, IsShort) {
  EXPECT_EQ(DurationText(1200), "20m");
  EXPECT_EQ(DurationText(5400), "1h30m");
  EXPECT_EQ(DurationText(90), "1m30s");
  EXPECT_EQ(DurationText(1209600), "2w");
  EXPECT_EQ(DurationText(0.25), "0.25s");
  EXPECT_EQ(DurationText(0.045), "45ms");
  EXPECT_EQ(DurationText(15e-6), "15us");
  EXPECT_EQ(DurationText(0), "0s");
  EXPECT_EQ(RateText(5 / 86400.), "5/day");
  EXPECT_EQ(RateText(0.2), "0.2/s");
  EXPECT_EQ(RateText(0), "0/s");
  EXPECT_EQ(RateText(*ParseRate("2/workday")), "10/week");
  EXPECT_EQ(ShareText(0.03), "3%");
  EXPECT_EQ(NumberText(1.5), "1.5");
}

TEST(UnitText, IsReadAsTheSameNumber) {
  std::mt19937_64 random(1);
  for (int i = 0; i < 20000; ++i) {
    double value = std::ldexp(static_cast<double>(random()), -64 + static_cast<int>(i % 120) - 40);
    if (i % 3 == 0) value = static_cast<double>(random() % 1'000'000) / 1000;
    EXPECT_EQ(ParseDuration(DurationText(value)), value) << DurationText(value);
    EXPECT_EQ(ParseRate(RateText(value)), value) << RateText(value);
    EXPECT_EQ(ParseShare(ShareText(value)), value) << ShareText(value);
    EXPECT_EQ(ParseNumber(NumberText(value)), value) << NumberText(value);
  }
}

}  // namespace
}  // namespace tfsck
