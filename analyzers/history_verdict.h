// Whether the newest version of a state is a true successor of everything before it.
//
// Pure but for what the caller fetches between the two steps: ChooseVersions names the two versions
// to be compared, Conclude takes their difference.  Thread-safe.
#ifndef TFSCK_ANALYZERS_HISTORY_VERDICT_H_
#define TFSCK_ANALYZERS_HISTORY_VERDICT_H_

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "analyzers/rule.h"
#include "engine/history.h"

namespace tfsck {

// The versions that the verdict rests on.
struct VerdictVersions {
  uint32_t newest = kNoVersion;
  // The last version before the chain broke, or the recovery file that was never pushed;
  // kNoVersion where the chain never broke, or broke at its beginning.
  uint32_t last_good = kNoVersion;
  // The first and the last version of the last break, between which all are broken; kNoVersion
  // where there is none.
  uint32_t broken_at = kNoVersion;
  uint32_t last_break = kNoVersion;
  RuleIndex broken_by = kRuleCount;  // the rule that says so
};

// The chain breaks at versions with a finding that says that a version was no successor of those
// before it: fork, serial-back, lineage-change, lineage-emptied, emptied, collapse, backup-newer,
// state-deleted, newest-unreadable.  The last run of such versions counts.
VerdictVersions ChooseVersions(const History& history, std::span<const Finding> findings);

struct HistoryVerdict {
  enum class Kind : uint8_t {
    kSuccessor,  // the chain never broke
    kHealed,     // it broke, and a later version has everything of the last good one again
    kBroken,     // it broke, and the newest version is of the break or misses something
    kUnknown,    // it broke, and one of the two versions cannot be read
  };
  Kind kind = Kind::kSuccessor;
  VerdictVersions versions;
  // From the last good version to the newest one, managed current objects only; what a version
  // behind the break did on purpose is left out.
  std::vector<ObjectDelta> lost;      // in the last good version, at no address of the newest
  std::vector<ObjectDelta> replaced;  // another real object stands at the address now
  std::vector<ObjectDelta> changed;   // the same real object, recorded differently
  std::vector<ObjectDelta> gained;    // only in the newest
  // A serial above all others, for a state that is to be pushed; 0 where there is none.
  uint64_t next_serial = 0;
};

// `since` is the difference from versions.last_good to versions.newest; nothing where one of them
// is missing or cannot be read.
HistoryVerdict Conclude(const History& history, const VerdictVersions& versions,
                        const std::optional<VersionDelta>& since);

}  // namespace tfsck

#endif  // TFSCK_ANALYZERS_HISTORY_VERDICT_H_
