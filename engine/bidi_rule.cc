#include "engine/bidi_rule.h"

#include <utf8proc.h>

#include <cstdint>

#include "engine/unicode_text.h"

namespace tfsck {
namespace {

constexpr uint32_t Bit(int bidi_class) { return 1U << bidi_class; }

constexpr uint32_t kRightToLeft =
    Bit(UTF8PROC_BIDI_CLASS_R) | Bit(UTF8PROC_BIDI_CLASS_AL) | Bit(UTF8PROC_BIDI_CLASS_AN);
constexpr uint32_t kBothNumbers = Bit(UTF8PROC_BIDI_CLASS_EN) | Bit(UTF8PROC_BIDI_CLASS_AN);
constexpr uint32_t kMark = Bit(UTF8PROC_BIDI_CLASS_NSM);
// May stand inside a label, but not end it.
constexpr uint32_t kInner = Bit(UTF8PROC_BIDI_CLASS_ES) | Bit(UTF8PROC_BIDI_CLASS_CS) |
                            Bit(UTF8PROC_BIDI_CLASS_ET) | Bit(UTF8PROC_BIDI_CLASS_ON) |
                            Bit(UTF8PROC_BIDI_CLASS_BN);
// May end a label of the one and the other direction.
constexpr uint32_t kRightFinal = kRightToLeft | Bit(UTF8PROC_BIDI_CLASS_EN);
constexpr uint32_t kLeftFinal = Bit(UTF8PROC_BIDI_CLASS_L) | Bit(UTF8PROC_BIDI_CLASS_EN);

uint32_t ClassBit(char32_t rune) {
  const int bidi_class = utf8proc_get_property(static_cast<utf8proc_int32_t>(rune))->bidi_class;
  return bidi_class == 0 ? Bit(UTF8PROC_BIDI_CLASS_L) : Bit(bidi_class);
}

}  // namespace

bool IsRightToLeft(char32_t rune) { return (ClassBit(rune) & kRightToLeft) != 0; }

bool SatisfiesBidiRule(std::string_view label) {
  uint32_t seen = 0;
  uint32_t finals = 0;  // what may end the label; set by its first character
  bool complete = true;
  while (!label.empty()) {
    const DecodedRune rune = DecodeRune(label);
    const uint32_t bit = ClassBit(rune.value);
    seen |= bit;
    if (finals == 0) {
      if ((bit & (kRightToLeft | kLeftFinal)) == 0) return false;
      if (bit == Bit(UTF8PROC_BIDI_CLASS_EN) || bit == Bit(UTF8PROC_BIDI_CLASS_AN)) return false;
      finals = bit == Bit(UTF8PROC_BIDI_CLASS_L) ? kLeftFinal : kRightFinal;
    } else if ((bit & finals) != 0) {
      complete = true;
    } else if ((bit & kInner) != 0) {
      complete = false;
    } else if (bit != kMark) {
      return false;
    }
    if ((seen & kBothNumbers) == kBothNumbers) return false;
    label.remove_prefix(rune.size);
  }
  return complete;
}

}  // namespace tfsck
