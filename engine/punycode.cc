#include "engine/punycode.h"

#include <algorithm>
#include <cstdint>
#include <limits>

#include "engine/unicode_text.h"

namespace tfsck {
namespace {

// Parameters of RFC 3492 section 5.
constexpr int64_t kBase = 36;
constexpr int64_t kMinThreshold = 1;
constexpr int64_t kMaxThreshold = 26;
constexpr int64_t kSkew = 38;
constexpr int64_t kDamp = 700;
constexpr int64_t kInitialBias = 72;
constexpr int64_t kInitialCodePoint = 128;
constexpr size_t kMaxCharacters = 1024;
constexpr int64_t kMaxCodePoint = 0x10FFFF;

int64_t DigitValue(char c) {
  if (c >= '0' && c <= '9') return c - '0' + 26;
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a';
  return -1;
}

int64_t AdaptBias(int64_t delta, int64_t count, bool first) {
  delta /= first ? kDamp : 2;
  delta += delta / count;
  int64_t k = 0;
  for (; delta > ((kBase - kMinThreshold) * kMaxThreshold) / 2; k += kBase) {
    delta /= kBase - kMinThreshold;
  }
  return k + (kBase - kMinThreshold + 1) * delta / (delta + kSkew);
}

// Reads one variable-length number off the front of `digits` and adds it to `sum`; false when it is
// cut off, malformed or leaves 31 bits.
bool ReadNumber(int64_t bias, std::string_view* digits, int64_t* sum) {
  constexpr int64_t kLimit = std::numeric_limits<int32_t>::max();
  int64_t weight = 1;
  for (int64_t k = kBase;; k += kBase) {
    if (digits->empty()) return false;
    const int64_t digit = DigitValue(digits->front());
    if (digit < 0) return false;
    digits->remove_prefix(1);
    *sum += digit * weight;
    if (*sum > kLimit) return false;
    const int64_t threshold = std::clamp(k - bias, kMinThreshold, kMaxThreshold);
    if (digit < threshold) return true;
    weight *= kBase - threshold;
    if (weight > kLimit) return false;
  }
}

}  // namespace

std::optional<std::string> DecodePunycode(std::string_view encoded) {
  std::u32string decoded;
  const size_t delimiter = encoded.rfind('-');
  if (delimiter == 0) return std::nullopt;
  std::string_view digits = encoded;
  if (delimiter != std::string_view::npos) {
    for (std::string_view basic = encoded.substr(0, delimiter); !basic.empty();) {
      const DecodedRune rune = DecodeRune(basic);
      decoded.push_back(rune.value);
      basic.remove_prefix(rune.size);
    }
    digits.remove_prefix(delimiter + 1);
  }
  int64_t position = 0;
  int64_t code_point = kInitialCodePoint;
  for (int64_t bias = kInitialBias; !digits.empty(); ++position) {
    const int64_t start = position;
    if (!ReadNumber(bias, &digits, &position)) return std::nullopt;
    if (decoded.size() >= kMaxCharacters) return std::nullopt;
    const auto count = static_cast<int64_t>(decoded.size()) + 1;
    bias = AdaptBias(position - start, count, start == 0);
    code_point += position / count;
    position %= count;
    if (code_point > kMaxCodePoint) return std::nullopt;
    decoded.insert(decoded.begin() + position, static_cast<char32_t>(code_point));
  }
  std::string out;
  for (const char32_t rune : decoded) {
    AppendRune(IsScalarValue(static_cast<uint32_t>(rune)) ? rune : char32_t{0xFFFD}, &out);
  }
  return out;
}

}  // namespace tfsck
