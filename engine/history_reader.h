// Reads histories out of a store, as a stream: a few versions are in memory at one time.
#ifndef TFSCK_ENGINE_HISTORY_READER_H_
#define TFSCK_ENGINE_HISTORY_READER_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "engine/base/result.h"
#include "engine/history.h"
#include "engine/storage/version_store.h"

namespace tfsck {

struct HistoryOptions {
  bool one_state = false;  // a bare folder is one state: not grouped by lineage
  unsigned threads = 0;    // 0: one per processor
  // The gap of one change, in microseconds; without it estimated, else kDefaultPersistGapUs.
  std::optional<int64_t> burst_gap_us;
  // Called from the caller's thread with versions and bytes read so far, and the versions to read.
  std::function<void(uint64_t versions, uint64_t bytes, uint64_t all)> progress;
};

// Every version is fetched, read, summarised and compared with the readable one before it.  The
// result is the same for any number of threads and for any order in which the store lists.
// A version that cannot be fetched or read stands in the history and says so; the comparison goes
// on around it.  Error: the store cannot be listed, or holds no state at all.
// Cost: where all versions have recorded times each is read once; else the beginning of each is
// looked at before, to order and to group them.  Memory: a few versions per thread, and the result.
Result<HistorySet> ReadHistories(VersionStore& store, const std::string& source,
                                 const HistoryOptions& options);

// What happened from one version to another, both read anew.  Nothing where one of them cannot be
// read or is no state; a deleted or an empty one counts as a state without anything in it.
std::optional<VersionDelta> CompareStoredVersions(const VersionStore& store,
                                                  const StoredVersion& before,
                                                  const StoredVersion& after);

}  // namespace tfsck

#endif  // TFSCK_ENGINE_HISTORY_READER_H_
