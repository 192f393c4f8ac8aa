#include "engine/cty_value.h"

#include "engine/base/arena.h"
#include "tests/support/recorded_table.h"

namespace tfsck {
namespace {

struct Judged {
  std::string verdict;
  std::string text;  // written value, or the reason
  std::string type;  // as written
};

Judged Judge(const std::string& type_json, const std::string& value_json) {
  constexpr const char* kNames[] = {"conforms", "converted", "refused", "panics"};
  Arena arena;
  const auto type = ParseCtyType(arena.Copy(type_json));
  if (!type) return {"bad type", type.error(), ""};
  const std::string_view value = arena.Copy(value_json);
  const CtyVerdict verdict = CheckCtyValue(value, *type);
  Judged out{kNames[static_cast<size_t>(verdict.kind)], verdict.message, ""};
  if (verdict.kind <= CtyVerdict::Kind::kConverted) {
    EXPECT_TRUE(AppendCtyValue(value, *type, &out.text, &out.type));
  }
  return out;
}

TEST(CtyValue, ReadsAndWritesAsTerraformDid) {
  const auto rows = ReadRecordedTable("cty_values.tsv", 5);
  ASSERT_GT(rows.size(), 600u);
  for (const auto& row : rows) {
    const Judged judged = Judge(row[0], row[1]);
    EXPECT_EQ(judged.verdict, row[2]) << row[0] << " " << row[1];
    EXPECT_EQ(judged.text, row[3]) << row[0] << " " << row[1];
    EXPECT_EQ(judged.type, row[4]) << row[0] << " " << row[1];
  }
}

TEST(CtyValue, AbsentTypeOrValueIsEof) {
  EXPECT_EQ(Judge("", "1").text, "EOF");
  EXPECT_EQ(Judge("", "1").verdict, "bad type");
  EXPECT_EQ(Judge("\"string\"", "").text, "EOF");
  EXPECT_EQ(Judge("\"string\"", "").verdict, "refused");
}

TEST(CtyValue, InfinityReadsButCannotBeWritten) {
  Arena arena;
  const auto number = ParseCtyType(arena.Copy("\"number\""));
  for (const char* text : {"\"Inf\"", "\"-inf\"", "1e999999999"}) {
    const std::string_view value = arena.Copy(text);
    EXPECT_LE(CheckCtyValue(value, *number).kind, CtyVerdict::Kind::kConverted) << text;
    std::string out = "kept";
    EXPECT_FALSE(AppendCtyValue(value, *number, &out)) << text;
    EXPECT_EQ(out, "kept") << text;
  }
}

TEST(CtyValue, NumberTextThatWouldExplodeIsNotWritten) {
  Arena arena;
  const auto list = ParseCtyType(arena.Copy("[\"list\",\"number\"]"));
  std::string out;
  EXPECT_FALSE(AppendCtyValue(arena.Copy("[1e400000000]"), *list, &out));
  std::string many = "[1e99999";
  for (int i = 0; i < 2000; ++i) many += ",1e99999";
  EXPECT_FALSE(AppendCtyValue(arena.Copy(many + "]"), *list, &out));
  EXPECT_EQ(out, "");
}

TEST(CtyValue, DeepestNestingThatGoReadsIsRead) {
  constexpr int kDepth = 9'990;
  std::string value;
  std::string type;
  for (int i = 0; i < kDepth / 2; ++i) type += "[\"list\",";
  type += "\"string\"" + std::string(kDepth / 2, ']');
  value = std::string(kDepth / 2, '[') + "\"x\"" + std::string(kDepth / 2, ']');
  EXPECT_EQ(Judge(type, value).text, value);
  EXPECT_EQ(Judge(type, value).type, type);
  std::string wrapped = "null";
  for (int i = 0; i < kDepth; ++i) wrapped = "{\"value\":" + wrapped + ",\"type\":\"dynamic\"}";
  EXPECT_EQ(Judge("\"dynamic\"", wrapped).text, "null");
  std::string sets;
  for (int i = 0; i < 1'000; ++i) sets += "[\"set\",";
  EXPECT_EQ(Judge(sets + "\"string\"" + std::string(1'000, ']'),
                  std::string(1'000, '[') + "\"b\",\"a\"" + std::string(1'000, ']'))
                .text,
            std::string(1'000, '[') + "\"a\",\"b\"" + std::string(1'000, ']'));
}

TEST(CtyValue, ObjectsWithoutTheirManyAttributesStaySmall) {
  std::string type = "[\"list\",[\"object\",{";
  for (int i = 0; i < 20'000; ++i) type += "\"a" + std::to_string(i) + "\":\"string\",";
  type.back() = '}';
  std::string value = "[{}";
  for (int i = 0; i < 20'000; ++i) value += ",{}";
  Arena arena;
  const auto parsed = ParseCtyType(arena.Copy(type + "]]"));
  ASSERT_TRUE(parsed);
  const std::string_view json = arena.Copy(value + "]");
  EXPECT_EQ(CheckCtyValue(json, *parsed).kind, CtyVerdict::Kind::kConverted);
  std::string out;
  EXPECT_FALSE(AppendCtyValue(json, *parsed, &out));
}

TEST(CtyValue, CanonicalDynamicValueKeepsItsWrapper) {
  Arena arena;
  EXPECT_EQ(CanonicalDynamicValue(arena.Copy("{ \"type\": \"number\", \"value\": \"5\" }")),
            "{\"value\":5,\"type\":\"number\"}");
  EXPECT_EQ(CanonicalDynamicValue(arena.Copy("null")), "null");
  EXPECT_EQ(CanonicalDynamicValue("").error().message, "EOF");
}

}  // namespace
}  // namespace tfsck
