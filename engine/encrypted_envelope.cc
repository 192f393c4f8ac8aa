#include "engine/encrypted_envelope.h"

#include <fmt/format.h>

#include <charconv>
#include <utility>

#include "engine/base/base64.h"
#include "engine/json/cursor.h"

namespace tfsck {
namespace {

using FlawKind = EnvelopeFlaw::Kind;
using json::Kind;

class EnvelopeReader {
 public:
  explicit EnvelopeReader(std::string_view bytes) : cursor_(bytes), size_(bytes.size()) {}

  EnvelopeInfo Read() {
    cursor_.EnterObject();
    json::RawString key;
    while (cursor_.NextKey(&key)) ReadMember(key);
    if (cursor_.Finish()) {
      AddAbsent();
    } else {
      const json::SyntaxError error = cursor_.error();
      Add(FlawKind::kSyntax, error.offset, error.message);
    }
    return std::move(info_);
  }

 private:
  void Add(FlawKind kind, uint64_t offset, std::string detail = {}) {
    info_.flaws.push_back({kind, offset, std::move(detail)});
  }

  // Null leaves a field as it is, as in Go.
  void ReadMember(const json::RawString& key) {
    if (cursor_.Peek() == Kind::kNull) {
      cursor_.TakeLiteral();
    } else if (json::FoldEquals(key, "serial")) {
      ReadSerial();
    } else if (json::FoldEquals(key, "lineage")) {
      if (ExpectString("lineage")) info_.lineage = json::Decode(cursor_.TakeString());
    } else if (json::FoldEquals(key, "encryption_version")) {
      ReadVersion();
    } else if (json::FoldEquals(key, "meta")) {
      ReadMeta();
    } else if (json::FoldEquals(key, "encrypted_data")) {
      ReadData();
    } else {
      cursor_.SkipValue();
    }
  }

  // False, and the value skipped, where it is no string.
  bool ExpectString(std::string_view field) {
    if (cursor_.Peek() == Kind::kString) return true;
    AddWrongType(field);
    cursor_.SkipValue();
    return false;
  }

  void AddWrongType(std::string_view field) {
    Add(FlawKind::kFieldType, cursor_.offset(),
        fmt::format("{}: {}", field, json::KindName(cursor_.Peek())));
  }

  void ReadSerial() {
    const uint64_t at = cursor_.offset();
    if (cursor_.Peek() != Kind::kNumber) {
      AddWrongType("serial");
      cursor_.SkipValue();
      return;
    }
    const std::string_view text = cursor_.TakeNumber();
    uint64_t serial = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), serial);
    if (error != std::errc() || end != text.data() + text.size()) {
      Add(FlawKind::kFieldType, at, fmt::format("serial: number {}", text));
    } else {
      info_.serial = serial;
    }
  }

  void ReadVersion() {
    const uint64_t at = cursor_.offset();
    version_seen_ = true;
    if (!ExpectString("encryption_version")) return;
    info_.version = json::Decode(cursor_.TakeString());
    if (info_.version != "v0") Add(FlawKind::kVersion, at, info_.version);
  }

  void ReadMeta() {
    if (cursor_.Peek() != Kind::kObject) {
      AddWrongType("meta");
      cursor_.SkipValue();
      return;
    }
    cursor_.EnterObject();
    json::RawString key;
    while (cursor_.NextKey(&key)) {
      info_.key_providers.push_back(json::Decode(key));
      const uint64_t at = cursor_.offset();
      if (!ExpectString("meta." + info_.key_providers.back())) continue;
      if (!DecodedSize(cursor_.TakeString())) {
        Add(FlawKind::kMetaBase64, at, info_.key_providers.back());
      }
    }
  }

  void ReadData() {
    const uint64_t at = cursor_.offset();
    data_seen_ = true;
    if (!ExpectString("encrypted_data")) return;
    const auto size = DecodedSize(cursor_.TakeString());
    info_.payload_bytes = size.value_or(0);
    if (!size) {
      Add(FlawKind::kDataBase64, at);
    } else if (*size == 0) {
      Add(FlawKind::kDataMissing, at);
    } else if (*size < kSmallestPayload) {
      Add(FlawKind::kDataShort, at, fmt::to_string(*size));
    }
  }

  static std::optional<uint64_t> DecodedSize(const json::RawString& text) {
    if (text.plain) return Base64DecodedSize(text.text);
    return Base64DecodedSize(json::Decode(text));
  }

  void AddAbsent() {
    if (!version_seen_) Add(FlawKind::kVersion, size_);
    if (info_.key_providers.empty()) Add(FlawKind::kNoMeta, size_);
    if (!data_seen_) Add(FlawKind::kDataMissing, size_);
    if (!info_.serial) Add(FlawKind::kSerialMissing, size_);
    if (!info_.lineage) Add(FlawKind::kLineageMissing, size_);
  }

  json::Cursor cursor_;
  const uint64_t size_;
  EnvelopeInfo info_;
  bool version_seen_ = false;
  bool data_seen_ = false;
};

}  // namespace

EnvelopeInfo ReadEnvelope(std::string_view bytes) { return EnvelopeReader(bytes).Read(); }

}  // namespace tfsck
