// Distribution: the law of a non-negative quantity, as a scenario states it.
//
// Plain data: what sampler.h draws from, scenario_writer.h prints and the closed formulas of
// analytic/ take moments of.  Quantities are seconds where they are times.
#ifndef TFSCK_SIMULATOR_DISTRIBUTION_H_
#define TFSCK_SIMULATOR_DISTRIBUTION_H_

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace tfsck {

struct Distribution {
  enum class Kind : uint8_t {
    kDeterministic,     // mean
    kExponential,       // mean
    kErlang,            // mean, shape (a whole number of phases)
    kGamma,             // mean, cv
    kLognormal,         // median, sigma (of the logarithm)
    kHyperexponential,  // weights, values (the means of the branches)
    kWeibull,           // shape, scale
    kPareto,            // shape, minimum, maximum (infinite where it is unbounded)
    kUniform,           // minimum, maximum
    kEmpirical,         // values, ascending: each equally likely (`file` says where they stood)
    kShifted,           // shift + parts[0]
    kMixture,           // weights, parts
    kTruncated,         // parts[0], given that it lies in [minimum, maximum]
  };

  Kind kind = Kind::kDeterministic;
  double mean = 0;
  double cv = 0;  // standard deviation over mean
  double median = 0;
  double sigma = 0;
  double shape = 0;
  double scale = 0;
  double shift = 0;
  double minimum = 0;
  double maximum = std::numeric_limits<double>::infinity();
  std::vector<double> weights = {};  // positive, any sum
  std::vector<double> values = {};
  std::vector<Distribution> parts = {};
  std::string file = {};

  static Distribution Deterministic(double value);
  static Distribution Exponential(double mean);
  static Distribution Erlang(double mean, int phases);
  static Distribution Gamma(double mean, double cv);
  static Distribution Lognormal(double median, double sigma);
  static Distribution LognormalByMean(double mean, double cv);
  static Distribution Hyperexponential(std::vector<double> weights, std::vector<double> means);
  // Two branches with balanced means (each contributes half of the mean); REQUIRES scv >= 1.
  static Distribution BalancedHyperexponential(double mean, double scv);
  static Distribution Weibull(double shape, double scale);
  static Distribution Pareto(double shape, double minimum,
                             double maximum = std::numeric_limits<double>::infinity());
  static Distribution Uniform(double minimum, double maximum);
  static Distribution Empirical(std::vector<double> values);
  static Distribution Shifted(double shift, Distribution part);
  static Distribution Mixture(std::vector<double> weights, std::vector<Distribution> parts);
  static Distribution Truncated(Distribution part, double minimum, double maximum);

  friend bool operator==(const Distribution&, const Distribution&) = default;
};

}  // namespace tfsck

#endif  // TFSCK_SIMULATOR_DISTRIBUTION_H_
