// VersionStore: a place that holds successive versions of states, and records of their locks.
//
// A store lists without opening what it lists, as far as its format lets it, and fetches one
// version at a time, so that a history of 10 GB needs the memory of a few versions.  Nothing here
// judges: what is odd about a listing is said in `remarks` and in the fields of a version.
//
// Each store is one file below engine/storage/ and one row of the table in version_store.cc; all
// pass tests/engine/storage/version_store_conformance_test.cc.
#ifndef TFSCK_ENGINE_STORAGE_VERSION_STORE_H_
#define TFSCK_ENGINE_STORAGE_VERSION_STORE_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "engine/document.h"
#include "engine/snapshot_id.h"

namespace tfsck {

// Who says when a version was written.  A file's mtime never counts: every copy resets it.
enum class TimeSource : uint8_t {
  kNone,
  kManifest,  // the storage service's own listing
  kCommit,    // author time of a git commit
  kName,      // a time in the file's name: terraform.tfstate.1763750000.backup
};

// What the place a version was found in says that it is.
enum class VersionRole : uint8_t {
  kVersion,  // one of the successive versions
  kCurrent,  // the live state of a working directory
  kBackup,   // terraform.tfstate.backup, terraform.tfstate.TIME.backup
  kErrored,  // errored.tfstate: written because the backend could not be
};

struct StoredVersion {
  // Which state: object key, path in the repository, workspace; "" in a bare folder, whose files
  // tell by their lineage.
  std::string key;
  std::string name;        // what a person finds it by: a path, KEY@VERSION_ID, COMMIT:PATH
  std::string version_id;  // of the storage service: S3 VersionId, GCS generation, commit; or ""
  TimeSource time_source = TimeSource::kNone;
  int64_t time_us = 0;  // microseconds since 1970, UTC; meaningless where time_source is kNone
  std::string author;   // "Name <mail>" of a commit; or ""
  VersionRole role = VersionRole::kVersion;
  uint64_t size = 0;  // bytes as stored, where the listing says; else 0
  // 32 lower-case hex digits where the listing says.  S3: an ETag that looks like one; that of an
  // object encrypted with KMS does, too, and is none.
  std::string md5;
  bool latest = false;         // the place says that readers get this one
  bool delete_marker = false;  // nothing to fetch: from here on readers find no state
  bool absent = false;         // listed, but its bytes are not here
  SnapshotId seen;             // what a look at its beginning told, where the store took one
  uint64_t locator = 0;        // the store's own
};

struct VersionListing {
  // Every version of every state, by key, then in the store's own order (S3: as listed, turned
  // oldest first; GCS: by generation; git: topological, oldest first; files: bytewise by name).
  // engine/history.h orders them.
  std::vector<StoredVersion> versions;
  // Versions and delete markers of lock objects (.tflock), by key, oldest first; `key` is the
  // lock object's own.
  std::vector<StoredVersion> locks;
  bool keyed = false;  // false: a bare folder, to be grouped by lineage
  // Paths of files that look like states and that the listing does not name.
  std::vector<std::string> unlisted;
  // What the reader of a report has to know of the listing: "the repository is shallow: commits
  // before 3f2a91c are not here".  One sentence each, without a final stop.
  std::vector<std::string> remarks;
};

class VersionStore {
 public:
  virtual ~VersionStore() = default;

  // What the store is, for a report: "folder of snapshots", "git repository", ...
  virtual std::string Kind() const = 0;

  // Error kUnreadable where the place is missing or forbidden, kUsage where it is not what the
  // caller said it is.
  virtual Result<VersionListing> List() = 0;

  // The bytes of one version that List() gave, unpacked and recognised.  Any number of threads may
  // call it.  Error kUnreadable, naming the version: gone, short, broken chunks.
  // REQUIRES !delete_marker and !absent.
  virtual Result<Document> Fetch(const StoredVersion& version) const = 0;

  // The shell command that writes the version's bytes into FILE, "" where there is none; by default
  // the copy of the file that the version's name is.
  virtual std::string CopyCommand(const StoredVersion& version, std::string_view file) const;
};

struct StoreOptions {
  // A file with a listing of object versions that belongs to a folder (manifest.h): of `aws s3api
  // list-object-versions` or `list-objects-v2`, `gcloud storage ls -a --json`, `gsutil ls -la` or
  // `az storage blob list --include vds`.  "" where there is none.
  std::string manifest;
};

// The store that `source` names: a path (of a folder of snapshots, a working directory, a single
// state, a pg_dump, a `consul kv export` or `kubectl get secrets -o json`), "-" (any of those but a
// folder), or git:REPO[:PATH[@REV]].  What a path is, is found out by looking; a path that is there
// comes before a scheme.
// Error kUsage (a file that holds no versions of a state; a manifest without a folder) or
// kUnreadable.
Result<std::unique_ptr<VersionStore>> OpenVersionStore(const std::string& source,
                                                       const StoreOptions& options);

}  // namespace tfsck

#endif  // TFSCK_ENGINE_STORAGE_VERSION_STORE_H_
