// JSON string literals as Go's encoding/json reads and writes them.
//
// Pure functions, no state.  Source of every rule: encoding/json decode.go (unquote), encode.go
// (appendString), fold.go.  Linear in the text.
#ifndef TFSCK_ENGINE_JSON_TEXT_H_
#define TFSCK_ENGINE_JSON_TEXT_H_

#include <cstdint>
#include <string>
#include <string_view>

namespace tfsck::json {

// A string literal as it stands between its quotes; the view points into the document.
struct RawString {
  std::string_view text;
  bool plain = true;  // no escape and well-formed UTF-8: `text` already is the string's value
};

// Appends the value of a literal whose escapes are known to be valid.  Ill-formed UTF-8 and lone
// surrogates become U+FFFD, as in Go.
void AppendDecoded(std::string_view raw, std::string* out);
std::string Decode(const RawString& raw);

// Whether a literal names a grammar key as Go folds struct field names: Unicode simple folding
// after unescaping, so U+017F stands for s and U+212A for k.  `key` is lower-case ASCII.
bool FoldEquals(const RawString& raw, std::string_view key);

// Appends `value` as a quoted literal the way json.Marshal does: < > & and U+2028/9 escaped,
// ill-formed UTF-8 written as \ufffd.
void AppendQuoted(std::string_view value, std::string* out);

// Offset of the first byte of the first ill-formed UTF-8 sequence of `text`, or npos.
size_t FindIllFormedUtf8(std::string_view text);

// Offset of the backslash of the first \uD800-\uDFFF escape without its partner, or npos.
size_t FindLoneSurrogate(std::string_view raw);

// Appends the UTF-8 form of a code point; surrogates and values above U+10FFFF become U+FFFD.
void AppendUtf8(uint32_t rune, std::string* out);

// Decodes one rune at text[*at] as Go's utf8.DecodeRune does and moves *at behind it; an
// ill-formed byte gives U+FFFD, *well_formed = false, and one byte of progress.
uint32_t NextRune(std::string_view text, size_t* at, bool* well_formed);

}  // namespace tfsck::json

#endif  // TFSCK_ENGINE_JSON_TEXT_H_
