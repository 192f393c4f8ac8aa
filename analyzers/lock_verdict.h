// LockJudgement: is somebody still working behind a lock?  Said from evidence, never guessed.
//
// A lock passes through gates, each one question with the answers yes, no and unknown, where yes
// speaks for a holder that is gone.  Only when every gate says yes is the lock probably stale, and
// only then are commands given that break it.  One sign of life makes it live.  Whatever lies
// between is unknown, and each gate that did not say yes tells which evidence would settle it.
//
// Two backends settle it themselves: a local lock lives and dies with its process, a Consul session
// with its client (TTL 15 s).  Source: shared facts 4.1, 4.2; recorded artefacts.
// Pure; thread-safe.
#ifndef TFSCK_ANALYZERS_LOCK_VERDICT_H_
#define TFSCK_ANALYZERS_LOCK_VERDICT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/lock_evidence.h"
#include "engine/lock_history.h"

namespace tfsck {

struct LockOptions {
  int64_t now_us = 0;
  // Age from which LCK001 speaks.  GitHub and Azure Pipelines end a hosted job after 6 h, and the
  // longest healthy runs that users report take 1 to 2 h.
  int64_t stale_after_us = int64_t{6} * 3600 * 1'000'000;
  // Longest time a hold of these states takes, as the person says; for backends without a history.
  std::optional<int64_t> longest_hold_us;
  bool holder_gone = false;  // the person says that the holder's process or job has ended
  std::string table;         // DynamoDB; "" where nobody said
};

// Past holds that are needed before an age is compared with them.
inline constexpr size_t kFewestHolds = 5;
// A lock is older than its history knows when it is this many times as old as the longest hold.
inline constexpr int64_t kAgeFactor = 2;
// A state that was written more recently than this is being worked on.
inline constexpr int64_t kQuietAfterUs = int64_t{3600} * 1'000'000;

enum class LockState : uint8_t { kLive, kProbablyStale, kUnknown };
std::string_view LockStateName(LockState state);  // "live", "probably stale", "unknown"

enum class Gate : uint8_t {
  kProcess,    // local: no process holds the operating system's lock
  kSession,    // Consul: no session holds the lock
  kAge,        // older than holds of this state get
  kOperation,  // older than its operation takes
  kHolder,     // who took it is gone
  kQuiet,      // nobody writes the state
  kSameLock,   // a second sample shows the same lock
  kVersion,    // one tool version is at work
};
std::string_view GateId(Gate gate);        // "age", ...: for JSON
std::string_view GateQuestion(Gate gate);  // "older than holds get?"

enum class GateAnswer : uint8_t { kYes, kNo, kUnknown };
std::string_view GateAnswerName(GateAnswer answer);  // "yes", "no", "unknown"

struct GateResult {
  Gate gate;
  GateAnswer answer = GateAnswer::kUnknown;
  bool sign_of_life = false;  // only with kNo
  std::string reason;         // one clause
  std::string bring;          // which evidence would settle it; "" where the answer is yes
};

struct LockJudgement {
  LockState state = LockState::kUnknown;
  std::optional<int64_t> age_us;  // at LockOptions::now_us; nothing where the time is not known
  std::vector<GateResult> gates;
  std::vector<std::string> hidden;    // what Terraform's own message does not tell
  std::vector<std::string> commands;  // in the order to type them; only where kProbablyStale
  std::string refusal;                // why there are none
};

// One judgement for each of evidence.records.
std::vector<LockJudgement> JudgeLocks(const LockEvidence& evidence, const LockHistory& history,
                                      const LockEvidence* again, const LockOptions& options);

}  // namespace tfsck

#endif  // TFSCK_ANALYZERS_LOCK_VERDICT_H_
