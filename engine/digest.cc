#include "engine/digest.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>

#include "engine/base/base64.h"

namespace tfsck {
namespace {

constexpr size_t kMd5Size = 16;

std::string Hex(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string hex;
  for (const char c : bytes) {
    hex += kDigits[static_cast<unsigned char>(c) >> 4];
    hex += kDigits[static_cast<unsigned char>(c) & 15];
  }
  return hex;
}

}  // namespace

std::string Md5Hex(std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  // Fails only where OpenSSL was built or set up without MD5 (FIPS): then nothing is comparable.
  if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_md5(), nullptr) != 1) {
    return {};
  }
  return Hex({reinterpret_cast<const char*>(digest.data()), size});
}

bool IsMd5Hex(std::string_view text) {
  return text.size() == 2 * kMd5Size && std::ranges::all_of(text, [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

std::string Md5HexFromBase64(std::string_view base64) {
  size_t bad_byte = 0;
  const auto bytes = DecodeBase64(base64, &bad_byte);
  return bytes && bytes->size() == kMd5Size ? Hex(*bytes) : std::string();
}

}  // namespace tfsck
