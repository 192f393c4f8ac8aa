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
#include "simulator/footprint_distinct.h"
#include "simulator/job.h"
#include "simulator/level_meter.h"
#include "simulator/lock_table.h"
#include "simulator/model.h"
#include "simulator/observations.h"
#include "simulator/own_lines.h"
#include "simulator/provider_accounts.h"
#include "simulator/run.h"
#include "simulator/runner_pool.h"
#include "simulator/stream.h"
#include "simulator/tally.h"
#include "simulator/trace.h"

namespace tfsck {

inline constexpr uint32_t kMostRuns = uint32_t{1} << 20;      // in the system at one time
inline constexpr uint64_t kMostRequests = uint64_t{1} << 31;  // for locks, in one replication
inline constexpr uint32_t kMostRefreshes = 16'384;            // under one account at one time

// What there was too much of, and why; for the person who wrote the scenario.
std::string TextOf(Excess excess);

class alignas(kCacheLine) Replication {
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
  void DoAllEvents(const std::function<bool()>& stop);
  bool Step();  // false when there is nothing left before the horizon
  void Handle(const Event& event);
  void HandleForRun(const Event& event);
  void HandleForAll(const Event& event);
  void DrainReady();
  void Conclude();
  void Push(SimTime at, EventKind kind, Run& run);
  void CancelEvents(Run& run);
  void PurgeEvents(const Run& cancelled);
  uint64_t TieOrder(uint64_t number) const;
  Run& NewSlot();
  void FreeSlot(Run& run);
  void Trace(TraceKind kind, const Run& run, uint32_t detail = 0) {
    if (trace_ != nullptr) Record(kind, run, detail);
  }
  void Record(TraceKind kind, const Run& run, uint32_t detail);
  void TraceStore(TraceKind kind);

  // Arrivals and steps (replication_steps.cc).
  void ScheduleArrival(uint32_t actor);
  void ScheduleThought(uint32_t actor);
  void OnArrival(uint32_t actor);
  void OnThought(uint32_t actor);
  void OnRetry(Run& run);
  void OnStepEnd(Run& run);
  Run& NewRun(uint32_t actor);
  void BeginAttempt(Run& run);
  void EnterStep(Run& run);
  void Acquire(Run& run);
  void StartWork(Run& run);
  void CountWork(Run& run) {
    run.worked += run.work_takes;
    if (run.by_a_person) run.by_people += run.work_takes;
    if (model_.draws_crashes) ComeNearerToDeath(run);
  }
  bool Commit(Run& run);
  void Finish(Run& run);
  void Fail(Run& run, Outcome outcome);
  void RetryOrDrop(Run& run);
  void Leave(Run& run, bool done);
  SimTime RetryDelay(const Run& run) const;

  // What is touched (replication_sets.cc).
  void ChooseSet(Run& run);
  void ChooseResources(Run& run);
  std::span<const uint32_t> UniformSet(Run& run, uint32_t wanted, uint32_t among);
  std::span<const uint32_t> CrossedStates(Run& run);
  void GrowDrawnSets();
  void KeepDrawnSet(const Run& owner, Run& heir);
  void LookAtOwnSet(Run& run);
  uint32_t* DrawnSetOf(const Run& run) {
    return drawn_items_.data() + size_t{run.slot()} * model_.most_drawn;
  }

  // Locks (replication_locks.cc).
  bool AskForLock(Run& run);
  bool WaitForLock(Run& run);
  bool TurnAway(Run& run, Outcome outcome);
  bool MayTake(const Run& run);
  bool MayPass(const Run& run);
  void Enqueue(Run& run);
  static Run* PlaceInOrder(const RunQueue& queue, const Run& run, QueueOrder order);
  bool MakeRoom(const Run& run);
  bool SameLine(const Run& one, const Run& other) const;
  void StopWaiting(Run& run);
  void ScheduleGivingUp(Run& run);
  void OnTimeout(Run& run);
  void GrantLock(Run& run);
  bool Overtakes(const Run& run) const;
  void GrantWaiting(Run& run);
  void ReleaseLock(Run& run);
  void FreeItems(Run& run);
  void Scan(RunQueue& line);
  void Serve(RunQueue& line);
  void ServeInOrder(const RunQueue& line);
  void ServeAtRandom(const RunQueue& line);
  Run* ServableByRank(const RunQueue& queue, uint32_t rank) const;
  uint32_t CountServable(const RunQueue& queue) const;
  bool OneItem() const { return one_item_; }
  bool StoreFails() const {
    return !store_up_ && model_.scenario.faults.outage_effect == OutageEffect::kFail;
  }

  // Polling (replication_polls.cc).
  SimTime NextPoll(Run& run, SimTime earliest) const;
  SimTime FindNextPoll(const Run& run, SimTime earliest) const;
  SimTime LastPoll(const Run& run) const;
  void SchedulePoll(Run& run, SimTime earliest);
  void ArmPoll(const RunQueue& line);
  Run* EarliestPoll(const RunQueue& queue) const;
  void LoseRaces(const RunQueue& line);
  void OnAttempt(Run& run);

  // Runners (replication_runners.cc).
  bool AskForRunner(Run& run);
  bool WaitForRunner(Run& run);
  void QueueForRunner(Run& run);
  void GrantRunner(Run& run);
  void ReleaseRunner(Run& run);

  // Refreshes that share a rate limit (replication_accounts.cc).
  SimTime BeginRefresh(Run& run, SimTime takes);
  void ArmAccount(uint32_t account);
  void OnRefreshDone(uint32_t account);
  void EndRefresh(Run& run);
  void LeaveAccount(const Run& run);
  void StopRefreshes();
  void GoOnWithRefreshes();
  void GoOnWithRefresh(uint32_t slot);
  void CheckAccounts();

  // Faults (replication_faults.cc).
  SimTime UntilDeath(Run& run, SimTime takes);
  static void ComeNearerToDeath(Run& run);
  void Crash(Run& run);
  void LeaveLockBehind(Run& run);
  SimTime UnlockInstant(const Run& run) const;
  void OnForcedUnlock(Run& run);
  void OnStaleUnlock(Run& run);
  void ScheduleOutage();
  void OnStoreDown();
  void OnStoreUp();
  bool WorkPauses() const {
    return outages_ > 0 && model_.scenario.faults.outage_effect == OutageEffect::kPause;
  }
  SimTime PausedUntil(SimTime instant) const;
  bool StopsInOutage(Run& run);
  bool ShiftForOutage(Run& run);

  // Statistics (replication_statistics.cc).
  void ScheduleHour();
  void OnHour();
  void OnWarmedUp();
  void SetStatus(Run& run, RunStatus status) {
    run.status = status;
    levels_.Update(run, now_);
  }
  static size_t HourOfWeek(SimTime instant) { return static_cast<size_t>(instant % kWeek / kHour); }
  void CountHold(const Run& run, SimTime held);
  void CountOpenHolds(int sign);
  // Whose lock its step is about.
  static uint32_t StateOf(const Run& run) {
    return run.at->state == kNoState ? run.job.state : run.at->state;
  }
  void CountServed(Run& run);
  void CountServedInFull(const Run& run, const Wait& wait);
  void CountUnserved(Run& run, SimTime wait);
  void CountAttempt(const Run& run, Outcome outcome);
  void CountDone(const Run& run);
  void CountDropped(const Run& run);
  void CountPatience(const Run& run);

  // Invariants (replication_invariants.cc).
  void CheckInvariants();
  void CheckRun(const Run& run);
  void CheckQueues(uint64_t waiting);
  void CheckArrivals();
  void CheckLocks();
  void Violate(const char* what);

  size_t DomainOf(const RunQueue& line) const {
    return static_cast<size_t>(&line - queues_.data());
  }

  const Model& model_;
  const LockDiscipline discipline_;  // the model's: looked at in every step
  JobBook book_;
  EventQueue queue_;
  RunTable runs_;
  LockTable locks_;
  OwnLines<RunQueue> queues_;  // of each lock domain; stays where it is
  RunnerPool pool_;
  ProviderAccounts accounts_;
  bool one_item_ = false;  // each lock domain has one thing to lock
  DistinctSampler distinct_;
  std::vector<double> set_numbers_;    // scratch of one drawn set
  std::vector<uint32_t> drawn_items_;  // sets that are drawn and not looked up, by slot
  ReadyRuns ready_;                    // to go on with before the next event
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

  LevelMeter levels_;
  std::array<__int128, kLevels> levels_before_ = {};  // their integrals as the window began
  // Of before the window began, for the invariants, which are about the whole.
  Tally waits_before_;
  Tally holds_before_;
  uint64_t requests_before_ = 0;
};

}  // namespace tfsck

#endif  // TFSCK_SIMULATOR_REPLICATION_H_
