// Manifest: a storage service's own listing of objects and their versions, read from a file.
//
// Known are
//   aws s3api list-object-versions     Versions and DeleteMarkers
//   aws s3api list-objects-v2          Contents: objects without versions
//   gcloud storage ls -a --json        [{"url": "gs://B/K#GENERATION", "metadata": {...}}, ...]
//   the GCS JSON API                   {"kind": "storage#objects", "items": [...]}
//   gsutil ls -la, gcloud storage ls -la   text
//   az storage blob list --include vds [{"name": ..., "versionId": ..., "properties": {...}}, ...]
//   the Azure REST API                 <EnumerationResults>
// JSON pages may follow one another in one file.  Linear in the text but for sorting: 100,000
// versions take about 0.1 s and 50 MB.
#ifndef TFSCK_ENGINE_STORAGE_MANIFEST_H_
#define TFSCK_ENGINE_STORAGE_MANIFEST_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"

namespace tfsck {

struct ListedObject {
  std::string key;
  std::string version_id;  // VersionId, generation, Azure's versionId or snapshot; "": unversioned
  std::optional<int64_t> time_us;
  std::optional<uint64_t> size;
  std::string md5;  // 32 lower-case hex digits, or "".  S3: an ETag that looks like one, which it
                    // is but for objects encrypted with KMS
  bool latest = false;
  bool delete_marker = false;
};

struct Manifest {
  // By key, then oldest first: S3 as listed, turned round, delete markers merged in by time; GCS by
  // generation; Azure by version or snapshot time, the blob itself last.
  std::vector<ListedObject> objects;
  std::vector<std::string> remarks;
};

// More entries than this are an Error.
inline constexpr uint64_t kMostListed = 20'000'000;

// Reads a listing; `name` stands in messages.  `bytes` have Buffer::kPadding readable bytes behind
// them.  No text at all is an empty listing: that is what aws prints of an empty bucket.
// Error kUnreadable, with line and column: damaged, cut off, an entry without a name; or of no
// known kind.
Result<Manifest> ReadManifest(const std::string& name, std::string_view bytes);

}  // namespace tfsck

#endif  // TFSCK_ENGINE_STORAGE_MANIFEST_H_
