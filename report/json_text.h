// Text that JSON can carry: JSON escapes controls itself, but not bidi marks and other invisible
// characters, and it cannot hold ill-formed UTF-8.
#ifndef TFSCK_REPORT_JSON_TEXT_H_
#define TFSCK_REPORT_JSON_TEXT_H_

#include <string>
#include <string_view>

namespace tfsck {

// `text` with ill-formed UTF-8 replaced by U+FFFD; all else stays, so that an address in the
// JSON is the address in the state.
std::string JsonSafe(std::string_view text);

}  // namespace tfsck

#endif  // TFSCK_REPORT_JSON_TEXT_H_
