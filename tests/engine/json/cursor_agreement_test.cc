// The quick cursor and the slow scanner agree on every document: that is what makes it safe to
// trust the cursor alone.
#include <gtest/gtest.h>

#include <array>
#include <fstream>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <string_view>

#include "tests/engine/json/json_support.h"

namespace tfsck::json {
namespace {

// More than one window of 128 KB of `unit`s between `head` and `tail`.
std::string Repeat(std::string_view head, std::string_view unit, std::string_view tail,
                   size_t size = 400'000) {
  std::string text(head);
  while (text.size() < size) text += unit;
  text += tail;
  return text;
}

void ExpectAgreementOnTruncations(std::string_view text) {
  for (size_t size = 0; size <= text.size(); ++size) {
    ExpectSameVerdict(text.substr(0, size), "cut at " + std::to_string(size));
  }
}

void ExpectAgreementOnOverwrites(std::string text, size_t step = 1, size_t first = 0) {
  for (size_t at = first; at < text.size(); at += step) {
    const char original = text[at];
    for (const char byte : {'"', '\\', '{', '}', '[', ',', '\0', '\xFF'}) {
      text[at] = byte;
      ExpectSameVerdict(text, "byte " + std::to_string(at));
      if (testing::Test::HasFatalFailure()) return;
    }
    text[at] = original;
  }
}

TEST(CursorAgreement, TruncationAtEveryByte) {
  ExpectAgreementOnTruncations(kEverything);
  ExpectAgreementOnTruncations(Compacted(kEverything));
}

TEST(CursorAgreement, EightBytesAtEveryOffset) {
  ExpectAgreementOnOverwrites(std::string(kEverything));
  ExpectAgreementOnOverwrites(Compacted(kEverything));
}

TEST(CursorAgreement, ByteRemovedAtEveryOffset) {
  for (size_t at = 0; at < kEverything.size(); ++at) {
    std::string text(kEverything);
    text.erase(at, 1);
    ExpectSameVerdict(text, "without byte " + std::to_string(at));
  }
}

TEST(CursorAgreement, RandomTokenSoup) {
  constexpr std::array<std::string_view, 40> kTokens = {
      "{",     "}",        "[",      "]",         ":",        ",",       "\"a\"", "\"b\"",
      "\"\"",  "1",        "0",      "-1",        "1.5",      "true",    "false", "null",
      " ",     "\n",       "\"a\":", "\"b\": 1",  "{}",       "[]",      "01",    "tru",
      "nullx", "1e",       "-",      "\"\\u0\"",  "\"\\\"\"", "\"\\x\"", "\"x,",  "\xFF",
      "\t",    "\"\x01\"", "\r\n",   "truefalse", "\"a\"1",   "1\"a\"",  "\\",    "/"};
  std::mt19937 random(20240817);
  for (int i = 0; i < 60'000; ++i) {
    std::string text;
    const size_t tokens = 1 + random() % 12;
    for (size_t j = 0; j < tokens; ++j) text += kTokens[random() % kTokens.size()];
    ExpectSameVerdict(text, "soup " + std::to_string(i));
    ExpectSameVerdict("{\"k\": [" + text + "], \"l\": 1, \"m\": {\"n\": [1, 2, 3, 4, 5]}}",
                      "soup in a document " + std::to_string(i));
    if (HasFatalFailure()) return;
  }
}

TEST(CursorAgreement, NumbersFollowTheGrammar) {
  for (const std::string_view number : {"0",        "-0",
                                        "00",       "01",
                                        "-",        "-a",
                                        "1.",       ".5",
                                        "1.5",      "1.5e",
                                        "1e5",      "1E+5",
                                        "1e-5",     "1e+",
                                        "1ee5",     "0x10",
                                        "1_000",    "+1",
                                        "1.5.5",    "--1",
                                        "1e400",    "123456789012345678901234567890",
                                        "-0.0e-0",  "0e0",
                                        "0.0",      "NaN",
                                        "Infinity", "1f",
                                        "1,",       "12 3"}) {
    ExpectSameVerdict(number, number);
    ExpectSameVerdict("[" + std::string(number) + "]", number);
    ExpectSameVerdict("{\"a\":" + std::string(number) + ", \"b\": [1, 2, 3, 4]}", number);
  }
}

TEST(CursorAgreement, LiteralsAreWholeWords) {
  for (const std::string_view word : {"true", "false", "null", "tru", "truee", "fals", "falsey",
                                      "nul", "nulll", "True", "nu", "t", "f", "n", "true1"}) {
    ExpectSameVerdict(word, word);
    ExpectSameVerdict("[" + std::string(word) + "]", word);
    ExpectSameVerdict("{\"a\":" + std::string(word) + ", \"b\": [1, 2, 3, 4]}", word);
  }
}

TEST(CursorAgreement, NestingMayBeTenThousandDeep) {
  for (const size_t depth : {size_t{9'999}, size_t{10'000}, size_t{10'001}, size_t{20'000}}) {
    const std::string arrays = std::string(depth, '[') + std::string(depth, ']');
    ExpectSameVerdict(arrays, "arrays " + std::to_string(depth));
    EXPECT_EQ(Skip(arrays).accepted, depth <= kMaxDepth);
    std::string objects;
    for (size_t i = 0; i < depth; ++i) objects += "{\"a\":";
    objects += "1" + std::string(depth, '}');
    ExpectSameVerdict(objects, "objects " + std::to_string(depth));
    EXPECT_EQ(Skip(objects).accepted, depth <= kMaxDepth);
  }
}

TEST(CursorAgreement, DocumentsOfSeveralWindows) {
  const std::string units[] = {
      std::string(kEverything) + ",\n",
      Compacted(kEverything) + ",",
      R"({"a":"\",\"\\\",","b":"\\","c":"\\\\\",\""},)",
      std::string("\"") + std::string(200'000, ',') + "\",",
      std::string("\"") + std::string(200'000, '\n') + "\",",  // refused: raw line breaks
      "1,2,3,null,",
      "\"\\\\\",\"\\\"\",",
      "[],{},[[]],",
  };
  for (const std::string& unit : units) {
    ExpectSameVerdict(Repeat("[", unit, "0]"), unit.substr(0, 60));
    ExpectSameVerdict(Repeat("[", unit, "0"), unit.substr(0, 60));
    ExpectSameVerdict(Repeat("[", unit, "]"), unit.substr(0, 60));
    ExpectSameVerdict(Repeat("[", unit, "0],"), unit.substr(0, 60));
    ExpectSameVerdict(Repeat("[", unit, "\"open]"), unit.substr(0, 60));
  }
}

TEST(CursorAgreement, StringsLongerThanAWindow) {
  for (const std::string_view unit : {"x", ",", "\\\",\\\"", "\\\\", "a\\n", "\\u0041", "\xC3\xA9",
                                      "\\\\\\\"", "{\\\"a\\\":1}", "\xFF", "\\x"}) {
    ExpectSameVerdict(Repeat("{\"a\":\"", unit, "\",\"b\":[1,2,3]}"), unit);
    ExpectSameVerdict(Repeat("{\"", unit, "\":1,\"b\":[1,2,3]}"), unit);
    ExpectSameVerdict(Repeat("{\"a\":\"", unit, ""), unit);
    ExpectSameVerdict(Repeat("{\"a\": \"", unit, "\"\n}x"), unit);
  }
}

TEST(CursorAgreement, OverwritesAroundTheWindowsEdges) {
  const std::string pretty = Repeat("[\n", std::string(kEverything) + ",\n", "0\n]\n", 140'000);
  const std::string compact = Repeat("[", Compacted(kEverything) + ",", "0]", 140'000);
  for (const std::string& text : {pretty, compact}) {
    const std::string around = text.substr(0, 131'072 + 1'500);
    ASSERT_LT(around.size(), text.size());
    std::string damaged = text;
    for (size_t at = 131'072 - 40; at < around.size(); at += 7) {
      for (const char byte : {'"', '\\', ',', '\0'}) {
        damaged[at] = byte;
        ExpectSameVerdict(damaged, "byte " + std::to_string(at));
        if (HasFatalFailure()) return;
      }
      damaged[at] = text[at];
    }
  }
}

// What the real Terraform said of each file is recorded; its offset is encoding/json's.
TEST(CursorAgreement, GoOffsetsAreTerraformsOffsets) {
  const std::string folder = TFSCK_SOURCE_DIR "/corpus/oracle/";
  std::ifstream answers_file(folder + "answers.json");
  const auto answers = nlohmann::json::parse(answers_file);
  int refused = 0;
  for (const auto& [name, answer] : answers.items()) {
    if (!name.starts_with("syn-")) continue;
    std::ifstream file(folder + "cases/" + name + ".tfstate", std::ios::binary);
    ASSERT_TRUE(file.good()) << name;
    const std::string text(std::istreambuf_iterator<char>(file), {});
    if (text.empty()) continue;  // Terraform takes it for "no state" before it parses
    const std::string said = answer["state_list"].value("diagnostic", "");
    constexpr std::string_view kWords = "syntax error at byte offset ";
    const size_t at = said.find(kWords);
    const auto error = FindSyntaxError(text);
    ExpectSameVerdict(text, name);
    EXPECT_EQ(error.has_value(), at != said.npos) << name;
    if (!error || at == said.npos) continue;
    EXPECT_EQ(error->go_offset, std::stoull(said.substr(at + kWords.size()))) << name;
    ++refused;
  }
  EXPECT_EQ(refused, 8);
}

}  // namespace
}  // namespace tfsck::json
