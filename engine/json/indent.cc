#include "engine/json/indent.h"

#include <simdjson.h>

#include <cassert>

namespace tfsck::json {
namespace {

// minify() writes whole vectors behind the last byte that counts.
constexpr size_t kSlack = 64;

bool IsSpace(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

// Appends the string literal whose opening quote is at raw[at]; returns the offset behind it.
size_t AppendString(std::string_view raw, size_t at, std::string* out) {
  const size_t begin = at++;
  size_t copied = begin;
  const auto replace = [&](size_t from, size_t size, std::string_view text) {
    out->append(raw.substr(copied, from - copied));
    out->append(text);
    copied = from + size;
  };
  for (; raw[at] != '"'; ++at) {
    switch (raw[at]) {
      case '\\':
        ++at;
        break;
      case '<':
        replace(at, 1, "\\u003c");
        break;
      case '>':
        replace(at, 1, "\\u003e");
        break;
      case '&':
        replace(at, 1, "\\u0026");
        break;
      case '\xE2':
        if (raw.substr(at, 3) == "\xE2\x80\xA8") replace(at, 3, "\\u2028");
        if (raw.substr(at, 3) == "\xE2\x80\xA9") replace(at, 3, "\\u2029");
        break;
      default:
        break;
    }
  }
  out->append(raw.substr(copied, at + 1 - copied));
  return at + 1;
}

// The bytes of a number, literal or punctuation up to the next byte that means something.
size_t SkipPlain(std::string_view raw, size_t at) {
  const size_t end = raw.find_first_of("\"{}[],: \t\r\n", at + 1);
  return end == raw.npos ? raw.size() : end;
}

}  // namespace

void AppendNewLine(int depth, std::string* out) {
  *out += '\n';
  out->append(static_cast<size_t>(depth) * 2, ' ');
}

void AppendIndented(std::string_view raw, int depth, std::string* out) {
  bool opened = false;  // just behind an opening bracket: its line break is still owed
  size_t at = 0;
  while (at < raw.size()) {
    const char c = raw[at];
    if (IsSpace(c)) {
      ++at;
      continue;
    }
    const bool closing = c == '}' || c == ']';
    if (opened && !closing) AppendNewLine(depth, out);
    if (closing) {
      --depth;
      if (!opened) AppendNewLine(depth, out);
    }
    opened = false;
    switch (c) {
      case '"':
        at = AppendString(raw, at, out);
        continue;
      case '{':
      case '[':
        *out += c;
        ++depth;
        opened = true;
        break;
      case ',':
        *out += c;
        AppendNewLine(depth, out);
        break;
      case ':':
        *out += ": ";
        break;
      case '}':
      case ']':
        *out += c;
        break;
      default: {
        const size_t end = SkipPlain(raw, at);
        out->append(raw.substr(at, end - at));
        at = end;
        continue;
      }
    }
    ++at;
  }
}

namespace {

// Bytes that are written in another way inside strings, or may begin some that are.
bool NeedsEscape(std::string_view text) {
  unsigned char found = 0;  // without a branch, so that the compiler uses vectors
  for (const char c : text) {
    found |= static_cast<unsigned char>((c == '<') | (c == '>') | (c == '&') | (c == '\xE2'));
  }
  return found != 0;
}

void AppendWithEscapes(std::string_view raw, std::string* out) {
  size_t at = 0;
  while (at < raw.size()) {
    if (IsSpace(raw[at])) {
      ++at;
    } else if (raw[at] == '"') {
      at = AppendString(raw, at, out);
    } else {
      *out += raw[at++];
    }
  }
}

}  // namespace

void AppendCompact(std::string_view raw, std::string* out) {
  if (NeedsEscape(raw)) {
    AppendWithEscapes(raw, out);
    return;
  }
  const size_t begin = out->size();
  out->resize(begin + raw.size() + kSlack);
  size_t size = 0;
  const auto error = simdjson::minify(raw.data(), raw.size(), out->data() + begin, size);
  assert(error == simdjson::SUCCESS);
  (void)error;
  out->resize(begin + size);
}

}  // namespace tfsck::json
