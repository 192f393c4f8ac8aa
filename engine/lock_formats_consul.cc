// Consul's KV store: `consul kv export` (key, flags, value) or the HTTP API's ?recurse (also
// Session), values in base64.  A state is PATH, its lock PATH/.lock and PATH/.lockinfo, its pieces
// PATH/tfstate.HASH/N.
//
// Source: TF: internal/backend/remote-state/consul/client.go (lockSuffix, lockInfoSuffix, Put).
#include <map>
#include <utility>

#include "engine/base/base64.h"
#include "engine/base/buffer.h"
#include "engine/lock_chunks.h"
#include "engine/lock_formats.h"

namespace tfsck {
namespace {

constexpr std::string_view kLockSuffix = "/.lock";
constexpr std::string_view kInfoSuffix = "/.lockinfo";
constexpr std::string_view kPieceStep = "/tfstate.";

struct Entry {
  std::string value;
  bool sound = true;
  std::string session;
  uint64_t offset = 0;
  bool named = false;  // by an index of chunks
};

using Entries = std::map<std::string, Entry>;

struct Export {
  Entries entries;
  bool tells_sessions =
      false;  // kv export never does; the API leaves the member out where there is none
  std::string source;
};

bool TakeEntry(const JsonValue& item, Export* out) {
  const JsonValue key = item.GetFolded("key");
  const JsonValue value = item.GetFolded("value");
  if (!key.IsString() || !item.GetFolded("flags").valid()) return false;
  Entry entry;
  size_t bad_byte = 0;
  const auto bytes = DecodeBase64(value.Text(), &bad_byte);
  entry.sound = bytes.has_value();
  if (bytes) entry.value = *bytes;
  entry.session = item.GetFolded("session").Text();
  entry.offset = item.Offset();
  if (item.GetFolded("modifyindex").valid()) out->tells_sessions = true;
  out->entries.insert_or_assign(key.Text(), std::move(entry));
  return true;
}

void AddLock(const std::string& path, const Export& in, LockEvidence* evidence) {
  LockRecord record;
  record.backend = LockBackend::kConsul;
  record.state.key = path;
  record.lock_place = path + std::string(kInfoSuffix);
  record.session_known = in.tells_sessions;
  record.source = in.source;
  const auto lock = in.entries.find(path + std::string(kLockSuffix));
  if (lock != in.entries.end()) {
    record.session = lock->second.session;
    record.offset = lock->second.offset;
  }
  const auto info = in.entries.find(record.lock_place);
  if (info != in.entries.end()) {
    SetLockInfo(ReadLockText(info->second.value), &record);
    record.offset = info->second.offset;
  } else if (record.session.empty()) {
    return;  // PATH/.lock stays behind, without a session, after every release
  }
  if (!record.session.empty()) record.unlock_id = record.session;
  evidence->records.push_back(std::move(record));
}

void AddLocks(const Export& in, LockEvidence* evidence) {
  for (const auto& [key, entry] : in.entries) {
    std::string path = key;
    if (CutSuffix(kInfoSuffix, &path)) {
      AddLock(path, in, evidence);
    } else if (CutSuffix(kLockSuffix, &path) &&
               !in.entries.contains(path + std::string(kInfoSuffix))) {
      AddLock(path, in, evidence);
    }
  }
}

// A state that is an index of chunks; its pieces are marked as named.
void JoinIndex(const std::string& path, const std::string& index, Export* in,
               LockEvidence* evidence) {
  const Buffer copy = Buffer::Copy(index);
  const json::Tape tape(copy.bytes);
  const JsonValue root = JsonValue::Root(tape);
  ChunkedState chunked;
  chunked.backend = LockBackend::kConsul;
  chunked.state.key = path;
  chunked.hash = root.Get("current-hash").Text();
  chunked.source = in->source;
  root.Get("chunks").ForEach([&](const JsonValue& name) {
    Piece piece;
    piece.name = name.Text();
    const auto found = in->entries.find(piece.name);
    piece.there = found != in->entries.end();
    if (piece.there) {
      found->second.named = true;
      piece.sound = found->second.sound;
      piece.bytes = found->second.value;
    }
    chunked.pieces.push_back(std::move(piece));
  });
  JoinPieces(chunked, evidence);
}

void JoinWhole(const std::string& path, const Entry& entry, const Export& in,
               LockEvidence* evidence) {
  ChunkedState chunked;
  chunked.backend = LockBackend::kConsul;
  chunked.state.key = path;
  chunked.source = in.source;
  chunked.pieces.push_back({path, true, entry.sound, entry.value});
  JoinPieces(chunked, evidence);
}

bool IsState(DocumentKind kind) {
  return kind == DocumentKind::kState || kind == DocumentKind::kEncryptedState;
}

void AddStates(Export* in, LockEvidence* evidence) {
  for (auto& [key, entry] : in->entries) {
    if (key.find(kPieceStep) != key.npos || key.ends_with(kLockSuffix) ||
        key.ends_with(kInfoSuffix)) {
      continue;
    }
    const Buffer copy = Buffer::Copy(entry.value);
    const DocumentKind kind = Recognise(copy.bytes);
    if (kind == DocumentKind::kConsulChunkIndex) {
      JoinIndex(key, entry.value, in, evidence);
    } else if (IsState(kind) || (!entry.value.empty() && entry.value[0] == '\x1f')) {
      JoinWhole(key, entry, *in, evidence);
    }
  }
}

void AddOrphans(const Export& in, LockEvidence* evidence) {
  for (const auto& [key, entry] : in.entries) {
    const size_t at = key.find(kPieceStep);
    if (at == key.npos || entry.named) continue;
    evidence->chunks.push_back({ChunkFact::Kind::kOrphan,
                                LockBackend::kConsul,
                                {"", key.substr(0, at)},
                                key,
                                "",
                                in.source});
  }
}

}  // namespace

FormatReading ReadConsul(const JsonValue& root, const std::string& source, LockEvidence* evidence) {
  Export in;
  in.source = source;
  bool any = false;
  root.ForEach([&](const JsonValue& item) { any = TakeEntry(item, &in) || any; });
  if (!any) return std::nullopt;
  AddLocks(in, evidence);
  AddStates(&in, evidence);
  AddOrphans(in, evidence);
  return LockSourceKind::kConsulExport;
}

}  // namespace tfsck
