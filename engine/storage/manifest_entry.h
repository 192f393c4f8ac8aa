// One entry of a manifest, as its dialect writes it, and what it means.  Internal to manifest*.cc.
#ifndef TFSCK_ENGINE_STORAGE_MANIFEST_ENTRY_H_
#define TFSCK_ENGINE_STORAGE_MANIFEST_ENTRY_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/json/cursor.h"
#include "engine/storage/manifest.h"

namespace tfsck {

enum class ManifestDialect : uint8_t { kS3, kGcs, kAzure };

// The members that count.  The order is that of the table in manifest_entry.cc.
enum class EntryField : uint8_t {
  kKey,
  kName,
  kVersionIdS3,
  kETag,
  kSizeS3,
  kLastModifiedS3,
  kIsLatest,
  kGeneration,
  kSizeGcs,
  kMd5Hash,
  kTimeCreated,
  kTimeDeleted,
  kUrl,
  kInnerName,
  kInnerGeneration,
  kInnerSize,
  kInnerMd5Hash,
  kInnerTimeCreated,
  kInnerTimeDeleted,
  kVersionIdAzure,
  kIsCurrentVersion,
  kSnapshot,
  kDeleted,
  kHasVersionsOnly,
  kContentLength,
  kLastModifiedAzure,
  kDeletedTime,
  kContentMd5,
  kNextMarker,
  kCount,
};

struct ManifestEntry {
  // Strings decoded, numbers and booleans as written; empty where absent or null.
  std::array<std::string, static_cast<size_t>(EntryField::kCount)> fields;
  bool has_properties = false;   // Azure
  bool has_url = false;          // gcloud
  bool has_next_marker = false;  // az --show-next-marker

  const std::string& operator[](EntryField field) const {
    return fields[static_cast<size_t>(field)];
  }
  void Clear();
};

// An object with what its dialect orders it by.
struct DialectObject {
  ListedObject object;
  ManifestDialect dialect = ManifestDialect::kS3;
  uint64_t generation = 0;            // GCS
  std::optional<int64_t> deleted_us;  // GCS: when it stopped being the live one
  std::string azure_time;             // version or snapshot; "": the blob itself
  bool azure_version = false;         // of a container with versioning
};

// Takes one element; false where it is no object.
bool ReadManifestEntry(json::Cursor* cursor, ManifestEntry* entry);

// What the entry means; nothing where it has no name (or is a folder of gcloud's).
std::optional<DialectObject> FromS3(const ManifestEntry& entry, bool delete_marker);
std::optional<DialectObject> FromGcs(const ManifestEntry& entry);
std::optional<DialectObject> FromAzure(const ManifestEntry& entry);

std::optional<uint64_t> ParseCount(std::string_view digits);

// Puts `objects` into the order of Manifest and adds the delete markers that only the times of
// their neighbours tell.
Manifest OrderObjects(std::vector<DialectObject> objects);

// gsutil ls -la: lines of text.
Result<std::vector<DialectObject>> ReadGsutilListing(const std::string& name,
                                                     std::string_view bytes);

// Azure's XML; *cut is set where the listing goes on elsewhere.
Result<std::vector<DialectObject>> ReadAzureXml(const std::string& name, std::string_view bytes,
                                                bool* cut);

}  // namespace tfsck

#endif  // TFSCK_ENGINE_STORAGE_MANIFEST_ENTRY_H_
