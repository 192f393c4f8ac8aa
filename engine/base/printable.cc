#include "engine/base/printable.h"

#include <fmt/format.h>
#include <utf8proc.h>

#include <algorithm>
#include <iterator>

namespace tfsck {
namespace {

bool IsPlainAscii(char c) { return c >= 0x20 && c < 0x7F; }

bool IsVisible(utf8proc_int32_t rune) {
  if (rune < 0x80) return IsPlainAscii(static_cast<char>(rune));
  const utf8proc_property_t& property = *utf8proc_get_property(rune);
  switch (property.category) {
    case UTF8PROC_CATEGORY_CN:  // unassigned
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CF:  // bidi marks, zero-width joiners, soft hyphen, tags
    case UTF8PROC_CATEGORY_CS:
    case UTF8PROC_CATEGORY_CO:
    case UTF8PROC_CATEGORY_ZS:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
      return false;
    default:
      return !property.ignorable;  // Hangul fillers, variation selectors, grapheme joiner
  }
}

}  // namespace

std::string Printable(std::string_view text) {
  if (std::all_of(text.begin(), text.end(), IsPlainAscii)) return std::string(text);
  std::string out;
  out.reserve(text.size() + 16);
  while (!text.empty()) {
    const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
    utf8proc_int32_t rune = 0;
    const auto size = utf8proc_iterate(bytes, static_cast<utf8proc_ssize_t>(text.size()), &rune);
    const size_t used = size > 0 ? static_cast<size_t>(size) : 1;
    const bool visible = size > 0 && IsVisible(rune);
    if (visible) {
      out.append(text.substr(0, used));
    } else if (size <= 0 || rune < 0x80) {
      fmt::format_to(std::back_inserter(out), "\\x{:02x}", bytes[0]);
    } else {
      fmt::format_to(std::back_inserter(out), "\\u{{{:x}}}", static_cast<uint32_t>(rune));
    }
    text.remove_prefix(used);
  }
  return out;
}

}  // namespace tfsck
