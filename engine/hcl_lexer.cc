#include "engine/hcl_lexer.h"

#include <algorithm>

#include "engine/hcl_number.h"
#include "engine/identifier.h"

namespace tfsck {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view kOperators[] = {"...", "==", "!=", ">=", "<=", "&&", "||", "::", "=>"};
constexpr std::string_view kSelfTokens = "()[].,*/%+-=<>!?:&|~^;`'";

bool IsContinuation(unsigned char c) { return (c & 0xC0) == 0x80; }

// Bytes of the character that `text` begins with as HCL's scanner sees it: by the lead byte alone,
// so overlong forms and surrogates pass; 0 when it is no character.
size_t CharacterLength(std::string_view text) {
  if (text.empty()) return 0;
  const auto lead = static_cast<unsigned char>(text[0]);
  const size_t length = lead < 0x80   ? 1
                        : lead < 0xC0 ? 0
                        : lead < 0xE0 ? 2
                        : lead < 0xF0 ? 3
                        : lead < 0xF8 ? 4
                                      : 0;
  if (length == 0 || length > text.size()) return 0;
  for (size_t i = 1; i < length; ++i) {
    if (!IsContinuation(static_cast<unsigned char>(text[i]))) return 0;
  }
  return length;
}

HclTokenKind SelfTokenKind(char c) {
  switch (c) {
    case '.':
      return HclTokenKind::kDot;
    case '*':
      return HclTokenKind::kStar;
    case '[':
      return HclTokenKind::kOpenBracket;
    case ']':
      return HclTokenKind::kCloseBracket;
    default:
      return HclTokenKind::kOther;
  }
}

bool IsNewline(char c) { return c == '\n' || c == '\r'; }

}  // namespace

HclLexer::HclLexer(std::string_view text) : text_(text) {
  if (StartsWith(kByteOrderMark)) text_.remove_prefix(kByteOrderMark.size());
}

HclToken HclLexer::Read() {
  if (peeked_) {
    peeked_ = false;
    return peek_;
  }
  HclToken token;
  do {
    token = Next();
  } while (token.kind == HclTokenKind::kComment || token.kind == HclTokenKind::kNewline);
  return token;
}

const HclToken& HclLexer::Peek() {
  if (!peeked_) {
    peek_ = Read();
    peeked_ = true;
  }
  return peek_;
}

const HclProblems& HclLexer::Finish() {
  while (Read().kind != HclTokenKind::kEnd) {
  }
  return problems_;
}

char HclLexer::At(size_t offset) const {
  return position_ + offset < text_.size() ? text_[position_ + offset] : '\0';
}

HclToken HclLexer::Take(HclTokenKind kind, size_t length) {
  const HclToken token{kind, text_.substr(position_, length)};
  position_ += token.text.size();
  return token;
}

HclToken HclLexer::Next() {
  if (mode_ == Mode::kMain) {
    while (position_ < text_.size() && (At(0) == ' ' || At(0) == '\t')) ++position_;
  }
  if (position_ >= text_.size()) return {};
  HclToken token;
  switch (mode_) {
    case Mode::kMain:
      token = ScanMain();
      break;
    case Mode::kString:
      token = ScanString();
      break;
    case Mode::kHeredoc:
      token = ScanHeredoc();
      break;
  }
  Report(token);
  return token;
}

HclToken HclLexer::ScanMain() {
  if (const size_t length = IdentifierLength(Rest())) {
    return Take(HclTokenKind::kIdentifier, length);
  }
  if (const size_t length = NumberTokenLength(Rest())) return Take(HclTokenKind::kNumber, length);
  switch (At(0)) {
    case '"':
      callers_.push_back(mode_);
      mode_ = Mode::kString;
      return Take(HclTokenKind::kOpenQuote, 1);
    case '\n':
      return Take(HclTokenKind::kNewline, 1);
    case '\r':
      if (At(1) == '\n') return Take(HclTokenKind::kNewline, 2);
      return ScanCharacter();
    case '{':
      ++braces_;
      return Take(HclTokenKind::kOther, 1);
    case '}':
      return ScanCloseBrace(1);
    case '#':
      return ScanComment();
    default:
      break;
  }
  if (StartsWith("//") || StartsWith("/*")) return ScanComment();
  if (StartsWith("~}")) return ScanCloseBrace(2);
  if (StartsWith("<<")) return ScanHeredocStart();
  return ScanOperator();
}

HclToken HclLexer::ScanOperator() {
  for (const std::string_view op : kOperators) {
    if (StartsWith(op)) return Take(HclTokenKind::kOther, op.size());
  }
  if (kSelfTokens.find(At(0)) != std::string_view::npos) {
    return Take(SelfTokenKind(At(0)), 1);
  }
  return ScanCharacter();
}

HclToken HclLexer::ScanComment() {
  if (StartsWith("/*")) {
    const size_t end = Rest().find("*/", 2);
    // Never closed: the slash is an operator, and scanning goes on behind it.
    if (end == std::string_view::npos) return Take(HclTokenKind::kOther, 1);
    return Take(HclTokenKind::kComment, end + 2);
  }
  const size_t newline = Rest().find('\n');
  return Take(HclTokenKind::kComment,
              newline == std::string_view::npos ? Rest().size() : newline + 1);
}

// A brace that ends a template leads back to the text around it.
HclToken HclLexer::ScanCloseBrace(size_t length) {
  HclTokenKind kind = length == 2 ? HclTokenKind::kTemplateEnd : HclTokenKind::kOther;
  if (!template_braces_.empty() && template_braces_.back() == braces_) {
    kind = HclTokenKind::kTemplateEnd;
    template_braces_.pop_back();
    mode_ = callers_.back();
    callers_.pop_back();
  }
  --braces_;  // may wrap, as it may turn negative in HCL; only equality counts
  return Take(kind, length);
}

HclToken HclLexer::ScanTemplateStart() {
  const HclTokenKind kind =
      At(0) == '$' ? HclTokenKind::kTemplateInterpolation : HclTokenKind::kTemplateControl;
  template_braces_.push_back(++braces_);
  if (!heredocs_.empty()) heredocs_.back().at_line_start = false;
  callers_.push_back(mode_);
  mode_ = Mode::kMain;
  return Take(kind, At(2) == '~' ? 3 : 2);
}

HclToken HclLexer::ScanString() {
  const char c = At(0);
  if (c == '"') {
    mode_ = callers_.back();
    callers_.pop_back();
    return Take(HclTokenKind::kCloseQuote, 1);
  }
  if (IsNewline(c)) {
    const auto rest = Rest();
    return Take(HclTokenKind::kInvalid, std::min(rest.find_first_not_of("\r\n"), rest.size()));
  }
  if (c == '$' || c == '%') {
    if (At(1) == '{') return ScanTemplateStart();
    if (At(1) == c && At(2) == '{') {
      return Take(HclTokenKind::kQuotedLiteral, At(3) == '~' ? 4 : 3);
    }
    // A sign that starts nothing is literal, unless the text ends with it.
    if (Rest().size() == 1) return ScanCharacter();
    return Take(HclTokenKind::kQuotedLiteral, 1);
  }
  return ScanStringLiteral();
}

HclToken HclLexer::ScanStringLiteral() {
  const std::string_view rest = Rest();
  size_t end = 0;
  while (end < rest.size()) {
    const char c = rest[end];
    if (c == '$' || c == '%' || c == '"' || IsNewline(c)) break;
    const size_t escape = c == '\\' ? 1 : 0;
    if (escape != 0 && (end + 1 >= rest.size() || IsNewline(rest[end + 1]))) break;
    const size_t length = CharacterLength(rest.substr(end + escape));
    if (length == 0) break;
    end += escape + length;
  }
  return end != 0 ? Take(HclTokenKind::kQuotedLiteral, end) : ScanCharacter();
}

HclToken HclLexer::ScanHeredocStart() {
  const std::string_view rest = Rest();
  const size_t marker = At(2) == '-' ? 3 : 2;
  const size_t length = IdentifierLength(rest.substr(marker));
  size_t end = marker + length;
  if (end < rest.size() && rest[end] == '\r') ++end;
  if (length == 0 || end >= rest.size() || rest[end] != '\n') return ScanOperator();
  heredocs_.push_back({rest.substr(marker, length), true});
  callers_.push_back(mode_);
  mode_ = Mode::kHeredoc;
  return Take(HclTokenKind::kOther, end + 1);
}

HclToken HclLexer::ScanHeredoc() {
  const char c = At(0);
  if (c != '$' && c != '%') return ScanHeredocLine();
  if (At(1) == '{') return ScanTemplateStart();
  if (Rest().size() == 1) return Take(HclTokenKind::kInvalid, 1);
  const bool escaped = At(1) == c && At(2) == '{';
  heredocs_.back().at_line_start = false;
  return Take(HclTokenKind::kOther, escaped ? 3 : 1);
}

// Literal text up to the end of its line; the line that holds the marker alone ends the heredoc.
HclToken HclLexer::ScanHeredocLine() {
  const std::string_view rest = Rest();
  const size_t length = std::min(rest.find_first_of("\r\n$%"), rest.size());
  const std::string_view end = rest.substr(length, 2);
  const size_t newline = end == "\r\n" ? 2 : end.substr(0, 1) == "\n" ? 1 : 0;
  if (newline == 0) {
    // The scanner has no token for a lone carriage return here, and gives up.
    if (length == 0) return Take(HclTokenKind::kInvalid, rest.size());
    heredocs_.back().at_line_start = false;
    return Take(HclTokenKind::kOther, length);
  }
  std::string_view line = rest.substr(0, length);
  while (!line.empty() && (line.front() == ' ' || line.front() == '\t')) line.remove_prefix(1);
  while (!line.empty() && (line.back() == ' ' || line.back() == '\t')) line.remove_suffix(1);
  if (heredocs_.back().at_line_start && line == heredocs_.back().marker) {
    heredocs_.pop_back();
    mode_ = callers_.back();
    callers_.pop_back();
  } else {
    heredocs_.back().at_line_start = true;
  }
  return Take(HclTokenKind::kOther, length + newline);
}

HclToken HclLexer::ScanCharacter() {
  const size_t length = CharacterLength(Rest());
  return Take(HclTokenKind::kInvalid, length != 0 ? length : 1);
}

}  // namespace tfsck
