// What is odd about the text of an instance key.
//
// Pure functions; linear in the text.
#ifndef TFSCK_ANALYZERS_KEY_TEXT_H_
#define TFSCK_ANALYZERS_KEY_TEXT_H_

#include <string>
#include <string_view>

namespace tfsck {

// Only printable ASCII: nothing can be odd.
bool IsPlainAscii(std::string_view text);

// Digits without a leading zero: what a count index converted to a string looks like.
bool IsWholeNumber(std::string_view text);

// "contains the control character U+000D", "contains the bidirectional character U+202E", "is not
// in Unicode normalisation form C"; "" where nothing is wrong.  Addresses typed by a person are
// normalised to form C before they are compared, keys in the state are not (TF:
// internal/addrs/parse_target.go through the HCL parser), so the last kind can never be named.
std::string UnprintableKeyProblem(std::string_view text);

}  // namespace tfsck

#endif  // TFSCK_ANALYZERS_KEY_TEXT_H_
