// Observations: what one replication saw, in whole numbers.
//
// Merging is addition, hence exact and the same in every order.  Sized once for a model; collecting
// never allocates.
#ifndef TFSCK_SIMULATOR_OBSERVATIONS_H_
#define TFSCK_SIMULATOR_OBSERVATIONS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "simulator/histogram.h"
#include "simulator/own_lines.h"
#include "simulator/sim_time.h"
#include "simulator/tally.h"

namespace tfsck {

struct Model;

// Numbers that change in steps, averaged over time.
enum class Level : uint8_t {
  kChanges,           // begun and neither done nor dropped
  kWaitingForLock,    // runs
  kWaitingForRunner,  // runs
  kAway,              // failed, to be tried again
  kWorking,           // runs in a step
  kHeldWorking,       // locks held by a run at work
  kHeldHuman,         // ... by a run that waits for a person's approval or review
  kHeldIdle,          // ... by a run that waits for a runner
  kHeldStale,         // ... by a run that died
  kRunnersWorking,    // runners at work
  kRunnersIdle,       // runners taken up by a run that waits for the lock
  kCount,
};
inline constexpr size_t kLevels = static_cast<size_t>(Level::kCount);

// How an attempt to carry out a change ended.
enum class Outcome : uint8_t {
  kDone,
  kLockTimeout,    // patience for the lock was at an end (without any: the lock was taken)
  kRefused,        // turned away: 409, a pull request's lock, a full queue
  kSuperseded,     // cancelled for a newer one
  kLostRace,       // the lock came free between the refusal and the look at its holder
  kRunnerTimeout,  // patience for a runner was at an end, or the pool turned it away
  kStalePlan,      // the state changed since the plan was made
  kConflict,       // validation at commit found a conflict
  kCrashed,        // died, or lost its runner
  kStoreFailed,    // the lock store was down
  kCount,
};
inline constexpr size_t kOutcomes = static_cast<size_t>(Outcome::kCount);
const char* OutcomeName(Outcome outcome);

// What there was too much of for a replication to go on.
enum class Excess : uint8_t {
  kNone,
  kRuns,       // in the system at one time: they grow without end
  kRefreshes,  // under one account at one time
  kRequests,   // for locks: a replication is not made to be that long
};

// Requests for the lock by one team, for one workspace, of one kind, in one hour of the week.
struct GroupTally {
  Tally served;          // the waits of those that got it
  uint64_t failed = 0;   // asked for it and did not get it
  uint64_t done = 0;     // changes carried out
  uint64_t dropped = 0;  // changes given up
  Tally delay;           // of changes carried out: what they took beyond their own work

  void Done(const Measured& its_delay) {
    ++done;
    delay.Add(its_delay);
  }
  void Merge(const GroupTally& other);
};

// A wait and its place in histograms, found out once for all that count it.
struct Wait : Measured {
  using Coarse = Coarsened<Histogram::kBits, 2>;

  explicit Wait(SimTime duration)
      : Measured(duration),
        bucket(Histogram::Layout::Bucket(duration)),
        coarse(Coarse::OfFine(bucket)) {}

  size_t bucket;
  size_t coarse;
};

// One kind of group: a tally and a coarse histogram for each member, full histograms on demand.
class GroupTable {
 public:
  void Size(size_t members, bool full);
  void Clear();
  void Merge(const GroupTable& other);

  void Served(size_t member, const Wait& wait) {
    tallies_[member].served.Add(wait);
    coarse_.Increment(member * Coarse::kBuckets + wait.coarse);
  }
  // In the full histogram, where there is one.
  void ServedInFull(size_t member, const Wait& wait) {
    if (!full_.empty()) full_[member].AddTo(wait.bucket);
  }
  // Adds what another table has of one of its members, but for full histograms.
  void MergeMember(size_t member, const GroupTable& other, size_t its_member);
  GroupTally& operator[](size_t member) { return tallies_[member]; }
  const GroupTally& operator[](size_t member) const { return tallies_[member]; }
  size_t size() const { return tallies_.size(); }

  // Of the waits of those served, seconds; from the full histogram where there is one.
  double WaitQuantile(size_t member, double share) const;

 private:
  using Coarse = Wait::Coarse;

  OwnLines<GroupTally> tallies_;
  Counters coarse_;  // Coarse::kBuckets for each member
  std::vector<Histogram> full_;
};

// Means of consecutive waits, in at most kMost batches whose size doubles when they are full: what
// warm-up detection and batch means look at.
class Series {
 public:
  static constexpr size_t kMost = 4096;

  Series() { sums_.reserve(kMost); }
  void Clear();
  void Add(SimTime value) {
    sum_ += value;
    if (++count_ == size_) CloseBatch();
  }
  uint64_t batch_size() const { return size_; }
  size_t batches() const { return sums_.size(); }
  // Seconds.
  double BatchMean(size_t batch) const {
    return static_cast<double>(sums_[batch]) * 1e-6 / static_cast<double>(size_);
  }

 private:
  void CloseBatch();

  OwnLines<int64_t> sums_;
  uint64_t size_ = 1;
  uint64_t count_ = 0;
  int64_t sum_ = 0;
};

// What is counted; merging is addition.
struct Counts {
  std::array<uint64_t, kOutcomes> outcomes = {};
  uint64_t changes = 0;  // begun
  uint64_t done = 0;
  uint64_t dropped = 0;
  uint64_t requests = 0;  // for a lock
  uint64_t grants = 0;
  uint64_t overtakings = 0;  // grants while somebody who asked earlier still waited
  uint64_t commits = 0;
  uint64_t lost_updates = 0;
  uint64_t forced_unlocks = 0;     // of runs that still worked
  uint64_t stale_locks = 0;        // left behind by runs that died
  SimTime useful_work = 0;         // of changes that were done; without approvals and reviews
  SimTime wasted_work = 0;         // that has to be done again, or is given up; as above
  SimTime engineer_waiting = 0;    // people's: for locks and runners, and on work that was lost
  uint64_t engineer_failures = 0;  // that a person has to come back to
  Tally lock_wait;                 // of requests that were served
  Tally lock_wait_all;             // of all requests: those that gave up count what they waited
  Tally runner_wait;
  Tally provider_wait;  // of refreshes under an account: what its rate limit adds to their own pace
  Tally hold;
  Tally delay;    // of changes done: what they took beyond their own work
  Tally sojourn;  // of changes done

  void Merge(const Counts& other);
};

// Everything about the measured window: from the end of the warm-up to the horizon.
struct Observations : Counts {
  SimTime window = 0;
  std::array<double, kLevels> levels = {};  // time averages over the window
  Histogram lock_wait_histogram;
  Histogram lost_wait_histogram;  // of requests that were not served
  Histogram runner_wait_histogram;
  Histogram delay_histogram;
  GroupTable by_assignment;  // what is counted; by source and by operation from SumUp on
  GroupTable by_source;
  GroupTable by_state;
  GroupTable by_operation;
  GroupTable by_hour;                     // of the week, UTC, by when they asked
  OwnLines<__int128> held_time;           // microseconds that each state's locks were held
  std::vector<uint64_t> working_at_hour;  // runs at work as the hour begins, summed over weeks
  std::vector<uint64_t> hours_seen;       // for each hour of the week
  Series series;                          // waits of all requests, in the order in which they ended

  uint64_t events = 0;
  uint64_t fingerprint = 0;
  bool some_in_full = false;  // some kind of group has full histograms
  bool interrupted = false;
  Excess excess = Excess::kNone;
  std::string violation;  // of an invariant; empty where all held

  void Size(const Model& model);
  void Clear();
  // What is counted by assignment only, by source, by operation and in total; to be called once,
  // when all is counted.  Until then lock_wait_all has the requests that were not served.
  void SumUp(const Model& model);
  // Adds what adds up: not the levels, the series, the fingerprint.
  void Merge(const Observations& other);
};

}  // namespace tfsck

#endif  // TFSCK_SIMULATOR_OBSERVATIONS_H_
