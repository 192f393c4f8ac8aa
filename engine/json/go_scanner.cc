#include "engine/json/go_scanner.h"

#include <fmt/format.h>

#include <utility>
#include <vector>

#include "engine/json/text.h"

namespace tfsck::json {
namespace {

bool IsSpace(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsHex(char c) { return IsDigit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f'); }

// Go's quoteChar: the byte is taken for a Latin-1 character.
std::string QuoteByte(char c) {
  if (c == '\'') return "'\\''";
  if (c == '"') return "'\"'";
  const auto byte = static_cast<unsigned char>(c);
  switch (c) {
    case '\a':
      return "'\\a'";
    case '\b':
      return "'\\b'";
    case '\f':
      return "'\\f'";
    case '\n':
      return "'\\n'";
    case '\r':
      return "'\\r'";
    case '\t':
      return "'\\t'";
    case '\v':
      return "'\\v'";
    case '\\':
      return "'\\\\'";
    default:
      break;
  }
  if (byte < 0x20 || byte == 0x7F) return fmt::format("'\\x{:02x}'", byte);
  if (byte >= 0x80 && (byte <= 0xA0 || byte == 0xAD)) return fmt::format("'\\u{:04x}'", byte);
  std::string out = "'";
  AppendUtf8(byte, &out);
  return out + "'";
}

class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  std::optional<SyntaxError> Run() {
    while (!error_ && Step()) {
    }
    return std::move(error_);
  }

 private:
  enum class Expect : uint8_t { kValue, kFirstElement, kFirstKey, kKey, kColon, kAfterValue, kEnd };

  char At() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool Done() const { return at_ >= text_.size(); }

  bool Refuse(std::string_view context) {
    if (Done()) return RefuseEnd();
    error_ = {SyntaxError::Kind::kUnexpectedByte, at_, at_ + 1,
              fmt::format("invalid character {} {}", QuoteByte(text_[at_]), context)};
    return false;
  }

  bool RefuseEnd() {
    error_ = {SyntaxError::Kind::kUnexpectedEnd, text_.size(), text_.size(),
              "unexpected end of JSON input"};
    return false;
  }

  // One token: false at the end of the text or after an error.
  bool Step() {
    while (!Done() && IsSpace(text_[at_])) ++at_;
    if (expect_ == Expect::kEnd) return AfterDocument();
    if (Done()) return RefuseEnd();
    switch (expect_) {
      case Expect::kValue:
        return Value("looking for beginning of value");
      case Expect::kFirstElement:
        if (At() == ']') return Close();
        return Value("looking for beginning of value");
      case Expect::kFirstKey:
        if (At() == '}') return Close();
        return Key();
      case Expect::kKey:
        return Key();
      case Expect::kColon:
        if (At() != ':') return Refuse("after object key");
        ++at_;
        expect_ = Expect::kValue;
        return true;
      default:
        return AfterValue();
    }
  }

  bool AfterDocument() {
    if (Done()) return false;
    Refuse("after top-level value");
    error_->kind = SyntaxError::Kind::kTrailingData;
    return false;
  }

  bool Key() {
    if (At() != '"') return Refuse("looking for beginning of object key string");
    if (!String()) return false;
    expect_ = Expect::kColon;
    return true;
  }

  bool Value(std::string_view context) {
    const char c = At();
    if (c == '{' || c == '[') return Open(c);
    bool good = false;
    if (c == '"') {
      good = String();
    } else if (c == '-' || IsDigit(c)) {
      good = Number();
    } else if (c == 't') {
      good = Literal("true");
    } else if (c == 'f') {
      good = Literal("false");
    } else if (c == 'n') {
      good = Literal("null");
    } else {
      return Refuse(context);
    }
    if (good) expect_ = stack_.empty() ? Expect::kEnd : Expect::kAfterValue;
    return good;
  }

  bool Open(char c) {
    if (stack_.size() >= kMaxDepth) {
      error_ = {SyntaxError::Kind::kTooDeep, at_, at_ + 1, "exceeded max depth"};
      return false;
    }
    stack_.push_back(c);
    ++at_;
    expect_ = c == '{' ? Expect::kFirstKey : Expect::kFirstElement;
    return true;
  }

  bool Close() {
    stack_.pop_back();
    ++at_;
    expect_ = stack_.empty() ? Expect::kEnd : Expect::kAfterValue;
    return true;
  }

  bool AfterValue() {
    const bool object = stack_.back() == '{';
    const char c = At();
    if (c == (object ? '}' : ']')) return Close();
    if (c != ',') return Refuse(object ? "after object key:value pair" : "after array element");
    ++at_;
    expect_ = object ? Expect::kKey : Expect::kValue;
    return true;
  }

  bool Literal(std::string_view word) {
    for (size_t i = 0; i < word.size(); ++i, ++at_) {
      if (At() != word[i] || Done()) {
        return Refuse(fmt::format("in literal {} (expecting '{}')", word, word[i]));
      }
    }
    return true;
  }

  bool String() {
    for (++at_; !Done(); ++at_) {
      const char c = text_[at_];
      if (c == '"') {
        ++at_;
        return true;
      }
      if (static_cast<unsigned char>(c) < 0x20) return Refuse("in string literal");
      if (c == '\\' && !Escape()) return false;
    }
    return RefuseEnd();
  }

  // Stands on the backslash; leaves at_ on the escape's last byte.
  bool Escape() {
    ++at_;
    if (Done()) return RefuseEnd();
    if (At() != 'u') {
      constexpr std::string_view kSimple = "bfnrt\\/\"";
      if (kSimple.find(At()) == std::string_view::npos) return Refuse("in string escape code");
      return true;
    }
    for (int i = 0; i < 4; ++i) {
      ++at_;
      if (Done() || !IsHex(At())) return Refuse("in \\u hexadecimal character escape");
    }
    return true;
  }

  void Digits() {
    while (!Done() && IsDigit(text_[at_])) ++at_;
  }

  bool Number() {
    if (At() == '-') {
      ++at_;
      if (!IsDigit(At())) return Refuse("in numeric literal");
    }
    if (At() == '0') {
      ++at_;
    } else {
      Digits();
    }
    if (At() == '.') {
      ++at_;
      if (!IsDigit(At())) return Refuse("after decimal point in numeric literal");
      Digits();
    }
    if (At() != 'e' && At() != 'E') return true;
    ++at_;
    if (At() == '+' || At() == '-') ++at_;
    if (!IsDigit(At())) return Refuse("in exponent of numeric literal");
    Digits();
    return true;
  }

  std::string_view text_;
  size_t at_ = 0;
  Expect expect_ = Expect::kValue;
  std::vector<char> stack_;
  std::optional<SyntaxError> error_;
};

}  // namespace

std::optional<SyntaxError> FindSyntaxError(std::string_view text) { return Scanner(text).Run(); }

}  // namespace tfsck::json
