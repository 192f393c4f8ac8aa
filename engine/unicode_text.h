// Unicode text as Go's standard library and go-cty see it: the few operations addresses need.
//
// Pure functions on views; nothing is kept.  Safe from any thread.  All are linear in the text.
#ifndef TFSCK_ENGINE_UNICODE_TEXT_H_
#define TFSCK_ENGINE_UNICODE_TEXT_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "engine/base/utf8.h"

namespace tfsck {

// Go's unicode.IsPrint: letters, marks, numbers, punctuation, symbols and the ASCII space.
bool IsGoPrintable(char32_t rune);

// Normalisation form C in the Stream-Safe text format: a U+034F is inserted before the 31st
// combining character in a row, as Go's x/text/unicode/norm does (go-cty: cty.NormalizeString).
// One difference: where a starter that combines backward (U+09BE and its like) stands between a
// letter and its accent, x/text may compose across it, against UAX #15; this does not.
std::string NormalizeNfc(std::string_view text);

// Appends `text` as Go's %q prints it, with double quotes (strconv.Quote).
void AppendGoQuoted(std::string_view text, std::string* out);

}  // namespace tfsck

#endif  // TFSCK_ENGINE_UNICODE_TEXT_H_
