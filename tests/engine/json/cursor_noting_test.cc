// Cursor::SkipObjectNoting: texts of named members, taken while an object is skipped.
#include <gtest/gtest.h>

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/buffer.h"
#include "engine/json/cursor.h"

namespace tfsck::json {
namespace {

struct Case {
  std::string_view document;
  std::optional<std::string_view> id;
  std::optional<std::string_view> arn;
};

TEST(CursorNoting, GivesTheLastStringOfEachNameAtTheTopLevel) {
  constexpr Case kCases[] = {
      {R"({})", std::nullopt, std::nullopt},
      {R"({"id":"a","arn":"b"})", "a", "b"},
      {"{\n  \"arn\" : \"b\",\n  \"id\":\t\"a\"\n}", "a", "b"},
      {R"({"id":"","x":1})", "", std::nullopt},
      {R"({"id":"a","id":"c"})", "c", std::nullopt},
      {R"({"id":"a","id":null})", "a", std::nullopt},
      {R"({"id":7,"arn":["b"]})", std::nullopt, std::nullopt},
      {R"({"x":{"id":"a"},"y":[{"arn":"b"}]})", std::nullopt, std::nullopt},
      {R"({"id":"q\"\\\"\\","arn":"\\"})", R"(q\"\\\"\\)", R"(\\)"},
      {R"({"\u0069d":"a","ID":"b"})", std::nullopt, std::nullopt},
      {R"(["id","a"])", std::nullopt, std::nullopt},
      {R"(null)", std::nullopt, std::nullopt},
  };
  constexpr std::array<std::string_view, 2> kNames = {"id", "arn"};
  for (const Case& c : kCases) {
    const Buffer buffer = Buffer::Copy(c.document);
    Cursor cursor(buffer.bytes);
    std::array<std::string_view, 2> texts;
    EXPECT_EQ(cursor.SkipObjectNoting(kNames, texts), c.document);
    EXPECT_TRUE(cursor.Finish()) << c.document;
    EXPECT_EQ(texts[0].data() != nullptr, c.id.has_value()) << c.document;
    EXPECT_EQ(texts[0], c.id.value_or("")) << c.document;
    EXPECT_EQ(texts[1].data() != nullptr, c.arn.has_value()) << c.document;
    EXPECT_EQ(texts[1], c.arn.value_or("")) << c.document;
  }
}

TEST(CursorNoting, FindsRepeatedKeysAsAnySkipDoes) {
  const Buffer buffer = Buffer::Copy(R"({"b":1,"a":2,"b":{"c":1,"c":2}})");
  Cursor cursor(buffer.bytes);
  cursor.SkipObjectNoting({}, {});
  ASSERT_EQ(cursor.anomalies().size(), 2u);
  EXPECT_EQ(cursor.anomalies()[0].offset, 24u);
  EXPECT_EQ(cursor.anomalies()[1].offset, 13u);
}

TEST(CursorNoting, GivesNothingOfABrokenObject) {
  constexpr std::array<std::string_view, 1> kNames = {"id"};
  const Buffer buffer = Buffer::Copy(R"({"id":"a","b":})");
  Cursor cursor(buffer.bytes);
  std::array<std::string_view, 1> texts;
  EXPECT_EQ(cursor.SkipObjectNoting(kNames, texts), "");
  EXPECT_TRUE(cursor.failed());
  EXPECT_EQ(texts[0].data(), nullptr);
}

}  // namespace
}  // namespace tfsck::json
