// MD5 as the state backends use it: the digest item in DynamoDB, ETags, Consul's index.
//
// It tells versions of one state apart; it proves nothing against somebody who makes collisions.
// Pure; thread-safe; about 1.6 ns per byte.
#ifndef TFSCK_ENGINE_DIGEST_H_
#define TFSCK_ENGINE_DIGEST_H_

#include <string>
#include <string_view>

namespace tfsck {

// 32 lower-case hex digits.
std::string Md5Hex(std::string_view bytes);

// Whether `text` is what Terraform stores as a digest: 32 hex digits, lower case.
bool IsMd5Hex(std::string_view text);

// The 16 bytes of an MD5 that a service writes as base64 (Content-MD5, GCS md5Hash) as 32 hex
// digits; "" where `base64` is anything else.
std::string Md5HexFromBase64(std::string_view base64);

}  // namespace tfsck

#endif  // TFSCK_ENGINE_DIGEST_H_
