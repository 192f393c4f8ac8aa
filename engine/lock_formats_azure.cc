// Azure blobs: leases and metadata, as the service, `az storage blob` and HTTP headers tell them.
//
// Sources: TF: internal/backend/remote-state/azure/client.go; Microsoft: "List Blobs", "Get Blob
// Properties", "Lease Blob".
#include <pugixml.hpp>
#include <utility>

#include "engine/base/base64.h"
#include "engine/base/buffer.h"
#include "engine/digest.h"
#include "engine/lock_formats.h"
#include "engine/storage/timestamp.h"

namespace tfsck {
namespace {

constexpr std::string_view kLockMetadata = "terraformlockid";

bool EqualIgnoringCase(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (size_t i = 0; i < a.size(); ++i) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 32) : c; };
    if (lower(a[i]) != lower(b[i])) return false;
  }
  return true;
}

AzureLease LeaseOf(const AzureBlob& blob) {
  if (EqualIgnoringCase(blob.lease_status, "locked") ||
      EqualIgnoringCase(blob.lease_state, "leased")) {
    return AzureLease::kLeased;
  }
  const bool none = blob.lease_state.empty() || EqualIgnoringCase(blob.lease_state, "available");
  return none ? AzureLease::kNone : AzureLease::kOther;
}

std::optional<int64_t> ParseEither(const std::string& time) {
  const auto http = ParseHttpDate(time);
  return http ? http : ParseRfc3339(time);
}

void AddObject(const AzureBlob& blob, const std::string& source, LockEvidence* evidence) {
  ListedEntry object;
  object.backend = LockBackend::kAzure;
  object.container = blob.container;
  object.source = source;
  StoredVersion& version = object.version;
  version.key = blob.name;
  version.version_id = blob.version_id;
  version.name = blob.version_id.empty() ? blob.name : blob.name + "@" + blob.version_id;
  if (const auto time = ParseEither(blob.modified)) {
    version.time_source = TimeSource::kManifest;
    version.time_us = *time;
  }
  version.md5 = Md5HexFromBase64(blob.md5_base64);
  version.size = blob.size;
  version.latest = blob.current;
  evidence->objects.push_back(std::move(object));
}

void SetMetadata(const AzureBlob& blob, LockRecord* record) {
  size_t bad_byte = 0;
  const auto text = DecodeBase64(blob.lock_metadata, &bad_byte);
  LockInfo info;
  if (text) {
    info = ReadLockText(*text);
  } else {
    info.flaw = "not base64";
  }
  SetLockInfo(std::move(info), record);
}

// Metadata as `az` prints it (an object), or what stands there where it was not asked for.
void TakeMetadata(const JsonValue& metadata, AzureBlob* blob) {
  blob->metadata_known = metadata.IsObject();
  metadata.ForEachMember([&](const std::string& key, const JsonValue& value) {
    if (!EqualIgnoringCase(key, kLockMetadata)) return;
    blob->lock_metadata = value.Text();
    blob->has_lock_metadata = !blob->lock_metadata.empty();
  });
}

bool AddAzBlob(const JsonValue& entry, const std::string& source, LockEvidence* evidence) {
  const JsonValue properties = entry.Get("properties");
  const JsonValue lease = properties.Get("lease");
  if (!entry.Get("name").IsString() || !lease.IsObject()) return false;
  AzureBlob blob;
  blob.container = entry.Get("container").Text();
  blob.name = entry.Get("name").Text();
  blob.lease_state = lease.Get("state").Text();
  blob.lease_status = lease.Get("status").Text();
  TakeMetadata(entry.Get("metadata"), &blob);
  blob.modified = properties.Get("lastModified").Text();
  blob.md5_base64 = properties.Get("contentSettings").Get("contentMd5").Text();
  blob.size = properties.Get("contentLength").Unsigned();
  const JsonValue snapshot = entry.Get("snapshot");
  blob.version_id = snapshot.IsString() ? snapshot.Text() : entry.Get("versionId").Text();
  const JsonValue current = entry.Get("isCurrentVersion");
  blob.current = !snapshot.IsString() && (!entry.Get("versionId").IsString() || current.IsTrue() ||
                                          current.IsNull() || !current.valid());
  blob.offset = entry.Offset();
  AddAzureBlob(blob, source, evidence);
  return true;
}

std::string Child(const pugi::xml_node& node, const char* name) { return node.child_value(name); }

// https://ACCOUNT.blob.core.windows.net/...: the account.
std::string AccountOf(std::string endpoint) {
  if (!CutPrefix("https://", &endpoint)) CutPrefix("http://", &endpoint);
  const size_t dot = endpoint.find(".blob.");
  return dot == endpoint.npos ? std::string() : endpoint.substr(0, dot);
}

AzureBlob BlobOfNode(const pugi::xml_node& node) {
  AzureBlob blob;
  const pugi::xml_node properties = node.child("Properties");
  blob.name = Child(node, "Name");
  blob.lease_state = Child(properties, "LeaseState");
  blob.lease_status = Child(properties, "LeaseStatus");
  blob.modified = Child(properties, "Last-Modified");
  blob.md5_base64 = Child(properties, "Content-MD5");
  blob.size = properties.child("Content-Length").text().as_ullong();
  const std::string snapshot = Child(node, "Snapshot");
  blob.version_id = snapshot.empty() ? Child(node, "VersionId") : snapshot;
  blob.current = snapshot.empty() &&
                 (Child(node, "VersionId").empty() || Child(node, "IsCurrentVersion") == "true");
  const pugi::xml_node metadata = node.child("Metadata");
  blob.metadata_known = static_cast<bool>(metadata);
  for (const pugi::xml_node& entry : metadata.children()) {
    if (!EqualIgnoringCase(entry.name(), kLockMetadata)) continue;
    blob.lock_metadata = entry.child_value();
    blob.has_lock_metadata = !blob.lock_metadata.empty();
  }
  return blob;
}

}  // namespace

void AddAzureBlob(const AzureBlob& blob, const std::string& source, LockEvidence* evidence) {
  if (!blob.name.empty()) AddObject(blob, source, evidence);
  LockRecord record;
  record.lease = blob.current ? LeaseOf(blob) : AzureLease::kNone;
  // A snapshot keeps the metadata of the moment it was made in, which locks nothing.
  const bool has_metadata = blob.has_lock_metadata && blob.current;
  if (record.lease == AzureLease::kNone && !has_metadata) return;
  if (record.lease == AzureLease::kOther && !has_metadata) return;
  record.backend = LockBackend::kAzure;
  record.lease_known = !blob.lease_state.empty() || !blob.lease_status.empty();
  record.lease_text = blob.lease_state;
  record.metadata_known = blob.metadata_known || has_metadata;
  record.account = blob.account;
  if (has_metadata) SetMetadata(blob, &record);
  record.state = {blob.container, blob.name};
  // Headers do not name the blob, but the lock's own Path does.
  if (blob.name.empty()) record.state = SplitContainer(record.info.path);
  record.modified_us = ParseEither(blob.modified);
  record.source = source;
  record.offset = blob.offset;
  evidence->records.push_back(std::move(record));
}

FormatReading ReadAzureJson(const JsonValue& root, const std::string& source,
                            LockEvidence* evidence) {
  bool any = root.IsObject() && AddAzBlob(root, source, evidence);
  root.ForEach([&](const JsonValue& entry) { any = AddAzBlob(entry, source, evidence) || any; });
  if (!any) return std::nullopt;
  return root.IsArray() ? LockSourceKind::kAzureListing : LockSourceKind::kBlobProperties;
}

FormatReading ReadAzureListing(std::string_view text, const std::string& source,
                               LockEvidence* evidence) {
  constexpr size_t kHead = 4096;
  const size_t begin = text.substr(0, kHead).find("<EnumerationResults");
  if (begin == text.npos) return std::nullopt;
  pugi::xml_document document;
  // No DTD, no entities beyond XML's own: nothing to expand.
  if (!document.load_buffer(text.data() + begin, text.size() - begin)) return std::nullopt;
  const pugi::xml_node results = document.child("EnumerationResults");
  std::vector<AzureBlob> blobs;
  bool metadata_asked = false;
  for (const pugi::xml_node& node : results.child("Blobs").children("Blob")) {
    blobs.push_back(BlobOfNode(node));
    blobs.back().container = results.attribute("ContainerName").value();
    blobs.back().account = AccountOf(results.attribute("ServiceEndpoint").value());
    metadata_asked = metadata_asked || blobs.back().metadata_known;
  }
  for (AzureBlob& blob : blobs) {
    // Azurite leaves the element out where a blob has none.
    blob.metadata_known = metadata_asked;
    AddAzureBlob(blob, source, evidence);
  }
  return LockSourceKind::kAzureListing;
}

}  // namespace tfsck
