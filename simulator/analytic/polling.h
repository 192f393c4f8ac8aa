// One run that polls for a lock which somebody else holds, nobody else around.
//
// Pure functions.  With several pollers there is no closed form; see simulate.
#ifndef TFSCK_SIMULATOR_ANALYTIC_POLLING_H_
#define TFSCK_SIMULATOR_ANALYTIC_POLLING_H_

#include "simulator/distribution.h"
#include "simulator/poll_schedule.h"

namespace tfsck::analytic {

struct SinglePollAnswer {
  double success = 0;               // P(an attempt before the deadline finds the lock free)
  double mean_wait_successful = 0;  // seconds
};

// The lock is held at the start and stays so for `residual` (seconds); the run polls and gives up
// after `patience` (kEndOfTime: never): sum of t_i P(t_{i-1} < R <= t_i).  Attempts beyond a rest
// of 1e-15 of the law are left out, and those past the 10 millionth.
SinglePollAnswer PollAlone(const PollTimes& times, const Distribution& residual, SimTime patience);

// Saved plans: other commits come as a Poisson process of rate `commits`, approval is exponential
// with rate `approval`: w / (w + a).
double StalePlanChance(double commits, double approval);

}  // namespace tfsck::analytic

#endif  // TFSCK_SIMULATOR_ANALYTIC_POLLING_H_
