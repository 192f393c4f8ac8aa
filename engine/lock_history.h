// LockHistory: who held the lock of each state and for how long, from the versions and delete
// markers that lock objects leave behind in a versioned bucket.
//
// Taking a lock writes a version of KEY.tflock, releasing it writes a delete marker, so one hold is
// one version and the marker behind it.  That a lock was asked for in vain leaves nothing. Sources:
// TF: internal/backend/remote-state/s3/client.go (lockWithFile, unlockWithFile); recorded listings.
//
// Pure; thread-safe.  Owns its text.  Cost: n log n in the number of versions.
#ifndef TFSCK_ENGINE_LOCK_HISTORY_H_
#define TFSCK_ENGINE_LOCK_HISTORY_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/lock_evidence.h"
#include "engine/lock_info.h"
#include "engine/storage/version_store.h"

namespace tfsck {

enum class HoldEnd : uint8_t {
  kReleased,     // a delete marker: unlock, or force-unlock
  kOverwritten,  // another lock was written over it: the storage did not refuse (no If-None-Match)
  kOpen,         // the listing ends before it does
};
std::string_view HoldEndName(HoldEnd end);  // "released", "overwritten", "open"

struct LockHold {
  std::string object;      // key of the lock object
  std::string state;       // key of the state that it locks
  std::string version_id;  // of the lock object's version
  bool has_info = false;   // its body was given
  LockInfo info;
  int64_t start_us = 0;
  std::optional<int64_t> end_us;  // nothing while open
  HoldEnd end = HoldEnd::kOpen;
  uint64_t writes = 0;                   // of the state while it was held
  std::optional<int64_t> last_write_us;  // the last of them
};

// Two holds of one state at once: rows of `holds`, the earlier first.
struct LockOverlap {
  size_t first = 0;
  size_t second = 0;
};

// A version of a state that was written while nobody held its lock, after the lock had been used.
struct UnguardedWrite {
  std::string state;
  std::string version_id;
  std::string name;
  int64_t time_us = 0;
};

struct LockHistory {
  std::vector<LockHold> holds;  // by state, then by start
  std::vector<LockOverlap> overlaps;
  std::vector<UnguardedWrite> unguarded;  // by state, then by time
};

// `locks` and `versions`: of lock objects and of states, in any order, as a VersionListing has
// them; those without a time are left out.  `bodies`: of as many lock versions as there are.
LockHistory ReadLockHistory(std::span<const StoredVersion> locks,
                            std::span<const StoredVersion> versions,
                            std::span<const LockBody> bodies);

// The same from what a LockEvidence lists.
LockHistory ReadLockHistory(const LockEvidence& evidence);

// How long nobody had written when the hold ended: since its last write of the state, or since it
// began.  `now_us` stands for the end of an open one.
int64_t IdleBeforeEnd(const LockHold& hold, int64_t now_us);

}  // namespace tfsck

#endif  // TFSCK_ENGINE_LOCK_HISTORY_H_
