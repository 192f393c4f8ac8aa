// What the closed formulas ask of a law: its moments, its distribution function, its limited mean.
//
// Pure functions of numbers; nothing is kept.  All are closed forms (lognormal, gamma and Weibull
// through erfc and the incomplete gamma function of Boost.Math) but the moments of a truncated law,
// which are integrated numerically to 1e-10.
#ifndef TFSCK_SIMULATOR_ANALYTIC_LAW_H_
#define TFSCK_SIMULATOR_ANALYTIC_LAW_H_

#include <utility>
#include <vector>

#include "simulator/distribution.h"

namespace tfsck::analytic {

// Raw moments E[S], E[S^2], E[S^3]; infinite where they do not exist.
struct Moments {
  double first = 0;
  double second = 0;
  double third = 0;
};

Moments MomentsOf(const Distribution& law);
// Of the sum of two independent quantities.
Moments SumOf(const Moments& a, const Moments& b);
// Of a * S.
Moments Scaled(const Moments& moments, double factor);
// P(S <= x).
double CumulativeOf(const Distribution& law, double x);
// E[min(S, x)], the integral of P(S > u) over [0, x].
double LimitedMean(const Distribution& law, double x);

// The work of a run whose kind is drawn by weight and which then goes through independent parts.
struct WorkLaw {
  struct Kind {
    double weight = 1;
    std::vector<Distribution> parts;
  };
  std::vector<Kind> kinds;

  WorkLaw() = default;
  explicit WorkLaw(Distribution single) { kinds.push_back({1, {std::move(single)}}); }
};

Moments MomentsOf(const WorkLaw& law);
// E[min(S, i * step)] for i = 0 .. count.  Exact where a kind has at most one part that is not
// deterministic; else parts are rounded to the lattice so that their means are kept, an error of
// order step^2.  Cost: count, and count^2 for every further random part.
std::vector<double> LimitedMeans(const WorkLaw& law, double step, int count);
// Whether the law is exponential, whatever the way it is written.
bool IsExponential(const WorkLaw& law);

}  // namespace tfsck::analytic

#endif  // TFSCK_SIMULATOR_ANALYTIC_LAW_H_
