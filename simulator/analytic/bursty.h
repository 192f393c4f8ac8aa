// Arrivals that are not Poisson: in phases, in cascades, by the hour.
//
// Pure functions of numbers.
#ifndef TFSCK_SIMULATOR_ANALYTIC_BURSTY_H_
#define TFSCK_SIMULATOR_ANALYTIC_BURSTY_H_

#include <span>

#include "simulator/analytic/law.h"

namespace tfsck::analytic {

// A Poisson process whose rate is `rates[phase]`, phases left at rates `leave[phase]`.
struct TwoPhases {
  double rates[2] = {0, 0};
  double leave[2] = {0, 0};
};
double MmppRate(const TwoPhases& phases);
// Index of dispersion for counts over a long time, Var N(t) / E N(t) (Heffes and Lucantoni 1986).
double MmppDispersion(const TwoPhases& phases);
// MMPP(2)/M/1: mean number of runs present, by the matrix-geometric method (Neuts 1981); the mean
// wait is number / rate - 1 / mu (Little).  Infinite where the mean rate is mu or more.
double MmppMeanNumber(const TwoPhases& phases, double mu);

// Hawkes process of base rate `base` whose arrivals have `branching` < 1 children each: rate
// base / (1 - n) and dispersion 1 / (1 - n)^2, whatever the decay (Hawkes 1971).
double HawkesRate(double base, double branching);
double HawkesDispersion(double branching);

// M_t/G/infinity, nobody waits for anything: the mean number under way at time t is
// the integral of rate(t - u) P(S > u) du (Eick, Massey and Whitt 1993), Poisson distributed.
// Here rate(t) = mean + amplitude sin(2 pi t / period), exponential and deterministic S.
struct Sine {
  double mean = 0;
  double amplitude = 0;
  double period = 1;
};
double SineMeanExponential(const Sine& rate, double mean_service, double t);
double SineMeanDeterministic(const Sine& rate, double service, double t);
// The same for rates that are constant over equal parts of a period and repeat; any law.  Periods
// back from t are summed until the rest of the law is below 1e-12 of its mean, at most 100,000.
double CalendarMean(std::span<const double> rates, double period, const WorkLaw& service, double t);

}  // namespace tfsck::analytic

#endif  // TFSCK_SIMULATOR_ANALYTIC_BURSTY_H_
