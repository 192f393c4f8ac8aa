// SYN013, SYN018: the envelope that OpenTofu puts around an encrypted state.
// Source: OT:internal/encryption/{base,state}.go.
#include <fmt/format.h>

#include <string>
#include <string_view>

#include "analyzers/rule_functions.h"
#include "engine/json/cursor.h"

namespace tfsck {
namespace {

// 12 bytes of nonce and 16 of tag around no text at all.
constexpr size_t kMinPayload = 28;

struct Envelope {
  bool has_serial = false;
  bool has_lineage = false;
  bool has_meta = false;
  bool has_payload = false;
  uint64_t payload_offset = 0;
  uint64_t version_offset = 0;
  std::string payload;  // base64
  std::string version;
};

bool IsBase64Digit(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' ||
         c == '/';
}

// Bytes that padded standard base64 stands for, or npos where the text is none.  Go skips line
// breaks (encoding/base64).
size_t Base64Size(std::string_view text) {
  size_t digits = 0;
  size_t padding = 0;
  for (char c : text) {
    if (c == '\n' || c == '\r') continue;
    if (c == '=') {
      ++padding;
    } else if (padding > 0 || !IsBase64Digit(c)) {
      return std::string_view::npos;
    } else {
      ++digits;
    }
  }
  if (padding > 2 || (digits + padding) % 4 != 0) return std::string_view::npos;
  return digits * 3 / 4;
}

// Takes the value; true where it is of the kind.
bool TakeKind(json::Cursor& cursor, json::Kind kind) {
  const bool same = cursor.Peek() == kind;
  cursor.SkipValue();
  return same;
}

// The text of a string value; "" where another kind stands.
std::string TakeText(json::Cursor& cursor) {
  if (cursor.Peek() == json::Kind::kString) return json::Decode(cursor.TakeString());
  cursor.SkipValue();
  return {};
}

Envelope ReadEnvelope(std::string_view bytes) {
  Envelope envelope;
  json::Cursor cursor(bytes);
  if (cursor.Peek() != json::Kind::kObject) return envelope;
  cursor.EnterObject();
  json::RawString key;
  while (cursor.NextKey(&key)) {
    if (json::FoldEquals(key, "serial")) {
      envelope.has_serial = TakeKind(cursor, json::Kind::kNumber);
    } else if (json::FoldEquals(key, "lineage")) {
      envelope.has_lineage = TakeKind(cursor, json::Kind::kString);
    } else if (json::FoldEquals(key, "meta")) {
      envelope.has_meta = TakeKind(cursor, json::Kind::kObject);
    } else if (json::FoldEquals(key, "encrypted_data")) {
      envelope.payload_offset = cursor.offset();
      envelope.payload = TakeText(cursor);
      envelope.has_payload = true;
    } else if (json::FoldEquals(key, "encryption_version")) {
      envelope.version_offset = cursor.offset();
      envelope.version = TakeText(cursor);
    } else {
      cursor.SkipValue();
    }
  }
  return envelope;
}

void CheckPayload(const Envelope& envelope, Reporter& reporter) {
  if (!envelope.has_payload) {
    reporter.Report(kSYN013, 0, "", "the envelope has no encrypted_data");
    return;
  }
  const size_t size = Base64Size(envelope.payload);
  if (size == std::string_view::npos) {
    reporter.Report(kSYN013, envelope.payload_offset, "",
                    "encrypted_data is not padded standard base64");
  } else if (size < kMinPayload) {
    reporter.Report(kSYN013, envelope.payload_offset, "",
                    fmt::format("encrypted_data has {} bytes, fewer than the {} of its nonce and tag",
                                size, kMinPayload));
  }
}

bool IsJudged(const RuleInput& input) {
  return input.document.kind == DocumentKind::kEncryptedState &&
         input.tool != ToolFamily::kTerraform;
}

}  // namespace

void CheckEnvelope(const RuleInput& input, Reporter& reporter) {
  if (!IsJudged(input)) return;
  const Envelope envelope = ReadEnvelope(input.document.buffer.bytes);
  if (envelope.version != "v0") {
    reporter.Report(kSYN013, envelope.version_offset, "",
                    "encryption_version is not \"v0\", the only one there is");
  }
  if (!envelope.has_meta) reporter.Report(kSYN013, 0, "", "the envelope has no meta object");
  CheckPayload(envelope, reporter);
}

void CheckEnvelopeGuards(const RuleInput& input, Reporter& reporter) {
  if (!IsJudged(input)) return;
  const Envelope envelope = ReadEnvelope(input.document.buffer.bytes);
  if (!envelope.has_lineage) reporter.Report(kSYN018, 0, "", "the envelope has no lineage");
  if (!envelope.has_serial) reporter.Report(kSYN018, 0, "", "the envelope has no serial");
}

}  // namespace tfsck
