// DigestDiagnosis: does the digest in the lock table belong to the state in the bucket, and if not,
// which of the two is to be changed?
//
// With dynamodb_table every write of the state is followed by a write of its MD5 into the table; a
// read that finds another MD5 is repeated for 10 s and then fails.  So a writer that died between
// the two leaves a newer object, and whoever copied or restored an object leaves an older or
// foreign one.  Source: TF: internal/backend/remote-state/s3/client.go (Get, getMD5, putMD5).
// Pure; thread-safe.
#ifndef TFSCK_ANALYZERS_LOCK_DIGEST_H_
#define TFSCK_ANALYZERS_LOCK_DIGEST_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzers/lock_verdict.h"
#include "engine/lock_evidence.h"

namespace tfsck {

enum class DigestState : uint8_t {
  kMatches,    // of the object that readers get
  kMismatch,   // of another: every read fails
  kMalformed,  // no 32 hex digits: the check is skipped
  kNoObject,   // the object is known to be absent: every read fails
  kUnknown,    // the object was not given
};
std::string_view DigestStateName(DigestState state);  // "matches", "mismatch", ...

// A version of the state object, from a listing, from its bytes, or from both.
struct ObjectVersion {
  std::string name;        // file, or KEY@VERSION_ID
  std::string version_id;  // "" where no listing tells
  std::string md5;
  std::optional<int64_t> time_us;
  bool current = false;     // readers get this one
  bool has_digest = false;  // its MD5 is the stored digest
  bool bytes_given = false;
  bool whole = false;  // its bytes were given and are a state that Terraform reads
  uint64_t serial = 0;
  std::string lineage;
};

struct DigestDiagnosis {
  DigestState state = DigestState::kUnknown;
  // Oldest first where times are known, else as given; at most kMostVersions: what readers get,
  // what has the digest, and the newest of the others.
  std::vector<ObjectVersion> versions;
  uint64_t versions_left_out = 0;
  static constexpr size_t kMostVersions = 1000;
  std::string advice;                 // one or two sentences, without a final stop
  std::vector<std::string> commands;  // in the order to type them
};

// One diagnosis for each of evidence.digests.
std::vector<DigestDiagnosis> DiagnoseDigests(const LockEvidence& evidence,
                                             const LockOptions& options);

}  // namespace tfsck

#endif  // TFSCK_ANALYZERS_LOCK_DIGEST_H_
