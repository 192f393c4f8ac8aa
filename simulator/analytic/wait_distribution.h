// The whole distribution of the wait for one lock, first come first served: with patience or
// without.
//
// The virtual wait V of an M/G/1 queue whose runs come in only while V <= tau has, by level
// crossing (Brill and Posner 1977; Takacs 1962 for tau = infinity),
//   F(x) = P0 + lambda * integral over [0, x] of F(x - y) P(S > y) dy,  x <= tau,
// a Volterra equation of the second kind.  It is solved on a lattice by the trapezoidal rule
// against the limited mean of S, so that no density and no transform is needed: deterministic,
// lognormal and empirical holds are all the same.  Lattices are refined until the answer stands to
// 1e-7 (at most 2^14 points), with Richardson's extrapolation: about 5e-6 for laws with jumps off
// the lattice, far better else.  Cost: up to about 100 ms.
//
// Condition: Poisson arrivals, independent holds, one lock.  Without patience an overloaded lock
// answers infinity; with patience there is a steady state at any load.
#ifndef TFSCK_SIMULATOR_ANALYTIC_WAIT_DISTRIBUTION_H_
#define TFSCK_SIMULATOR_ANALYTIC_WAIT_DISTRIBUTION_H_

#include "simulator/analytic/law.h"

namespace tfsck::analytic {

// P(wait <= x).
double Mg1WaitCdf(double lambda, const WorkLaw& hold, double x);
// The p-quantile of the wait, 0 <= p < 1.
double Mg1WaitQuantile(double lambda, const WorkLaw& hold, double p);

// What becomes of runs that wait for at most tau.
struct PatienceAnswer {
  double timed_out = 0;         // share of the runs
  double waiting = 0;           // P(wait > 0), of all runs
  double mean_wait_served = 0;  // of those that got the lock
  double mean_wait_all = 0;     // min(V, tau) of all
  double utilisation = 0;       // of the lock (of each server)
};

// M/G/1+D.
PatienceAnswer Mg1WithPatience(double lambda, const WorkLaw& hold, double tau);

}  // namespace tfsck::analytic

#endif  // TFSCK_SIMULATOR_ANALYTIC_WAIT_DISTRIBUTION_H_
