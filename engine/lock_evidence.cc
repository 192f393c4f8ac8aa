#include "engine/lock_evidence.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "engine/digest.h"
#include "engine/encrypted_envelope.h"
#include "engine/lock_formats.h"
#include "engine/state_reader.h"
#include "engine/storage/local_folder.h"

namespace tfsck {
namespace {

constexpr std::array<std::string_view, 14> kSourceNames = {
    "lock info",       "DynamoDB items", "S3 listing",        "GCS listing",        "Azure listing",
    "blob properties", "Consul export",  "Kubernetes leases", "Kubernetes secrets", "HCP workspace",
    "backend pointer", "state",          "empty file",        "other file"};

bool HasLockName(const std::string& path) {
  return path.ends_with(".tflock") || path.ends_with(".lock.info");
}

bool LooksLikeJson(std::string_view bytes) {
  const size_t first = bytes.find_first_not_of(" \t\r\n");
  return first != bytes.npos && (bytes[first] == '{' || bytes[first] == '[');
}

FormatReading ReadJson(const JsonValue& root, LockSource* source, LockEvidence* evidence) {
  if (auto kind = ReadDynamoDb(root, source->path, &source->whole_table, evidence)) return kind;
  constexpr std::array kReaders = {&ReadKubernetes, &ReadS3Listing, &ReadGcsListing,
                                   &ReadAzureJson,  &ReadConsul,    &ReadHcp};
  for (const auto& reader : kReaders) {
    if (auto kind = reader(root, source->path, evidence)) return kind;
  }
  return std::nullopt;
}

// A DynamoDB export to S3: {"Item":{...}} in each line.
FormatReading ReadLines(std::string_view text, LockSource* source, LockEvidence* evidence) {
  bool any = false;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.find_first_not_of(" \t\r") == line.npos) continue;
    const json::Tape tape(line);
    const JsonValue item = JsonValue::Root(tape).Get("Item");
    if (AddDynamoDbItem(item, source->path, evidence)) {
      any = true;
    } else {
      ++source->bad_lines;
    }
  }
  if (!any) return std::nullopt;
  source->whole_table = source->bad_lines == 0;
  return LockSourceKind::kDynamoDbItems;
}

FormatReading ReadExport(std::string_view bytes, LockSource* source, LockEvidence* evidence) {
  if (LooksLikeJson(bytes)) {
    const json::Tape tape(bytes);
    if (!tape.empty()) return ReadJson(JsonValue::Root(tape), source, evidence);
    return ReadLines(bytes, source, evidence);
  }
  if (auto kind = ReadAzureListing(bytes, source->path, evidence)) return kind;
  return ReadAzureHeaders(bytes, source->path, evidence);
}

}  // namespace

std::string_view SourceKindName(LockSourceKind kind) {
  return kSourceNames[static_cast<size_t>(kind)];
}

bool LockEvidence::HasSource(LockSourceKind kind) const {
  return std::ranges::any_of(sources, [&](const LockSource& s) { return s.kind == kind; });
}

bool LockEvidence::HasWholeTable() const {
  return std::ranges::any_of(sources, &LockSource::whole_table);
}

const ListedEntry* LockEvidence::LiveObject(const StateObject& state) const {
  const auto rows = live_objects.find(state.key);
  if (rows == live_objects.end()) return nullptr;
  for (const size_t row : rows->second) {
    if (state.Matches({objects[row].container, state.key})) return &objects[row];
  }
  return nullptr;
}

bool LockEvidence::ListingCovers(LockBackend backend, const StateObject& state) const {
  const auto rows = folders.find(FolderOfKey(state.key));
  return rows != folders.end() && std::ranges::any_of(rows->second, [&](size_t row) {
           const ListedEntry& object = objects[row];
           return object.backend == backend &&
                  (object.container.empty() || state.container.empty() ||
                   object.container == state.container);
         });
}

std::string FolderOfKey(const std::string& key) { return key.substr(0, key.rfind('/') + 1); }

LockBackend BackendOfVersion(const StoredVersion& version) {
  const std::string& id = version.version_id;
  const bool generation = !id.empty() && id.find_first_not_of("0123456789") == std::string::npos;
  return generation ? LockBackend::kGcs : LockBackend::kS3;
}

std::optional<std::string> StateKeyOfLock(LockBackend backend, const std::string& key) {
  std::string state = key;
  if (!CutSuffix(".tflock", &state)) return std::nullopt;
  return backend == LockBackend::kGcs ? state + ".tfstate" : state;
}

void AddState(const Document& document, LockEvidence* evidence) {
  StateEvidence state;
  state.source = document.path;
  state.kind = document.kind;
  state.md5 = Md5Hex(document.buffer.bytes);
  state.size = document.buffer.bytes.size();
  state.locked = document.locked;
  if (document.kind == DocumentKind::kEncryptedState) {
    const EnvelopeInfo envelope = ReadEnvelope(document.buffer.bytes);
    state.readable = envelope.flaws.empty();
    state.serial = envelope.serial.value_or(0);
    state.lineage = envelope.lineage.value_or("");
    state.family = ToolFamily::kOpenTofu;
  } else if (document.kind == DocumentKind::kState) {
    const StateSnapshot snapshot = ReadState(document.buffer);
    state.readable = snapshot.Readable();
    state.serial = snapshot.serial;
    state.lineage = snapshot.lineage;
    state.tool_version = snapshot.tool_version;
    state.family = snapshot.family;
  }
  evidence->states.push_back(std::move(state));
}

Result<void> LockEvidenceReader::Add(const Document& document) {
  const std::string_view bytes = document.buffer.bytes;
  LockSource source{document.path};
  if (document.kind == DocumentKind::kState || document.kind == DocumentKind::kEncryptedState) {
    source.kind = LockSourceKind::kState;
    AddState(document, &evidence_);
  } else if (bytes.size() > kMaxExport) {
    return MakeError(ErrorKind::kUnreadable,
                     fmt::format("{}: {} MB are more than lock records are read from (limit {} MB)",
                                 document.path, bytes.size() >> 20, kMaxExport >> 20));
  } else if (document.kind == DocumentKind::kLockInfo || HasLockName(document.path)) {
    source.kind = LockSourceKind::kLockInfo;
    AddLockInfo(bytes, document.path, body_backend_, &evidence_);
  } else if (document.kind == DocumentKind::kBackendPointer) {
    source.kind = LockSourceKind::kBackendPointer;
    const json::Tape tape(bytes);
    AddBackendPointer(JsonValue::Root(tape), document.path, &evidence_);
  } else if (document.kind == DocumentKind::kEmpty) {
    source.kind = LockSourceKind::kEmpty;
    // Nothing under a state's name is a state; under another, an export of nothing.
    const std::string name = document.path.substr(document.path.rfind('/') + 1);
    if (RoleOf(name, false) == FileRole::kState) AddState(document, &evidence_);
  } else {
    source.kind = ReadExport(bytes, &source, &evidence_).value_or(LockSourceKind::kOther);
  }
  evidence_.sources.push_back(std::move(source));
  return {};
}

void LockEvidenceReader::AddListing(const VersionListing& listing, const std::string& container,
                                    const std::string& source) {
  const auto add = [&](const StoredVersion& version) {
    evidence_.objects.push_back({BackendOfVersion(version), container, version, source});
  };
  std::ranges::for_each(listing.versions, add);
  std::ranges::for_each(listing.locks, add);
}

void LockEvidenceReader::AddStateVersion(const StoredVersion& version, const Document& document) {
  AddState(document, &evidence_);
  StateEvidence& state = evidence_.states.back();
  state.source = version.name;
  state.version_id = version.version_id;
  state.state.key = version.key;
  state.latest = version.latest;
  // The digest is that of the bytes as stored.
  if (document.gzip) state.md5 = version.md5;
  if (version.time_source != TimeSource::kNone) state.time_us = version.time_us;
}

void LockEvidenceReader::AddLockVersion(const StoredVersion& version, const Document& document) {
  evidence_.lock_bodies.push_back(
      {version.key, version.version_id, ReadLockInfo(document.buffer.bytes)});
}

}  // namespace tfsck
