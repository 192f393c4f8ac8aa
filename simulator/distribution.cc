#include "simulator/distribution.h"

#include <cmath>
#include <utility>

#include "simulator/elementary.h"

namespace tfsck {

Distribution Distribution::Deterministic(double value) {
  return {.kind = Kind::kDeterministic, .mean = value};
}

Distribution Distribution::Exponential(double mean) {
  return {.kind = Kind::kExponential, .mean = mean};
}

Distribution Distribution::Erlang(double mean, int phases) {
  return {.kind = Kind::kErlang, .mean = mean, .shape = static_cast<double>(phases)};
}

Distribution Distribution::Gamma(double mean, double cv) {
  return {.kind = Kind::kGamma, .mean = mean, .cv = cv};
}

Distribution Distribution::Lognormal(double median, double sigma) {
  return {.kind = Kind::kLognormal, .median = median, .sigma = sigma};
}

Distribution Distribution::LognormalByMean(double mean, double cv) {
  return Lognormal(mean / std::sqrt(1 + cv * cv), std::sqrt(LogOnePlus(cv * cv)));
}

Distribution Distribution::Hyperexponential(std::vector<double> weights,
                                            std::vector<double> means) {
  return {
      .kind = Kind::kHyperexponential, .weights = std::move(weights), .values = std::move(means)};
}

Distribution Distribution::BalancedHyperexponential(double mean, double scv) {
  const double half = std::sqrt((scv - 1) / (scv + 1)) / 2;
  const double often = 0.5 + half;
  return Hyperexponential({often, 1 - often}, {mean / (2 * often), mean / (2 * (1 - often))});
}

Distribution Distribution::Weibull(double shape, double scale) {
  return {.kind = Kind::kWeibull, .shape = shape, .scale = scale};
}

Distribution Distribution::Pareto(double shape, double minimum, double maximum) {
  return {.kind = Kind::kPareto, .shape = shape, .minimum = minimum, .maximum = maximum};
}

Distribution Distribution::Uniform(double minimum, double maximum) {
  return {.kind = Kind::kUniform, .minimum = minimum, .maximum = maximum};
}

Distribution Distribution::Empirical(std::vector<double> values) {
  return {.kind = Kind::kEmpirical, .values = std::move(values)};
}

Distribution Distribution::Shifted(double shift, Distribution part) {
  return {.kind = Kind::kShifted, .shift = shift, .parts = {std::move(part)}};
}

Distribution Distribution::Mixture(std::vector<double> weights, std::vector<Distribution> parts) {
  return {.kind = Kind::kMixture, .weights = std::move(weights), .parts = std::move(parts)};
}

Distribution Distribution::Truncated(Distribution part, double minimum, double maximum) {
  return {
      .kind = Kind::kTruncated, .minimum = minimum, .maximum = maximum, .parts = {std::move(part)}};
}

}  // namespace tfsck
