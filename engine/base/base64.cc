#include "engine/base/base64.h"

#include <array>

namespace tfsck {
namespace {

constexpr std::array<bool, 256> MakeAlphabet() {
  std::array<bool, 256> alphabet{};
  for (const char c :
       std::string_view("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")) {
    alphabet[static_cast<unsigned char>(c)] = true;
  }
  return alphabet;
}
constexpr std::array<bool, 256> kAlphabet = MakeAlphabet();

}  // namespace

std::optional<uint64_t> Base64DecodedSize(std::string_view text) {
  uint64_t digits = 0;
  uint64_t padding = 0;
  for (const char c : text) {
    if (c == '\n' || c == '\r') continue;
    if (c == '=') {
      ++padding;
    } else if (padding > 0 || !kAlphabet[static_cast<unsigned char>(c)]) {
      return std::nullopt;
    } else {
      ++digits;
    }
  }
  if (padding > 2 || (digits + padding) % 4 != 0) return std::nullopt;
  return digits * 3 / 4;
}

}  // namespace tfsck
