// Standard padded base64 as Go's encoding/base64 StdEncoding reads and writes it.
#ifndef TFSCK_ENGINE_BASE_BASE64_H_
#define TFSCK_ENGINE_BASE_BASE64_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tfsck {

// True where `text` is what EncodeBase64 would write: no line breaks, full padding, no stray bits.
bool IsCanonicalBase64(std::string_view text);

// The bytes, or nothing where Go refuses the text; then *bad_byte is the offset Go names.  CR and
// LF are ignored anywhere; unused bits of the last group are ignored.
std::optional<std::string> DecodeBase64(std::string_view text, size_t* bad_byte);

// How many bytes `text` decodes to, without decoding it; nothing where Go refuses it.
std::optional<uint64_t> Base64DecodedSize(std::string_view text);

std::string EncodeBase64(std::string_view bytes);

}  // namespace tfsck

#endif  // TFSCK_ENGINE_BASE_BASE64_H_
