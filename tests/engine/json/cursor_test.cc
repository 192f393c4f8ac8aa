#include "engine/json/cursor.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "tests/engine/json/json_support.h"

namespace tfsck::json {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// kind@offset of every anomaly.
std::vector<std::string> Anomalies(std::string_view text) {
  const Skipped skipped = Skip(text);
  EXPECT_TRUE(skipped.accepted) << text;
  std::vector<std::string> words;
  for (const TextAnomaly& anomaly : skipped.anomalies) {
    constexpr std::string_view kNames[] = {"repeated", "utf8", "surrogate"};
    words.push_back(
        fmt::format("{}@{}", kNames[static_cast<size_t>(anomaly.kind)], anomaly.offset));
  }
  return words;
}

TEST(Cursor, WalksADocumentMemberByMember) {
  const PaddedText text(R"( {"a" : [1, "x"], "b":{}, "c":null} )");
  Cursor cursor(text.view(), 100);
  RawString key;
  EXPECT_EQ(cursor.Peek(), Kind::kObject);
  EXPECT_EQ(cursor.offset(), 101u);
  cursor.EnterObject();
  ASSERT_TRUE(cursor.NextKey(&key));
  EXPECT_EQ(key.text, "a");
  EXPECT_EQ(cursor.key_offset(), 102u);
  cursor.EnterArray();
  ASSERT_TRUE(cursor.NextElement());
  EXPECT_EQ(cursor.TakeNumber(), "1");
  ASSERT_TRUE(cursor.NextElement());
  EXPECT_EQ(cursor.offset(), 112u);
  EXPECT_EQ(cursor.TakeString().text, "x");
  EXPECT_FALSE(cursor.NextElement());
  ASSERT_TRUE(cursor.NextKey(&key));
  EXPECT_EQ(cursor.SkipValue(), "{}");
  ASSERT_TRUE(cursor.NextKey(&key));
  EXPECT_EQ(cursor.Peek(), Kind::kNull);
  cursor.TakeLiteral();
  EXPECT_FALSE(cursor.NextKey(&key));
  EXPECT_EQ(cursor.Peek(), Kind::kEnd);
  EXPECT_TRUE(cursor.Finish());
}

TEST(Cursor, SkipValueGivesTheValuesText) {
  for (const std::string_view value :
       {"{}", "[]", "[ ]", "{\n}", "17", "-1.5e3", "true", "\"a\\\"b\"",
        R"({"a":{"b":[1,{"c":[]}]}})", "[\n  1,\n  \"x\"\n]", "[[[[]]],{},\"\"]"}) {
    EXPECT_EQ(Skip(value).value, value);
    EXPECT_EQ(Skip(fmt::format(" \n{}\t ", value)).value, value);
    const PaddedText text(fmt::format(R"({{"k": {} , "l":[{},{}]}})", value, value, value));
    Cursor cursor(text.view());
    RawString key;
    cursor.EnterObject();
    ASSERT_TRUE(cursor.NextKey(&key));
    EXPECT_EQ(cursor.SkipValue(), value);
    ASSERT_TRUE(cursor.NextKey(&key));
    cursor.EnterArray();
    ASSERT_TRUE(cursor.NextElement());
    EXPECT_EQ(cursor.SkipValue(), value);
    ASSERT_TRUE(cursor.NextElement());
    EXPECT_EQ(cursor.SkipValue(), value);
    EXPECT_FALSE(cursor.NextElement());
    EXPECT_FALSE(cursor.NextKey(&key));
    EXPECT_TRUE(cursor.Finish());
  }
}

TEST(Cursor, SkipValueGivesTheTextOfValuesThatCrossWindows) {
  for (const size_t lead : {130'900u, 131'000u, 131'060u, 131'072u}) {
    const std::string value(kEverything.substr(0, kEverything.size() - 1));
    std::string elements;
    while (elements.size() < lead) elements += "1,\n";
    const PaddedText text("[" + elements + value + "," + value + "]");
    Cursor cursor(text.view());
    cursor.EnterArray();
    for (size_t i = 0; i < elements.size() / 3; ++i) {
      ASSERT_TRUE(cursor.NextElement());
      ASSERT_EQ(cursor.SkipValue(), "1");
    }
    ASSERT_TRUE(cursor.NextElement());
    EXPECT_EQ(cursor.SkipValue(), value);
    ASSERT_TRUE(cursor.NextElement());
    EXPECT_EQ(cursor.offset(), 1 + elements.size() + value.size() + 1);
    EXPECT_EQ(cursor.SkipValue(), value);
    EXPECT_FALSE(cursor.NextElement());
    EXPECT_TRUE(cursor.Finish());
  }
}

TEST(Cursor, SkipObjectShowsEveryTopLevelKey) {
  const PaddedText text(R"({"id":"x","tags":{"a":1,"a":2},"id":null})");
  Cursor cursor(text.view());
  std::vector<std::string> seen;
  const std::string_view span = cursor.SkipObject([&](const RawString& key) {
    seen.push_back(std::string(key.text));
    if (cursor.Peek() != Kind::kString) return false;
    seen.push_back("=" + std::string(cursor.TakeString().text));
    return true;
  });
  EXPECT_EQ(span, text.view());
  EXPECT_TRUE(cursor.Finish());
  EXPECT_THAT(seen, ElementsAre("id", "=x", "tags", "id"));
  ASSERT_EQ(cursor.anomalies().size(), 2u);
  EXPECT_EQ(cursor.anomalies()[0].offset, 24u);
  EXPECT_EQ(cursor.anomalies()[1].offset, 31u);
}

TEST(Cursor, ReportsExactlyTheRepeatedKeys) {
  EXPECT_THAT(Anomalies(R"({"a":1,"b":2,"c":3})"), IsEmpty());
  EXPECT_THAT(Anomalies(R"({"a":1,"a":2})"), ElementsAre("repeated@7"));
  EXPECT_THAT(Anomalies(R"({"a":1,"b":0,"a":2})"), ElementsAre("repeated@13"));
  EXPECT_THAT(Anomalies(R"({"b":1,"a":0,"b":2,"b":3})"), ElementsAre("repeated@13", "repeated@19"));
  EXPECT_THAT(Anomalies(R"({"":1,"":2})"), ElementsAre("repeated@6"));
  EXPECT_THAT(Anomalies(R"({"Name":1,"name":2})"), IsEmpty());
  EXPECT_THAT(Anomalies(R"({"a":{"a":{"a":[{"a":1}]}}})"), IsEmpty());
  EXPECT_THAT(Anomalies(R"([{"a":1},{"a":1}])"), IsEmpty());
  EXPECT_THAT(Anomalies(R"({"x":[{"y":{"a":[],"b":1,"a":2}}]})"), ElementsAre("repeated@25"));
  EXPECT_THAT(Anomalies(R"({"a":{"b":1},"c":{"b":1},"c":0})"), ElementsAre("repeated@25"));
}

TEST(Cursor, ComparesKeysAfterUnescaping) {
  EXPECT_THAT(Anomalies(R"({"a":1,"\u0061":2})"), ElementsAre("repeated@7"));
  EXPECT_THAT(Anomalies(R"({"\/":1,"/":2})"), ElementsAre("repeated@8"));
  EXPECT_THAT(Anomalies(R"({"\u0061":1,"a":2,"b":1,"\u0062":2})"),
              ElementsAre("repeated@12", "repeated@24"));
  EXPECT_THAT(Anomalies(R"({"a\"":1,"a":2})"), IsEmpty());
  EXPECT_THAT(Anomalies("{\"\xC3\xA9\":1,\"\\u00e9\":2}"), ElementsAre("repeated@8"));
}

// Keys that share long beginnings, or of which one begins the other.
TEST(Cursor, TellsSimilarKeysApart) {
  std::string text = "{";
  for (const std::string_view stem : {"", "1234567", "12345678", "123456789", "123456789012345",
                                      "1234567890123456", "12345678901234567"}) {
    for (const std::string_view tail : {"", " ", "!", "a", "aa", "b"}) {
      text += fmt::format("\"{}{}\":0,", stem, tail);
    }
  }
  EXPECT_THAT(Anomalies(text + R"("z":1,"zz":2})"), IsEmpty());
  for (size_t size = 0; size < 40; ++size) {
    const std::string key(size, 'k');
    const size_t second = key.size() + 6;
    EXPECT_THAT(Anomalies(fmt::format(R"({{"{}":1,"{}":2}})", key, key)),
                ElementsAre(fmt::format("repeated@{}", second - 0)));
    EXPECT_THAT(Anomalies(fmt::format(R"({{"{}":1,"{}k":2}})", key, key)), IsEmpty());
    EXPECT_THAT(Anomalies(fmt::format(R"({{"{}k":1,"{}":2}})", key, key)), IsEmpty());
  }
}

TEST(Cursor, FindsRepeatedKeysAmongMany) {
  for (const size_t count : {47u, 48u, 49u, 50u, 1'000u, 20'000u}) {
    std::string text = "{";
    for (size_t i = 0; i < count; ++i) text += fmt::format("\"k{}\":{},", i * 7919 % count, i);
    const size_t first = text.size();
    text += "\"k5\":0,";
    const size_t second = text.size();
    text += "\"\\u006b9\":0,\"z\":[{\"k5\":1}]}";
    EXPECT_THAT(Anomalies(text),
                ElementsAre(fmt::format("repeated@{}", first), fmt::format("repeated@{}", second)))
        << count;
  }
}

TEST(Cursor, KeepsAMillionAnomalies) {
  std::string text = "{\"a\":0";
  for (size_t i = 0; i < Cursor::kMaxAnomalies + 10; ++i) text += ",\"a\":0";
  const PaddedText padded(text + "}");
  Cursor cursor(padded.view());
  cursor.SkipValue();
  EXPECT_TRUE(cursor.Finish());
  EXPECT_EQ(cursor.anomalies().size(), Cursor::kMaxAnomalies);
}

TEST(Cursor, ReportsIllFormedUtf8WhereItBegins) {
  EXPECT_THAT(Anomalies("[\"ab\xFF\"]"), ElementsAre("utf8@4"));
  EXPECT_THAT(Anomalies("[\"caf\xC3\xA9\",\"\xC3\"]"), ElementsAre("utf8@10"));
  EXPECT_THAT(Anomalies("{\"k\xED\xA0\x80\":1,\"l\":\"\xF4\x90\x80\x80\"}"),
              ElementsAre("utf8@3", "utf8@15"));
  EXPECT_THAT(Anomalies("[\"\xF0\x9F\x98\x80\"]"), IsEmpty());
  EXPECT_THAT(Anomalies("[\"\xC0\x80\"]"), ElementsAre("utf8@2"));
}

TEST(Cursor, ReportsLoneSurrogatesAtTheirBackslash) {
  EXPECT_THAT(Anomalies(R"(["a\ud800"])"), ElementsAre("surrogate@3"));
  EXPECT_THAT(Anomalies(R"(["\ud83d\ude00"])"), IsEmpty());
  EXPECT_THAT(Anomalies(R"(["\ude00\ud83d"])"), ElementsAre("surrogate@2"));
  EXPECT_THAT(Anomalies(R"(["\\ud800"])"), IsEmpty());
  EXPECT_THAT(Anomalies(R"(["\\\ud800"])"), ElementsAre("surrogate@4"));
  EXPECT_THAT(Anomalies(R"({"\udfff":"\ud800\u0041","b":1})"),
              ElementsAre("surrogate@2", "surrogate@11"));
}

// Backslashes are looked for in blocks of 64 bytes; pairs of them may straddle two.
TEST(Cursor, ChecksEscapesAtEveryDistance) {
  for (size_t lead = 0; lead < 140; ++lead) {
    const std::string text(lead, 'x');
    for (const std::string_view good : {"\\\\", "\\\"", "\\u0041", "\\\\\\\\", "\\\\\\\"", "\\n"}) {
      EXPECT_TRUE(Skip(fmt::format(R"(["{0}{1}{0}{1}","\t"])", text, good)).accepted);
      EXPECT_TRUE(Skip(fmt::format(R"(["\t{0}{1}","{0}"])", text, good)).accepted);
    }
    for (const std::string_view bad : {"\\x", "\\u004", "\\u00G1", "\\\\\\x", "\\ "}) {
      EXPECT_FALSE(Skip(fmt::format(R"(["\t{0}{1}"])", text, bad)).accepted) << bad << lead;
      EXPECT_FALSE(Skip(fmt::format(R"(["{0}{1}{0}\n"])", text, bad)).accepted) << bad << lead;
    }
  }
}

TEST(Cursor, StopsForGoodAfterAnError) {
  const PaddedText text(R"({"a":1,"b":tru,"c":[1]})");
  Cursor cursor(text.view());
  RawString key;
  cursor.EnterObject();
  ASSERT_TRUE(cursor.NextKey(&key));
  EXPECT_EQ(cursor.SkipValue(), "1");
  ASSERT_TRUE(cursor.NextKey(&key));
  EXPECT_EQ(cursor.SkipValue(), "");
  EXPECT_TRUE(cursor.failed());
  EXPECT_FALSE(cursor.NextKey(&key));
  EXPECT_FALSE(cursor.NextElement());
  EXPECT_EQ(cursor.TakeNumber(), "");
  EXPECT_EQ(cursor.SkipValue(), "");
  EXPECT_FALSE(cursor.Finish());
  EXPECT_EQ(cursor.error().offset, 14u);
  EXPECT_EQ(cursor.error().message, "invalid character ',' in literal true (expecting 'e')");
}

}  // namespace
}  // namespace tfsck::json
