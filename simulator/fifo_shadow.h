// FifoShadow: the queue that a replication's work would make at every lock if it were served in the
// order of asking, nobody waited longer than the control says, and whoever gave up was gone: a
// control variate, for its mean wait is known (fifo_control.h).
//
// The work is that of the replication itself, job by job, for random numbers are addressed and not
// consumed (job.h).  A request comes when what its run does before the lock is over, and waits for
// the holds of all that came before it (Lindley 1952).  One object serves many replications, one
// after the other; not thread-safe.  Cost: some 60 ns for each run, beside drawing it.
#ifndef TFSCK_SIMULATOR_FIFO_SHADOW_H_
#define TFSCK_SIMULATOR_FIFO_SHADOW_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "simulator/fifo_control.h"
#include "simulator/job.h"
#include "simulator/model.h"
#include "simulator/sampler.h"
#include "simulator/sim_time.h"
#include "simulator/stream.h"
#include "simulator/tally.h"

namespace tfsck {

class FifoShadow {
 public:
  // REQUIRES the model of a scenario that has this control.  `model` must outlive it.
  FifoShadow(const Model& model, const FifoControl& control);

  // The mean wait, in seconds, of the requests that are served or given up after the warm-up and
  // before the horizon of the model, as in Observations::lock_wait_all; NaN where there are none.
  double MeanWait(StreamKey key);

 private:
  // What a run of an operation does before it asks, and under the lock.
  struct Steps {
    size_t ask = 0;  // the step that asks
    size_t end = 0;  // the first that is not held any more; `ask` where nothing is
  };
  // How a queue without patience begins: as in the long run and not empty.  The warm-up of the
  // scenario is as long as its own discipline takes to forget how it began, which may be far
  // shorter.
  struct Backlog {
    double chance = 0;
    Sampler work;
  };
  struct Event {
    SimTime at = 0;
    uint64_t order = 0;  // among those that tie
    SimTime hold = 0;    // kArrival: not yet known
    uint32_t place = 0;  // the state, or whose next run it is
  };
  static constexpr SimTime kArrival = -1;

  static bool Later(const Event& one, const Event& other) {
    return one.at != other.at ? one.at > other.at : one.order > other.order;
  }
  void Begin(StreamKey key);
  void Push(const Event& event);
  void Arrive(uint32_t actor);
  void Ask(SimTime at, uint32_t state, SimTime hold);

  const Model& model_;
  JobBook book_;
  SimTime patience_ = kEndOfTime;
  std::vector<Steps> steps_;      // of each operation
  std::vector<Backlog> backlog_;  // of each group
  std::vector<SimTime> free_at_;  // of each state: when all that asked so far are done
  std::vector<Event> events_;     // a heap, the earliest first
  uint64_t next_number_ = 0;
  Tally waits_;
};

}  // namespace tfsck

#endif  // TFSCK_SIMULATOR_FIFO_SHADOW_H_
