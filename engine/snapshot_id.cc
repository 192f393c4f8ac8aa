#include "engine/snapshot_id.h"

#include <charconv>

#include "engine/encrypted_envelope.h"
#include "engine/json/cursor.h"

namespace tfsck {
namespace {

void TakeSerial(json::Cursor* cursor, SnapshotId* id) {
  if (cursor->Peek() != json::Kind::kNumber) {
    cursor->SkipValue();
    return;
  }
  const std::string_view text = cursor->TakeNumber();
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id->serial);
  id->known = error == std::errc() && end == text.data() + text.size();
}

SnapshotId GlanceAtState(std::string_view bytes, bool needs_both) {
  SnapshotId id;
  bool lineage_seen = false;
  json::Cursor cursor(bytes);
  if (cursor.Peek() != json::Kind::kObject) return id;
  cursor.EnterObject();
  json::RawString key;
  while (!(id.known && lineage_seen) && cursor.NextKey(&key)) {
    if (json::FoldEquals(key, "serial")) {
      TakeSerial(&cursor, &id);
    } else if (json::FoldEquals(key, "lineage") && cursor.Peek() == json::Kind::kString) {
      id.lineage = json::Decode(cursor.TakeString());
      lineage_seen = true;
    } else {
      cursor.SkipValue();
    }
  }
  id.known = id.known && (lineage_seen || !needs_both);
  return id;
}

}  // namespace

SnapshotId GlanceAtHead(std::string_view bytes) { return GlanceAtState(bytes, true); }

SnapshotId GlanceAtSnapshot(const Document& document) {
  if (document.kind == DocumentKind::kState) return GlanceAtState(document.buffer.bytes, false);
  if (document.kind != DocumentKind::kEncryptedState) return {};
  const EnvelopeInfo envelope = ReadEnvelope(document.buffer.bytes);
  if (!envelope.serial || !envelope.lineage) return {};
  return {true, *envelope.lineage, *envelope.serial};
}

}  // namespace tfsck
