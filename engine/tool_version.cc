#include "engine/tool_version.h"

#include <charconv>

namespace tfsck {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '~';
}

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  bool Done() const { return at_ == text_.size(); }
  char Peek() const { return Done() ? '\0' : text_[at_]; }
  bool Take(char c) {
    if (Done() || Peek() != c) return false;
    ++at_;
    return true;
  }
  std::optional<int64_t> Number() {
    int64_t value = 0;
    const char* begin = text_.data() + at_;
    if (!IsDigit(Peek())) return std::nullopt;
    const auto [end, error] = std::from_chars(begin, text_.data() + text_.size(), value);
    if (error != std::errc()) return std::nullopt;
    at_ += static_cast<size_t>(end - begin);
    return value;
  }
  // word(.word)*, each of letters and digits, none empty.
  bool DottedWords(std::string_view* out) {
    const size_t begin = at_;
    do {
      const size_t word = at_;
      while (!Done() && (IsDigit(Peek()) || IsLetter(Peek()))) ++at_;
      if (at_ == word) return false;
    } while (Take('.'));
    *out = text_.substr(begin, at_ - begin);
    return true;
  }

 private:
  std::string_view text_;
  size_t at_ = 0;
};

}  // namespace

std::optional<ToolVersion> ParseToolVersion(std::string_view text) {
  ToolVersion version;
  Reader reader(text);
  reader.Take('v');
  do {
    const auto segment = reader.Number();
    if (!segment) return std::nullopt;
    version.segments.push_back(*segment);
  } while (reader.Take('.'));
  if (IsLetter(reader.Peek()) && !reader.DottedWords(&version.prerelease)) return std::nullopt;
  std::string_view metadata;
  if (reader.Take('+') && !reader.DottedWords(&metadata)) return std::nullopt;
  if (!reader.Done()) return std::nullopt;
  if (version.prerelease.starts_with('-')) version.prerelease.remove_prefix(1);
  return version;
}

}  // namespace tfsck
