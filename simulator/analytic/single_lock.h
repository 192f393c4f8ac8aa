// One lock, an open stream of runs, nobody gives up: the M/G/1 queue and its relatives.
//
// Pure functions of numbers.  Conditions everywhere: Poisson arrivals at `lambda`, holds that are
// independent of them and of each other.  An overloaded lock (utilisation >= 1) waits for ever: the
// functions answer infinity.  Times are in the unit of the moments.
#ifndef TFSCK_SIMULATOR_ANALYTIC_SINGLE_LOCK_H_
#define TFSCK_SIMULATOR_ANALYTIC_SINGLE_LOCK_H_

#include <span>
#include <vector>

#include "simulator/analytic/law.h"

namespace tfsck::analytic {

// Mean wait: lambda E[S^2] / (2 (1 - rho)); the same for every order of service that does not look
// at the holds (Pollaczek 1930, Khinchin 1932).
double Mg1MeanWait(double lambda, const Moments& hold);
// Second moment, first come first served: 2 W^2 + lambda E[S^3] / (3 (1 - rho)) (Takacs 1962).
double Mg1SecondMomentFifo(double lambda, const Moments& hold);
// ... in random order: 2 / (2 - rho) times as much (Kingman 1962, Takacs 1963).
double Mg1SecondMomentSiro(double lambda, const Moments& hold);
// ... last come first served, holds not interrupted: 1 / (1 - rho) times as much (Takacs 1963).
double Mg1SecondMomentLifo(double lambda, const Moments& hold);
// Variance, first come first served.
double Mg1VarianceOfWait(double lambda, const Moments& hold);

// M/M/1: the p-quantile of the wait, first come first served; 0 within the atom P(wait = 0).
double Mm1WaitQuantile(double lambda, double mu, double p);
// M/M/1: n times the variance of the average of n successive waits, for large n (Daley 1968, Whitt
// 1989): how long a simulation must be.
double Mm1AsymptoticVariance(double lambda, double mu);

// A class of runs with its own rate, law and turn: 0 goes first.
struct PriorityClass {
  double lambda = 0;
  Moments hold;
};
// Mean waits by class, no hold interrupted: W0 / ((1 - s_{j-1}) (1 - s_j)) (Cobham 1954).
// `classes` from the first turn to the last; classes of a saturated turn wait for ever.
std::vector<double> CobhamMeanWaits(std::span<const PriorityClass> classes);
// The sum of rho_i W_i, which no order of service changes: rho W0 / (1 - rho) (Kleinrock 1965).
double ConservedWait(std::span<const PriorityClass> classes);

// The hold of a run that crashes with chance `crash` and then leaves the lock for `unlock` more:
// S + B R, to be put into the functions above (ours: a stale lock is a long hold).
Moments HoldWithStaleLocks(const Moments& hold, double crash, const Moments& unlock);

// Mean time from arrival to release where the lock store fails at rate `failure`, busy or not, is
// away for `repair`, and holds go on where they stood (Avi-Itzhak and Naor 1963).
double MeanSojournWithOutages(double lambda, const Moments& hold, double failure,
                              const Moments& repair);

// Mean wait where the lock, whenever it comes free with nobody waiting, is taken for `vacation`
// again and again (a drift bot): P-K + E[V^2] / (2 E[V]) (Levy and Yechiali 1975).
double MeanWaitWithVacations(double lambda, const Moments& hold, const Moments& vacation);

// Mean wait where runs come in batches at rate `batches`, of mean size E[X] and second moment
// E[X^2]: (lambda E[S^2] + (E[X^2]/E[X] - 1) E[S]) / (2 (1 - rho)) (Burke 1975).
double BatchMeanWait(double batches, double mean_size, double second_moment_size,
                     const Moments& hold);
// E[X^2] of geometric sizes 1, 2, ... with that mean.
double GeometricSecondMoment(double mean_size);

// Mean time through stations in a row, exponential services of rates `mu`: the sum of
// 1 / (mu_i - lambda) (Burke 1956, Jackson 1957).
double TandemMeanSojourn(double lambda, std::span<const double> mu);

// By what power a metric grows with the arrival rate (or with the hold, where it is a fixed shape
// times a growing length), at utilisation rho of an M/G/1 queue: its local elasticity.
enum class Metric {
  kWaitPerRun,         // 1 / (1 - rho)
  kWaitPerDay,         // 1 more
  kFailureChance,      // with -lock-timeout=0: 1 / (1 + rho), below 1
  kFailuresPerDay,     // 1 more
  kWaitPerRunByLength  // in the length of the holds: 1 + 1 / (1 - rho)
};
double Elasticity(Metric metric, double rho);

}  // namespace tfsck::analytic

#endif  // TFSCK_SIMULATOR_ANALYTIC_SINGLE_LOCK_H_
