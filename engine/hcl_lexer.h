// The scanner of HCL's native syntax, exactly enough to judge which texts are traversals.
//
// Tokens are views into the text, which the caller keeps alive.  Streaming: one token at a time,
// memory only for the nesting of templates.  A value type; safe from any thread when not shared.
// Source: HCL v2.23 hclsyntax/scan_tokens.rl, token.go, peeker.go.
#ifndef TFSCK_ENGINE_HCL_LEXER_H_
#define TFSCK_ENGINE_HCL_LEXER_H_

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "engine/hcl_problems.h"

namespace tfsck {

enum class HclTokenKind : uint8_t {
  kEnd,
  kIdentifier,
  kNumber,
  kDot,
  kStar,
  kOpenBracket,
  kCloseBracket,
  kOpenQuote,
  kCloseQuote,
  kQuotedLiteral,  // may hold escape sequences
  kTemplateInterpolation,
  kTemplateControl,
  kTemplateEnd,
  kComment,
  kNewline,
  kOther,    // of HCL, but never part of a traversal
  kInvalid,  // never valid; already among the problems
};

struct HclToken {
  HclTokenKind kind = HclTokenKind::kEnd;
  std::string_view text;
};

class HclLexer {
 public:
  // Begins at the start of `text`; a byte order mark there is dropped.
  explicit HclLexer(std::string_view text);

  // The next token that is neither comment nor newline; kEnd for ever at the end.
  HclToken Read();

  // What Read would return.
  const HclToken& Peek();

  // Scans what is left, and returns the lexical problems of the whole text.
  const HclProblems& Finish();

 private:
  enum class Mode : uint8_t { kMain, kString, kHeredoc };
  struct Heredoc {
    std::string_view marker;
    bool at_line_start = true;
  };

  HclToken Next();
  HclToken ScanMain();
  HclToken ScanOperator();
  HclToken ScanComment();
  HclToken ScanCloseBrace(size_t length);
  HclToken ScanString();
  HclToken ScanStringLiteral();
  HclToken ScanHeredocStart();
  HclToken ScanHeredoc();
  HclToken ScanHeredocLine();
  HclToken ScanTemplateStart();
  HclToken ScanCharacter();
  HclToken Take(HclTokenKind kind, size_t length);
  std::string_view Rest() const { return text_.substr(position_); }
  bool StartsWith(std::string_view prefix) const {
    return Rest().substr(0, prefix.size()) == prefix;
  }
  char At(size_t offset) const;
  void Report(const HclToken& token);
  void ReportInvalid(std::string_view text);
  void ReportOperator(char c);

  std::string_view text_;
  size_t position_ = 0;
  Mode mode_ = Mode::kMain;
  std::vector<Mode> callers_;
  size_t braces_ = 0;
  std::vector<size_t> template_braces_;  // depths at which a closing brace ends a template
  std::vector<Heredoc> heredocs_;
  bool peeked_ = false;
  HclToken peek_;
  HclProblems problems_;
  // How often each complaint that HCL makes only a few times was made.
  size_t bitwise_told_ = 0;
  int backtick_told_ = 0;
  int apostrophe_told_ = 0;
  size_t semicolon_told_ = 0;
  size_t encoding_told_ = 0;
};

}  // namespace tfsck

#endif  // TFSCK_ENGINE_HCL_LEXER_H_
