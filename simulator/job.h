// Job: the work of one run, drawn before the run begins.
//
// Drawn up front and attached to the run, so that every discipline faces the same work whatever it
// does with it (common random numbers).  JobBook keeps a few jobs ahead for each actor and draws
// them in blocks, which is where the random numbers cost little.
#ifndef TFSCK_SIMULATOR_JOB_H_
#define TFSCK_SIMULATOR_JOB_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "simulator/apply_draws.h"
#include "simulator/arrival_process.h"
#include "simulator/model.h"
#include "simulator/own_lines.h"
#include "simulator/sim_time.h"
#include "simulator/stream.h"

namespace tfsck {

struct Job {
  SimTime at = 0;       // open source: the instant of arrival; actor: how long it thinks before
  uint64_t number = 0;  // within its actor
  uint32_t operation = 0;
  uint32_t assignment = 0;  // which operation of which source
  uint32_t state = 0;
  uint32_t root = 0;
  bool crosses = false;         // wants several states
  bool dies_when_done = false;  // crashes after its work, before it unlocks
  SimTime lock_patience = kEndOfTime;
  SimTime runner_patience = kEndOfTime;
  SimTime dies_after = kEndOfTime;          // time worked under the lock
  SimTime loses_runner_after = kEndOfTime;  // time worked on a runner
  SimTime loses_lock_after = kEndOfTime;    // time worked under the lock
  std::array<SimTime, kMaxSteps> work = {};
};

class JobBook {
 public:
  explicit JobBook(const Model& model);

  // Begins replication `key.replication`.
  void Reset(StreamKey key);

  // The next job of an actor: what Take will give.
  const Job& Next(uint32_t actor) const { return *places_[actor].next; }
  // Goes on to the one after.
  void Advance(uint32_t actor) {
    Place& place = places_[actor];
    if (++place.next == place.end) Refill(actor);
  }

  // The same job with its times drawn anew, for the `attempt`-th time.
  void Redraw(uint32_t actor, uint64_t attempt, Job& job);

  // How long the refresh of a step takes at the run's own pace, of a job whose times were drawn for
  // the `attempt`-th time (0: up front).
  SimTime OwnRefresh(uint32_t actor, uint64_t attempt, const Job& job, size_t step) const {
    return DrawnRefresh(actor, DrawOf(attempt, job.number), job, step);
  }

  StreamKey key() const { return key_; }

 private:
  struct Place {
    const Job* next = nullptr;
    const Job* end = nullptr;  // of those drawn
  };

  void Refill(uint32_t actor);
  void DrawChoices(uint32_t actor, uint64_t first, std::span<Job> jobs);
  void DrawOperations(uint32_t actor, uint64_t first, std::span<Job> jobs);
  void DrawStates(uint32_t actor, uint64_t first, std::span<Job> jobs);
  void DrawTimes(uint32_t actor, uint64_t first, std::span<Job> jobs);
  void DrawStep(uint32_t actor, uint64_t first, size_t step, std::span<Job> jobs);
  // For a job's later attempts other numbers are used: 2^40 jobs are as good as for ever.
  static uint64_t DrawOf(uint64_t attempt, uint64_t number) { return (attempt << 40) + number; }
  SimTime DrawnRefresh(uint32_t actor, uint64_t draw, const Job& job, size_t step) const;
  SimTime ExtraTime(uint32_t actor, uint64_t draw, const Job& job, size_t step);
  void DrawPatience(uint32_t actor, uint64_t first, std::span<Job> jobs);
  void DrawFaults(uint32_t actor, uint64_t first, std::span<Job> jobs);
  SimTime LockedWork(const Job& job) const;

  const Model& model_;
  StreamKey key_;
  uint32_t ahead_ = 0;
  OwnLines<Job> jobs_;                        // ahead_ for each actor
  OwnLines<Place> places_;                    // of each actor
  OwnLines<uint64_t> drawn_;                  // jobs drawn for each actor
  OwnLines<ArrivalProcess::State> arrivals_;  // of each source
  ApplyDraws applies_;
};

}  // namespace tfsck

#endif  // TFSCK_SIMULATOR_JOB_H_
