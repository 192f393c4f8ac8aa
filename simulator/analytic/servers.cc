#include "simulator/analytic/servers.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "simulator/analytic/state_sums.h"

namespace tfsck::analytic {
namespace {

constexpr double kForEver = std::numeric_limits<double>::infinity();
constexpr uint64_t kMostPlaces = 50'000'000;  // longer queues count as these: they never fill

// (1 - e^-z) / z and (1 - e^-z (1 + z)) / z^2: the integrals of e^-zu and u e^-zu over [0, 1].
// Around 0 both by their series, where the difference would eat the digits.
double ExponentialIntegral(double z) {
  return std::abs(z) < 1e-8 ? 1 - z / 2 : -std::expm1(-z) / z;
}

double ExponentialMoment(double z) {
  if (std::abs(z) >= 0.1) return (1 - std::exp(-z) * (1 + z)) / (z * z);
  double sum = 0;
  double term = 1;  // (-z)^k / k!
  for (int k = 0; k < 12; ++k) {
    sum += term / (k + 2);
    term *= -z / (k + 1);
  }
  return sum;
}

// p_0 .. p_{c-1} of M/M/c relative to p_{c-1} = 1, summed.
double StatesBelow(uint32_t c, double a) {
  double sum = 0;
  double term = 1;
  for (uint32_t j = c; j-- > 0 && term > 0;) {
    sum += term;
    term *= j / a;
  }
  return sum;
}

}  // namespace

double ErlangB(uint32_t c, double a) {
  double blocked = 1;
  for (uint32_t j = 1; j <= c; ++j) blocked = a * blocked / (j + a * blocked);
  return blocked;
}

double ErlangC(uint32_t c, double a) {
  if (a >= c) return 1;
  const double b = ErlangB(c, a);
  return c * b / (c - a * (1 - b));
}

double MmcMeanWait(uint32_t c, double lambda, double mu) {
  return lambda < c * mu ? ErlangC(c, lambda / mu) / (c * mu - lambda) : kForEver;
}

double MmcWaitQuantile(uint32_t c, double lambda, double mu, double p) {
  if (lambda >= c * mu) return kForEver;
  const double waits = ErlangC(c, lambda / mu);
  return p <= 1 - waits ? 0 : std::log(waits / (1 - p)) / (c * mu - lambda);
}

LimitedAnswer MmcLimited(uint32_t c, uint64_t places, double lambda, double mu) {
  const double a = lambda / mu;
  const uint64_t most = std::min<uint64_t>(places, kMostPlaces);
  StateSums sums;  // busy and waiting
  sums.Count(0, 0);
  for (uint64_t n = 1; n <= most; ++n) {
    const auto served = static_cast<double>(std::min<uint64_t>(n, c));
    sums.Advance(a / served);
    sums.Count(served, static_cast<double>(n) - served);
    if (sums.Ends(a / served)) break;
  }
  LimitedAnswer answer;
  answer.blocked = sums.weight() / sums.total();
  answer.mean_wait_accepted = sums.second() / sums.total() / (lambda * (1 - answer.blocked));
  answer.utilisation = sums.first() / sums.total() / c;
  return answer;
}

// All in units of lambda p_{c-1}, the density of the virtual wait just above 0; it falls at rate
// d = c mu - lambda up to tau and at c mu beyond, where nobody joins.
PatienceAnswer MmcWithPatience(uint32_t c, double lambda, double mu, double tau) {
  const double drift = (c * mu - lambda) * tau;
  const double idle = StatesBelow(c, lambda / mu) / lambda;
  const double below = tau * ExponentialIntegral(drift);
  const double beyond = std::exp(-drift) / (c * mu);
  const double waited = tau * tau * ExponentialMoment(drift);
  const double total = idle + below + beyond;
  PatienceAnswer answer;
  answer.timed_out = beyond / total;
  answer.waiting = (below + beyond) / total;
  answer.mean_wait_served = waited / (idle + below);
  answer.mean_wait_all = (waited + tau * beyond) / total;
  answer.utilisation = lambda * (1 - answer.timed_out) / (c * mu);
  return answer;
}

PatienceAnswer MmcWithExponentialPatience(uint32_t c, double lambda, double mu, double theta) {
  StateSums sums;  // from state c on; waiting
  const double below = StatesBelow(c, lambda / mu) * c * mu / lambda;
  sums.Count(1, 0);
  for (uint64_t queue = 1;; ++queue) {
    const double factor = lambda / (c * mu + static_cast<double>(queue) * theta);
    sums.Advance(factor);
    sums.Count(1, static_cast<double>(queue));
    if (factor < 1 && sums.weight() * static_cast<double>(queue) < 1e-17 * sums.total()) break;
  }
  const double waiting = sums.second();
  const double at_least_c = sums.total();
  const double total = below * sums.scale() + at_least_c;
  PatienceAnswer answer;
  answer.timed_out = theta * waiting / total / lambda;
  answer.waiting = at_least_c / total;
  answer.mean_wait_served = std::numeric_limits<double>::quiet_NaN();
  answer.mean_wait_all = waiting / total / lambda;
  answer.utilisation = lambda * (1 - answer.timed_out) / (c * mu);
  return answer;
}

}  // namespace tfsck::analytic
