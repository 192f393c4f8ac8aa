// Object listings of S3 and GCS.
//
// Sources: AWS: ListObjectVersions, ListObjectsV2 (as `aws s3api` prints them); Google: Cloud
// Storage JSON API, Objects; `gcloud storage ls -a --json`, `gcloud storage objects describe`.
#include <utility>

#include "engine/digest.h"
#include "engine/lock_formats.h"
#include "engine/storage/timestamp.h"

namespace tfsck {
namespace {

void SetTime(const std::string& text, StoredVersion* version) {
  const auto time = ParseRfc3339(text);
  if (!time) return;
  version->time_source = TimeSource::kManifest;
  version->time_us = *time;
}

// An ETag is the MD5 of the bytes unless the object was uploaded in parts or encrypted with KMS;
// parts show (a dash), KMS does not, so a digest that differs is checked against bytes if possible.
std::string Md5OfETag(std::string etag) {
  CutPrefix("\"", &etag);
  CutSuffix("\"", &etag);
  return IsMd5Hex(etag) ? etag : std::string();
}

void AddS3Object(const JsonValue& entry, const std::string& bucket, bool versions, bool marker,
                 const std::string& source, LockEvidence* evidence) {
  if (!entry.Get("Key").IsString()) return;
  ListedEntry object;
  object.backend = LockBackend::kS3;
  object.container = bucket;
  object.source = source;
  StoredVersion& version = object.version;
  version.key = entry.Get("Key").Text();
  version.version_id = entry.Get("VersionId").Text();
  version.name = version.version_id.empty() ? version.key : version.key + "@" + version.version_id;
  SetTime(entry.Get("LastModified").Text(), &version);
  version.size = entry.Get("Size").Unsigned();
  version.md5 = Md5OfETag(entry.Get("ETag").Text());
  version.latest = !versions || entry.Get("IsLatest").IsTrue();
  version.delete_marker = marker;
  evidence->objects.push_back(std::move(object));
}

std::string FirstText(const JsonValue& value, std::string_view a, std::string_view b) {
  const std::string text = value.Get(a).Text();
  return text.empty() ? value.Get(b).Text() : text;
}

// One object of GCS in the API's words or in gcloud's; false where it is none.
bool AddGcsObject(const JsonValue& entry, const std::string& source, LockEvidence* evidence) {
  const JsonValue metadata = entry.Get("metadata");
  const JsonValue value = metadata.Get("generation").valid() ? metadata : entry;
  if (!value.Get("name").IsString() || !value.Get("bucket").IsString() ||
      !value.Get("generation").valid()) {
    return false;
  }
  ListedEntry object;
  object.backend = LockBackend::kGcs;
  object.container = value.Get("bucket").Text();
  object.source = source;
  StoredVersion& version = object.version;
  version.key = value.Get("name").Text();
  version.version_id = value.Get("generation").Text();
  version.name = version.key + "#" + version.version_id;
  SetTime(FirstText(value, "timeCreated", "creation_time"), &version);
  version.size = value.Get("size").Unsigned();
  version.md5 = Md5HexFromBase64(FirstText(value, "md5Hash", "md5_hash"));
  const std::string deleted = FirstText(value, "timeDeleted", "noncurrent_time");
  version.latest = deleted.empty();
  evidence->objects.push_back(object);
  // A lock object is never written over, so it was the release that made it noncurrent.
  if (!deleted.empty() && StateKeyOfLock(LockBackend::kGcs, version.key)) {
    version.delete_marker = true;
    SetTime(deleted, &version);
    evidence->objects.push_back(std::move(object));
  }
  return true;
}

}  // namespace

FormatReading ReadS3Listing(const JsonValue& root, const std::string& source,
                            LockEvidence* evidence) {
  const JsonValue versions = root.Get("Versions");
  const JsonValue markers = root.Get("DeleteMarkers");
  const JsonValue contents = root.Get("Contents");
  if (!versions.IsArray() && !markers.IsArray() && !contents.IsArray()) return std::nullopt;
  const std::string bucket = root.Get("Name").Text();
  const auto add = [&](const JsonValue& list, bool with_versions, bool marker) {
    list.ForEach([&](const JsonValue& entry) {
      AddS3Object(entry, bucket, with_versions, marker, source, evidence);
    });
  };
  add(versions, true, false);
  add(markers, true, true);
  add(contents, false, false);
  return LockSourceKind::kS3Listing;
}

FormatReading ReadGcsListing(const JsonValue& root, const std::string& source,
                             LockEvidence* evidence) {
  bool any = root.IsObject() && AddGcsObject(root, source, evidence);
  const JsonValue items = root.IsArray() ? root : root.Get("items");
  items.ForEach(
      [&](const JsonValue& entry) { any = AddGcsObject(entry, source, evidence) || any; });
  if (!any && root.Get("kind").Text() != "storage#objects") return std::nullopt;
  return LockSourceKind::kGcsListing;
}

}  // namespace tfsck
