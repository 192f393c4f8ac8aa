// LockDiscipline: who gets a lock when several want it, and what becomes of the others.
//
// Every discipline is a combination of a few independent choices over one lock manager (locks.h),
// so a new one is a row of kLockDisciplines, not code.  Sources of the rules: facts
// simulation-model 0 and 1.5 (Terraform: internal/states/statemgr/locker.go; HCP Terraform,
// Atlantis, GitHub Actions, GitLab: their documentation).
#ifndef TFSCK_SIMULATOR_LOCK_DISCIPLINE_H_
#define TFSCK_SIMULATOR_LOCK_DISCIPLINE_H_

#include <cstdint>
#include <limits>
#include <span>
#include <string_view>

#include "simulator/distribution.h"
#include "simulator/sim_time.h"

namespace tfsck {

enum class LockMode : uint8_t { kNone, kShared, kExclusive };

// What one lock covers.
enum class LockScope : uint8_t { kState, kResource };

// What a run does that finds the lock taken.
enum class WaitRule : uint8_t {
  kPoll,   // tries again on a schedule; nobody is told when the lock comes free
  kQueue,  // waits its turn
  kFail,   // fails at once
};

enum class QueueOrder : uint8_t {
  kFifo,      // first come, first served
  kPriority,  // Operation::lock_class, then first come
  kRandom,    // SIRO: service in random order
  kLifo,      // last come, first served
  kOldest,    // whose run began first (GitLab oldest_first)
  kNewest,    // whose run began last (GitLab newest_first)
};

// For runs that need several locks at once (all or nothing): who may pass whom.
enum class SetRule : uint8_t {
  kSkipOver,  // whoever finds all of its locks free
  kReserve,   // as above, but what an earlier waiter wants is kept for it
  kStrict,    // only the head of one common queue
};

// A queue that is full.
enum class FullQueue : uint8_t {
  kReject,         // the newcomer fails
  kReplaceOldest,  // the longest waiting is cancelled for it (GitHub Actions `concurrency`)
};

// What is compared when a run commits that took no lock.
enum class Validation : uint8_t {
  kNone,
  kState,     // any commit to the state since the run began makes it stale
  kResource,  // a commit that wrote what the run reads or writes does
};

// Terraform's schedule: at once, then after `first`, growing by `factor` up to `ceiling`.
struct PollSchedule {
  SimTime first = kSecond;
  uint32_t factor = 2;
  SimTime ceiling = 16 * kSecond;
  friend bool operator==(const PollSchedule&, const PollSchedule&) = default;
};

// What a run touches, from the root of its change in the dependency graph (facts:
// simulation-model 2).
enum class FootprintRule : uint8_t {
  kCone,           // F1: writes the root and its dependents
  kReadAncestors,  // F2: writes the root, reads all it depends on
  kReadDirect,     // F3: writes the root, reads what it depends on directly
  kSelf,           // F4: writes the root only
};

struct LockDiscipline {
  std::string_view name = "terraform";
  LockScope scope = LockScope::kState;
  WaitRule wait = WaitRule::kPoll;
  PollSchedule poll;
  SimTime latency = 0;      // of one attempt; it takes effect when it is answered
  SimTime race_window = 0;  // between a refused attempt and reading who holds the lock
  QueueOrder order = QueueOrder::kFifo;
  SetRule set_rule = SetRule::kSkipOver;
  uint32_t queue_limit = std::numeric_limits<uint32_t>::max();  // waiting, for each state
  FullQueue full = FullQueue::kReject;
  LockMode plans = LockMode::kExclusive;  // the mode of operations that only plan
  bool reader_preference = false;         // a reader joins readers though a writer waits
  Validation validation = Validation::kNone;
  FootprintRule footprint = FootprintRule::kCone;
  bool polls_each_attempt = false;  // an event for every attempt: the slow oracle of the lazy way
  friend bool operator==(const LockDiscipline&, const LockDiscipline&) = default;
};

struct LockDisciplineRow {
  LockDiscipline discipline;
  std::string_view summary;  // one line, for --help
  std::string_view check;    // the independent check that tests/simulator runs for it
};

// All of them, in the order of the manual.
std::span<const LockDisciplineRow> LockDisciplines();
// nullptr where there is none of that name.
const LockDisciplineRow* FindLockDiscipline(std::string_view name);

}  // namespace tfsck

#endif  // TFSCK_SIMULATOR_LOCK_DISCIPLINE_H_
