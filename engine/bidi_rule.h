// The Bidi rule for labels of domain names (RFC 5893 section 2).
//
// Pure, safe from any thread, linear in the text.
#ifndef TFSCK_ENGINE_BIDI_RULE_H_
#define TFSCK_ENGINE_BIDI_RULE_H_

#include <string_view>

namespace tfsck {

// Whether the character makes its whole name subject to the rule (class R, AL or AN).
bool IsRightToLeft(char32_t rune);

// Whether a label of such a name obeys the rule (Go: x/text/secure/bidirule.ValidString).
bool SatisfiesBidiRule(std::string_view label);

}  // namespace tfsck

#endif  // TFSCK_ENGINE_BIDI_RULE_H_
