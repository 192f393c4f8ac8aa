// Output analysis: from what replications saw to what may be said.
//
// Replications are independent, so means over them have t intervals whatever happens within one.
// All functions are pure; cost is linear in their input.  Sources: Law, Simulation Modeling and
// Analysis; White, Spratt (MSER-5); Schmeiser (batch means).
#ifndef TFSCK_SIMULATOR_STATISTICS_H_
#define TFSCK_SIMULATOR_STATISTICS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace tfsck {

// A mean over replications.  NaN where there is nothing to say (a quantile of no waits).
struct Estimate {
  double mean = 0;
  double half_width = 0;  // of the t interval; infinite below two values
  double deviation = 0;   // standard, of the values
  double least = 0;
  double most = 0;
  size_t count = 0;

  // Half-width over |mean|; 0 where both are 0.
  double RelativeHalfWidth() const;
  bool Contains(double value) const {
    return value >= mean - half_width && value <= mean + half_width;
  }
};

// The two-sided t quantile for this confidence, `degrees` of freedom.
double StudentQuantile(double confidence, double degrees);

// Values that are not numbers are left out.
Estimate EstimateMean(std::span<const double> values, double confidence);

// The mean difference of pairs (second less first), and how much the pairing has helped: the
// variance of the difference over that of independent samples (1: not at all).
struct PairedDifference {
  Estimate difference;
  double variance_ratio = 1;
};
PairedDifference ComparePairs(std::span<const double> first, std::span<const double> second,
                              double confidence);

// MSER: how many leading values to drop so that the squared standard error of the rest is least.
// Only the first half is searched; nothing where the least lies at its very end, which means that
// the series is too short to tell.  Give means of five for MSER-5.
std::optional<size_t> MserTruncation(std::span<const double> series);

// A t interval from one long series: means of `batches` batches, and whether they look independent
// (lag-1 correlation within what chance allows, von Neumann's test).
struct BatchMeans {
  Estimate estimate;
  double lag1 = 0;
  bool independent = false;
};
BatchMeans BatchMeansOf(std::span<const double> series, size_t batches, double confidence);

// The interval of Clopper and Pearson for a share: `hits` of `trials`.
struct ShareInterval {
  double low = 0;
  double high = 1;
};
ShareInterval ClopperPearson(uint64_t hits, uint64_t trials, double confidence);

// A mean with a control variate: what the same numbers make of a quantity whose mean is known.
// `gain` is the variance of the mean without it over that with it; infinite where it explains all.
// Deviation, least and most are those of the values.
struct ControlledEstimate {
  Estimate estimate;
  double coefficient = 0;
  double gain = 1;
};
// One control for each value; values that are not numbers are left out.  No better than
// EstimateMean below four values, and where some control is not a number or all are the same.  The
// interval is that of the regression (Lavenberg and Welch 1981): it counts the coefficient, which
// is estimated from the same values, and how far the control's own mean is off.
ControlledEstimate EstimateWithControl(std::span<const double> values,
                                       std::span<const double> control, double control_mean,
                                       double confidence);

}  // namespace tfsck

#endif  // TFSCK_SIMULATOR_STATISTICS_H_
