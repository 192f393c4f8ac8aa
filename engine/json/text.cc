#include "engine/json/text.h"

#include "engine/base/utf8.h"

namespace tfsck::json {
namespace {

bool IsSurrogate(uint32_t rune) { return rune >= 0xD800 && rune <= 0xDFFF; }

uint32_t HexDigit(char c) {
  if (c >= '0' && c <= '9') return static_cast<uint32_t>(c - '0');
  return static_cast<uint32_t>((c | 0x20) - 'a' + 10);
}

// Value of the four hex digits at text[at..at+3]; the caller knows that they are there.
uint32_t HexQuad(std::string_view text, size_t at) {
  uint32_t value = 0;
  for (size_t i = 0; i < 4; ++i) value = value << 4 | HexDigit(text[at + i]);
  return value;
}

// Rune of the \u escape whose backslash is at text[*at]; moves *at behind what it used: a
// surrogate pair is one rune, an unpaired half is U+FFFD.
uint32_t NextUnicodeEscape(std::string_view text, size_t* at, bool* paired) {
  const uint32_t rune = HexQuad(text, *at + 2);
  *at += 6;
  *paired = true;
  if (!IsSurrogate(rune)) return rune;
  if (rune < 0xDC00 && *at + 6 <= text.size() && text[*at] == '\\' && text[*at + 1] == 'u') {
    const uint32_t low = HexQuad(text, *at + 2);
    if (low >= 0xDC00 && low <= 0xDFFF) {
      *at += 6;
      return 0x10000 + ((rune - 0xD800) << 10) + (low - 0xDC00);
    }
  }
  *paired = false;
  return kReplacementRune;
}

char SimpleEscape(char c) {
  switch (c) {
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    default:
      return c;  // quote, backslash, slash
  }
}

// One rune of a literal, escape or not.
uint32_t NextLiteralRune(std::string_view raw, size_t* at) {
  bool ignored = true;
  if (raw[*at] != '\\') return NextRune(raw, at, &ignored);
  if (raw[*at + 1] == 'u') return NextUnicodeEscape(raw, at, &ignored);
  const char c = SimpleEscape(raw[*at + 1]);
  *at += 2;
  return static_cast<unsigned char>(c);
}

uint32_t FoldRune(uint32_t rune) {
  if (rune >= 'A' && rune <= 'Z') return rune + 0x20;
  if (rune == 0x017F) return 's';
  if (rune == 0x212A) return 'k';
  return rune;
}

bool NeedsEscape(unsigned char c) {
  return c < 0x20 || c >= 0x80 || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&';
}

void AppendEscape(uint32_t rune, std::string* out) {
  static constexpr std::string_view kHex = "0123456789abcdef";
  switch (rune) {
    case '"':
    case '\\':
      *out += '\\';
      *out += static_cast<char>(rune);
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
    default:
      *out += "\\u";
      for (int shift = 12; shift >= 0; shift -= 4) *out += kHex[rune >> shift & 0xF];
  }
}

}  // namespace

uint32_t NextRune(std::string_view text, size_t* at, bool* well_formed) {
  const DecodedRune rune = DecodeRune(text.substr(*at));
  *at += rune.size;
  *well_formed = rune.valid;
  return rune.value;
}

void AppendUtf8(uint32_t rune, std::string* out) {
  if (rune < 0x80) {
    *out += static_cast<char>(rune);
  } else {
    AppendRune(IsScalarValue(rune) ? static_cast<char32_t>(rune) : kReplacementRune, out);
  }
}

void AppendDecoded(std::string_view raw, std::string* out) {
  size_t at = 0;
  while (at < raw.size()) AppendUtf8(NextLiteralRune(raw, &at), out);
}

std::string Decode(const RawString& raw) {
  if (raw.plain) return std::string(raw.text);
  std::string out;
  out.reserve(raw.text.size());
  AppendDecoded(raw.text, &out);
  return out;
}

bool FoldEquals(const RawString& raw, std::string_view key) {
  if (raw.plain && raw.text.size() < key.size()) return false;
  size_t at = 0;
  for (const char expected : key) {
    if (at >= raw.text.size()) return false;
    if (FoldRune(NextLiteralRune(raw.text, &at)) != static_cast<unsigned char>(expected)) {
      return false;
    }
  }
  return at == raw.text.size();
}

void AppendQuoted(std::string_view value, std::string* out) {
  *out += '"';
  size_t at = 0;
  while (at < value.size()) {
    const size_t start = at;
    while (at < value.size() && !NeedsEscape(static_cast<unsigned char>(value[at]))) ++at;
    out->append(value, start, at - start);
    if (at == value.size()) break;
    const size_t begin = at;
    bool well_formed = true;
    const uint32_t rune = NextRune(value, &at, &well_formed);
    if (!well_formed) {
      *out += "\\ufffd";
    } else if (rune < 0x80 || rune == 0x2028 || rune == 0x2029) {
      AppendEscape(rune, out);
    } else {
      out->append(value, begin, at - begin);
    }
  }
  *out += '"';
}

size_t FindIllFormedUtf8(std::string_view text) {
  size_t at = 0;
  while (at < text.size()) {
    const size_t begin = at;
    bool well_formed = true;
    NextRune(text, &at, &well_formed);
    if (!well_formed) return begin;
  }
  return std::string_view::npos;
}

size_t FindLoneSurrogate(std::string_view raw) {
  size_t at = raw.find('\\');
  while (at != std::string_view::npos) {
    const size_t begin = at;
    bool paired = true;
    if (raw[at + 1] == 'u') {
      NextUnicodeEscape(raw, &at, &paired);
      if (!paired) return begin;
    } else {
      at += 2;
    }
    at = raw.find('\\', at);
  }
  return std::string_view::npos;
}

}  // namespace tfsck::json
