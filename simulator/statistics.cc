#include "simulator/statistics.h"

#include <algorithm>
#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <limits>

namespace tfsck {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();

double MeanOf(std::span<const double> values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

// Sum of products of deviations from the means.
double Products(std::span<const double> a, std::span<const double> b) {
  const double mean_a = MeanOf(a);
  const double mean_b = MeanOf(b);
  double sum = 0;
  for (size_t i = 0; i < a.size(); ++i) sum += (a[i] - mean_a) * (b[i] - mean_b);
  return sum;
}

}  // namespace

double Estimate::RelativeHalfWidth() const {
  if (half_width == 0) return 0;
  return mean == 0 ? kInfinity : half_width / std::abs(mean);
}

double StudentQuantile(double confidence, double degrees) {
  if (degrees < 1) return kInfinity;
  const boost::math::students_t_distribution<double> law(degrees);
  return boost::math::quantile(law, 0.5 + confidence / 2);
}

Estimate EstimateMean(std::span<const double> values, double confidence) {
  std::vector<double> known;
  known.reserve(values.size());
  for (const double value : values) {
    if (!std::isnan(value)) known.push_back(value);
  }
  Estimate made;
  made.count = known.size();
  if (known.empty()) {
    made.mean = made.half_width = made.deviation = made.least = made.most = kNothing;
    return made;
  }
  made.mean = MeanOf(known);
  made.least = *std::min_element(known.begin(), known.end());
  made.most = *std::max_element(known.begin(), known.end());
  made.half_width = kInfinity;
  if (known.size() < 2) return made;
  const auto count = static_cast<double>(known.size());
  made.deviation = std::sqrt(Products(known, known) / (count - 1));
  made.half_width = StudentQuantile(confidence, count - 1) * made.deviation / std::sqrt(count);
  return made;
}

PairedDifference ComparePairs(std::span<const double> first, std::span<const double> second,
                              double confidence) {
  std::vector<double> a;
  std::vector<double> b;
  std::vector<double> differences;
  for (size_t i = 0; i < std::min(first.size(), second.size()); ++i) {
    if (std::isnan(first[i]) || std::isnan(second[i])) continue;
    a.push_back(first[i]);
    b.push_back(second[i]);
    differences.push_back(second[i] - first[i]);
  }
  PairedDifference made;
  made.difference = EstimateMean(differences, confidence);
  if (differences.size() < 2) return made;
  const double apart = Products(a, a) + Products(b, b);
  if (apart > 0) made.variance_ratio = Products(differences, differences) / apart;
  return made;
}

std::optional<size_t> MserTruncation(std::span<const double> series) {
  const size_t count = series.size();
  if (count < 10) return std::nullopt;
  // Sums of the tail grow from the end, so each truncation costs one step.
  double sum = 0;
  double squares = 0;
  const double shift = series.back();  // keeps the squares small
  size_t best = 0;
  double least = kInfinity;
  const size_t half = count / 2;
  for (size_t first = count; first-- > 0;) {
    const double value = series[first] - shift;
    sum += value;
    squares += value * value;
    if (first > half) continue;
    const auto rest = static_cast<double>(count - first);
    const double error = (squares - sum * sum / rest) / (rest * rest);
    if (error <= least) {
      least = error;
      best = first;
    }
  }
  if (best == half) return std::nullopt;
  return best;
}

BatchMeans BatchMeansOf(std::span<const double> series, size_t batches, double confidence) {
  BatchMeans made;
  if (batches < 2 || series.size() < batches) {
    made.estimate = EstimateMean({}, confidence);
    return made;
  }
  const size_t size = series.size() / batches;
  const size_t first = series.size() - size * batches;  // the oldest are left out
  std::vector<double> means;
  for (size_t i = 0; i < batches; ++i)
    means.push_back(MeanOf(series.subspan(first + i * size, size)));
  made.estimate = EstimateMean(means, confidence);
  double steps = 0;
  const double spread = Products(means, means);
  for (size_t i = 1; i < batches; ++i) {
    steps += (means[i] - means[i - 1]) * (means[i] - means[i - 1]);
  }
  if (spread == 0) {
    made.independent = true;
    return made;
  }
  // Von Neumann's ratio is about 2 (1 - lag-1 correlation); its standard error under independence
  // is 2 sqrt((n - 2) / (n^2 - 1)).
  const auto n = static_cast<double>(batches);
  const double ratio = steps / spread;
  made.lag1 = 1 - ratio / 2;
  made.independent = ratio > 2 - 1.645 * 2 * std::sqrt((n - 2) / (n * n - 1));
  return made;
}

ShareInterval ClopperPearson(uint64_t hits, uint64_t trials, double confidence) {
  ShareInterval made;
  if (trials == 0) return made;
  const double tail = (1 - confidence) / 2;
  const auto h = static_cast<double>(hits);
  const auto n = static_cast<double>(trials);
  using Beta = boost::math::beta_distribution<double>;
  if (hits > 0) made.low = boost::math::quantile(Beta(h, n - h + 1), tail);
  if (hits < trials) made.high = boost::math::quantile(Beta(h + 1, n - h), 1 - tail);
  return made;
}

ControlledEstimate EstimateWithControl(std::span<const double> values,
                                       std::span<const double> control, double control_mean,
                                       double confidence) {
  ControlledEstimate made;
  made.estimate = EstimateMean(values, confidence);
  std::vector<double> y;
  std::vector<double> x;
  for (size_t i = 0; i < values.size(); ++i) {
    if (std::isnan(values[i])) continue;
    y.push_back(values[i]);
    x.push_back(control[i]);
  }
  if (y.size() < 4) return made;
  const double spread = Products(x, x);
  if (!(spread > 0)) return made;  // nor where it is no number
  const auto count = static_cast<double>(y.size());
  const double off = MeanOf(x) - control_mean;
  made.coefficient = Products(y, x) / spread;
  for (size_t i = 0; i < y.size(); ++i) y[i] -= made.coefficient * (x[i] - control_mean);
  const double before = made.estimate.deviation * made.estimate.deviation / count;
  const double after = Products(y, y) / (count - 2) * (1 / count + off * off / spread);
  if (before > 0) made.gain = after > 0 ? before / after : kInfinity;
  made.estimate.mean = MeanOf(y);
  made.estimate.half_width = StudentQuantile(confidence, count - 2) * std::sqrt(after);
  return made;
}

}  // namespace tfsck
