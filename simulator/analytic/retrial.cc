#include "simulator/analytic/retrial.h"

#include <cmath>
#include <limits>

namespace tfsck::analytic {
namespace {

constexpr double kForEver = std::numeric_limits<double>::infinity();

}  // namespace

double RetrialMeanWaiting(double lambda, const Moments& hold, double theta) {
  const double rho = lambda * hold.mean;
  if (rho >= 1) return kForEver;
  return (lambda * lambda * hold.second / 2 + lambda * rho / theta) / (1 - rho);
}

double Mm1RetrialVariance(double lambda, double mu, double theta) {
  const double rho = lambda / mu;
  if (rho >= 1) return kForEver;
  // Negative binomial of lambda / theta trials while the lock is free, of one more while it is
  // held.
  const double per_trial = rho / (1 - rho);
  const double trials = lambda / theta + rho;  // on average
  return trials * per_trial / (1 - rho) + rho * (1 - rho) * per_trial * per_trial;
}

double Mm1RetrialEmpty(double lambda, double mu, double theta) {
  const double rho = lambda / mu;
  return rho < 1 ? std::pow(1 - rho, lambda / theta + 1) : 0;
}

ConstantRetrialAnswer Mm1ConstantRetrial(double lambda, double mu, double theta) {
  const double ratio = lambda * (lambda + theta) / (theta * mu);
  if (ratio >= 1) return {kForEver, 0};
  const double first = lambda * lambda / (theta * mu);  // lock free, one waits; relative to empty
  const double either = 1 + (lambda + theta) / mu;      // lock free or held
  const double empty = 1 / (1 + lambda / mu + either * first / (1 - ratio));
  return {empty * either * first / ((1 - ratio) * (1 - ratio)), empty};
}

double FixedRetryMeanRetries(double rho) { return rho < 1 ? rho / (1 - rho) : kForEver; }

double FixedRetryChance(double rho, int retries) {
  return rho < 1 ? (1 - rho) * std::pow(rho, retries) : 0;
}

}  // namespace tfsck::analytic
