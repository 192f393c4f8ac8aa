// Breaks a replication from inside, to see whether it notices.
#ifndef TFSCK_TESTS_SIMULATOR_SUPPORT_REPLICATION_PEER_H_
#define TFSCK_TESTS_SIMULATOR_SUPPORT_REPLICATION_PEER_H_

#include <cstdint>
#include <optional>
#include <string>

#include "simulator/replication.h"

namespace tfsck {

class ReplicationTestPeer {
 public:
  explicit ReplicationTestPeer(const Model& model) : replication_(model) {
    replication_.Begin({.seed = 7});
  }

  bool Step() { return replication_.Step(); }
  // Until `wanted` holds after some event; false where it never did.
  template <typename Wanted>
  bool StepUntil(const Wanted& wanted) {
    do {
      if (wanted(*this)) return true;
    } while (Step());
    return false;
  }
  // What it says at the end.
  std::string Violation() {
    while (Step()) {
    }
    replication_.Conclude();
    return replication_.seen_.violation;
  }

  SimTime now() const { return replication_.now_; }
  std::optional<uint32_t> AnyIn(RunStatus status) const {
    for (uint32_t slot = 0; slot < replication_.runs_.size(); ++slot) {
      if (replication_.runs_[slot].status == status) return slot;
    }
    return std::nullopt;
  }
  std::optional<uint32_t> AnyHolder() const {
    for (uint32_t slot = 0; slot < replication_.runs_.size(); ++slot) {
      const Run& run = replication_.runs_[slot];
      if (run.status == RunStatus::kWorks && run.holds) return slot;
    }
    return std::nullopt;
  }

  // As if so many requests had been made, then to where it stops.
  Excess ExcessAfter(uint64_t requests) {
    replication_.seen_.requests = requests;
    replication_.DoAllEvents(nullptr);
    return replication_.seen_.excess;
  }

  // ---- Faults --------------------------------------------------------------------------------

  // Grants a waiting run a lock that another holds.
  void GrantTwice(uint32_t waiter) {
    replication_.runs_[waiter].line->Remove(replication_.runs_[waiter]);
    replication_.GrantLock(replication_.runs_[waiter]);
    replication_.ready_.Append(replication_.runs_[waiter]);
    replication_.DrainReady();
  }
  // The run stops holding, and the lock stays taken.
  void LoseRelease(uint32_t holder) { replication_.runs_[holder].holds = false; }
  // The lock is free, and the run still holds it.
  void FreeUnderHolder(uint32_t holder) {
    replication_.locks_.Release(replication_.runs_[holder].set);
  }
  void SkewClock(SimTime by) { replication_.now_ += by; }
  // An interval of the run is measured from another instant than the level of the queue.
  void SkewWait(uint32_t waiter, SimTime by) { replication_.runs_[waiter].asked += by; }
  void LoseWaiter(uint32_t waiter) {
    replication_.runs_[waiter].line->Remove(replication_.runs_[waiter]);
  }
  void LoseRunnerWaiter(uint32_t waiter) {
    replication_.pool_.waiting.Remove(replication_.runs_[waiter]);
  }
  void LoseRunner() { ++replication_.pool_.busy; }
  // Drops the next event of this kind that is still expected; false where there is none.
  bool DropNext(EventKind kind) {
    EventQueue& queue = replication_.queue_;
    while (!queue.empty()) {
      const Event event = queue.Pop();
      if (event.time() >= replication_.end_) return false;
      const bool of_a_run = event.kind() >= EventKind::kStepEnd &&
                            event.kind() != EventKind::kArrival &&
                            event.kind() != EventKind::kThought;
      if (event.kind() == kind &&
          (!of_a_run || replication_.runs_[event.slot()].tag == event.tag()))
        return true;
      queue.Push(event);
      if (!replication_.Step()) return false;
    }
    return false;
  }

 private:
  Replication replication_;
};

}  // namespace tfsck

#endif  // TFSCK_TESTS_SIMULATOR_SUPPORT_REPLICATION_PEER_H_
