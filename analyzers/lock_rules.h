// What rules over locks look at, and the one call that runs them.  Pure; safe from any thread.
#ifndef TFSCK_ANALYZERS_LOCK_RULES_H_
#define TFSCK_ANALYZERS_LOCK_RULES_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analyzers/lock_digest.h"
#include "analyzers/lock_verdict.h"
#include "analyzers/rule.h"
#include "engine/lock_evidence.h"
#include "engine/lock_history.h"

namespace tfsck {

// All references outlive the call.
struct LockInput {
  const LockEvidence& evidence;
  const LockHistory& history;
  const LockOptions& options;
  const std::vector<LockJudgement>& judgements;  // one for each of evidence.records
  const std::vector<DigestDiagnosis>& digests;   // one for each of evidence.digests
};

// Finding::offset of a lock rule: a row of evidence.records, or behind those a row of digests, of
// chunks, of configs; kNoLockPlace where the finding is about several inputs together.
inline constexpr uint64_t kNoLockPlace = UINT64_MAX;
uint64_t PlaceOfDigest(const LockEvidence& evidence, size_t row);
uint64_t PlaceOfChunk(const LockEvidence& evidence, size_t row);
uint64_t PlaceOfConfig(const LockEvidence& evidence, size_t row);
// The input that a place stands in; "" for kNoLockPlace.
std::string SourceOfPlace(const LockEvidence& evidence, uint64_t place);

// Everything that can be said about some evidence.
struct LockReport {
  LockEvidence evidence;
  LockHistory history;
  LockOptions options;
  std::vector<LockJudgement> judgements;
  std::vector<DigestDiagnosis> digests;
  std::vector<Finding> findings;  // by place, then rule, then address
  RuleCounts counts{};
};

// Judges every lock and digest and runs every rule of scope kLock.  `again`: a later sample of the
// same places, or null.
LockReport CheckLocks(LockEvidence evidence, const LockOptions& options,
                      const LockEvidence* again = nullptr);

}  // namespace tfsck

#endif  // TFSCK_ANALYZERS_LOCK_RULES_H_
