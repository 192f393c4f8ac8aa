#include "simulator/partial_moment.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numeric>

#include "simulator/elementary.h"

namespace tfsck {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

double WholePower(double x, int order) {
  double power = 1;
  for (int i = 0; i < order; ++i) power *= x;
  return power;
}

Split Scaled(Split split, double factor) { return {split.below * factor, split.above * factor}; }

void Add(Split& sum, Split split, double factor) {
  if (factor == 0) return;  // 0 times an infinite moment is nothing
  sum.below += split.below * factor;
  sum.above += split.above * factor;
}

Split AtomMoment(double value, int order, double x, Atom atom) {
  const double moment = WholePower(value, order);
  const bool below = atom == Atom::kBelow ? value <= x : value < x;
  return below ? Split{moment, 0} : Split{0, moment};
}

// x^k times the gamma density is a gamma density again, of shape + k.
Split GammaMoment(double shape, double scale, int order, double x) {
  double moment = 1;
  for (int i = 0; i < order; ++i) moment *= scale * (shape + i);
  return Scaled(IncompleteGamma(shape + order, x / scale), moment);
}

Split LognormalMoment(const Distribution& law, int order, double x, Atom atom) {
  if (law.sigma == 0) return AtomMoment(law.median, order, x, atom);
  const double moment =
      WholePower(law.median, order) * Exp(0.5 * order * order * law.sigma * law.sigma);
  if (!(x > 0)) return {0, moment};
  const double z = (Log(x) - Log(law.median)) / law.sigma - order * law.sigma;
  return Scaled(NormalCumulative(z), moment);
}

// (X / scale)^shape is exponential.
Split WeibullMoment(const Distribution& law, int order, double x) {
  const double shape = 1 + order / law.shape;
  const double moment = WholePower(law.scale, order) * Exp(LogGamma(shape));
  const double y = x > 0 ? Power(x / law.scale, law.shape) : 0;
  return Scaled(IncompleteGamma(shape, y), moment);
}

// The integral of t^(exponent - 1) from low to high, also where exponent is 0.
double PowerIntegral(double exponent, double low, double high) {
  if (!(low < high)) return 0;
  if (high == kInfinity) return exponent < 0 ? Power(low, exponent) / -exponent : kInfinity;
  const double width = Log(high / low);
  if (exponent == 0) return width;
  return Power(low, exponent) * ExpMinusOne(exponent * width) / exponent;
}

Split ParetoMoment(const Distribution& law, int order, double x, Atom atom) {
  if (law.minimum == law.maximum) return AtomMoment(law.minimum, order, x, atom);
  const double at = std::clamp(x, law.minimum, law.maximum);
  const double exponent = order - law.shape;
  const double total = PowerIntegral(-law.shape, law.minimum, law.maximum);
  return {PowerIntegral(exponent, law.minimum, at) / total,
          PowerIntegral(exponent, at, law.maximum) / total};
}

Split UniformMoment(const Distribution& law, int order, double x, Atom atom) {
  if (law.minimum == law.maximum) return AtomMoment(law.minimum, order, x, atom);
  const double at = std::clamp(x, law.minimum, law.maximum);
  const double total = (order + 1) * (law.maximum - law.minimum);
  const double power = WholePower(at, order + 1);
  return {(power - WholePower(law.minimum, order + 1)) / total,
          (WholePower(law.maximum, order + 1) - power) / total};
}

Split EmpiricalMoment(const Distribution& law, int order, double x, Atom atom) {
  Split sum;
  for (const double value : law.values) Add(sum, AtomMoment(value, order, x, atom), 1);
  return Scaled(sum, 1.0 / static_cast<double>(law.values.size()));
}

Split ShiftedMoment(const Distribution& law, int order, double x, Atom atom) {
  constexpr double kBinomial[4][4] = {{1}, {1, 1}, {1, 2, 1}, {1, 3, 3, 1}};
  Split sum;
  for (int i = 0; i <= order; ++i) {
    Add(sum, PartialMoment(law.parts[0], i, x - law.shift, atom),
        kBinomial[order][i] * WholePower(law.shift, order - i));
  }
  return sum;
}

Split MixtureMoment(const Distribution& law, int order, double x, Atom atom) {
  const double total = std::accumulate(law.weights.begin(), law.weights.end(), 0.0);
  Split sum;
  for (size_t i = 0; i < law.weights.size(); ++i) {
    const Split part = law.kind == Distribution::Kind::kMixture
                           ? PartialMoment(law.parts[i], order, x, atom)
                           : GammaMoment(1, law.values[i], order, x);
    Add(sum, part, law.weights[i] / total);
  }
  return sum;
}

double Difference(Split low, Split high) {
  if (low.above == kInfinity && high.above == kInfinity) return high.below - low.below;
  return low.below < low.above ? high.below - low.below : low.above - high.above;
}

Split TruncatedMoment(const Distribution& law, int order, double x, Atom atom) {
  const Distribution& part = law.parts[0];
  const Split low = PartialMoment(part, order, law.minimum, Atom::kAbove);
  const Split high = PartialMoment(part, order, law.maximum, Atom::kBelow);
  const double mass = MomentBetween(part, 0, law.minimum, law.maximum);
  if (x < law.minimum) return {0, Difference(low, high) / mass};
  if (x > law.maximum) return {Difference(low, high) / mass, 0};
  const Split middle = PartialMoment(part, order, x, atom);
  return {Difference(low, middle) / mass, Difference(middle, high) / mass};
}

}  // namespace

Split PartialMoment(const Distribution& law, int order, double x, Atom atom) {
  using Kind = Distribution::Kind;
  switch (law.kind) {
    case Kind::kDeterministic:
      return AtomMoment(law.mean, order, x, atom);
    case Kind::kExponential:
      return GammaMoment(1, law.mean, order, x);
    case Kind::kErlang:
      return GammaMoment(law.shape, law.mean / law.shape, order, x);
    case Kind::kGamma:
      return GammaMoment(1 / (law.cv * law.cv), law.mean * law.cv * law.cv, order, x);
    case Kind::kLognormal:
      return LognormalMoment(law, order, x, atom);
    case Kind::kWeibull:
      return WeibullMoment(law, order, x);
    case Kind::kPareto:
      return ParetoMoment(law, order, x, atom);
    case Kind::kUniform:
      return UniformMoment(law, order, x, atom);
    case Kind::kEmpirical:
      return EmpiricalMoment(law, order, x, atom);
    case Kind::kShifted:
      return ShiftedMoment(law, order, x, atom);
    case Kind::kHyperexponential:
    case Kind::kMixture:
      return MixtureMoment(law, order, x, atom);
    case Kind::kTruncated:
      return TruncatedMoment(law, order, x, atom);
  }
  return {};
}

double MomentBetween(const Distribution& law, int order, double low, double high) {
  return Difference(PartialMoment(law, order, low, Atom::kAbove),
                    PartialMoment(law, order, high, Atom::kBelow));
}

}  // namespace tfsck
