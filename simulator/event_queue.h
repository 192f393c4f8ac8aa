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

#include "simulator/own_lines.h"
#include "simulator/sim_time.h"

namespace tfsck {

// In the order in which they happen at one instant: what frees a lock before who asks for it, and
// who asks before who gives up.
enum class EventKind : uint8_t {
  kWarmedUp,      // statistics begin
  kHourBegins,    // an hour of the week begins
  kStoreDown,     // the lock store stops answering
  kStoreUp,       //
  kRefreshDone,   // with an account, a refresh may be done
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

// Whom an event concerns, in one word that compares as the order does: the order number, then slot
// and epoch.
class EventTag {
 public:
  static constexpr uint8_t kEpochMask = 63;

  EventTag() = default;
  EventTag(uint64_t order, uint32_t slot, uint8_t epoch = 0)
      : bits_(order << 30 | uint64_t{slot} << 6 | epoch) {
    assert(order <= kMostOrder && slot <= kMostSlot && epoch <= kEpochMask);
  }

  uint64_t order() const { return bits_ >> 30; }
  uint32_t slot() const { return static_cast<uint32_t>(bits_ >> 6) & kMostSlot; }
  uint8_t epoch() const { return static_cast<uint8_t>(bits_ & kEpochMask); }
  uint64_t bits() const { return bits_; }

  // The next epoch; false where they begin again with 0.
  bool RaiseEpoch() {
    const bool last = epoch() == kEpochMask;
    bits_ = last ? bits_ - kEpochMask : bits_ + 1;
    return !last;
  }
  friend bool operator==(EventTag, EventTag) = default;

 private:
  uint64_t bits_ = 0;
};

class Event {
 public:
  Event() = default;
  Event(SimTime time, EventKind kind, EventTag tag)
      : high_(static_cast<uint64_t>(time) << 8 | static_cast<uint64_t>(kind)), tag_(tag) {
    assert(time >= 0 && time <= kEndOfTime);
  }
  Event(SimTime time, EventKind kind, uint64_t order, uint32_t slot, uint8_t epoch)
      : Event(time, kind, EventTag(order, slot, epoch)) {}

  // Word by word: a copy in one piece would have to wait for the two pieces it was written in.
  Event(const Event& other) : high_(other.high_), tag_(other.tag_) {}
  Event& operator=(const Event& other) {
    high_ = other.high_;
    tag_ = other.tag_;
    return *this;
  }

  SimTime time() const { return static_cast<SimTime>(high_ >> 8); }
  EventKind kind() const { return static_cast<EventKind>(high_ & 255); }
  EventTag tag() const { return tag_; }
  uint64_t order() const { return tag_.order(); }
  uint32_t slot() const { return tag_.slot(); }
  uint8_t epoch() const { return tag_.epoch(); }

  bool Before(const Event& other) const { return Key() < other.Key(); }
  // Whether nothing but slot and epoch tells the two apart.
  bool Ties(const Event& other) const { return high_ == other.high_ && order() == other.order(); }

 private:
  unsigned __int128 Key() const {
    return static_cast<unsigned __int128>(high_) << 64 | tag_.bits();
  }

  uint64_t high_ = 0;
  EventTag tag_;
};

class EventQueue {
 public:
  void Reserve(size_t events) {
    if (events > heap_.size()) heap_.resize(events);
  }
  void Clear() {
    end_ = 0;
    hole_ = false;
  }

  bool empty() const { return size() == 0; }
  size_t size() const { return end_ - (hole_ ? 1 : 0); }

  void Push(const Event& event) {
    if (hole_) {
      hole_ = false;
      SiftDown(0, event);
      return;
    }
    if (end_ == heap_.size()) Reserve(2 * end_ + 64);
    SiftUp(end_++, event);
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
    size_t kept = 0;
    for (size_t i = 0; i < end_; ++i) {
      const Event event = heap_[i];
      if (!dead(event)) heap_[kept++] = event;
    }
    end_ = kept;
    if (kept < 2) return;
    for (size_t i = (kept - 2) / 4 + 1; i-- > 0;) {
      const Event event = heap_[i];
      SiftDown(i, event);
    }
  }

 private:
  void Fill() {
    hole_ = false;
    const Event last = heap_[--end_];
    if (end_ > 0) SiftDown(0, last);
  }

  void SiftUp(size_t index, const Event& event) {
    Event* const heap = heap_.data();
    while (index > 0) {
      const size_t parent = (index - 1) / 4;
      if (!event.Before(heap[parent])) break;
      heap[index] = heap[parent];
      index = parent;
    }
    heap[index] = event;
  }

  // The smallest of four children by two compares and one, without branches: what makes a 4-ary
  // heap quicker than a binary one.
  void SiftDown(size_t index, const Event& event) {
    Event* const heap = heap_.data();
    const size_t size = end_;
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

  OwnLines<Event> heap_;  // [0, end_)
  size_t end_ = 0;
  bool hole_ = false;  // the root has been popped and waits for a successor
};

}  // namespace tfsck

#endif  // TFSCK_SIMULATOR_EVENT_QUEUE_H_
