// Replication: one run of the event loop over a model, from the start to the horizon.
//
// A replication is determined by the model, the seed and its number; nothing else has a say (no
// clock, no address, no order of insertion).  One object serves many replications, one after the
// other; its memory is sized by the first, so that the later ones allocate nothing unless they hold
// more runs at a time.  Not thread-safe: one for each thread.
//
// In every replication, in release builds too: the clock never goes back, no lock is granted
// to two runs that exclude each other, what is released was held, every request ends once, waiting
// times add up to the integral of the queue (Little's law, exactly), holds to that of the locks
// held, and nobody waits for what is free or works beyond its time.  What fails is said in
// Observations::violation.
#ifndef TFSCK_SIMULATOR_REPLICATION_H_
#define TFSCK_SIMULATOR_REPLICATION_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "simulator/event_queue.h"
#include "simulator/fingerprint.h"
#include "simulator/job.h"
#include "simulator/lock_table.h"
#include "simulator/model.h"
#include "simulator/observations.h"
#include "simulator/run.h"
#include "simulator/runner_pool.h"
#include "simulator/stream.h"
#include "simulator/tally.h"
#include "simulator/trace.h"

namespace tfsck {

inline constexpr uint32_t kMostRuns = uint32_t{1} << 20;  // in the system at one time

class Replication {
 public:
  explicit Replication(const Model& model);

  // Carries out replication `key.replication`; the result lives until the next call.
  // `stop` is asked now and then; where it says so the replication ends as it is, marked as
  // interrupted.
  const Observations& Carry(StreamKey key, TraceSink* trace = nullptr,
                            const std::function<bool()>& stop = nullptr);

 private:
  friend class ReplicationTestPeer;

  // The loop (replication.cc).
  void Begin(StreamKey key);
  void ScheduleFirstEvents();
  bool Step();  // false when there is nothing left before the horizon
  void Handle(const Event& event);
  void DrainReady();
  void Conclude();
  void Push(SimTime at, EventKind kind, uint32_t slot);
  bool Live(const Event& event) const;
  void CancelEvents(Run& run);
  uint64_t TieOrder(uint64_t number) const;
  uint32_t NewSlot();
  void FreeSlot(uint32_t slot);
  void Trace(TraceKind kind, const Run& run, uint32_t detail = 0);

  // Arrivals and steps (replication_steps.cc).
  void ScheduleArrival(uint32_t actor);
  void ScheduleThought(uint32_t actor);
  void OnArrival(uint32_t actor);
  void OnThought(uint32_t actor);
  void OnRetry(uint32_t slot);
  void OnStepEnd(uint32_t slot);
  uint32_t NewRun(uint32_t actor);
  void BeginAttempt(uint32_t slot);
  void EnterStep(uint32_t slot);
  void Acquire(uint32_t slot);
  void StartWork(uint32_t slot);
  bool Commit(uint32_t slot);
  void Finish(uint32_t slot);
  void Fail(uint32_t slot, Outcome outcome);
  void RetryOrDrop(uint32_t slot);
  void Leave(uint32_t slot, bool done);
  SimTime RetryDelay(const Run& run) const;
  const ModelStep& StepOf(const Run& run) const {
    return model_.operations[run.job.operation].steps[run.step];
  }

  // What is touched (replication_sets.cc).
  void ChooseSet(uint32_t slot);
  ItemSet ResourceSet(uint32_t slot);
  std::span<const uint32_t> UniformSet(uint32_t slot, uint32_t wanted, uint32_t among);
  std::span<const uint32_t> CrossedStates(uint32_t slot);
  void GrowDrawnSets();
  void KeepDrawnSet(uint32_t owner, uint32_t slot);
  void LookAtOwnSet(uint32_t slot);

  // Locks (replication_locks.cc).
  bool AskForLock(uint32_t slot);
  bool WaitForLock(uint32_t slot);
  bool MayTake(const Run& run);
  void Enqueue(uint32_t slot);
  bool MakeRoom(uint32_t slot);
  bool SameLine(const Run& one, const Run& other) const;
  void StopWaiting(uint32_t slot);
  void ScheduleGivingUp(uint32_t slot);
  void GrantLock(uint32_t slot);
  void ReleaseLock(uint32_t slot);
  void FreeItems(uint32_t slot);
  void Scan(uint32_t domain, SimTime earliest);
  void Serve(uint32_t domain);
  void ServeInOrder(uint32_t domain);
  void ServeAtRandom(uint32_t domain);
  void OnTimeout(uint32_t slot);
  bool OneItem() const { return one_item_; }
  uint32_t ClassAtLock(const Run& run) const {
    return model_.operations[run.job.operation].lock_class;
  }
  bool StoreFails() const {
    return !store_up_ && model_.scenario.faults.outage_effect == OutageEffect::kFail;
  }

  // Polling (replication_polls.cc).
  SimTime NextPoll(const Run& run, SimTime earliest) const;
  SimTime LastPoll(const Run& run) const;
  void SchedulePoll(uint32_t slot, SimTime earliest);
  void ArmPoll(uint32_t domain, SimTime earliest);
  uint32_t EarliestPoll(uint32_t domain, SimTime earliest) const;
  void LoseRaces(uint32_t domain);
  void OnAttempt(uint32_t slot);

  // Runners (replication_runners.cc).
  bool AskForRunner(uint32_t slot);
  void QueueForRunner(uint32_t slot);
  void GrantRunner(uint32_t slot);
  void ReleaseRunner(uint32_t slot);

  // Faults (replication_faults.cc).
  SimTime UntilDeath(uint32_t slot, SimTime takes);
  void Crash(uint32_t slot);
  void LeaveLockBehind(uint32_t slot);
  SimTime UnlockInstant(const Run& run) const;
  void OnForcedUnlock(uint32_t slot);
  void OnStaleUnlock(uint32_t slot);
  void FailAtStore(uint32_t slot);
  void ScheduleOutage();
  void OnStoreDown();
  void OnStoreUp();
  SimTime PausedUntil(SimTime instant) const;
  bool ShiftForOutage(uint32_t slot);

  // Statistics (replication_statistics.cc).
  void ScheduleHour();
  void OnHour();
  void OnWarmedUp();
  void SetStatus(uint32_t slot, RunStatus status) {
    runs_[slot].status = status;
    UpdateLevels(runs_[slot]);
  }
  void UpdateLevels(Run& run);
  uint16_t LevelsOf(const Run& run) const;
  static size_t HourOfWeek(SimTime instant) { return static_cast<size_t>(instant % kWeek / kHour); }
  void HeldChanges(const Run& run, bool more);
  void CountServed(Run& run, SimTime wait);
  void CountUnserved(Run& run, SimTime wait);
  void CountAttempt(const Run& run, Outcome outcome);
  void CountChange(const Run& run, bool done);

  // Invariants (replication_invariants.cc).
  void CheckInvariants();
  void CheckRun(const Run& run);
  void CheckQueues(uint64_t waiting);
  void CheckArrivals();
  void CheckLocks();
  void Violate(const char* what);

  const Model& model_;
  JobBook book_;
  EventQueue queue_;
  RunTable runs_;
  LockTable locks_;
  std::vector<RunQueue> queues_;  // of each lock domain
  RunnerPool pool_;
  bool one_item_ = false;              // each lock domain has one thing to lock
  std::vector<uint32_t> drawn_items_;  // sets that are drawn and not looked up, by slot
  std::vector<uint32_t> ready_;        // runs to go on with before the next event
  size_t ready_done_ = 0;
  Observations seen_;
  Fingerprint fingerprint_;
  TraceSink* trace_ = nullptr;

  SimTime now_ = 0;
  SimTime end_ = 0;
  SimTime window_begin_ = 0;
  uint64_t next_number_ = 0;
  uint64_t commits_ = 0;
  uint64_t service_draws_ = 0;
  uint64_t thinking_ = 0;        // actors whose next thought ends before the end of time
  SimTime attempts_at_ = -1;     // the last instant at which attempts were made or too late
  uint64_t attempts_until_ = 0;  // and up to which order they are over there
  size_t cancelled_ = 0;         // events in the queue that are no longer expected
  bool store_up_ = true;
  SimTime store_down_at_ = 0;  // the last outage
  SimTime outage_ = 0;         // its length
  SimTime paused_ = 0;         // by the outages before it
  uint64_t outages_ = 0;

  std::array<TimeAverage, kLevels> levels_ = {};
  std::vector<TimeAverage> held_;                     // locks held in each state
  std::array<__int128, kLevels> levels_before_ = {};  // their integrals as the window began
  std::vector<__int128> held_before_;
  // Over the whole replication, for the invariants.
  __int128 waited_ = 0;
  __int128 held_time_ = 0;
  uint64_t all_requests_ = 0;
  uint64_t all_answers_ = 0;
};

}  // namespace tfsck

#endif  // TFSCK_SIMULATOR_REPLICATION_H_
