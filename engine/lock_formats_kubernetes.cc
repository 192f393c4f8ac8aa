// Kubernetes: `kubectl get lease -o json` and `kubectl get secret -o json`, one object or a list.
//
// Source: TF: internal/backend/remote-state/kubernetes/client.go (Lock, getSecrets,
// createSecretName).
#include <charconv>
#include <map>
#include <utility>

#include "engine/base/base64.h"
#include "engine/lock_chunks.h"
#include "engine/lock_formats.h"

namespace tfsck {
namespace {

constexpr std::string_view kLeasePrefix = "lock-tfstate-";
constexpr std::string_view kLockPrefix = "lock-";
constexpr std::string_view kAnnotation = "app.terraform.io/lock-info";
constexpr std::string_view kPart = "-part-";
// A Secret numbered higher stands in no list that an API server would give.
constexpr uint32_t kMostParts = 100'000;

bool IsLeaseOfState(const JsonValue& item) {
  const JsonValue metadata = item.Get("metadata");
  return metadata.Get("name").Text().starts_with(kLeasePrefix) ||
         metadata.Get("labels").Get("tfstate").Text() == "true" ||
         metadata.Get("annotations").Get(kAnnotation).IsString();
}

void AddLease(const JsonValue& item, const std::string& source, LockEvidence* evidence) {
  const JsonValue metadata = item.Get("metadata");
  const JsonValue annotation = metadata.Get("annotations").Get(kAnnotation);
  LockRecord record;
  record.holder_identity = item.Get("spec").Get("holderIdentity").Text();
  if (record.holder_identity.empty() && annotation.Text().empty()) return;  // released
  record.backend = LockBackend::kKubernetes;
  record.state.container = metadata.Get("namespace").Text();
  record.lock_place = metadata.Get("name").Text();
  record.state.key = record.lock_place;
  CutPrefix(kLockPrefix, &record.state.key);
  if (!annotation.Text().empty()) SetLockInfo(ReadLockText(annotation.Text()), &record);
  record.unlock_id = record.holder_identity;
  record.source = source;
  record.offset = item.Offset();
  evidence->records.push_back(std::move(record));
}

// The parts of one state, by number; 0 is the Secret without one.
struct SecretParts {
  StateObject state;
  std::map<uint32_t, Piece> parts;
};

// tfstate-default-app-part-2: the number, and the name without it.
uint32_t TakePart(std::string* name) {
  const size_t at = name->rfind(kPart);
  if (at == name->npos) return 0;
  uint32_t number = 0;
  const char* end = name->data() + name->size();
  const auto [stop, error] = std::from_chars(name->data() + at + kPart.size(), end, number);
  if (error != std::errc() || stop != end || number > kMostParts) return 0;
  name->resize(at);
  return number;
}

bool TakeSecret(const JsonValue& item, std::map<std::string, SecretParts>* states) {
  const JsonValue metadata = item.Get("metadata");
  const JsonValue data = item.Get("data").Get("tfstate");
  if (!metadata.Get("name").Text().starts_with("tfstate-") || !data.IsString()) return false;
  Piece piece;
  piece.name = metadata.Get("name").Text();
  size_t bad_byte = 0;
  const auto bytes = DecodeBase64(data.Text(), &bad_byte);
  piece.sound = bytes.has_value();
  if (bytes) piece.bytes = *bytes;
  StateObject state{metadata.Get("namespace").Text(), piece.name};
  const uint32_t number = TakePart(&state.key);
  SecretParts& parts = (*states)[state.Text()];
  parts.state = state;
  parts.parts.insert_or_assign(number, std::move(piece));
  return true;
}

void JoinSecrets(const SecretParts& secrets, const std::string& source, LockEvidence* evidence) {
  if (!secrets.parts.contains(0)) {
    for (const auto& [number, piece] : secrets.parts) {
      evidence->chunks.push_back({ChunkFact::Kind::kOrphan, LockBackend::kKubernetes, secrets.state,
                                  piece.name, "", source});
    }
    return;
  }
  ChunkedState chunked;
  chunked.backend = LockBackend::kKubernetes;
  chunked.state = secrets.state;
  chunked.always_gzip = true;
  chunked.source = source;
  uint32_t next = 0;
  for (const auto& [number, piece] : secrets.parts) {
    for (; next < number; ++next) {
      chunked.pieces.push_back(
          {secrets.state.key + std::string(kPart) + std::to_string(next), false, true, ""});
    }
    chunked.pieces.push_back(piece);
    next = number + 1;
  }
  JoinPieces(chunked, evidence);
}

}  // namespace

FormatReading ReadKubernetes(const JsonValue& root, const std::string& source,
                             LockEvidence* evidence) {
  const std::string kind = root.Get("kind").Text();
  const bool list = kind == "LeaseList" || kind == "SecretList" || kind == "List";
  if (!list && kind != "Lease" && kind != "Secret") return std::nullopt;
  if (!root.Get("apiVersion").IsString()) return std::nullopt;
  std::map<std::string, SecretParts> states;
  bool leases = kind == "Lease" || kind == "LeaseList";
  bool secrets = kind == "Secret" || kind == "SecretList";
  const auto take = [&](const JsonValue& item) {
    const std::string own = item.Get("kind").Text();
    if (own == "Lease" || (own.empty() && kind == "LeaseList")) {
      leases = true;
      if (IsLeaseOfState(item)) AddLease(item, source, evidence);
    } else if (own == "Secret" || (own.empty() && kind == "SecretList")) {
      secrets = TakeSecret(item, &states) || secrets;
    }
  };
  if (list) {
    root.Get("items").ForEach(take);
  } else {
    take(root);
  }
  for (const auto& [name, parts] : states) JoinSecrets(parts, source, evidence);
  if (!leases && !secrets) return std::nullopt;
  return secrets ? LockSourceKind::kKubernetesSecrets : LockSourceKind::kKubernetesLeases;
}

}  // namespace tfsck
