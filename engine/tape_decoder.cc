#include "engine/tape_decoder.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <charconv>

namespace tfsck {

using json::Kind;

void TapeDecoder::Add(std::string value) {
  if (mismatch_) return;
  mismatch_ = {fmt::format("{}", fmt::join(path_, ".")), std::move(value)};
}

bool TapeDecoder::Is(uint32_t node, Kind kind) {
  const Kind found = tape_.kind(node);
  if (found != kind && found != Kind::kNull) Add(std::string(json::KindName(found)));
  return found == kind;
}

void TapeDecoder::String(uint32_t node, std::string* out) {
  if (Is(node, Kind::kString)) *out = tape_.Text(node);
}

void TapeDecoder::Bool(uint32_t node, bool* out) {
  const Kind kind = tape_.kind(node);
  if (kind == Kind::kTrue || kind == Kind::kFalse) {
    *out = kind == Kind::kTrue;
  } else if (kind != Kind::kNull) {
    Add(std::string(json::KindName(kind)));
  }
}

void TapeDecoder::Int(uint32_t node, int64_t* out) {
  if (!Is(node, Kind::kNumber)) return;
  const std::string_view text = tape_[node].text;
  int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) {
    Add(fmt::format("number {}", text));
    return;
  }
  *out = value;
}

void TapeDecoder::Uint(uint32_t node, uint64_t* out) {
  if (!Is(node, Kind::kNumber)) return;
  const auto value = ParseGoUint(tape_[node].text);
  if (value) {
    *out = *value;
  } else {
    Add(fmt::format("number {}", tape_[node].text));
  }
}

void TapeDecoder::Interface(uint32_t node) {
  if (const auto huge = FindHugeNumber(tape_, node)) {
    Add(fmt::format("number {}", tape_[*huge].text));
  }
}

}  // namespace tfsck
