// The grammar of single JSON tokens, for the parts of the cursor.  Internal to engine/json.
//
// Pure functions on text that has readable bytes behind its end (json::kPadding).
#ifndef TFSCK_ENGINE_JSON_TOKEN_H_
#define TFSCK_ENGINE_JSON_TOKEN_H_

#include <array>
#include <cstring>

namespace tfsck::json {

inline bool IsSpace(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }
inline bool IsDigit(char c) { return static_cast<unsigned char>(c - '0') < 10; }
inline bool IsHex(char c) { return IsDigit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f'); }

// Bytes that may follow a number or a literal, as tokens of their own.  Not the quote: stage 1 does
// not index a string that begins right behind a scalar.
inline constexpr std::array<bool, 256> kBoundary = [] {
  std::array<bool, 256> table{};
  for (const char b : {' ', '\n', '\r', '\t', ',', ':', ']', '}', '[', '{'}) {
    table[static_cast<unsigned char>(b)] = true;
  }
  return table;
}();

inline bool IsBoundary(char c) { return kBoundary[static_cast<unsigned char>(c)]; }

// One behind the last byte of the number at `at`, or null where the grammar is broken.
inline const char* NumberEnd(const char* at) {
  if (*at == '-') ++at;
  if (*at == '0') {
    ++at;
  } else {
    if (!IsDigit(*at)) return nullptr;
    while (IsDigit(*at)) ++at;
  }
  if (*at == '.') {
    if (!IsDigit(*++at)) return nullptr;
    while (IsDigit(*at)) ++at;
  }
  if ((*at | 0x20) == 'e') {
    ++at;
    if (*at == '+' || *at == '-') ++at;
    if (!IsDigit(*at)) return nullptr;
    while (IsDigit(*at)) ++at;
  }
  return at;
}

// One behind true, false or null at `at`, or null.
inline const char* LiteralEnd(const char* at) {
  if (std::memcmp(at, "true", 4) == 0 || std::memcmp(at, "null", 4) == 0) return at + 4;
  return std::memcmp(at, "false", 5) == 0 ? at + 5 : nullptr;
}

}  // namespace tfsck::json

#endif  // TFSCK_ENGINE_JSON_TOKEN_H_
