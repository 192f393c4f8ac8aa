#include "engine/hcl_string.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "engine/unicode_text.h"

namespace tfsck {
namespace {

constexpr const char* kInvalidEscape = "Invalid escape sequence";

bool IsHexDigit(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

// \uXXXX or \UXXXXXXXX; returns the bytes consumed.
size_t AppendUnicodeEscape(std::string_view text, std::string* out, HclProblems* problems) {
  const bool is_short = text[1] == 'u';
  const size_t wanted = is_short ? 4 : 8;
  size_t digits = 0;
  while (digits < wanted && 2 + digits < text.size() && IsHexDigit(text[2 + digits])) ++digits;
  if (digits != wanted) {
    problems->Add(kInvalidEscape,
                  is_short
                      ? "The \\u escape sequence must be followed by four hexadecimal digits."
                      : "The \\U escape sequence must be followed by eight hexadecimal digits.");
    return 2 + digits;
  }
  uint32_t value = 0;
  std::from_chars(text.data() + 2, text.data() + 2 + digits, value, 16);
  if (IsScalarValue(value)) {
    AppendRune(value, out);
  } else {
    problems->Add(kInvalidEscape, fmt::format("Cannot encode character U+{:04x} in UTF-8.", value));
  }
  return 2 + digits;
}

// The sequence that the backslash at the start of `text` begins; returns the bytes consumed.
size_t AppendEscape(std::string_view text, std::string* out, HclProblems* problems) {
  switch (text.size() > 1 ? text[1] : '\0') {
    case 'n':
      out->push_back('\n');
      return 2;
    case 'r':
      out->push_back('\r');
      return 2;
    case 't':
      out->push_back('\t');
      return 2;
    case '"':
      out->push_back('"');
      return 2;
    case '\\':
      out->push_back('\\');
      return 2;
    case 'u':
    case 'U':
      return AppendUnicodeEscape(text, out, problems);
    default:
      break;
  }
  const size_t length = std::max<size_t>(DecodeRune(text.substr(1)).size, 1);
  std::string detail = "The symbol ";
  AppendGoQuoted(text.substr(1, length), &detail);
  problems->Add(kInvalidEscape, detail + " is not a valid escape sequence selector.");
  return 1 + length;
}

}  // namespace

void AppendStringLiteral(std::string_view literal, std::string* out, HclProblems* problems) {
  while (!literal.empty()) {
    const char c = literal[0];
    size_t consumed = 1;
    if (c == '\\') {
      consumed = AppendEscape(literal, out, problems);
    } else if ((c == '$' || c == '%') && literal.size() > 2 && literal[1] == c &&
               literal[2] == '{') {
      out->push_back(c);
      out->push_back('{');
      consumed = 3;
    } else {
      consumed = std::min(literal.find_first_of("\\$%", 1), literal.size());
      out->append(literal.substr(0, consumed));
    }
    literal.remove_prefix(std::min(consumed, literal.size()));
  }
}

}  // namespace tfsck
