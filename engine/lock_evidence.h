// LockEvidence: everything that some inputs say about the locks and digests of states.
//
// LockEvidenceReader takes documents one after the other, recognises each by its content, and
// collects.  What it reads: LockInfo (a local .lock.info, a .tflock object, the body of an HTTP
// 423), DynamoDB items (get-item, scan, query, export to S3), object listings of S3, GCS and Azure,
// blob properties, Consul KV exports, Kubernetes Leases and Secrets, HCP workspaces, backend
// pointers, and states.  Inputs are hostile: any field may lack, lie or be of another kind.
//
// Owns its text; a document may go after Add.  Not thread-safe.  Cost: linear; memory: while one
// export is read, about 32 bytes for each of its values.
#ifndef TFSCK_ENGINE_LOCK_EVIDENCE_H_
#define TFSCK_ENGINE_LOCK_EVIDENCE_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/base/result.h"
#include "engine/document.h"
#include "engine/lock_record.h"
#include "engine/state.h"
#include "engine/storage/version_store.h"

namespace tfsck {

// What an input turned out to be.
enum class LockSourceKind : uint8_t {
  kLockInfo,
  kDynamoDbItems,
  kS3Listing,
  kGcsListing,
  kAzureListing,
  kBlobProperties,
  kConsulExport,
  kKubernetesLeases,
  kKubernetesSecrets,
  kHcpWorkspace,
  kBackendPointer,
  kState,
  kEmpty,  // as `aws dynamodb get-item` prints an item that is not there
  kOther,
};
std::string_view SourceKindName(LockSourceKind kind);  // "lock info", "DynamoDB items", ...

struct LockSource {
  std::string path;
  LockSourceKind kind = LockSourceKind::kOther;
  bool whole_table = false;  // DynamoDB: a scan or an export, so what is not in it is not there
  uint64_t bad_lines = 0;    // of an export with an item in each line: those that are no JSON
};

// An object that a listing names.
struct ListedEntry {
  LockBackend backend = LockBackend::kUnknown;
  std::string container;  // "" where the listing does not tell
  StoredVersion version;  // `key`, `version_id` (GCS: generation), times, md5, delete marker
  std::string source;
};

// A state whose bytes were given.
struct StateEvidence {
  std::string source;
  std::string version_id;  // where a listing named it
  StateObject state;       // key "" where it is not known which state this is
  DocumentKind kind = DocumentKind::kOther;
  std::string md5;  // of the bytes as stored
  uint64_t size = 0;
  bool readable = false;  // Terraform reads it; for encrypted states: the envelope is sound
  uint64_t serial = 0;
  std::string lineage;
  std::string tool_version;
  ToolFamily family = ToolFamily::kUnknown;
  bool locked = false;             // another process holds the lock of this local file
  std::optional<int64_t> time_us;  // when it was written, where a listing says so
  bool latest = false;             // the listing says that readers get this one
};

// What is wrong with a state kept in pieces (Consul, Kubernetes).
struct ChunkFact {
  enum class Kind : uint8_t {
    kMissing,     // a piece that is named or needed is not there
    kHash,        // the pieces do not have the hash that the index names
    kUnreadable,  // gzip or base64 is broken
    kOrphan,      // a piece that nothing names
  };
  Kind kind;
  LockBackend backend;
  StateObject state;
  std::string piece;   // "" where all together are meant
  std::string detail;  // expected and found hash; why gzip is broken
  std::string source;
};

// .terraform/terraform.tfstate: how a working directory reaches its state.
struct BackendConfig {
  std::string type;                             // "s3"
  std::map<std::string, std::string> settings;  // strings; true and false as text; null is absent
  std::string source;
  bool Has(const std::string& name) const {
    const auto found = settings.find(name);
    return found != settings.end() && !found->second.empty();
  }
  std::string Get(const std::string& name) const {
    const auto found = settings.find(name);
    return found == settings.end() ? std::string() : found->second;
  }
};

struct LockBody {  // of one version of a lock object
  std::string key;
  std::string version_id;
  LockInfo info;
};

struct LockEvidence {
  std::vector<LockRecord> records;  // in the order of the inputs
  std::vector<DigestRecord> digests;
  std::vector<ListedEntry> objects;
  std::vector<LockBody> lock_bodies;
  std::vector<StateEvidence> states;
  std::vector<ChunkFact> chunks;
  std::vector<BackendConfig> configs;
  std::vector<LockSource> sources;
  // Rows of `objects`: those that readers get, by key; and by folder ("a/b/"), all of them.
  std::unordered_map<std::string, std::vector<size_t>> live_objects;
  std::unordered_map<std::string, std::vector<size_t>> folders;

  bool HasSource(LockSourceKind kind) const;
  bool HasWholeTable() const;

  // The listed object that readers of `state` get; null where no listing names a live one.
  const ListedEntry* LiveObject(const StateObject& state) const;
  // Whether a listing was read that would name `state` if it were there: it names something of the
  // same folder.
  bool ListingCovers(LockBackend backend, const StateObject& state) const;
};

// GCS where the version is named by a generation, which is a number; else S3.
LockBackend BackendOfVersion(const StoredVersion& version);

// DIR/.NAME.lock.info locks DIR/NAME, or DIR/.NAME: a leading dot of NAME is not doubled.  Empty
// where `lock` is not named like a lock info.  Source: TF: statemgr/filesystem.go, lockInfoPath.
std::vector<std::string> StatePathsOfLocalLock(const std::string& lock);

// PREFIX/NAME.tflock locks PREFIX/NAME (S3) or PREFIX/NAME.tfstate (GCS): the state's key, or
// nothing where `key` is no lock object's.
std::optional<std::string> StateKeyOfLock(LockBackend backend, const std::string& key);

class LockEvidenceReader {
 public:
  // `body_backend`: whose lock a bare LockInfo is, where its own text leaves that open; kUnknown:
  // it is guessed from its Path.
  explicit LockEvidenceReader(LockBackend body_backend = LockBackend::kUnknown)
      : body_backend_(body_backend) {}

  // Larger documents that are no states are refused.
  static constexpr uint64_t kMaxExport = uint64_t{256} << 20;

  // Reads one document.  Error kUnreadable where it is larger than kMaxExport and no state.
  Result<void> Add(const Document& document);

  // Takes a listing, as a store gives it.  `container` may be "".
  void AddListing(const VersionListing& listing, const std::string& container,
                  const std::string& source);
  // Takes the body of a listed version of a state or of a lock object.
  void AddStateVersion(const StoredVersion& version, const Document& document);
  void AddLockVersion(const StoredVersion& version, const Document& document);

  // Brings together what belongs together: lock objects and their bodies, states and their keys.
  // `object`: the state that states of unknown key are versions of; "" where nobody said.
  LockEvidence Take(const std::string& object = "");

 private:
  LockBackend body_backend_;
  LockEvidence evidence_;
};

}  // namespace tfsck

#endif  // TFSCK_ENGINE_LOCK_EVIDENCE_H_
