// UTF-8, code point by code point, as Go's unicode/utf8 reads and writes it.
//
// Pure functions on views; nothing is kept.  Safe from any thread.
#ifndef TFSCK_ENGINE_BASE_UTF8_H_
#define TFSCK_ENGINE_BASE_UTF8_H_

#include <cstdint>
#include <string>
#include <string_view>

namespace tfsck {

inline constexpr char32_t kReplacementRune = 0xFFFD;

struct DecodedRune {
  char32_t value = kReplacementRune;
  uint32_t size = 0;   // bytes consumed; 0 only for an empty text
  bool valid = false;  // false: ill-formed, one byte consumed, value U+FFFD
};

// Decodes the first code point of `text` as Go's utf8.DecodeRuneInString does: surrogates, overlong
// forms and values above U+10FFFF are ill-formed.
DecodedRune DecodeRune(std::string_view text);

// Appends `rune` in UTF-8; it must be a scalar value.
void AppendRune(char32_t rune, std::string* out);

// Whether `rune` can be encoded in UTF-8 (not a surrogate, not above U+10FFFF).
bool IsScalarValue(uint32_t rune);

}  // namespace tfsck

#endif  // TFSCK_ENGINE_BASE_UTF8_H_
