// Escapes of PostgreSQL's COPY text format and of its string constants.
#include <algorithm>

#include "engine/base/utf8.h"
#include "engine/storage/pg_dump.h"

namespace tfsck {
namespace {

bool IsOctal(char c) { return c >= '0' && c <= '7'; }

int HexValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

// Up to `most` digits at text[*at] in base 16; moves *at behind them.
uint32_t TakeHex(std::string_view text, size_t* at, size_t most) {
  uint32_t value = 0;
  for (size_t i = 0; i < most && *at < text.size() && HexValue(text[*at]) >= 0; ++i, ++*at) {
    value = value * 16 + static_cast<uint32_t>(HexValue(text[*at]));
  }
  return value;
}

// The byte that a backslash and `c` stand for; `c` itself where they stand for nothing else.
char Plain(char c) {
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
      return c;
  }
}

// Takes what follows a backslash.  Only a `constant` has \uXXXX, only COPY has \v.
void TakeEscape(std::string_view raw, size_t* at, bool constant, std::string* out) {
  const char c = raw[*at];
  if (IsOctal(c)) {
    uint32_t value = 0;
    for (size_t i = 0; i < 3 && *at < raw.size() && IsOctal(raw[*at]); ++i, ++*at) {
      value = value * 8 + static_cast<uint32_t>(raw[*at] - '0');
    }
    out->push_back(static_cast<char>(value & 0xFF));
    return;
  }
  ++*at;
  if (c == 'x' && *at < raw.size() && HexValue(raw[*at]) >= 0) {
    out->push_back(static_cast<char>(TakeHex(raw, at, 2)));
  } else if (constant && (c == 'u' || c == 'U')) {
    const uint32_t rune = TakeHex(raw, at, c == 'u' ? 4 : 8);
    AppendRune(IsScalarValue(rune) ? rune : kReplacementRune, out);
  } else if (!constant && c == 'v') {
    out->push_back('\v');
  } else {
    out->push_back(Plain(c));
  }
}

}  // namespace

std::string PgText(const PgValue& value) {
  std::string out;
  out.reserve(value.raw.size());
  const std::string_view raw = value.raw;
  size_t at = 0;
  while (at < raw.size()) {
    const size_t plain_end = std::min(raw.find_first_of("\\'", at), raw.size());
    out.append(raw, at, plain_end - at);
    at = plain_end;
    if (at >= raw.size()) break;
    const char c = raw[at++];
    if (c == '\\' && value.form != PgForm::kQuoted && at < raw.size()) {
      TakeEscape(raw, &at, value.form == PgForm::kEscaped, &out);
      continue;
    }
    out.push_back(c);
    const bool doubled = c == '\'' && value.form != PgForm::kCopy && at < raw.size();
    if (doubled && raw[at] == '\'') ++at;
  }
  return out;
}

}  // namespace tfsck
