#include "engine/storage/timestamp.h"

#include <gtest/gtest.h>

#include <string>

namespace tfsck {
namespace {

constexpr int64_t kNone = -1;
constexpr int64_t kMoment = 1795286439;  // 2026-11-21T18:40:39Z

TEST(ParseRfc3339Test, ReadsWhatServicesPrint) {
  const struct {
    std::string text;
    int64_t micros;
  } kRows[] = {
      {"2026-11-21T18:40:39Z", kMoment * 1000000},
      {"2026-11-21T18:40:39+00:00", kMoment * 1000000},
      {"2026-11-21T19:40:39.5+01:00", kMoment * 1000000 + 500000},
      {"2026-11-21T13:40:39-05:00", kMoment * 1000000},
      {"2026-11-21T18:40:39.049Z", kMoment * 1000000 + 49000},
      {"2026-11-21T18:40:39.1234567Z", kMoment * 1000000 + 123456},
      {"1970-01-01T00:00:00Z", 0},
      {"2000-02-29T00:00:00Z", 951782400000000},
      {"1969-12-31T23:59:59.000001Z", -999999},
      {"", kNone},
      {"2026-11-21", kNone},
      {"2026-11-21T18:40:39", kNone},
      {"2026-11-21T18:40:39Zx", kNone},
      {"2026-11-21T18:40:39.Z", kNone},
      {"2026-02-29T00:00:00Z", kNone},
      {"2026-13-01T00:00:00Z", kNone},
      {"2026-11-21T24:00:00Z", kNone},
      {"2026-11-21T18:60:00Z", kNone},
      {"2026-11-21T18:40:60Z", kNone},
      {"0000-01-01T00:00:00Z", kNone},
  };
  for (const auto& row : kRows) {
    EXPECT_EQ(ParseRfc3339(row.text).value_or(kNone), row.micros) << row.text;
  }
}

TEST(ParseHttpDateTest, ReadsWhatAzurePrints) {
  EXPECT_EQ(ParseHttpDate("Sat, 21 Nov 2026 18:40:39 GMT"), kMoment * 1000000);
  for (const auto* text : {"", "Sat, 21 Now 2026 18:40:39 GMT", "Sat, 31 Nov 2026 18:40:39 GMT",
                           "Sat, 21 Nov 2026 18:40:39 CET", "Sat, 21 ovD 2026 18:40:39 GMT"}) {
    EXPECT_EQ(ParseHttpDate(text), std::nullopt) << text;
  }
}

TEST(TimeInNameTest, OnlyWholeTimesCount) {
  const struct {
    std::string name;
    int64_t micros;
  } kRows[] = {
      {"terraform.tfstate.1795286439.backup", kMoment * 1000000},
      {"terraform.tfstate.179528643.backup", kNone},
      {"terraform.tfstate.17952864390.backup", kNone},
      {"terraform.tfstate.0795286439.backup", kNone},
      {"1795286439.tfstate", kNone},
      {"2026-11-21T18-40-39Z.tfstate", kMoment * 1000000},
      {"prod-20261121T184039Z.tfstate.gz", kMoment * 1000000},
      {"2026-11-21_18-40-39.tfstate", kMoment * 1000000},
      {"2026-11-21 18.40.39.tfstate", kMoment * 1000000},
      {"2026-11-21-184039.tfstate", kMoment * 1000000},
      {"state_20261121-184039.json", kMoment * 1000000},
      {"2026-11-21T18:40:39.25+0000.tfstate", kMoment * 1000000 + 250000},
      {"2026-11-21T20:10:39+01:30", kMoment * 1000000},
      {"v9999-99-99T99-99-99_2026-11-21T18-40-39", kMoment * 1000000},
      {"2026-11-21.tfstate", kNone},
      {"2026-02-30T18-40-39.tfstate", kNone},
      {"2026-11-21T24-00-00.tfstate", kNone},
      {"2026-11-21T18-40_39.tfstate", kNone},
      {"1999-11-21T18-40-39.tfstate", kNone},
      {"2200-11-21T18-40-39.tfstate", kNone},
      {"120261121T184039.tfstate", kNone},
      {"20261121T1840390.tfstate", kNone},
      {"20261121T184039.1234567890", kNone},
      {"", kNone},
  };
  for (const auto& row : kRows) {
    EXPECT_EQ(TimeInName(row.name).value_or(kNone), row.micros) << row.name;
  }
}

}  // namespace
}  // namespace tfsck
