#include "engine/hcl_traversal.h"

#include <utility>

#include "engine/hcl_lexer.h"
#include "engine/hcl_string.h"
#include "engine/unicode_text.h"

namespace tfsck {
namespace {

using Kind = HclTokenKind;

class TraversalParser {
 public:
  explicit TraversalParser(std::string_view text) : lexer_(text) {}

  Traversal Parse() {
    ParseSteps();
    Traversal result;
    result.steps = std::move(steps_);
    result.problems = lexer_.Finish();
    result.problems.Append(std::move(problems_));
    return result;
  }

 private:
  void ParseSteps() {
    const HclToken root = lexer_.Read();
    if (root.kind != Kind::kIdentifier) {
      problems_.Add("Variable name required", "Must begin with a variable name.");
      return;
    }
    AddName(root.text);
    while (problems_.empty() && lexer_.Peek().kind != Kind::kEnd) {
      switch (lexer_.Read().kind) {
        case Kind::kDot:
          ParseAttribute();
          break;
        case Kind::kOpenBracket:
          ParseIndex();
          break;
        default:
          problems_.Add("Invalid character", "Expected an attribute access or an index operator.");
      }
    }
  }

  void AddName(std::string_view name) {
    TraversalStep& step = steps_.emplace_back();
    step.name = name;
  }

  void ParseAttribute() {
    const HclToken name = lexer_.Read();
    if (name.kind == Kind::kIdentifier) {
      AddName(name.text);
    } else if (name.kind == Kind::kStar) {
      problems_.Add("Attribute name required", "Splat expressions (.*) may not be used here.");
    } else {
      problems_.Add("Attribute name required", "Dot must be followed by attribute name.");
    }
  }

  void ParseIndex() {
    switch (lexer_.Peek().kind) {
      case Kind::kNumber:
        ParseNumberIndex();
        break;
      case Kind::kOpenQuote:
        ParseStringIndex();
        break;
      case Kind::kStar:
        problems_.Add("Attribute name required", "Splat expressions ([*]) may not be used here.");
        break;
      default:
        problems_.Add("Index value required",
                      "Index brackets must contain either a literal number or a literal string.");
    }
  }

  void ParseNumberIndex() {
    TraversalStep step;
    step.kind = TraversalStep::Kind::kNumberIndex;
    step.number = ParseNumberLiteral(lexer_.Read().text);
    if (step.number.kind == NumberLiteral::Kind::kInvalid) {
      problems_.Add("Invalid number literal",
                    "Failed to recognize the value of this number literal.");
    }
    ExpectCloseBracket();
    steps_.push_back(std::move(step));
  }

  void ParseStringIndex() {
    TraversalStep step;
    step.kind = TraversalStep::Kind::kStringIndex;
    std::string value;
    ParseQuotedString(&value);
    ExpectCloseBracket();
    step.key = NormalizeNfc(value);
    steps_.push_back(std::move(step));
  }

  void ExpectCloseBracket() {
    if (lexer_.Read().kind == Kind::kCloseBracket) return;
    problems_.Add("Unclosed index brackets", "Index key must be followed by a closing bracket.");
  }

  void ParseQuotedString(std::string* value) {
    lexer_.Read();  // the opening quote
    while (true) {
      const HclToken token = lexer_.Read();
      switch (token.kind) {
        case Kind::kCloseQuote:
          return;
        case Kind::kQuotedLiteral:
          AppendStringLiteral(token.text, value, &problems_);
          break;
        case Kind::kTemplateInterpolation:
        case Kind::kTemplateControl:
          SkipTemplate(token.text[0]);
          break;
        case Kind::kEnd:
          problems_.Add("Unterminated string literal",
                        "Unable to find the closing quote mark before the end of the file.");
          return;
        default:
          problems_.Add("Invalid string literal", "This item is not valid in a string literal.");
          SkipBehindQuote();
          return;
      }
    }
  }

  void SkipTemplate(char sign) {
    const std::string s(1, sign);
    problems_.Add("Invalid string literal",
                  "Template sequences are not allowed in this string. To include a literal \"" + s +
                      "\", double it (as \"" + s + s + "\") to escape it.");
    SkipBehind({Kind::kTemplateInterpolation, Kind::kTemplateControl}, Kind::kTemplateEnd);
  }

  void SkipBehindQuote() { SkipBehind({Kind::kOpenQuote, Kind::kOpenQuote}, Kind::kCloseQuote); }

  // Reads up to and with the `close` that ends what is open here (HCL: parser.recover).
  void SkipBehind(std::pair<Kind, Kind> open, Kind close) {
    size_t depth = 0;
    while (true) {
      const Kind kind = lexer_.Read().kind;
      if (kind == Kind::kEnd) return;
      if (kind == open.first || kind == open.second) ++depth;
      if (kind == close && depth-- == 0) return;
    }
  }

  HclLexer lexer_;
  std::vector<TraversalStep> steps_;
  HclProblems problems_;
};

}  // namespace

Traversal ParseTraversal(std::string_view text) { return TraversalParser(text).Parse(); }

}  // namespace tfsck
