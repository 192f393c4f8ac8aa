// FifoControl: what is known of the wait that every lock would have if it were served in the order
// of asking, and whoever gave up was gone.
//
// It is the known mean of a control variate (Lavenberg and Welch 1981): FifoShadow
// (fifo_shadow.h) plays that queue on the work that a replication has drawn, and what its mean wait
// is off by tells what the replication's own numbers are off by.  Only the work has to be of a kind
// that there is a formula for (Pollaczek and Khinchine; with patience Brill and Posner); the
// discipline, retries, runners and faults of the scenario are no part of the control and may be
// anything.  Values; thread-safe.
#ifndef TFSCK_SIMULATOR_FIFO_CONTROL_H_
#define TFSCK_SIMULATOR_FIFO_CONTROL_H_

#include <limits>
#include <vector>

#include "engine/base/result.h"
#include "simulator/scenario.h"

namespace tfsck {

struct FifoControl {
  struct Lock {
    double load = 0;       // rate times mean hold
    double mean_wait = 0;  // seconds, in the long run, of all who ask
  };
  // How long a run of this queue waits at most, in seconds: the lock timeout of the scenario, up to
  // the last attempt that it leaves time for, where all sources have the same.
  double patience = std::numeric_limits<double>::infinity();
  std::vector<Lock> locks;  // of each workspace of a group, by group
  double mean_wait = 0;     // seconds, over the requests at all of them
};

// Error (usage) where the scenario has no such control; the message is a clause that says why: "the
// arrivals of 'a' are not Poisson at a constant rate".  Where it has one: steady state; open
// Poisson sources; a whole lock, asked for once by each run and held for a time with a law in
// closed form; and where the patience is infinite, a third moment of that law and every lock asked
// for less than the time there is.  REQUIRES what CheckScenario wants but for that.  Linear in the
// scenario; with patience some 100 ms for each of at most 16 groups.
Result<FifoControl> FifoControlOf(const Scenario& scenario);

}  // namespace tfsck

#endif  // TFSCK_SIMULATOR_FIFO_CONTROL_H_
