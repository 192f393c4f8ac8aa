// Punycode (RFC 3492), the ASCII form of a label of a domain name.
//
// Pure, safe from any thread.  Cost: quadratic in the label, which is limited to 1,024 characters.
#ifndef TFSCK_ENGINE_PUNYCODE_H_
#define TFSCK_ENGINE_PUNYCODE_H_

#include <optional>
#include <string>
#include <string_view>

namespace tfsck {

// The text that `encoded`, without its "xn--", stands for, none when it is malformed or too long.
// Code points that UTF-8 cannot hold become U+FFFD (Go: x/net/idna, decode).
std::optional<std::string> DecodePunycode(std::string_view encoded);

}  // namespace tfsck

#endif  // TFSCK_ENGINE_PUNYCODE_H_
