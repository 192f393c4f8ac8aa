// Run: one change on its way, and RunTable: all that are in the system.
#ifndef TFSCK_SIMULATOR_RUN_H_
#define TFSCK_SIMULATOR_RUN_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "simulator/event_queue.h"
#include "simulator/job.h"
#include "simulator/lock_table.h"
#include "simulator/own_lines.h"
#include "simulator/sim_time.h"

namespace tfsck {

enum class RunStatus : uint8_t {
  kFree,  // the slot is nobody's
  kWaitsForLock,
  kWaitsForRunner,
  kGranted,  // will go on before the next event
  kWorks,
  kAway,   // failed, comes back
  kGhost,  // dead, its lock still there
};

struct RunQueue;

// In the order in which they are needed, what every run touches first: a run costs few cache lines.
struct alignas(kCacheLine) Run {
  EventTag tag;  // its order among runs that tie, its slot and what of it is still expected
  RunStatus status = RunStatus::kFree;
  uint8_t phase = 0;  // as counted (level_meter.h)
  uint8_t step = 0;
  uint8_t pending = 0;  // events scheduled with this epoch
  bool holds = false;   // the lock
  bool on_runner = false;
  bool by_a_person = false;  // waits for an approval or a review
  bool forced = false;       // its lock was taken from it while it worked
  bool dies = false;         // at the end of what it is doing
  bool drawn_set = false;    // `set` lies in the replication's own table
  bool replan = false;       // begins again with its first step when it comes back
  const ModelSource* origin = nullptr;
  const ModelOperation* operation = nullptr;
  const ModelStep* at = nullptr;  // its step
  Run* next = nullptr;            // in the queue it waits in, or among the free or the ready
  Run* previous = nullptr;
  RunQueue* line = nullptr;  // where it queues for its lock
  uint32_t actor = 0;
  uint32_t source = 0;
  uint32_t attempt = 0;
  ItemSet set;        // what it wants to lock, or to validate
  SimTime asked = 0;  // when it began to wait for what it waits for
  SimTime due = 0;    // the end of what it does or how long it waits at most
  SimTime held_since = 0;
  SimTime phase_began = 0;
  uint64_t number = 0;    // of arrival in the replication
  SimTime began = 0;      // the first attempt
  SimTime worked = 0;     // towards the change, since it was last begun anew
  SimTime by_people = 0;  // of that, waiting for an approval or a review
  SimTime work_takes = 0;
  SimTime waited_lock = 0;  // in all attempts
  SimTime waited_runner = 0;
  uint64_t base = 0;       // commits when its plan was made, or when it began
  uint64_t held_base = 0;  // commits when it got the lock
  Job job;
  SimTime asked_runner = 0;
  SimTime poll_at = -1;  // the poll that is scheduled
  // The first poll at any instant in [poll_from, poll_next] is at poll_next.
  SimTime poll_from = kEndOfTime;
  SimTime poll_next = 0;
  SimTime locked_work = 0;  // in this attempt
  SimTime runner_work = 0;
  SimTime work_began = 0;
  SimTime pause_mark = 0;

  // Among runs that tie: its number, or that number shuffled.
  uint64_t order() const { return tag.order(); }
  uint32_t slot() const { return tag.slot(); }

  // All but what is set before it is read.
  void BeginAnew() {
    step = pending = 0;
    holds = on_runner = forced = dies = drawn_set = replan = false;
    phase = 0;
    attempt = 0;
    poll_at = -1;
    waited_lock = waited_runner = 0;
  }
};

// Slots are reused, the last freed first.  A run stays where it is in memory.
class RunTable {
 public:
  Run& operator[](uint32_t slot) { return chunks_[slot / kChunk][slot % kChunk]; }
  const Run& operator[](uint32_t slot) const { return chunks_[slot / kChunk][slot % kChunk]; }
  uint32_t size() const { return static_cast<uint32_t>(chunks_.size()) * kChunk; }
  uint32_t alive() const { return alive_; }

  void Clear() {
    free_ = nullptr;
    alive_ = 0;
    for (size_t chunk = chunks_.size(); chunk-- > 0;) AddFree(chunk);
  }
  // A free one, its tag that of `order`.
  Run& Take(uint64_t order) {
    if (free_ == nullptr) Grow();
    Run& run = *free_;
    free_ = run.next;
    ++alive_;
    run.tag = EventTag(order, run.slot());
    return run;
  }
  void Free(Run& run) {
    run.status = RunStatus::kFree;
    run.next = free_;
    free_ = &run;
    --alive_;
  }

 private:
  static constexpr uint32_t kChunk = 64;

  void Grow() {
    chunks_.push_back(std::make_unique<Run[]>(kChunk));
    AddFree(chunks_.size() - 1);
  }
  void AddFree(size_t chunk) {
    for (uint32_t i = kChunk; i-- > 0;) {
      Run& run = chunks_[chunk][i];
      run.tag = EventTag(0, static_cast<uint32_t>(chunk) * kChunk + i);
      run.status = RunStatus::kFree;
      run.next = free_;
      free_ = &run;
    }
  }

  std::vector<std::unique_ptr<Run[]>> chunks_;
  Run* free_ = nullptr;
  uint32_t alive_ = 0;
};

// A queue of runs, linked through Run::next and Run::previous.
struct RunQueue {
  Run* head = nullptr;
  Run* tail = nullptr;
  uint32_t count = 0;

  // Puts `run` before `place` (at the end where that is nullptr).
  void InsertBefore(Run* place, Run& run) {
    Run* const previous = place == nullptr ? tail : place->previous;
    run.next = place;
    run.previous = previous;
    (previous == nullptr ? head : previous->next) = &run;
    (place == nullptr ? tail : place->previous) = &run;
    ++count;
  }
  void Remove(Run& run) {
    (run.previous == nullptr ? head : run.previous->next) = run.next;
    (run.next == nullptr ? tail : run.next->previous) = run.previous;
    --count;
  }
};

// Runs to go on with, in order; linked through Run::next.
class ReadyRuns {
 public:
  void Append(Run& run) {
    run.next = nullptr;
    (first_ == nullptr ? first_ : last_->next) = &run;
    last_ = &run;
  }
  // nullptr where there is none.
  Run* TakeFirst() {
    Run* const run = first_;
    if (run != nullptr) first_ = run->next;
    return run;
  }

 private:
  Run* first_ = nullptr;
  Run* last_ = nullptr;  // where there is a first
};

}  // namespace tfsck

#endif  // TFSCK_SIMULATOR_RUN_H_
