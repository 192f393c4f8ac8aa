#include "simulator/analytic/single_lock.h"

#include <cmath>
#include <limits>

namespace tfsck::analytic {
namespace {

constexpr double kForEver = std::numeric_limits<double>::infinity();

}  // namespace

double Mg1MeanWait(double lambda, const Moments& hold) {
  const double rho = lambda * hold.mean;
  return rho < 1 ? lambda * hold.second / (2 * (1 - rho)) : kForEver;
}

double Mg1SecondMomentFifo(double lambda, const Moments& hold) {
  const double rho = lambda * hold.mean;
  if (rho >= 1) return kForEver;
  const double mean = Mg1MeanWait(lambda, hold);
  return 2 * mean * mean + lambda * hold.third / (3 * (1 - rho));
}

double Mg1SecondMomentSiro(double lambda, const Moments& hold) {
  return Mg1SecondMomentFifo(lambda, hold) * 2 / (2 - lambda * hold.mean);
}

double Mg1SecondMomentLifo(double lambda, const Moments& hold) {
  const double rho = lambda * hold.mean;
  return rho < 1 ? Mg1SecondMomentFifo(lambda, hold) / (1 - rho) : kForEver;
}

double Mg1VarianceOfWait(double lambda, const Moments& hold) {
  const double mean = Mg1MeanWait(lambda, hold);
  return std::isinf(mean) ? kForEver : Mg1SecondMomentFifo(lambda, hold) - mean * mean;
}

double Mm1WaitQuantile(double lambda, double mu, double p) {
  const double rho = lambda / mu;
  if (rho >= 1) return kForEver;
  return p <= 1 - rho ? 0 : std::log(rho / (1 - p)) / (mu - lambda);
}

double Mm1AsymptoticVariance(double lambda, double mu) {
  const double rho = lambda / mu;
  if (rho >= 1) return kForEver;
  const double poly = rho * (2 + rho * (5 + rho * (-4 + rho)));
  return poly / std::pow(1 - rho, 4) / (mu * mu);
}

std::vector<double> CobhamMeanWaits(std::span<const PriorityClass> classes) {
  double residual = 0;  // W0: what is left of the hold that a newcomer finds
  for (const PriorityClass& each : classes) residual += each.lambda * each.hold.second / 2;
  std::vector<double> waits;
  double load = 0;
  for (const PriorityClass& each : classes) {
    const double before = load;
    load += each.lambda * each.hold.mean;
    waits.push_back(load < 1 ? residual / ((1 - before) * (1 - load)) : kForEver);
  }
  return waits;
}

double ConservedWait(std::span<const PriorityClass> classes) {
  double residual = 0;
  double load = 0;
  for (const PriorityClass& each : classes) {
    residual += each.lambda * each.hold.second / 2;
    load += each.lambda * each.hold.mean;
  }
  return load < 1 ? load * residual / (1 - load) : kForEver;
}

Moments HoldWithStaleLocks(const Moments& hold, double crash, const Moments& unlock) {
  const Moments with = SumOf(hold, unlock);
  return {hold.mean + crash * (with.mean - hold.mean),
          hold.second + crash * (with.second - hold.second),
          hold.third + crash * (with.third - hold.third)};
}

double MeanSojournWithOutages(double lambda, const Moments& hold, double failure,
                              const Moments& repair) {
  const double stretch = 1 + failure * repair.mean;
  const double mean = hold.mean * stretch;  // from the grant to the release
  const double second = hold.second * stretch * stretch + hold.mean * failure * repair.second;
  if (lambda * mean >= 1) return kForEver;
  return mean + lambda * second / (2 * (1 - lambda * mean)) +
         failure * repair.second / (2 * stretch);
}

double MeanWaitWithVacations(double lambda, const Moments& hold, const Moments& vacation) {
  return Mg1MeanWait(lambda, hold) + vacation.second / (2 * vacation.mean);
}

double BatchMeanWait(double batches, double mean_size, double second_moment_size,
                     const Moments& hold) {
  const double lambda = batches * mean_size;
  const double rho = lambda * hold.mean;
  if (rho >= 1) return kForEver;
  const double others = second_moment_size / mean_size - 1;
  return (lambda * hold.second + others * hold.mean) / (2 * (1 - rho));
}

double GeometricSecondMoment(double mean_size) { return 2 * mean_size * mean_size - mean_size; }

double TandemMeanSojourn(double lambda, std::span<const double> mu) {
  double sum = 0;
  for (const double rate : mu) sum += rate > lambda ? 1 / (rate - lambda) : kForEver;
  return sum;
}

double Elasticity(Metric metric, double rho) {
  switch (metric) {
    case Metric::kWaitPerRun:
      return 1 / (1 - rho);
    case Metric::kWaitPerDay:
    case Metric::kWaitPerRunByLength:
      return 1 + 1 / (1 - rho);
    case Metric::kFailureChance:
      return 1 / (1 + rho);
    case Metric::kFailuresPerDay:
      return 1 + 1 / (1 + rho);
  }
  return 0;
}

}  // namespace tfsck::analytic
