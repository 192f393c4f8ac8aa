// What HCL says about tokens that never appear in its language (HCL: hclsyntax/token.go,
// checkInvalidTokens), with the same limits on repetition.
#include <string>

#include "engine/hcl_lexer.h"

namespace tfsck {
namespace {

constexpr const char* kInvalidCharacter = "Invalid character";

const char* BitwiseSuggestion(char c) {
  switch (c) {
    case '&':
      return " Did you mean boolean AND (\"&&\")?";
    case '|':
      return " Did you mean boolean OR (\"||\")?";
    case '~':
      return " Did you mean boolean NOT (\"!\")?";
    default:
      return "";
  }
}

bool IsCurlyQuote(std::string_view text) { return text == "\u201C" || text == "\u201D"; }

// Told for the first and the third of a kind, so once per quoted piece of text at most.
bool TellAlternating(int* told) {
  const bool tell = *told % 2 == 0;
  if (*told <= 2) ++*told;
  return tell;
}

const char* CharacterDetail(std::string_view text) {
  if (IsCurlyQuote(text)) {
    return "\"Curly quotes\" are not valid here. These can sometimes be inadvertently introduced "
           "when sharing code via documents or discussion forums. It might help to replace the "
           "character with a \"straight quote\".";
  }
  return "This character is not used within the language.";
}

}  // namespace

void HclLexer::Report(const HclToken& token) {
  if (token.kind == HclTokenKind::kInvalid) ReportInvalid(token.text);
  if (token.kind == HclTokenKind::kOther && token.text.size() == 1 && mode_ != Mode::kHeredoc) {
    ReportOperator(token.text[0]);
  }
}

void HclLexer::ReportInvalid(std::string_view text) {
  const bool is_character = static_cast<unsigned char>(text[0]) < 0x80 || text.size() > 1;
  if (mode_ == Mode::kString && (text[0] == '\n' || text[0] == '\r')) {
    problems_.Add("Invalid multi-line string",
                  "Quoted strings may not be split over multiple lines. To produce a multi-line "
                  "string, either use the \\n escape to represent a newline character or use the "
                  "\"heredoc\" multi-line template syntax.");
  } else if (is_character) {
    problems_.Add(kInvalidCharacter, CharacterDetail(text));
  } else if (encoding_told_++ == 0) {
    problems_.Add("Invalid character encoding",
                  "All input files must be UTF-8 encoded. Ensure that UTF-8 encoding is selected "
                  "in your editor.");
  }
}

void HclLexer::ReportOperator(char c) {
  switch (c) {
    case '&':
    case '|':
    case '~':
    case '^':
      if (bitwise_told_++ >= 4) break;
      problems_.Add("Unsupported operator",
                    std::string("Bitwise operators are not supported.") + BitwiseSuggestion(c));
      break;
    case '`':
      if (!TellAlternating(&backtick_told_)) break;
      problems_.Add(kInvalidCharacter,
                    "The \"`\" character is not valid. To create a multi-line string, use the "
                    "\"heredoc\" syntax, like \"<<EOT\".");
      break;
    case '\'':
      if (!TellAlternating(&apostrophe_told_)) break;
      problems_.Add(kInvalidCharacter,
                    "Single quotes are not valid. Use double quotes (\") to enclose strings.");
      break;
    case ';':
      if (semicolon_told_++ != 0) break;
      problems_.Add(kInvalidCharacter,
                    "The \";\" character is not valid. Use newlines to separate arguments and "
                    "blocks, and commas to separate items in collection values.");
      break;
    default:
      break;
  }
}

}  // namespace tfsck
