#include "report/quantity_text.h"

#include <gtest/gtest.h>

#include <limits>
#include <string>

namespace tfsck {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

Estimate About(double mean, double half_width) {
  Estimate made;
  made.mean = mean;
  made.half_width = half_width;
  made.count = 30;
  return made;
}

TEST(SpanText, HasTwoUnitsAtMost) {
  const struct {
    double seconds;
    const char* text;
  } kRows[] = {
      {0, "0 s"},
      {0.0004, "0 s"},
      {0.08, "80 ms"},
      {0.9994, "999 ms"},
      {0.9996, "1.0 s"},
      {9.94, "9.9 s"},
      {9.96, "10 s"},
      {59.4, "59 s"},
      {59.6, "1 min"},
      {161, "2 min 41 s"},
      {3599.4, "59 min 59 s"},
      {3599.6, "1 h"},
      {12'000, "3 h 20 min"},
      {86'380, "1 d"},
      {446'400, "5 d 4 h"},
      {-161, "-2 min 41 s"},
      {kNaN, "-"},
      {kInfinity, "for ever"},
  };
  for (const auto& row : kRows) EXPECT_EQ(SpanText(row.seconds), row.text) << row.seconds;
}

TEST(ShareInWords, HasTwoDigits) {
  const struct {
    double share;
    const char* text;
  } kRows[] = {
      {0, "0 %"},         {0.00009, "<0.01 %"}, {0.0031, "0.31 %"}, {0.031, "3.1 %"},
      {0.42, "42 %"},     {0.00996, "1.0 %"},   {0.0996, "10 %"},   {1, "100 %"},
      {-0.031, "-3.1 %"}, {kNaN, "-"},
  };
  for (const auto& row : kRows) EXPECT_EQ(ShareInWords(row.share), row.text) << row.share;
}

TEST(CountText, HasThreeDigits) {
  const struct {
    double count;
    const char* text;
  } kRows[] = {
      {0, "0"},          {0.033, "0.033"}, {0.31, "0.31"},           {5.678, "5.68"},
      {27.34, "27.3"},   {99.96, "100"},   {2710.4, "2710"},         {999'999, "999999"},
      {-27.34, "-27.3"}, {kNaN, "-"},      {12'345'678, "1.23e+07"},
  };
  for (const auto& row : kRows) EXPECT_EQ(CountText(row.count), row.text) << row.count;
}

TEST(QuantityText, GoesByTheUnit) {
  EXPECT_EQ(QuantityText(MetricUnit::kTime, 161), "2 min 41 s");
  EXPECT_EQ(QuantityText(MetricUnit::kShare, 0.42), "42 %");
  EXPECT_EQ(QuantityText(MetricUnit::kCount, 0.5), "0.50");
  EXPECT_EQ(QuantityText(MetricUnit::kPerSecond, 0.001), "3.60 per hour");
  EXPECT_EQ(QuantityText(MetricUnit::kPerWeek, 2), "2.00 per week");
  EXPECT_EQ(QuantityText(MetricUnit::kHoursPerWeek, 5.68), "5.68 h per week");
  EXPECT_EQ(QuantityText(MetricUnit::kSquaredTime, 150'000), "150000 s²");
}

TEST(EstimateText, TellsAnIntervalToThePlaceOfItsMiddle) {
  const struct {
    MetricUnit unit;
    double mean;
    double half_width;
    const char* text;
  } kRows[] = {
      {MetricUnit::kTime, 0.08, 0.0123, "80 ms ± 12 ms"},
      {MetricUnit::kTime, 0.08, 0.0001, "80 ms"},
      {MetricUnit::kTime, 0.4, 5.1, "0.4 s ± 5.1 s"},
      {MetricUnit::kTime, 4.12, 3.06, "4.1 s ± 3.1 s"},
      {MetricUnit::kTime, 4.12, 0.01, "4.1 s"},
      {MetricUnit::kTime, 14.31, 0.426, "14.3 s ± 0.4 s"},
      {MetricUnit::kTime, 36.2, 4.2, "36 s ± 4 s"},
      {MetricUnit::kTime, 135.2, 5.6, "2 min 15 s ± 6 s"},
      {MetricUnit::kTime, 135.2, 0.3, "2 min 15 s"},
      {MetricUnit::kTime, 2331, 144, "38 min 51 s ± 2 min 24 s"},
      {MetricUnit::kTime, 0, 0, "0 s"},
      {MetricUnit::kShare, 0.077, 0.0029, "7.7 ± 0.3 %"},
      {MetricUnit::kShare, 0.06, 0.0007, "6.0 ± 0.1 %"},
      {MetricUnit::kShare, 0.5, 0.0007, "50.0 ± 0.1 %"},
      {MetricUnit::kShare, 0.5, 0.00001, "50 %"},
      {MetricUnit::kShare, 0.0005, 0.0002, "0.05 ± 0.02 %"},
      {MetricUnit::kHoursPerWeek, 5.678, 0.2, "5.68 ± 0.20 h per week"},
      {MetricUnit::kPerSecond, 0.0008267, 0.0000081, "2.976 ± 0.029 per hour"},
      {MetricUnit::kCount, 0.3147, 0.0037, "0.3147 ± 0.0037"},
      {MetricUnit::kCount, 1234, 56, "1234 ± 56"},
      {MetricUnit::kCount, 2e6, 3e5, "2e+06 ± 300000"},
      {MetricUnit::kCount, 12, 0, "12.0"},
  };
  for (const auto& row : kRows) {
    EXPECT_EQ(EstimateText(row.unit, About(row.mean, row.half_width)), row.text);
  }
}

TEST(EstimateText, SaysNothingOfWhatThereWasNot) {
  EXPECT_EQ(EstimateText(MetricUnit::kTime, Estimate()), "-");
  EXPECT_EQ(EstimateText(MetricUnit::kTime, About(14.31, kInfinity)), "14 s");
}

TEST(DifferenceText, HasASign) {
  EXPECT_EQ(DifferenceText(MetricUnit::kTime, About(14.31, 0.426)), "+14.3 s ± 0.4 s");
  EXPECT_EQ(DifferenceText(MetricUnit::kTime, About(-14.31, 0.426)), "-14.3 s ± 0.4 s");
  EXPECT_EQ(DifferenceText(MetricUnit::kTime, About(-129, 6)), "-2 min 9 s ± 6 s");
  EXPECT_EQ(DifferenceText(MetricUnit::kTime, About(0, 0)), "0 s");
}

TEST(HourOfWeekText, CountsFromMonday) {
  EXPECT_EQ(HourOfWeekText(0), "Monday 00:00");
  EXPECT_EQ(HourOfWeekText(9 * kHour + 5 * kMinute), "Monday 09:05");
  EXPECT_EQ(HourOfWeekText(6 * kDay + 23 * kHour), "Sunday 23:00");
  EXPECT_EQ(HourOfWeekText(kWeek + kDay), "Tuesday 00:00");
}

}  // namespace
}  // namespace tfsck
