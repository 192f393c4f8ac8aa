// Raw JSON written again as Go's json.MarshalIndent writes a RawMessage: white space normalised,
// < > & and U+2028/9 in strings escaped, everything else byte for byte.
#ifndef TFSCK_ENGINE_JSON_INDENT_H_
#define TFSCK_ENGINE_JSON_INDENT_H_

#include <string>
#include <string_view>

namespace tfsck::json {

// Appends `raw`, which must be valid JSON, with two spaces per level; its first line continues the
// line at hand, its further lines are `depth` levels deep.  Linear, no recursion.
// Source: encoding/json indent.go (appendCompact with escape, appendIndent).
void AppendIndented(std::string_view raw, int depth, std::string* out);

// The same on one line without white space; at the speed of memory where nothing has to be escaped.
void AppendCompact(std::string_view raw, std::string* out);

// Appends a line break and `depth` times two spaces.
void AppendNewLine(int depth, std::string* out);

}  // namespace tfsck::json

#endif  // TFSCK_ENGINE_JSON_INDENT_H_
