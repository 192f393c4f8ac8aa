#include "engine/identifier.h"

#include <algorithm>
#include <iterator>

#include "engine/identifier_ranges.h"
#include "engine/unicode_text.h"

namespace tfsck {
namespace {

using internal::CodePointRange;

bool IsAsciiStart(unsigned char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

bool IsAsciiContinue(unsigned char c) {
  return IsAsciiStart(c) || (c >= '0' && c <= '9') || c == '-';
}

template <size_t kCount>
bool Contains(const CodePointRange (&ranges)[kCount], char32_t rune) {
  const auto* end = std::end(ranges);
  const auto* it = std::lower_bound(std::begin(ranges), end, rune,
                                    [](const CodePointRange& r, char32_t x) { return r.last < x; });
  return it != end && it->first <= rune;
}

// Bytes of one character that may stand at this place of an identifier, 0 when it may not.
size_t CharacterLength(std::string_view text, bool at_start) {
  if (text.empty()) return 0;
  const auto first = static_cast<unsigned char>(text[0]);
  if (first < 0x80) return at_start ? IsAsciiStart(first) : IsAsciiContinue(first);
  const DecodedRune rune = DecodeRune(text);
  if (!rune.valid) return 0;
  if (Contains(internal::kIdentifierStart, rune.value)) return rune.size;
  if (!at_start && Contains(internal::kIdentifierContinueOnly, rune.value)) return rune.size;
  return 0;
}

}  // namespace

size_t IdentifierLength(std::string_view text) {
  size_t length = CharacterLength(text, /*at_start=*/true);
  if (length == 0) return 0;
  while (const size_t next = CharacterLength(text.substr(length), /*at_start=*/false)) {
    length += next;
  }
  return length;
}

bool IsValidIdentifier(std::string_view text) {
  // HCL's scanner drops a byte order mark wherever it starts.
  if (text.substr(0, 3) == "\xEF\xBB\xBF") text.remove_prefix(3);
  return !text.empty() && IdentifierLength(text) == text.size();
}

}  // namespace tfsck
