// People in a closed circle who ask for sets of locks, and perhaps a runner: exact, by the Markov
// chain of who waits in which order (ours; the rules are those of lock_discipline.h).
//
// Conditions: thinking and holding are exponential, holding drawn anew for a redo.  Steady at any
// load.  Pure; memory and time grow with the number of states, which grows with the factorial of
// those who can wait in different orders: about eight different people.
#ifndef TFSCK_SIMULATOR_ANALYTIC_CLOSED_LOCKS_H_
#define TFSCK_SIMULATOR_ANALYTIC_CLOSED_LOCKS_H_

#include <cstdint>
#include <vector>

#include "engine/base/result.h"
#include "simulator/lock_discipline.h"

namespace tfsck::analytic {

// One kind of work: a set of locks in two modes, bit by bit.
struct LockWork {
  double probability = 1;
  double rate = 1;         // of finishing
  uint64_t exclusive = 0;  // with validation: what is written
  uint64_t shared = 0;     // with validation: what is read
};

// People alike.
struct ClosedClass {
  uint32_t people = 1;
  double think_rate = 1;
  std::vector<LockWork> kinds;
};

enum class RunnerUse : uint8_t {
  kNone,
  kBeforeLock,  // a run that waits for its locks holds a runner
  kAfterLock,   // a run that waits for a runner holds its locks
};

struct ClosedLockSystem {
  std::vector<ClosedClass> classes;
  SetRule rule = SetRule::kReserve;  // with one lock, kReserve and kStrict are a plain queue
  bool reader_preference = false;    // shared requests pass whoever waits
  bool validates = false;  // no locks: what writes the reads or writes of others makes them stale
  bool redoes = true;      // stale work is done again at once; else it is dropped
  RunnerUse runner_use = RunnerUse::kNone;
  uint32_t runners = 0;
};

struct ClosedLockAnswer {
  double throughput = 0;  // commits
  double mean_wait = 0;   // for locks and runners, per commit
  double abort_ratio = 0;
  double runners_occupied = 0;
  double runners_working = 0;
  std::vector<double> throughput_each;  // by class
  std::vector<double> mean_wait_each;
  size_t states = 0;
};

// kUsage beyond `most_states` states, or where there are more than 250 kinds of work.
Result<ClosedLockAnswer> SolveClosedLocks(const ClosedLockSystem& system,
                                          size_t most_states = 50'000);

}  // namespace tfsck::analytic

#endif  // TFSCK_SIMULATOR_ANALYTIC_CLOSED_LOCKS_H_
