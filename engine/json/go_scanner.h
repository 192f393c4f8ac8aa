// GoScanner: where and why Go's encoding/json refuses a text, byte for byte.
//
// The slow twin of Cursor: a plain state machine over single bytes that gives the offset and words
// of Go's *json.SyntaxError (scanner.go).  Run only after the cursor has refused a document, and in
// tests as the cursor's oracle.  About 300 MB/s; constant memory but for the nesting (<= 10,000).
#ifndef TFSCK_ENGINE_JSON_GO_SCANNER_H_
#define TFSCK_ENGINE_JSON_GO_SCANNER_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tfsck::json {

// Deepest nesting Go accepts (scanner.go, maxNestingDepth).
inline constexpr uint32_t kMaxDepth = 10000;

struct SyntaxError {
  enum class Kind : uint8_t {
    kUnexpectedByte,  // a byte that cannot stand here
    kUnexpectedEnd,   // the text ends inside a value: truncated
    kTrailingData,    // a complete value is followed by more
    kTooDeep,         // nesting deeper than kMaxDepth
    kTooLong,         // a limit of the cursor, not of Go: one string literal over 4 GB
  };
  Kind kind = Kind::kUnexpectedByte;
  uint64_t offset = 0;     // of the offending byte, from 0; the text's size for kUnexpectedEnd
  uint64_t go_offset = 0;  // what Terraform prints: bytes consumed when the error was seen
  std::string message;     // Go's words, e.g. invalid character 'x' after array element
};

// The first syntax error of `text`, or nothing where Go accepts it.
std::optional<SyntaxError> FindSyntaxError(std::string_view text);

}  // namespace tfsck::json

#endif  // TFSCK_ENGINE_JSON_GO_SCANNER_H_
