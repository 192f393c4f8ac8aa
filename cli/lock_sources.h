// The inputs of `tfsck lock`: files, folders and standard input into one LockEvidence.
#ifndef TFSCK_CLI_LOCK_SOURCES_H_
#define TFSCK_CLI_LOCK_SOURCES_H_

#include <string>
#include <vector>

#include "engine/base/result.h"
#include "engine/lock_evidence.h"

namespace tfsck {

struct LockSources {
  std::vector<std::string> paths;  // "-" is standard input
  std::string manifest;            // a listing that belongs to the folder; "" where there is none
  std::string object;              // the state that states of unknown key are versions of
  LockBackend body_backend = LockBackend::kUnknown;
};

struct GatheredLocks {
  LockEvidence evidence;
  std::vector<Error> failures;       // inputs that could not be read
  std::vector<std::string> remarks;  // of the store that the manifest belongs to
};

// Reads everything that the paths name.  Of a folder: every file below it that is named like a
// state, a lock, a backend pointer or an export (.json, .jsonl, .ndjson, .xml, .txt, .gz), in
// bytewise order; what turns out to be none of them is passed over.  Beside a local lock info its
// state is read, too.  With a manifest the one path is the folder that it lists, and versions of
// states and locks are fetched one at a time.  A path that is named and holds nothing known is a
// failure.
GatheredLocks GatherLocks(const LockSources& sources);

}  // namespace tfsck

#endif  // TFSCK_CLI_LOCK_SOURCES_H_
