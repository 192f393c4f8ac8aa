#include "analyzers/key_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/unicode_text.h"

namespace tfsck {
namespace {

bool IsControl(char32_t rune) { return rune < 0x20 || (rune >= 0x7F && rune < 0xA0); }

// Unicode's Bidi_Control property.
bool IsBidirectional(char32_t rune) {
  return rune == 0x061C || rune == 0x200E || rune == 0x200F || (rune >= 0x202A && rune <= 0x202E) ||
         (rune >= 0x2066 && rune <= 0x2069);
}

}  // namespace

bool IsPlainAscii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= 0x20 && c < 0x7F; });
}

bool IsWholeNumber(std::string_view text) {
  if (text.empty() || (text.front() == '0' && text.size() > 1)) return false;
  return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

std::string UnprintableKeyProblem(std::string_view text) {
  for (std::string_view rest = text; !rest.empty();) {
    const DecodedRune rune = DecodeRune(rest);
    rest.remove_prefix(rune.size);
    const auto code = static_cast<uint32_t>(rune.value);
    if (IsControl(rune.value)) return fmt::format("contains the control character U+{:04X}", code);
    if (IsBidirectional(rune.value)) {
      return fmt::format("contains the bidirectional character U+{:04X}", code);
    }
  }
  if (NormalizeNfc(text) != text) return "is not in Unicode normalisation form C";
  return "";
}

}  // namespace tfsck
