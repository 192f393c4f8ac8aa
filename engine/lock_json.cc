#include "engine/lock_json.h"

#include <charconv>

namespace tfsck {

std::string JsonValue::Text() const {
  if (IsString()) return tape_->Text(at_);
  return Is(json::Kind::kNumber) ? std::string((*tape_)[at_].text) : std::string();
}

uint64_t JsonValue::Unsigned() const {
  const std::string text = Text();
  uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() ? number : 0;
}

JsonValue JsonValue::Get(std::string_view key) const {
  JsonValue found;
  if (!IsObject()) return found;
  for (uint32_t i = tape_->FirstChild(at_); i < tape_->end(at_); i = tape_->end(i + 1)) {
    if (tape_->Is(i, key)) found = JsonValue(*tape_, i + 1);
  }
  return found;
}

JsonValue JsonValue::GetFolded(std::string_view key) const {
  JsonValue found;
  if (!IsObject()) return found;
  for (uint32_t i = tape_->FirstChild(at_); i < tape_->end(at_); i = tape_->end(i + 1)) {
    if (tape_->Names(i, key)) found = JsonValue(*tape_, i + 1);
  }
  return found;
}

}  // namespace tfsck
