#include "engine/go_decode.h"

#include <fmt/format.h>

#include <charconv>

namespace tfsck {

int KeySet::Find(const json::RawString& key, bool* folded) {
  *folded = false;
  for (size_t tried = 0; tried < names_.size(); ++tried) {
    const size_t row = next_ < names_.size() ? next_ : 0;
    next_ = row + 1;
    if (key.plain && key.text == names_[row]) return static_cast<int>(row);
  }
  for (size_t row = 0; row < names_.size(); ++row) {
    if (!json::FoldEquals(key, names_[row])) continue;
    *folded = key.text != names_[row];
    return static_cast<int>(row);
  }
  return kUnknown;
}

std::string_view GoDecoder::Keep(const json::RawString& raw) {
  return raw.plain ? raw.text : arena_.Copy(json::Decode(raw));
}

void GoDecoder::String(std::string_view path, std::string_view* out, FactKind kind) {
  switch (cursor_.Peek()) {
    case json::Kind::kString:
      *out = Keep(cursor_.TakeString());
      return;
    case json::Kind::kNull:
      cursor_.TakeLiteral();
      return;
    default:
      WrongType(path, kind);
  }
}

void GoDecoder::String(std::string_view path, std::string_view* out, Memo* memo) {
  if (cursor_.Peek() != json::Kind::kString) return String(path, out);
  const json::RawString raw = cursor_.TakeString();
  if (!raw.plain && raw.text != memo->raw) *memo = {raw.text, Keep(raw)};
  *out = raw.plain ? raw.text : memo->kept;
}

void GoDecoder::Unsigned(std::string_view path, uint64_t* out, FactKind kind) {
  if (AtNull()) {
    cursor_.TakeLiteral();
    return;
  }
  if (cursor_.Peek() != json::Kind::kNumber) {
    WrongType(path, kind);
    return;
  }
  const uint64_t offset = cursor_.offset();
  const std::string_view number = cursor_.TakeNumber();
  uint64_t value = 0;
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), value);
  if (error == std::errc() && end == number.data() + number.size()) {
    *out = value;
  } else if (!cursor_.failed()) {
    facts_.Refuse(kind, offset, fmt::format("{}: number {}", path, number.substr(0, 40)));
  }
}

void GoDecoder::Bool(std::string_view path, bool* out) {
  const json::Kind kind = cursor_.Peek();
  if (kind != json::Kind::kTrue && kind != json::Kind::kFalse && kind != json::Kind::kNull) {
    WrongType(path, FactKind::kFieldType);
    return;
  }
  cursor_.TakeLiteral();
  if (kind != json::Kind::kNull) *out = kind == json::Kind::kTrue;
}

void GoDecoder::WrongType(std::string_view path, FactKind kind) {
  const uint64_t offset = cursor_.offset();
  const std::string_view found = json::KindName(cursor_.Peek());
  cursor_.SkipValue();
  if (!cursor_.failed()) facts_.Refuse(kind, offset, fmt::format("{}: {}", path, found));
}

void GoDecoder::NoteUnknown(const json::RawString& key) {
  constexpr size_t kLongestQuoted = 200;  // a key of a gigabyte need not be kept twice
  json::RawString shown = key;
  shown.text = shown.text.substr(0, shown.plain ? kLongestQuoted : shown.text.size());
  facts_.Note(FactKind::kUnknownKey, cursor_.key_offset(), Keep(shown));
}

void GoDecoder::DrainAnomalies() {
  const auto& anomalies = cursor_.anomalies();
  for (; drained_ < anomalies.size(); ++drained_) {
    const json::TextAnomaly& anomaly = anomalies[drained_];
    switch (anomaly.kind) {
      case json::TextAnomaly::Kind::kRepeatedKey:
        facts_.Note(FactKind::kRepeatedValueKey, anomaly.offset);
        break;
      case json::TextAnomaly::Kind::kIllFormedUtf8:
        facts_.Note(FactKind::kIllFormedUtf8, anomaly.offset);
        break;
      case json::TextAnomaly::Kind::kLoneSurrogate:
        facts_.Note(FactKind::kLoneSurrogate, anomaly.offset);
        break;
    }
  }
}

}  // namespace tfsck
