// What the closed formulas ask of a law: its moments, its distribution function, its limited mean.
//
// Pure functions of numbers; nothing is kept.  MomentsOf and CumulativeOf of a Distribution are
// those of sampler.h; the rest is for the sums and mixtures that runs are made of.
#ifndef TFSCK_SIMULATOR_ANALYTIC_LAW_H_
#define TFSCK_SIMULATOR_ANALYTIC_LAW_H_

#include <utility>
#include <vector>

#include "simulator/distribution.h"
#include "simulator/sampler.h"

namespace tfsck::analytic {

// Of the sum of two independent quantities.
Moments SumOf(const Moments& a, const Moments& b);
// Of a * S.
Moments Scaled(const Moments& moments, double factor);
// E[min(S, x)], the integral of P(S > u) over [0, x]; E[S] for an infinite x.
double LimitedMean(const Distribution& law, double x);

// The work of a run whose kind is drawn by weight and which then goes through independent parts.
struct WorkLaw {
  struct Kind {
    double weight = 1;
    std::vector<Distribution> parts;
  };
  std::vector<Kind> kinds;

  WorkLaw() = default;
  explicit WorkLaw(std::vector<Kind> of) : kinds(std::move(of)) {}
  explicit WorkLaw(Distribution single) { kinds.push_back({1, {std::move(single)}}); }
};

Moments MomentsOf(const WorkLaw& law);
// E[min(S, i * step)] for i = 0 .. count.  Exact where a kind has at most one part that is not
// deterministic; else parts are rounded to the lattice so that their means are kept, an error of
// order step^2.  Cost: count, and count^2 for every further random part.
std::vector<double> LimitedMeans(const WorkLaw& law, double step, int count);
// E[e^-wS]: the chance that no event of a Poisson process of rate w falls into S.
double NoEventWithin(const WorkLaw& law, double w);
// Whether the law is exponential, whatever the way it is written.
bool IsExponential(const WorkLaw& law);

}  // namespace tfsck::analytic

#endif  // TFSCK_SIMULATOR_ANALYTIC_LAW_H_
