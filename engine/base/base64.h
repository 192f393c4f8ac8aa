// Base64 text as Go's encoding/base64 StdEncoding reads it: the standard alphabet, padded, line
// breaks ignored anywhere.  Pure functions, linear, nothing is decoded or copied.
#ifndef TFSCK_ENGINE_BASE_BASE64_H_
#define TFSCK_ENGINE_BASE_BASE64_H_

#include <cstdint>
#include <optional>
#include <string_view>

namespace tfsck {

// How many bytes `text` decodes to; nothing where Go refuses it (base64.go, decodeQuantum).
std::optional<uint64_t> Base64DecodedSize(std::string_view text);

}  // namespace tfsck

#endif  // TFSCK_ENGINE_BASE_BASE64_H_
