// Run: one change on its way, and RunTable: all that are in the system.
#ifndef TFSCK_SIMULATOR_RUN_H_
#define TFSCK_SIMULATOR_RUN_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "simulator/job.h"
#include "simulator/lock_table.h"
#include "simulator/sim_time.h"

namespace tfsck {

inline constexpr uint32_t kNobody = UINT32_MAX;

enum class RunStatus : uint8_t {
  kFree,  // the slot is nobody's
  kWaitsForLock,
  kWaitsForRunner,
  kGranted,  // will go on before the next event
  kWorks,
  kAway,   // failed, comes back
  kGhost,  // dead, its lock still there
};

struct Run {
  uint64_t number = 0;  // of arrival in the replication
  uint64_t order = 0;   // among runs that tie: that number, or that number shuffled
  RunStatus status = RunStatus::kFree;
  uint8_t step = 0;
  uint8_t epoch = 0;    // rises when what is scheduled for the run is cancelled
  uint8_t pending = 0;  // events scheduled with this epoch
  bool holds = false;   // the lock
  bool on_runner = false;
  bool forced = false;       // its lock was taken from it while it worked
  bool dies = false;         // at the end of what it is doing
  bool drawn_set = false;    // `set` lies in the replication's own table
  bool by_a_person = false;  // waits for an approval or a review
  bool replan = false;       // begins again with its first step when it comes back
  uint16_t levels = 0;       // bits of Level that it counts for
  uint32_t actor = 0;
  uint32_t source = 0;
  uint32_t attempt = 0;
  uint32_t next = kNobody;  // in the queue it waits in
  uint32_t previous = kNobody;
  SimTime began = 0;  // the first attempt
  SimTime attempt_began = 0;
  SimTime asked = 0;     // when it began to wait for what it waits for
  SimTime due = 0;       // the end of what it does or how long it waits at most
  SimTime poll_at = -1;  // the poll that is scheduled
  SimTime held_since = 0;
  SimTime worked = 0;  // in this attempt
  SimTime locked_work = 0;
  SimTime runner_work = 0;
  SimTime work_began = 0;
  SimTime work_takes = 0;
  SimTime asked_runner = 0;
  SimTime waited_lock = 0;  // in all attempts
  SimTime waited_runner = 0;
  SimTime pause_mark = 0;
  uint64_t base = 0;       // commits when its plan was made, or when it began
  uint64_t held_base = 0;  // commits when it got the lock
  uint32_t domain = 0;     // where it queues for its lock
  ItemSet set;             // what it wants to lock, or to validate
  Job job;

  // All but what the slot brings along (the epoch) and what is set before it is read.
  void BeginAnew() {
    step = pending = 0;
    holds = on_runner = forced = dies = drawn_set = replan = false;
    levels = 0;
    attempt = 0;
    poll_at = -1;
    waited_lock = waited_runner = 0;
  }
};

// Slots are reused, the last freed first.
class RunTable {
 public:
  Run& operator[](uint32_t slot) { return runs_[slot]; }
  const Run& operator[](uint32_t slot) const { return runs_[slot]; }
  size_t size() const { return runs_.size(); }
  size_t alive() const { return runs_.size() - free_.size(); }

  void Clear() {
    free_.clear();
    for (size_t slot = runs_.size(); slot-- > 0;) {
      runs_[slot].status = RunStatus::kFree;
      runs_[slot].epoch = 0;  // when epochs run out must not depend on replications before this one
      free_.push_back(static_cast<uint32_t>(slot));
    }
  }
  uint32_t Take() {
    if (free_.empty()) Grow();
    const uint32_t slot = free_.back();
    free_.pop_back();
    return slot;
  }
  void Free(uint32_t slot) {
    runs_[slot].status = RunStatus::kFree;
    free_.push_back(slot);
  }

 private:
  void Grow() {
    const size_t before = runs_.size();
    runs_.resize(before == 0 ? 64 : 2 * before);
    free_.reserve(runs_.size());
    for (size_t slot = runs_.size(); slot-- > before;) {
      free_.push_back(static_cast<uint32_t>(slot));
    }
  }

  std::vector<Run> runs_;
  std::vector<uint32_t> free_;
};

// A queue of runs, linked through Run::next and Run::previous.
struct RunQueue {
  uint32_t head = kNobody;
  uint32_t tail = kNobody;
  uint32_t count = 0;

  // Puts `slot` before `place` (at the end where that is kNobody).
  void InsertBefore(RunTable& runs, uint32_t place, uint32_t slot) {
    const uint32_t previous = place == kNobody ? tail : runs[place].previous;
    runs[slot].next = place;
    runs[slot].previous = previous;
    (previous == kNobody ? head : runs[previous].next) = slot;
    (place == kNobody ? tail : runs[place].previous) = slot;
    ++count;
  }
  void Remove(RunTable& runs, uint32_t slot) {
    const Run& run = runs[slot];
    (run.previous == kNobody ? head : runs[run.previous].next) = run.next;
    (run.next == kNobody ? tail : runs[run.next].previous) = run.previous;
    --count;
  }
};

}  // namespace tfsck

#endif  // TFSCK_SIMULATOR_RUN_H_
