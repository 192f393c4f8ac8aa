// LockRecord and DigestRecord: what a backend keeps beside a state to say who works on it and which
// bytes are right, as it was found in a file or an export.
//
// Plain data that owns its text.  Facts, no opinions: whether a lock is stale is for analyzers/.
// Source: TF: internal/backend/remote-state/*/client.go, internal/states/statemgr/locker.go.
#ifndef TFSCK_ENGINE_LOCK_RECORD_H_
#define TFSCK_ENGINE_LOCK_RECORD_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/lock_info.h"

namespace tfsck {

// Where a lock is kept, which is also how it is broken.
enum class LockBackend : uint8_t {
  kUnknown,
  kLocal,       // .NAME.lock.info beside the state; the lock itself is one of the operating system
  kS3,          // KEY.tflock (use_lockfile)
  kDynamoDb,    // an item of the lock table (dynamodb_table)
  kGcs,         // PREFIX/NAME.tflock
  kAzure,       // an infinite lease of the state's blob, and metadata of the blob
  kConsul,      // PATH/.lock held by a session, PATH/.lockinfo
  kKubernetes,  // Lease lock-tfstate-WORKSPACE-SUFFIX
  kHttp,        // the body with which the server answers 423
  kHcp,         // a workspace of HCP Terraform or Terraform Enterprise
};

// "local", "s3", "dynamodb", ...: stable, for JSON and --backend.
std::string_view BackendId(LockBackend backend);
// "S3 lock object", "DynamoDB lock item", ...: for people.
std::string_view BackendName(LockBackend backend);
std::optional<LockBackend> ParseBackend(std::string_view id);

// A state, as its backend addresses it.
struct StateObject {
  std::string container;  // bucket, container, namespace, organization; "" where not known
  std::string key;        // object key, blob, KV path, secret, workspace; "" where not known

  // Whether both can be the same object: equal keys, and no two different known containers.
  bool Matches(const StateObject& other) const {
    return !key.empty() && key == other.key &&
           (container.empty() || other.container.empty() || container == other.container);
  }
  // CONTAINER/KEY as far as they are known.
  std::string Text() const { return container.empty() ? key : container + "/" + key; }
};

enum class AzureLease : uint8_t { kNone, kLeased, kOther };  // kOther: breaking, broken, expired

struct LockRecord {
  LockBackend backend = LockBackend::kUnknown;
  StateObject state;       // what it locks
  std::string lock_place;  // the record itself: KEY.tflock, LockID, Lease; "" where it is the state
  bool has_info = false;   // a LockInfo, or what should be one, stands in the record
  LockInfo info;           // `flaw` says why it is none
  std::optional<int64_t> created_us;  // of info.created
  // What force-unlock asks for: the LockInfo's ID; GCS: the object's generation; Consul: the
  // session; HCP: ORGANIZATION/WORKSPACE.  "" where the input does not tell.
  std::string unlock_id;

  std::string generation;  // GCS
  std::string session;     // Consul: who holds PATH/.lock
  bool session_known =
      false;  // Consul: the export tells sessions (the HTTP API's; not kv export's)
  AzureLease lease = AzureLease::kNone;
  bool lease_known = false;            // Azure
  bool metadata_known = false;         // Azure: the input tells the blob's metadata
  std::string lease_text;              // Azure: lease state as written
  std::string holder_identity;         // Kubernetes: spec.holderIdentity
  std::string account;                 // Azure: storage account, where the listing tells
  std::string held_by;                 // HCP: what holds it: "runs run-CZcmD7eagjhyX0vN"
  bool os_lock_known = false;          // local: the state file was found beside the record
  bool os_lock_held = false;           // local: another process holds the lock of the state file
  std::optional<int64_t> modified_us;  // of the record, by its service's clock

  std::string body_md5;  // of a LockInfo that was a document of its own
  std::string source;    // the input it stood in
  uint64_t offset = 0;   // in that input
};

struct DigestRecord {
  StateObject state;
  std::string lock_id;  // of the item: BUCKET/KEY-md5
  bool has_digest = false;
  std::string digest;  // as stored
  std::string source;
  uint64_t offset = 0;
};

}  // namespace tfsck

#endif  // TFSCK_ENGINE_LOCK_RECORD_H_
