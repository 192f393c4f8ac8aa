#include "engine/persist_gap.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace tfsck {
namespace {

constexpr double kSmallestGap = 25e6;
constexpr double kLargestGap = 1800e6;
constexpr int kPasses = 200;
// Gaps of one group may all be alike; a part needs some width all the same.
constexpr double kSmallestDeviation = 0.05;
// The groups are apart where their means are: in standard deviations, and by a factor of e.
constexpr double kSeparation = 2.0;
constexpr double kSmallestFactor = 1.0;

struct Part {
  double weight;
  double mean;
  double deviation;

  double Density(double x) const {
    const double z = (x - mean) / deviation;
    return weight / deviation * std::exp(-0.5 * z * z);
  }
};

// One pass: each part becomes the weighted mean and deviation of what it claims.
void Refit(const std::vector<double>& logs, Part* low, Part* high) {
  double sums[2][3] = {};
  for (const double x : logs) {
    const double a = low->Density(x);
    const double b = high->Density(x);
    const double share = a + b > 0 ? a / (a + b) : (x < low->mean ? 1.0 : 0.0);
    const double shares[2] = {share, 1 - share};
    for (int i = 0; i < 2; ++i) {
      sums[i][0] += shares[i];
      sums[i][1] += shares[i] * x;
      sums[i][2] += shares[i] * x * x;
    }
  }
  Part* parts[2] = {low, high};
  for (int i = 0; i < 2; ++i) {
    if (sums[i][0] <= 0) continue;
    const double mean = sums[i][1] / sums[i][0];
    const double variance = sums[i][2] / sums[i][0] - mean * mean;
    *parts[i] = {sums[i][0] / static_cast<double>(logs.size()), mean,
                 std::max(kSmallestDeviation, std::sqrt(std::max(0.0, variance)))};
  }
}

// Where both parts are equally likely, between their means.
double Crossing(const Part& low, const Part& high) {
  double begin = low.mean;
  double end = high.mean;
  for (int i = 0; i < 60; ++i) {
    const double middle = (begin + end) / 2;
    (low.Density(middle) > high.Density(middle) ? begin : end) = middle;
  }
  return begin;
}

}  // namespace

std::optional<int64_t> EstimatePersistGap(std::span<const int64_t> gaps_us) {
  std::vector<double> logs;
  for (const int64_t gap : gaps_us) {
    if (gap > 0) logs.push_back(std::log(static_cast<double>(gap)));
  }
  if (logs.size() < kFewestGaps) return std::nullopt;
  std::ranges::sort(logs);
  Part low{0.5, logs[logs.size() / 10], 1.0};
  Part high{0.5, logs[logs.size() * 9 / 10], 1.0};
  for (int i = 0; i < kPasses; ++i) Refit(logs, &low, &high);
  if (low.mean > high.mean) std::swap(low, high);
  const double apart = high.mean - low.mean;
  if (apart < kSmallestFactor || apart < kSeparation * std::max(low.deviation, high.deviation)) {
    return std::nullopt;
  }
  return static_cast<int64_t>(std::clamp(std::exp(Crossing(low, high)), kSmallestGap, kLargestGap));
}

}  // namespace tfsck
