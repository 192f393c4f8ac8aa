#include "engine/unicode_text.h"

#include <fmt/format.h>
#include <utf8proc.h>

#include <algorithm>
#include <cstdlib>
#include <iterator>

namespace tfsck {
namespace {

// The longest run of combining characters that x/text/unicode/norm leaves alone (UAX #15, section
// 13, Stream-Safe Text Format).
constexpr int kMaxNonStarters = 30;
constexpr char32_t kCombiningGraphemeJoiner = 0x034F;

struct Range {
  char32_t first;
  char32_t last;
};

// Starters (combining class 0) that are the second half of a primary composite, so combine with
// what precedes them: x/text counts them among the non-starters.
constexpr Range kBackwardCombiningStarters[] = {
    {0x09BE, 0x09BE},   {0x09D7, 0x09D7},   {0x0B3E, 0x0B3E},   {0x0B56, 0x0B57},
    {0x0BBE, 0x0BBE},   {0x0BD7, 0x0BD7},   {0x0CC2, 0x0CC2},   {0x0CD5, 0x0CD6},
    {0x0D3E, 0x0D3E},   {0x0D57, 0x0D57},   {0x0DCF, 0x0DCF},   {0x0DDF, 0x0DDF},
    {0x102E, 0x102E},   {0x1161, 0x1175},   {0x11A8, 0x11C2},   {0x1B35, 0x1B35},
    {0x11127, 0x11127}, {0x1133E, 0x1133E}, {0x11357, 0x11357}, {0x114B0, 0x114B0},
    {0x114BA, 0x114BA}, {0x114BD, 0x114BD}, {0x115AF, 0x115AF}, {0x11930, 0x11930},
};

bool IsAscii(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

bool CombinesBackward(char32_t rune) {
  if (utf8proc_get_property(static_cast<utf8proc_int32_t>(rune))->combining_class != 0) return true;
  return std::any_of(std::begin(kBackwardCombiningStarters), std::end(kBackwardCombiningStarters),
                     [&](const Range& r) { return r.first <= rune && rune <= r.last; });
}

struct NonStarters {
  int leading = 0;
  int trailing = 0;
};

// Counts over the compatibility decomposition, so that the count does not depend on the form.
NonStarters CountNonStarters(char32_t rune) {
  utf8proc_int32_t parts[32];
  int boundary = 0;
  const auto options = static_cast<utf8proc_option_t>(UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT);
  const auto size = utf8proc_decompose_char(static_cast<utf8proc_int32_t>(rune), parts,
                                            std::size(parts), options, &boundary);
  NonStarters count;
  if (size <= 0 || size > static_cast<utf8proc_ssize_t>(std::size(parts))) return count;
  while (count.leading < size && CombinesBackward(static_cast<char32_t>(parts[count.leading]))) {
    ++count.leading;
  }
  while (count.trailing < size &&
         CombinesBackward(static_cast<char32_t>(parts[size - 1 - count.trailing]))) {
    ++count.trailing;
  }
  return count;
}

// Breaks runs of combining characters with a joiner, as norm.streamSafe counts them.
std::string MakeStreamSafe(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  int run = 0;
  while (!text.empty()) {
    const DecodedRune rune = DecodeRune(text);
    const NonStarters count = rune.valid ? CountNonStarters(rune.value) : NonStarters{};
    run += count.leading;
    if (run > kMaxNonStarters) {
      AppendRune(kCombiningGraphemeJoiner, &out);
      run = count.leading;
    }
    if (count.leading == 0) run = count.trailing;
    out.append(text.substr(0, rune.size));
    text.remove_prefix(rune.size);
  }
  return out;
}

void AppendGoEscape(char32_t rune, std::string* out) {
  switch (rune) {
    case '\a':
      *out += "\\a";
      return;
    case '\b':
      *out += "\\b";
      return;
    case '\f':
      *out += "\\f";
      return;
    case '\n':
      *out += "\\n";
      return;
    case '\r':
      *out += "\\r";
      return;
    case '\t':
      *out += "\\t";
      return;
    case '\v':
      *out += "\\v";
      return;
    default:
      break;
  }
  const auto value = static_cast<uint32_t>(rune);
  if (value < ' ' || value == 0x7F) {
    fmt::format_to(std::back_inserter(*out), "\\x{:02x}", value);
  } else if (value < 0x10000) {
    fmt::format_to(std::back_inserter(*out), "\\u{:04x}", value);
  } else {
    fmt::format_to(std::back_inserter(*out), "\\U{:08x}", value);
  }
}

}  // namespace

bool IsGoPrintable(char32_t rune) {
  if (rune < 0x80) return rune >= ' ' && rune != 0x7F;
  const auto category = utf8proc_category(static_cast<utf8proc_int32_t>(rune));
  return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_SO;
}

std::string NormalizeNfc(std::string_view text) {
  if (IsAscii(text)) return std::string(text);
  const std::string safe = MakeStreamSafe(text);
  utf8proc_uint8_t* composed = nullptr;
  const auto options = static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE);
  const auto size = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(safe.data()),
                                 static_cast<utf8proc_ssize_t>(safe.size()), &composed, options);
  if (size < 0) return safe;  // ill-formed UTF-8 stays as it is, as in x/text
  std::string out(reinterpret_cast<const char*>(composed), static_cast<size_t>(size));
  std::free(composed);
  return out;
}

void AppendGoQuoted(std::string_view text, std::string* out) {
  out->push_back('"');
  while (!text.empty()) {
    const DecodedRune rune = DecodeRune(text);
    if (!rune.valid) {
      fmt::format_to(std::back_inserter(*out), "\\x{:02x}", static_cast<unsigned char>(text[0]));
    } else if (rune.value == '"' || rune.value == '\\') {
      out->push_back('\\');
      out->push_back(text[0]);
    } else if (IsGoPrintable(rune.value)) {
      out->append(text.substr(0, rune.size));
    } else {
      AppendGoEscape(rune.value, out);
    }
    text.remove_prefix(rune.size);
  }
  out->push_back('"');
}

}  // namespace tfsck
