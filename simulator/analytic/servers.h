// Several servers alike and one queue (a pool of runners), exponential services: the M/M/c family.
//
// Pure functions of numbers.  Conditions: Poisson arrivals at `lambda`, exponential services of
// rate `mu`, `c` servers, first come first served.  Where nobody gives up or is turned away, an
// overloaded pool answers infinity.  Cost: O(c), and O(number of states that matter) for Erlang-A.
#ifndef TFSCK_SIMULATOR_ANALYTIC_SERVERS_H_
#define TFSCK_SIMULATOR_ANALYTIC_SERVERS_H_

#include <cstdint>

#include "simulator/analytic/wait_distribution.h"

namespace tfsck::analytic {

// The share of runs lost where none may wait; `a` is the offered load.  Insensitive: any law of
// service with that mean (Erlang 1917, Sevastyanov 1957).
double ErlangB(uint32_t c, double a);
// P(wait > 0) where all wait (Erlang 1917); 1 where a >= c.
double ErlangC(uint32_t c, double a);
// Mean wait of M/M/c.
double MmcMeanWait(uint32_t c, double lambda, double mu);
// p-quantile of the wait of M/M/c.
double MmcWaitQuantile(uint32_t c, double lambda, double mu, double p);

// M/M/c/K: a newcomer who finds `places` runs present, served or waiting, is turned away.
struct LimitedAnswer {
  double blocked = 0;
  double mean_wait_accepted = 0;
  double utilisation = 0;  // of each server
};
LimitedAnswer MmcLimited(uint32_t c, uint64_t places, double lambda, double mu);

// M/M/c+D: all wait for at most tau (Gnedenko and Kovalenko 1968, Baccelli and Hebuterne 1981).
PatienceAnswer MmcWithPatience(uint32_t c, double lambda, double mu, double tau);
// M/M/c+M, Erlang-A: each waiting run leaves at rate theta (Palm 1957); mean_wait_all counts the
// waits of those that left too.  mean_wait_served is not known in closed form and is NaN.
PatienceAnswer MmcWithExponentialPatience(uint32_t c, double lambda, double mu, double theta);

}  // namespace tfsck::analytic

#endif  // TFSCK_SIMULATOR_ANALYTIC_SERVERS_H_
