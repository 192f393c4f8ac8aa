// terraform_version and `private` against the real Terraform's recorded verdicts.
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "engine/base/base64.h"
#include "engine/index_key.h"
#include "engine/tool_version.h"

namespace tfsck {
namespace {

// Rows of a recorded table: the first column is a JSON string.
std::vector<std::vector<std::string>> Table(const std::string& name) {
  std::ifstream file(std::string(TFSCK_SOURCE_DIR) + "/corpus/scalars/" + name);
  std::vector<std::vector<std::string>> rows;
  for (std::string line; std::getline(file, line);) {
    std::vector<std::string> row(1);
    for (const char c : line) {
      if (c == '\t') {
        row.emplace_back();
      } else {
        row.back() += c;
      }
    }
    row[0] = nlohmann::json::parse(row[0]);
    rows.push_back(row);
  }
  return rows;
}

TEST(ToolVersion, IsReadExactlyWhereTerraformReadsIt) {
  const auto rows = Table("version.tsv");
  ASSERT_GT(rows.size(), 40u);
  for (const auto& row : rows) {
    if (row[0].empty()) continue;  // Terraform does not parse an empty one
    EXPECT_EQ(ParseToolVersion(row[0]).has_value(), row[1] == "ok") << row[0];
  }
}

TEST(ToolVersion, ComparesByMajorAndMinor) {
  const auto version = ParseToolVersion("v1.11.4-rc2+x");
  ASSERT_TRUE(version);
  EXPECT_EQ(version->prerelease, "rc2");
  EXPECT_TRUE(version->AtLeast(1, 11));
  EXPECT_FALSE(version->AtLeast(1, 12));
  EXPECT_TRUE(version->AtLeast(0, 99));
  EXPECT_TRUE(ParseToolVersion("2")->AtLeast(1, 99));
}

TEST(Base64, IsReadExactlyAsTerraformReadsPrivate) {
  const auto rows = Table("private.tsv");
  ASSERT_GT(rows.size(), 35u);
  for (const auto& row : rows) {
    size_t bad_byte = 0;
    const auto bytes = DecodeBase64(row[0], &bad_byte);
    if (row[1] == "ok") {
      ASSERT_TRUE(bytes) << row[0];
      EXPECT_EQ(EncodeBase64(*bytes), row[2]);
      EXPECT_EQ(IsCanonicalBase64(row[0]), row[0] == row[2]) << row[0];
      EXPECT_EQ(Base64DecodedSize(row[0]), bytes->size()) << row[0];
    } else {
      EXPECT_FALSE(bytes) << row[0];
      EXPECT_FALSE(IsCanonicalBase64(row[0])) << row[0];
      EXPECT_EQ("illegal base64 data at input byte " + std::to_string(bad_byte), row[2]) << row[0];
    }
  }
}

TEST(IndexKey, IsTruncatedAsGoTruncatesADouble) {
  const auto value = [](std::string_view text) { return ReadIndexNumber(text).value; };
  const auto lossy = [](std::string_view text) { return ReadIndexNumber(text).lossy; };
  EXPECT_EQ(value("-2.9"), -2);
  EXPECT_EQ(value("1e0"), 1);
  EXPECT_EQ(value("9007199254740993"), 9007199254740992);
  EXPECT_EQ(value("1e300"), INT64_MIN);
  EXPECT_TRUE(lossy("-2.9"));
  EXPECT_TRUE(lossy("9007199254740993"));
  EXPECT_TRUE(lossy("1e300"));
  EXPECT_FALSE(lossy("1.0"));
  EXPECT_FALSE(lossy("9007199254740992"));
  EXPECT_FALSE(ReadIndexNumber("1e400").fits);
  EXPECT_TRUE(ReadIndexNumber("1e-400").fits);
}

}  // namespace
}  // namespace tfsck
