#include "engine/base/base64.h"

#include <array>

namespace tfsck {
namespace {

constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr uint8_t kBad = 0xFF;

constexpr std::array<uint8_t, 256> MakeValues() {
  std::array<uint8_t, 256> values{};
  for (auto& value : values) value = kBad;
  for (size_t i = 0; i < kAlphabet.size(); ++i) {
    values[static_cast<unsigned char>(kAlphabet[i])] = static_cast<uint8_t>(i);
  }
  return values;
}
constexpr std::array<uint8_t, 256> kValues = MakeValues();

uint8_t ValueOf(char c) { return kValues[static_cast<unsigned char>(c)]; }
bool IsLineBreak(char c) { return c == '\r' || c == '\n'; }

// Skips line breaks; true while there is a byte.
bool SkipBreaks(std::string_view text, size_t* at) {
  while (*at < text.size() && IsLineBreak(text[*at])) ++*at;
  return *at < text.size();
}

// 1 for a byte outside of the alphabet.  Comparisons and no table: compilers then take many bytes
// at a time.
inline uint8_t IsForeign(char c) {
  const auto byte = static_cast<uint8_t>(c);
  const auto within = [byte](uint8_t first, uint8_t count) {
    return static_cast<uint8_t>(static_cast<uint8_t>(byte - first) < count);
  };
  return static_cast<uint8_t>(
      1 ^ (within('A', 26) | within('a', 26) | within('/', 11) | within('+', 1)));
}

}  // namespace

bool IsCanonicalBase64(std::string_view text) {
  if (text.size() % 4 != 0) return false;
  if (text.empty()) return true;
  size_t body = text.size();
  if (text[body - 1] == '=') --body;
  if (text[body - 1] == '=') --body;
  uint8_t foreign = 0;
  for (size_t i = 0; i < body; ++i) foreign |= IsForeign(text[i]);
  if (foreign != 0) return false;
  const uint8_t last = ValueOf(text[body - 1]);
  const size_t padding = text.size() - body;
  return padding == 0 || (last & (padding == 1 ? 0x3 : 0xF)) == 0;
}

// Go's decodeQuantum, one group of four at a time; offsets of errors are Go's.
std::optional<std::string> DecodeBase64(std::string_view text, size_t* bad_byte) {
  std::string out;
  size_t at = 0;
  while (SkipBreaks(text, &at)) {
    std::array<uint8_t, 4> group{};
    size_t filled = 0;
    while (filled < 4) {
      if (!SkipBreaks(text, &at)) {
        *bad_byte = at - filled;
        return std::nullopt;
      }
      const uint8_t value = ValueOf(text[at]);
      if (value == kBad) break;
      group[filled++] = value;
      ++at;
    }
    if (filled < 4) {  // must be padding that ends the text
      const size_t pad_at = at;
      if (text[at] != '=' || filled < 2) {
        *bad_byte = pad_at;
        return std::nullopt;
      }
      ++at;
      if (filled == 2) {
        if (!SkipBreaks(text, &at)) {
          *bad_byte = text.size();
          return std::nullopt;
        }
        if (text[at] != '=') {
          *bad_byte = at - 1;
          return std::nullopt;
        }
        ++at;
      }
      if (SkipBreaks(text, &at)) {
        *bad_byte = at;
        return std::nullopt;
      }
    }
    out += static_cast<char>(group[0] << 2 | group[1] >> 4);
    if (filled > 2) out += static_cast<char>(group[1] << 4 | group[2] >> 2);
    if (filled > 3) out += static_cast<char>(group[2] << 6 | group[3]);
  }
  return out;
}

std::optional<uint64_t> Base64DecodedSize(std::string_view text) {
  uint64_t digits = 0;
  uint64_t padding = 0;
  for (const char c : text) {
    if (IsLineBreak(c)) continue;
    if (c == '=') {
      ++padding;
    } else if (padding > 0 || ValueOf(c) == kBad) {
      return std::nullopt;
    } else {
      ++digits;
    }
  }
  if (padding > 2 || (digits + padding) % 4 != 0) return std::nullopt;
  return digits * 3 / 4;
}

std::string EncodeBase64(std::string_view bytes) {
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  const auto byte = [&](size_t i) -> uint32_t {
    return i < bytes.size() ? static_cast<unsigned char>(bytes[i]) : 0;
  };
  for (size_t i = 0; i < bytes.size(); i += 3) {
    const uint32_t group = byte(i) << 16 | byte(i + 1) << 8 | byte(i + 2);
    out += kAlphabet[group >> 18];
    out += kAlphabet[group >> 12 & 0x3F];
    out += i + 1 < bytes.size() ? kAlphabet[group >> 6 & 0x3F] : '=';
    out += i + 2 < bytes.size() ? kAlphabet[group & 0x3F] : '=';
  }
  return out;
}

}  // namespace tfsck
