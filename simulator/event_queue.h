// EventQueue: what is still to happen, earliest first.
//
// A 4-ary implicit heap of 16-byte events with deferred pop: Pop leaves a hole at the root and the
// next Push drops into it, so "handle one, schedule one" costs one sift (facts: des-engines 3; the
// idea is git's prio-queue.c).  The order is total and does not know when an event was put in:
// time, then kind, then the order number of whom it concerns (a run's number of arrival, or that
// number shuffled).  Slot and epoch come last; they tell which record is meant and whether it still
// is.
//
// Not thread-safe.  Memory 16 bytes an event; Push allocates only when it outgrows what Reserve
// gave.
#ifndef TFSCK_SIMULATOR_EVENT_QUEUE_H_
#define TFSCK_SIMULATOR_EVENT_QUEUE_H_

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "simulator/sim_time.h"

namespace tfsck {

// In the order in which they happen at one instant: what frees a lock before who asks for it, and
// who asks before who gives up.
enum class EventKind : uint8_t {
  kWarmedUp,      // statistics begin
  kHourBegins,    // an hour of the week begins
  kStoreDown,     // the lock store stops answering
  kStoreUp,       //
  kStepEnd,       // a run has done its step, or dies in it
  kForcedUnlock,  // somebody removes the lock of a run that still works
  kStaleUnlock,   // somebody removes the lock that a dead run left
  kArrival,       // an open source's next runs
  kThought,       // an actor of a closed source has thought
  kRetry,         // a failed run is tried again
  kAttempt,       // a poll of the lock
  kTimeout,       // patience is at an end
  kCount,
};

inline constexpr uint64_t kMostOrder = (uint64_t{1} << 34) - 1;  // runs of one replication
inline constexpr uint32_t kMostSlot = (uint32_t{1} << 24) - 1;   // runs at one time

class Event {
 public:
  Event() = default;
  Event(SimTime time, EventKind kind, uint64_t order, uint32_t slot, uint8_t epoch)
      : high_(static_cast<uint64_t>(time) << 8 | static_cast<uint64_t>(kind)),
        low_(order << 30 | uint64_t{slot} << 6 | (epoch & kEpochMask)) {
    assert(time >= 0 && time <= kEndOfTime && order <= kMostOrder && slot <= kMostSlot);
  }

  static constexpr uint8_t kEpochMask = 63;

  SimTime time() const { return static_cast<SimTime>(high_ >> 8); }
  EventKind kind() const { return static_cast<EventKind>(high_ & 255); }
  uint64_t order() const { return low_ >> 30; }
  uint32_t slot() const { return static_cast<uint32_t>(low_ >> 6) & kMostSlot; }
  uint8_t epoch() const { return static_cast<uint8_t>(low_ & kEpochMask); }

  bool Before(const Event& other) const { return Key() < other.Key(); }
  // Whether nothing but slot and epoch tells the two apart.
  bool Ties(const Event& other) const { return high_ == other.high_ && order() == other.order(); }

 private:
  unsigned __int128 Key() const { return static_cast<unsigned __int128>(high_) << 64 | low_; }

  uint64_t high_ = 0;
  uint64_t low_ = 0;
};

class EventQueue {
 public:
  void Reserve(size_t events) { heap_.reserve(events); }
  void Clear() {
    heap_.clear();
    hole_ = false;
  }

  bool empty() const { return size() == 0; }
  size_t size() const { return heap_.size() - (hole_ ? 1 : 0); }

  void Push(const Event& event) {
    if (hole_) {
      hole_ = false;
      SiftDown(event);
      return;
    }
    heap_.push_back(event);
    SiftUp(heap_.size() - 1, event);
  }

  // The earliest.  REQUIRES !empty().
  Event Pop() {
    assert(!empty());
    if (hole_) Fill();
    hole_ = true;
    return heap_.front();
  }

  // Drops the events that `dead` says are cancelled; order is not touched.  O(size).
  template <typename Dead>
  void Purge(const Dead& dead) {
    if (hole_) Fill();
    std::vector<Event>& heap = heap_;
    size_t kept = 0;
    for (const Event& event : heap) {
      if (!dead(event)) heap[kept++] = event;
    }
    heap.resize(kept);
    if (kept < 2) return;
    for (size_t i = (kept - 2) / 4 + 1; i-- > 0;) {
      const Event event = heap[i];
      SiftDownFrom(i, event);
    }
  }

 private:
  void Fill() {
    hole_ = false;
    const Event last = heap_.back();
    heap_.pop_back();
    if (!heap_.empty()) SiftDown(last);
  }

  void SiftUp(size_t index, const Event& event) {
    while (index > 0) {
      const size_t parent = (index - 1) / 4;
      if (!event.Before(heap_[parent])) break;
      heap_[index] = heap_[parent];
      index = parent;
    }
    heap_[index] = event;
  }

  void SiftDown(const Event& event) { SiftDownFrom(0, event); }

  // The smallest of four children by two compares and one, without branches: what makes a 4-ary
  // heap quicker than a binary one.
  void SiftDownFrom(size_t index, const Event& event) {
    Event* const heap = heap_.data();
    const size_t size = heap_.size();
    for (;;) {
      const size_t first = 4 * index + 1;
      size_t least;
      if (first + 3 < size) {
        const size_t left = first + (heap[first + 1].Before(heap[first]) ? 1 : 0);
        const size_t right = first + 2 + (heap[first + 3].Before(heap[first + 2]) ? 1 : 0);
        least = heap[right].Before(heap[left]) ? right : left;
      } else if (first < size) {
        least = first;
        for (size_t child = first + 1; child < size; ++child) {
          if (heap[child].Before(heap[least])) least = child;
        }
      } else {
        break;
      }
      if (!heap[least].Before(event)) break;
      heap[index] = heap[least];
      index = least;
    }
    heap[index] = event;
  }

  std::vector<Event> heap_;
  bool hole_ = false;  // the root has been popped and waits for a successor
};

}  // namespace tfsck

#endif  // TFSCK_SIMULATOR_EVENT_QUEUE_H_
