// The part of law.h about sums and mixtures.
#include <algorithm>
#include <boost/math/quadrature/gauss_kronrod.hpp>
#include <cmath>
#include <limits>
#include <vector>

#include "simulator/analytic/law.h"

namespace tfsck::analytic {
namespace {

using Lattice = std::vector<double>;  // masses at 0, step, 2 * step, ...

bool IsConstant(const Distribution& law) { return law.kind == Distribution::Kind::kDeterministic; }

// E[min(S, offset + i * step)] for i = 0 .. count.  Of many values in one sweep: one by one they
// would be gone through at every point.
std::vector<double> LimitedMeansAt(const Distribution& law, double offset, double step, int count) {
  std::vector<double> means(static_cast<size_t>(count) + 1);
  if (law.kind != Distribution::Kind::kEmpirical) {
    for (int i = 0; i <= count; ++i) {
      means[static_cast<size_t>(i)] = LimitedMean(law, offset + i * step);
    }
    return means;
  }
  const auto size = static_cast<double>(law.values.size());
  size_t below = 0;
  double sum = 0;  // of those below
  for (int i = 0; i <= count; ++i) {
    const double x = std::max(0.0, offset + i * step);
    for (; below < law.values.size() && law.values[below] <= x; ++below) sum += law.values[below];
    means[static_cast<size_t>(i)] = (sum + x * (size - static_cast<double>(below))) / size;
  }
  return means;
}

// Masses that have the limited means of the law at every lattice point.
Lattice MassesOf(const Distribution& law, double step, int count) {
  Lattice masses(static_cast<size_t>(count) + 1);
  const std::vector<double> means = LimitedMeansAt(law, 0, step, count + 1);
  double before = step;  // the slope of the limited mean left of the point; 1 below 0
  for (size_t i = 0; i < masses.size(); ++i) {
    const double slope = means[i + 1] - means[i];
    masses[i] = (before - slope) / step;
    before = slope;
  }
  return masses;
}

Lattice Convolved(const Lattice& a, const Lattice& b) {
  Lattice sum(a.size(), 0.0);
  for (size_t i = 0; i < a.size(); ++i) {
    if (a[i] == 0) continue;
    for (size_t j = 0; i + j < a.size(); ++j) sum[i + j] += a[i] * b[j];
  }
  return sum;
}

// E[min(S, x)] of a lattice law at every lattice point.
std::vector<double> LimitedMeansOf(const Lattice& masses, double step) {
  std::vector<double> means(masses.size(), 0.0);
  double tail = 1;
  for (size_t i = 0; i + 1 < masses.size(); ++i) {
    tail -= masses[i];
    means[i + 1] = means[i] + step * tail;
  }
  return means;
}

// E[min(c + S, i * step)] from the limited means of S: linear between lattice points.
std::vector<double> ShiftedBy(double constant, const std::vector<double>& means, double step) {
  std::vector<double> shifted(means.size());
  for (size_t i = 0; i < means.size(); ++i) {
    const double x = static_cast<double>(i) * step;
    if (x <= constant) {
      shifted[i] = x;
      continue;
    }
    const double place = (x - constant) / step;
    const auto whole = std::min(static_cast<size_t>(place), means.size() - 2);
    const double part = place - static_cast<double>(whole);
    shifted[i] = constant + means[whole] + part * (means[whole + 1] - means[whole]);
  }
  return shifted;
}

struct Split {
  double constant = 0;
  std::vector<const Distribution*> random;
};

Split SplitParts(const std::vector<Distribution>& parts) {
  Split split;
  for (const Distribution& part : parts) {
    if (IsConstant(part)) {
      split.constant += part.mean;
    } else {
      split.random.push_back(&part);
    }
  }
  return split;
}

std::vector<double> LimitedMeansOfSum(const Split& split, double step, int count) {
  Lattice sum = MassesOf(*split.random[0], step, count);
  for (size_t i = 1; i < split.random.size(); ++i) {
    sum = Convolved(sum, MassesOf(*split.random[i], step, count));
  }
  return ShiftedBy(split.constant, LimitedMeansOf(sum, step), step);
}

std::vector<double> LimitedMeansOfKind(const std::vector<Distribution>& parts, double step,
                                       int count) {
  const Split split = SplitParts(parts);
  if (split.random.size() > 1) return LimitedMeansOfSum(split, step, count);
  std::vector<double> means(static_cast<size_t>(count) + 1, 0.0);
  if (!split.random.empty()) {
    means = LimitedMeansAt(*split.random[0], -split.constant, step, count);
  }
  for (size_t i = 0; i < means.size(); ++i) {
    means[i] += std::min(static_cast<double>(i) * step, split.constant);
  }
  return means;
}

// E[e^-wS] of one part.
double NoEventWithinPart(const Distribution& law, double w) {
  using Kind = Distribution::Kind;
  if (law.kind == Kind::kDeterministic) return std::exp(-w * law.mean);
  if (law.kind == Kind::kEmpirical) {
    double sum = 0;
    for (const double value : law.values) sum += std::exp(-w * value);
    return sum / static_cast<double>(law.values.size());
  }
  if (IsExponential(WorkLaw(law))) return 1 / (1 + w * law.mean);
  const auto integrand = [&](double x) { return w * std::exp(-w * x) * CumulativeOf(law, x); };
  using Rule = boost::math::quadrature::gauss_kronrod<double, 31>;
  return Rule::integrate(integrand, 0.0, std::numeric_limits<double>::infinity(), 15, 1e-10);
}

double TotalWeight(const WorkLaw& law) {
  double total = 0;
  for (const WorkLaw::Kind& kind : law.kinds) total += kind.weight;
  return total;
}

}  // namespace

Moments MomentsOf(const WorkLaw& law) {
  Moments sum;
  for (const WorkLaw::Kind& kind : law.kinds) {
    Moments moments;
    for (const Distribution& part : kind.parts) moments = SumOf(moments, MomentsOf(part));
    const double share = kind.weight / TotalWeight(law);
    sum.mean += share * moments.mean;
    sum.second += share * moments.second;
    sum.third += share * moments.third;
  }
  return sum;
}

std::vector<double> LimitedMeans(const WorkLaw& law, double step, int count) {
  std::vector<double> sum(static_cast<size_t>(count) + 1, 0.0);
  for (const WorkLaw::Kind& kind : law.kinds) {
    const std::vector<double> means = LimitedMeansOfKind(kind.parts, step, count);
    const double share = kind.weight / TotalWeight(law);
    for (size_t i = 0; i < sum.size(); ++i) sum[i] += share * means[i];
  }
  return sum;
}

double NoEventWithin(const WorkLaw& law, double w) {
  if (w <= 0) return 1;
  double sum = 0;
  for (const WorkLaw::Kind& kind : law.kinds) {
    double product = kind.weight / TotalWeight(law);
    for (const Distribution& part : kind.parts) product *= NoEventWithinPart(part, w);
    sum += product;
  }
  return sum;
}

bool IsExponential(const WorkLaw& law) {
  double mean = -1;
  for (const WorkLaw::Kind& kind : law.kinds) {
    const Split split = SplitParts(kind.parts);
    if (split.constant != 0 || split.random.size() != 1) return false;
    const Distribution& part = *split.random[0];
    const bool exponential = part.kind == Distribution::Kind::kExponential ||
                             (part.kind == Distribution::Kind::kErlang && part.shape == 1) ||
                             (part.kind == Distribution::Kind::kGamma && part.cv == 1);
    if (!exponential || (mean >= 0 && part.mean != mean)) return false;
    mean = part.mean;
  }
  return mean > 0;
}

}  // namespace tfsck::analytic
