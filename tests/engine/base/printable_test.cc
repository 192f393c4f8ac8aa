#include "engine/base/printable.h"

#include <gtest/gtest.h>

namespace tfsck {
namespace {

struct Case {
  std::string_view text;
  std::string_view printable;
};

class PrintableTest : public ::testing::TestWithParam<Case> {};

TEST_P(PrintableTest, ShowsWhatIsNotVisible) {
  EXPECT_EQ(Printable(GetParam().text), GetParam().printable);
}

INSTANTIATE_TEST_SUITE_P(
    Texts, PrintableTest,
    ::testing::Values(
        Case{"", ""}, Case{"module.a[\"b\\\\c\"] ~", "module.a[\"b\\\\c\"] ~"},
        Case{"größe 漢字 🚀 é", "größe 漢字 🚀 é"},                         // visible text stays
        Case{"e\u0301", "e\u0301"},                                       // combining marks too
        Case{"a\nb\r\tc", "a\\x0ab\\x0d\\x09c"},                          // no forged lines
        Case{"\x1b[31mred\x7f", "\\x1b[31mred\\x7f"},                     // terminal escapes
        Case{{"nul\0", 4}, "nul\\x00"}, Case{"\u009b31m", "\\u{9b}31m"},  // C1: an 8-bit escape
        Case{"\u202etxt.\u202c", "\\u{202e}txt.\\u{202c}"},               // overrides
        Case{"\u2066a\u2069\u200e\u200f\u061c", "\\u{2066}a\\u{2069}\\u{200e}\\u{200f}\\u{61c}"},
        Case{"a\u200bb\u200c\u200d\u2060\ufeff", "a\\u{200b}b\\u{200c}\\u{200d}\\u{2060}\\u{feff}"},
        Case{"\u00a0\u3000\u2028\u2029", "\\u{a0}\\u{3000}\\u{2028}\\u{2029}"},  // other spaces
        Case{"\u00ad\u3164\u115f\u034f\ufe0f", "\\u{ad}\\u{3164}\\u{115f}\\u{34f}\\u{fe0f}"},
        Case{"\U000e0041\ue000\uffff",
             "\\u{e0041}\\u{e000}\\u{ffff}"},     // tag, private, no character
        Case{"\xff|\xc3", "\\xff|\\xc3"},         // not UTF-8
        Case{"\xed\xa0\x80", "\\xed\\xa0\\x80"},  // a surrogate
        Case{"\xc0\xaf", "\\xc0\\xaf"}));         // overlong

TEST(PrintableTest, ResultIsPrintableAlready) {
  for (uint32_t rune = 0; rune < 0x300; ++rune) {
    std::string text;
    if (rune < 0x80) {
      text = static_cast<char>(rune);
    } else {
      text = {static_cast<char>(0xC0 | rune >> 6), static_cast<char>(0x80 | (rune & 0x3F))};
    }
    const std::string once = Printable(text);
    EXPECT_EQ(Printable(once), once) << rune;
  }
}

}  // namespace
}  // namespace tfsck
