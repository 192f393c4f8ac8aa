#include "engine/storage/manifest_entry.h"

#include <algorithm>
#include <charconv>

#include "engine/digest.h"
#include "engine/storage/json_export.h"
#include "engine/storage/timestamp.h"

namespace tfsck {
namespace {

using Field = EntryField;

// Where each field stands: the member of the entry, or of an object in it.
struct Place {
  std::string_view outer;
  std::string_view name;
};

constexpr std::array<Place, static_cast<size_t>(Field::kCount)> kPlaces = {{
    {"", "Key"},
    {"", "name"},
    {"", "VersionId"},
    {"", "ETag"},
    {"", "Size"},
    {"", "LastModified"},
    {"", "IsLatest"},
    {"", "generation"},
    {"", "size"},
    {"", "md5Hash"},
    {"", "timeCreated"},
    {"", "timeDeleted"},
    {"", "url"},
    {"metadata", "name"},
    {"metadata", "generation"},
    {"metadata", "size"},
    {"metadata", "md5Hash"},
    {"metadata", "timeCreated"},
    {"metadata", "timeDeleted"},
    {"", "versionId"},
    {"", "isCurrentVersion"},
    {"", "snapshot"},
    {"", "deleted"},
    {"", "hasVersionsOnly"},
    {"properties", "contentLength"},
    {"properties", "lastModified"},
    {"properties", "deletedTime"},
    {"contentSettings", "contentMd5"},
    {"", "nextMarker"},
}};

std::string TakeScalar(json::Cursor* cursor) {
  switch (cursor->Peek()) {
    case json::Kind::kString:
      return json::Decode(cursor->TakeString());
    case json::Kind::kNumber:
      return std::string(cursor->TakeNumber());
    case json::Kind::kTrue:
      cursor->TakeLiteral();
      return "true";
    case json::Kind::kFalse:
      cursor->TakeLiteral();
      return "false";
    default:
      cursor->SkipValue();
      return {};
  }
}

// Objects that are looked into lie in one another at most twice.
void ReadMembers(json::Cursor* cursor, std::string_view outer, ManifestEntry* entry) {
  ExportMembers(cursor, [&](std::string_view key) {
    const auto place = std::find_if(kPlaces.begin(), kPlaces.end(), [&](const Place& row) {
      return row.name == key && row.outer == outer;
    });
    if (place != kPlaces.end()) {
      entry->fields[static_cast<size_t>(place - kPlaces.begin())] = TakeScalar(cursor);
      entry->has_url |= place->name == "url";
      entry->has_next_marker |= place->name == "nextMarker";
      return true;
    }
    const bool inner = outer.empty() ? key == "metadata" || key == "properties"
                                     : outer == "properties" && key == "contentSettings";
    if (!inner || cursor->Peek() != json::Kind::kObject) return false;
    entry->has_properties |= key == "properties";
    const std::string_view name = key == "metadata"     ? "metadata"
                                  : key == "properties" ? "properties"
                                                        : "contentSettings";
    ReadMembers(cursor, name, entry);
    return true;
  });
}

bool IsHex(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

// "\"7509...\"", with or without the quotes that belong to an ETag.
std::string Md5FromETag(std::string_view etag) {
  if (etag.size() >= 2 && etag.front() == '"' && etag.back() == '"') {
    etag = etag.substr(1, etag.size() - 2);
  }
  if (etag.size() != 32 || !std::all_of(etag.begin(), etag.end(), IsHex)) return {};
  std::string md5(etag);
  for (char& c : md5) c = c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
  return md5;
}

// The object's name in gs://BUCKET/NAME#GENERATION.
std::string_view NameInUrl(std::string_view url) {
  constexpr std::string_view kScheme = "gs://";
  if (!url.starts_with(kScheme)) return {};
  const size_t slash = url.find('/', kScheme.size());
  if (slash == url.npos) return {};
  url.remove_prefix(slash + 1);
  return url.substr(0, url.rfind('#'));
}

std::string_view GenerationInUrl(std::string_view url) {
  const size_t hash = url.rfind('#');
  return hash == url.npos ? std::string_view() : url.substr(hash + 1);
}

}  // namespace

void ManifestEntry::Clear() {
  for (std::string& field : fields) field.clear();
  has_properties = has_url = has_next_marker = false;
}

bool ReadManifestEntry(json::Cursor* cursor, ManifestEntry* entry) {
  entry->Clear();
  if (cursor->Peek() != json::Kind::kObject) {
    cursor->SkipValue();
    return false;
  }
  ReadMembers(cursor, "", entry);
  return true;
}

std::optional<uint64_t> ParseCount(std::string_view digits) {
  uint64_t value = 0;
  const char* end = digits.data() + digits.size();
  const auto [at, error] = std::from_chars(digits.data(), end, value);
  if (digits.empty() || at != end || error != std::errc()) return std::nullopt;
  return value;
}

std::optional<DialectObject> FromS3(const ManifestEntry& entry, bool delete_marker) {
  DialectObject out;
  out.object.key = entry[Field::kKey];
  if (out.object.key.empty()) return std::nullopt;
  out.object.version_id = entry[Field::kVersionIdS3];
  out.object.time_us = ParseRfc3339(entry[Field::kLastModifiedS3]);
  out.object.size = ParseCount(entry[Field::kSizeS3]);
  out.object.md5 = Md5FromETag(entry[Field::kETag]);
  // list-objects-v2 has no IsLatest: it lists what readers get.
  out.object.latest = entry[Field::kIsLatest].empty() || entry[Field::kIsLatest] == "true";
  out.object.delete_marker = delete_marker;
  return out;
}

std::optional<DialectObject> FromGcs(const ManifestEntry& entry) {
  const bool inner = entry.has_url;
  DialectObject out;
  out.dialect = ManifestDialect::kGcs;
  out.object.key = entry[inner ? Field::kInnerName : Field::kName];
  if (out.object.key.empty()) out.object.key = NameInUrl(entry[Field::kUrl]);
  out.object.version_id = entry[inner ? Field::kInnerGeneration : Field::kGeneration];
  if (out.object.version_id.empty()) {
    out.object.version_id = GenerationInUrl(entry[Field::kUrl]);
  }
  if (out.object.key.empty() || out.object.key.ends_with('/')) return std::nullopt;
  const std::string& deleted = entry[inner ? Field::kInnerTimeDeleted : Field::kTimeDeleted];
  out.generation = ParseCount(out.object.version_id).value_or(0);
  out.object.time_us = ParseRfc3339(entry[inner ? Field::kInnerTimeCreated : Field::kTimeCreated]);
  out.object.size = ParseCount(entry[inner ? Field::kInnerSize : Field::kSizeGcs]);
  out.object.md5 = Md5HexFromBase64(entry[inner ? Field::kInnerMd5Hash : Field::kMd5Hash]);
  out.object.latest = deleted.empty();
  out.deleted_us = ParseRfc3339(deleted);
  return out;
}

std::optional<DialectObject> FromAzure(const ManifestEntry& entry) {
  DialectObject out;
  out.dialect = ManifestDialect::kAzure;
  out.object.key = entry[Field::kName];
  if (out.object.key.empty()) return std::nullopt;
  const std::string& version = entry[Field::kVersionIdAzure];
  const std::string& snapshot = entry[Field::kSnapshot];
  const bool deleted = entry[Field::kDeleted] == "true";
  const std::string& modified = entry[Field::kLastModifiedAzure];
  out.object.version_id = snapshot.empty() ? version : snapshot;
  out.azure_time = out.object.version_id;
  out.azure_version = !version.empty();
  out.object.time_us = ParseRfc3339(modified);
  if (!out.object.time_us) out.object.time_us = ParseHttpDate(modified);
  out.object.size = ParseCount(entry[Field::kContentLength]);
  out.object.md5 = Md5HexFromBase64(entry[Field::kContentMd5]);
  const bool current = version.empty() || entry[Field::kIsCurrentVersion] == "true";
  out.object.latest = snapshot.empty() && current && !deleted;
  if (deleted && snapshot.empty() && version.empty()) {
    out.deleted_us = ParseRfc3339(entry[Field::kDeletedTime]);
    if (!out.deleted_us) out.deleted_us = ParseHttpDate(entry[Field::kDeletedTime]);
  }
  return out;
}

}  // namespace tfsck
