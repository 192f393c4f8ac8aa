// One lock that is not queued for: who finds it taken comes back later.
//
// Pure functions of numbers.  Conditions: Poisson arrivals at `lambda`, one lock, the pauses before
// a retry are independent of everything.  An overloaded lock answers infinity.
#ifndef TFSCK_SIMULATOR_ANALYTIC_RETRIAL_H_
#define TFSCK_SIMULATOR_ANALYTIC_RETRIAL_H_

#include "simulator/analytic/law.h"

namespace tfsck::analytic {

// M/G/1 with retries, each waiting person tries again at rate `theta` (exponential pauses).
// Mean number waiting: lambda^2 E[S^2] / (2 (1 - rho)) + lambda rho / (theta (1 - rho)); the mean
// wait is it over lambda (Keilson, Cozzolino and Young 1968; Falin and Templeton 1997).
double RetrialMeanWaiting(double lambda, const Moments& hold, double theta);
// M/M/1 with such retries: variance of the number waiting (a mixture of two negative binomial laws)
// and P(lock free and nobody waiting) = (1 - rho)^(lambda / theta + 1).
double Mm1RetrialVariance(double lambda, double mu, double theta);
double Mm1RetrialEmpty(double lambda, double mu, double theta);

// M/M/1 where only the first of those waiting tries, at rate `theta` (Fayolle 1986): steady while
// lambda (lambda + theta) < theta mu.
struct ConstantRetrialAnswer {
  double mean_waiting = 0;
  double empty = 0;  // lock free and nobody waiting
};
ConstantRetrialAnswer Mm1ConstantRetrial(double lambda, double mu, double theta);

// M/D/1 where each pause lasts exactly as long as the hold: the number of retries is geometric,
// P(N = n) = (1 - rho) rho^n (Queueing Systems 2023, doi 10.1007/s11134-022-09866-4).
double FixedRetryMeanRetries(double rho);
double FixedRetryChance(double rho, int retries);

}  // namespace tfsck::analytic

#endif  // TFSCK_SIMULATOR_ANALYTIC_RETRIAL_H_
