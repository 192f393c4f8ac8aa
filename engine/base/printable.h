// Text from states, paths and servers, made safe to print.
//
// Such text is hostile: it may hold terminal escapes, line breaks that forge a line of ours, and
// marks that turn the reading direction round.  Everything a person sees goes through here.
// Pure functions, linear in the text.
#ifndef TFSCK_ENGINE_BASE_PRINTABLE_H_
#define TFSCK_ENGINE_BASE_PRINTABLE_H_

#include <string>
#include <string_view>

namespace tfsck {

// `text` with everything that is not visible as itself spelled out: ASCII controls and ill-formed
// UTF-8 as \x1b, other code points as \u{202e}.  Not visible are: controls, line and paragraph
// separators, bidi marks, isolates and overrides, zero-width and other ignorable code points,
// every space but U+0020, private, unassigned and surrogate code points.  A backslash of the text
// stays as it is: the result is for eyes, not for parsing back.
std::string Printable(std::string_view text);

}  // namespace tfsck

#endif  // TFSCK_ENGINE_BASE_PRINTABLE_H_
