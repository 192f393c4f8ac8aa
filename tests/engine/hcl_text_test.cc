// Numbers, identifiers and strings of HCL, and Unicode as Go sees it.
#include "engine/hcl_number.h"
#include "engine/identifier.h"
#include "engine/idna.h"
#include "engine/punycode.h"
#include "engine/unicode_text.h"

namespace tfsck {
namespace {

using Kind = NumberLiteral::Kind;

struct NumberCase {
  std::string text;
  Kind kind;
  int64_t value = 0;
};

std::string Zeros(int count) { return std::string(count, '0'); }
std::string Nines(int count) { return std::string(count, '9'); }

// Each verdict was seen in Terraform 1.11.4.
TEST(ParseNumberLiteral, IsAFloatOf512Bits) {
  const NumberCase cases[] = {
      {"0", Kind::kInteger, 0},
      {"007", Kind::kInteger, 7},
      {"1.0", Kind::kInteger, 1},
      {"1.e5", Kind::kInteger, 100000},
      {"10e-1", Kind::kInteger, 1},
      {"15e-1", Kind::kNotWhole},
      {"1E+1", Kind::kInteger, 10},
      {"9223372036854775807", Kind::kInteger, INT64_MAX},
      {"9223372036854775808", Kind::kNotWhole},
      {"9.223372036854775807e18", Kind::kInteger, INT64_MAX},
      {"1" + Zeros(400) + "e-400", Kind::kInteger, 1},
      {"0." + Zeros(400) + "1e401", Kind::kInteger, 1},
      {"1." + Zeros(153) + "1", Kind::kNotWhole},
      {"1." + Zeros(154) + "1", Kind::kInteger, 1},
      {"0." + Nines(154), Kind::kNotWhole},
      {"0." + Nines(155), Kind::kInteger, 1},
      {"9223372036854775807." + Zeros(134) + "1", Kind::kNotWhole},
      {"9223372036854775807." + Zeros(135) + "1", Kind::kInteger, INT64_MAX},
      {"9223372036854775807." + Nines(200), Kind::kNotWhole},
      {"0." + Zeros(400) + "1", Kind::kNotWhole},
      {"1.1.1", Kind::kInvalid},
      {"1..2", Kind::kInvalid},
      {"1e5e5", Kind::kInvalid},
      {"0e9223372036854775807", Kind::kInteger, 0},
      {"0e9223372036854775808", Kind::kInvalid},
      {"1e-646456992", Kind::kNotWhole},
      {"1e-646456994", Kind::kInteger, 0},
      {"1e-2147483649", Kind::kInteger, 0},
      {"1e-2147483650", Kind::kInvalid},
      {"1e2147483646", Kind::kNotWhole},
      {"1e2147483647", Kind::kInvalid},
  };
  for (const NumberCase& c : cases) {
    const NumberLiteral literal = ParseNumberLiteral(c.text);
    EXPECT_EQ(literal.kind, c.kind) << c.text;
    EXPECT_EQ(literal.value, c.value) << c.text;
  }
}

TEST(NumberTokenLength, TakesSeveralPointsButNeverEndsInOne) {
  EXPECT_EQ(NumberTokenLength("1.2.3]"), 5U);
  EXPECT_EQ(NumberTokenLength("1.]"), 1U);
  EXPECT_EQ(NumberTokenLength("1e+]"), 1U);
  EXPECT_EQ(NumberTokenLength("1..e5x"), 5U);
  EXPECT_EQ(NumberTokenLength("0x10"), 1U);
  EXPECT_EQ(NumberTokenLength(".5"), 0U);
}

TEST(IsValidIdentifier, FollowsUnicode9WithDashes) {
  for (const char* text : {"a", "_", "a-", "a1_b-c", "é", "日本", "e\u0301", "\uFEFFa"}) {
    EXPECT_TRUE(IsValidIdentifier(text)) << text;
  }
  // U+1C8A came with Unicode 16, U+0560 with 11.
  for (const char* text : {"", "1a", "-a", "a b", "a.b", "\u0301a", "\u1C8A", "\u0560", "a\xC3"}) {
    EXPECT_FALSE(IsValidIdentifier(text)) << text;
  }
}

TEST(NormalizeNfc, ComposesAndReorders) {
  EXPECT_EQ(NormalizeNfc("e\u0301"), "\u00E9");
  EXPECT_EQ(NormalizeNfc("\u1100\u1161\u11A8"), "\uAC01");
  EXPECT_EQ(NormalizeNfc("a\u0301\u0323"), "\u1EA1\u0301");
  EXPECT_EQ(NormalizeNfc("\u2126"), "\u03A9");
}

TEST(NormalizeNfc, JoinsRunsOfMoreThanThirtyCombiningCharacters) {
  std::string run = "x";
  for (int i = 0; i < 30; ++i) run += "\u0334";
  EXPECT_EQ(NormalizeNfc(run), run);
  EXPECT_EQ(NormalizeNfc(run + "\u0334"), run + "\u034F\u0334");
}

TEST(NormalizeNfc, IllFormedTextStays) { EXPECT_EQ(NormalizeNfc("a\xFF\u00E9"), "a\xFF\u00E9"); }

TEST(AppendGoQuoted, EscapesAsGoDoes) {
  std::string out;
  AppendGoQuoted("a\"\\\a\n\x01\x7F\u00A0\U000E0001é\xFF", &out);
  EXPECT_EQ(out, "\"a\\\"\\\\\\a\\n\\x01\\x7f\\u00a0\\U000e0001é\\xff\"");
}

TEST(DecodePunycode, FollowsRfc3492) {
  EXPECT_EQ(DecodePunycode("bcher-kva"), "bücher");
  EXPECT_EQ(DecodePunycode("fiqs8s"), "中国");
  EXPECT_EQ(DecodePunycode("n3h"), "☃");
  EXPECT_EQ(DecodePunycode("abc-"), "abc");
  EXPECT_EQ(DecodePunycode(""), "");
  EXPECT_EQ(DecodePunycode("-a"), std::nullopt);
  EXPECT_EQ(DecodePunycode("a-é"), std::nullopt);
  EXPECT_EQ(DecodePunycode("99999999"), std::nullopt);
  EXPECT_EQ(DecodePunycode("bcher-kv"), std::nullopt);
}

TEST(LookupUnicode, DecodesPunycodeThatMappingWouldLeaveAlone) {
  EXPECT_EQ(LookupUnicode("a.XN--bcher-kva.b"), "a.bücher.b");
  EXPECT_EQ(LookupUnicode("xn--zca"), "ß");
  EXPECT_EQ(LookupUnicode("xn--99999999").error(), "idna: invalid label \"xn--99999999\"");
}

TEST(LookupUnicode, MapsAndRefusesAsUts46) {
  const std::pair<const char*, const char*> accepted[] = {
      {"AWS", "aws"},
      {"ß", "ß"},
      {"İ", "i\u0307"},
      {"\u00AD", ""},
      {"a。b", "a.b"},
      {"e\u0301", "é"},
      {"א1", "א1"},
      {"ab-", nullptr},
      {"ab--cd", nullptr},
      {"ab--", nullptr},
      {"1א", nullptr},
      {"\u0301a", nullptr},
      {"a_b", nullptr},
      {"a／b", nullptr},
      {"\uFFFD", nullptr},
      {"≠", nullptr},
      {"a\u200Db", nullptr},
      {"a…", nullptr},
      {"क\u094D\u200Dष", "क\u094D\u200Dष"},
  };
  for (const auto& [name, expected] : accepted) {
    const auto result = LookupUnicode(name);
    EXPECT_EQ(result.has_value(), expected != nullptr) << name;
    if (result && expected != nullptr) {
      EXPECT_EQ(*result, expected) << name;
    }
  }
}

}  // namespace
}  // namespace tfsck
