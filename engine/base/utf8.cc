#include "engine/base/utf8.h"

#include <utf8proc.h>

#include <algorithm>

namespace tfsck {

bool IsScalarValue(uint32_t rune) { return rune <= 0x10FFFF && (rune < 0xD800 || rune > 0xDFFF); }

DecodedRune DecodeRune(std::string_view text) {
  DecodedRune result;
  if (text.empty()) return result;
  const auto first = static_cast<unsigned char>(text[0]);
  if (first < 0x80) return {first, 1, true};
  utf8proc_int32_t value = -1;
  const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  const auto length = static_cast<utf8proc_ssize_t>(std::min<size_t>(text.size(), 4));
  const auto size = utf8proc_iterate(bytes, length, &value);
  result.size = 1;
  if (size <= 0 || value < 0) return result;
  return {static_cast<char32_t>(value), static_cast<uint32_t>(size), true};
}

void AppendRune(char32_t rune, std::string* out) {
  utf8proc_uint8_t bytes[4];
  const auto size = utf8proc_encode_char(static_cast<utf8proc_int32_t>(rune), bytes);
  out->append(reinterpret_cast<const char*>(bytes), static_cast<size_t>(size));
}

}  // namespace tfsck
