#include "simulator/analytic/law.h"

#include <algorithm>
#include <boost/math/quadrature/gauss_kronrod.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <limits>

namespace tfsck::analytic {
namespace {

using Kind = Distribution::Kind;

double NormalCdf(double z) { return 0.5 * std::erfc(-z / std::sqrt(2.0)); }

struct GammaShape {
  double shape = 1;
  double scale = 1;
};

// Exponential, Erlang and gamma are one family.
GammaShape GammaOf(const Distribution& law) {
  if (law.kind == Kind::kExponential) return {1, law.mean};
  if (law.kind == Kind::kErlang) return {law.shape, law.mean / law.shape};
  return {1 / (law.cv * law.cv), law.mean * law.cv * law.cv};
}

bool IsPoint(const Distribution& law) {
  switch (law.kind) {
    case Kind::kDeterministic:
      return true;
    case Kind::kExponential:
    case Kind::kErlang:
      return law.mean == 0;
    case Kind::kGamma:
      return law.mean == 0 || law.cv == 0;
    case Kind::kLognormal:
      return law.sigma == 0;
    case Kind::kUniform:
      return law.minimum == law.maximum;
    default:
      return false;
  }
}

double PointOf(const Distribution& law) {
  if (law.kind == Kind::kLognormal) return law.median;
  return law.kind == Kind::kUniform ? law.minimum : law.mean;
}

Moments PointMoments(double value) { return {value, value * value, value * value * value}; }

double ParetoTail(const Distribution& law) {  // the mass that a bound cuts off
  return std::isinf(law.maximum) ? 0 : std::pow(law.minimum / law.maximum, law.shape);
}

double ParetoMoment(const Distribution& law, int k) {
  const double a = law.shape;
  if (std::isinf(law.maximum)) {
    if (a <= k) return std::numeric_limits<double>::infinity();
    return a * std::pow(law.minimum, k) / (a - k);
  }
  const double scale = a * std::pow(law.minimum, a) / (1 - ParetoTail(law));
  if (a == k) return scale * std::log(law.maximum / law.minimum);
  return scale * (std::pow(law.maximum, k - a) - std::pow(law.minimum, k - a)) / (k - a);
}

double UniformMoment(const Distribution& law, int k) {
  return (std::pow(law.maximum, k + 1) - std::pow(law.minimum, k + 1)) /
         ((k + 1) * (law.maximum - law.minimum));
}

double EmpiricalMoment(const Distribution& law, int k) {
  double sum = 0;
  for (const double value : law.values) sum += std::pow(value, k);
  return sum / static_cast<double>(law.values.size());
}

double Total(const std::vector<double>& weights) {
  double total = 0;
  for (const double weight : weights) total += weight;
  return total;
}

// The weighted sum of a function of the parts (of exponential branches, for a hyperexponential).
template <typename Value>
double Mixed(const Distribution& law, Value value) {
  double sum = 0;
  for (size_t i = 0; i < law.weights.size(); ++i) {
    sum += law.weights[i] * (law.kind == Kind::kMixture
                                 ? value(law.parts[i])
                                 : value(Distribution::Exponential(law.values[i])));
  }
  return sum / Total(law.weights);
}

double TruncatedTail(const Distribution& law, double x) {  // P(S > x)
  if (x < law.minimum) return 1;
  if (x >= law.maximum) return 0;
  const Distribution& part = law.parts[0];
  const double below =
      CumulativeOf(part, std::nextafter(law.minimum, -std::numeric_limits<double>::infinity()));
  const double top = std::isinf(law.maximum) ? 1 : CumulativeOf(part, law.maximum);
  return (top - CumulativeOf(part, x)) / (top - below);
}

double TruncatedMoment(const Distribution& law, int k) {
  const auto integrand = [&](double x) { return k * std::pow(x, k - 1) * TruncatedTail(law, x); };
  using Rule = boost::math::quadrature::gauss_kronrod<double, 31>;
  return std::pow(law.minimum, k) + Rule::integrate(integrand, law.minimum, law.maximum, 15, 1e-10);
}

double Moment(const Distribution& law, int k) {
  if (IsPoint(law)) return std::pow(PointOf(law), k);
  switch (law.kind) {
    case Kind::kDeterministic:
      return std::pow(law.mean, k);
    case Kind::kExponential:
    case Kind::kErlang:
    case Kind::kGamma: {
      const GammaShape gamma = GammaOf(law);
      double product = 1;
      for (int i = 0; i < k; ++i) product *= gamma.scale * (gamma.shape + i);
      return product;
    }
    case Kind::kLognormal:
      return std::pow(law.median, k) * std::exp(0.5 * k * k * law.sigma * law.sigma);
    case Kind::kWeibull:
      return std::pow(law.scale, k) * std::tgamma(1 + k / law.shape);
    case Kind::kPareto:
      return ParetoMoment(law, k);
    case Kind::kUniform:
      return UniformMoment(law, k);
    case Kind::kEmpirical:
      return EmpiricalMoment(law, k);
    case Kind::kHyperexponential:
    case Kind::kMixture:
      return Mixed(law, [k](const Distribution& part) { return Moment(part, k); });
    case Kind::kShifted: {
      const Moments sum = SumOf(PointMoments(law.shift), MomentsOf(law.parts[0]));
      return k == 1 ? sum.first : k == 2 ? sum.second : sum.third;
    }
    case Kind::kTruncated:
      return TruncatedMoment(law, k);
  }
  return 0;
}

double EmpiricalCdf(const Distribution& law, double x) {
  const auto above = std::upper_bound(law.values.begin(), law.values.end(), x);
  return static_cast<double>(above - law.values.begin()) / static_cast<double>(law.values.size());
}

double EmpiricalLimitedMean(const Distribution& law, double x) {
  double sum = 0;
  for (const double value : law.values) sum += std::min(value, x);
  return sum / static_cast<double>(law.values.size());
}

double ParetoLimitedMean(const Distribution& law, double x) {
  if (x <= law.minimum) return x;
  const double a = law.shape;
  const double end = std::min(x, law.maximum);
  const double tail = ParetoTail(law);
  const double power = a == 1 ? law.minimum * std::log(end / law.minimum)
                              : std::pow(law.minimum, a) *
                                    (std::pow(end, 1 - a) - std::pow(law.minimum, 1 - a)) / (1 - a);
  return law.minimum + (power - tail * (end - law.minimum)) / (1 - tail);
}

double LognormalLimitedMean(const Distribution& law, double x) {
  const double z = std::log(x / law.median) / law.sigma;
  return law.median * std::exp(0.5 * law.sigma * law.sigma) * NormalCdf(z - law.sigma) +
         x * NormalCdf(-z);
}

double GammaLimitedMean(const Distribution& law, double x) {
  const GammaShape gamma = GammaOf(law);
  return gamma.shape * gamma.scale * boost::math::gamma_p(gamma.shape + 1, x / gamma.scale) +
         x * boost::math::gamma_q(gamma.shape, x / gamma.scale);
}

double WeibullLimitedMean(const Distribution& law, double x) {
  const double inverse = 1 / law.shape;
  return law.scale * std::tgamma(1 + inverse) *
         boost::math::gamma_p(inverse, std::pow(x / law.scale, law.shape));
}

double UniformLimitedMean(const Distribution& law, double x) {
  if (x <= law.minimum) return x;
  const double end = std::min(x, law.maximum);
  const double above = law.maximum - end;
  return (law.minimum + law.maximum) / 2 - above * above / (2 * (law.maximum - law.minimum));
}

double TruncatedLimitedMean(const Distribution& law, double x) {
  if (x <= law.minimum) return x;
  const Distribution& part = law.parts[0];
  const double end = std::min(x, law.maximum);
  const double below =
      CumulativeOf(part, std::nextafter(law.minimum, -std::numeric_limits<double>::infinity()));
  const double top = std::isinf(law.maximum) ? 1 : CumulativeOf(part, law.maximum);
  const double area = (end - LimitedMean(part, end)) -
                      (law.minimum - LimitedMean(part, law.minimum));  // under P(S <= u)
  return law.minimum + (top * (end - law.minimum) - area) / (top - below);
}

}  // namespace

Moments SumOf(const Moments& a, const Moments& b) {
  if (a.first == 0) return b;  // not 0 times an infinite moment
  if (b.first == 0) return a;
  return {a.first + b.first, a.second + 2 * a.first * b.first + b.second,
          a.third + 3 * a.second * b.first + 3 * a.first * b.second + b.third};
}

Moments Scaled(const Moments& moments, double factor) {
  return {moments.first * factor, moments.second * factor * factor,
          moments.third * factor * factor * factor};
}

Moments MomentsOf(const Distribution& law) {
  return {Moment(law, 1), Moment(law, 2), Moment(law, 3)};
}

double CumulativeOf(const Distribution& law, double x) {
  if (x < 0) return 0;
  if (IsPoint(law)) return x >= PointOf(law) ? 1 : 0;
  switch (law.kind) {
    case Kind::kDeterministic:
      return x >= law.mean ? 1 : 0;
    case Kind::kExponential:
      return -std::expm1(-x / law.mean);
    case Kind::kErlang:
    case Kind::kGamma: {
      const GammaShape gamma = GammaOf(law);
      return boost::math::gamma_p(gamma.shape, x / gamma.scale);
    }
    case Kind::kLognormal:
      return x == 0 ? 0 : NormalCdf(std::log(x / law.median) / law.sigma);
    case Kind::kWeibull:
      return -std::expm1(-std::pow(x / law.scale, law.shape));
    case Kind::kPareto:
      if (x <= law.minimum) return 0;
      if (x >= law.maximum) return 1;
      return (1 - std::pow(law.minimum / x, law.shape)) / (1 - ParetoTail(law));
    case Kind::kUniform:
      return std::clamp((x - law.minimum) / (law.maximum - law.minimum), 0.0, 1.0);
    case Kind::kEmpirical:
      return EmpiricalCdf(law, x);
    case Kind::kHyperexponential:
    case Kind::kMixture:
      return Mixed(law, [x](const Distribution& part) { return CumulativeOf(part, x); });
    case Kind::kShifted:
      return CumulativeOf(law.parts[0], x - law.shift);
    case Kind::kTruncated:
      return 1 - TruncatedTail(law, x);
  }
  return 0;
}

double LimitedMean(const Distribution& law, double x) {
  if (!(x > 0)) return 0;
  if (std::isinf(x)) return Moment(law, 1);
  if (IsPoint(law)) return std::min(PointOf(law), x);
  switch (law.kind) {
    case Kind::kDeterministic:
      return std::min(law.mean, x);
    case Kind::kExponential:
      return -law.mean * std::expm1(-x / law.mean);
    case Kind::kErlang:
    case Kind::kGamma:
      return GammaLimitedMean(law, x);
    case Kind::kLognormal:
      return LognormalLimitedMean(law, x);
    case Kind::kWeibull:
      return WeibullLimitedMean(law, x);
    case Kind::kPareto:
      return ParetoLimitedMean(law, x);
    case Kind::kUniform:
      return UniformLimitedMean(law, x);
    case Kind::kEmpirical:
      return EmpiricalLimitedMean(law, x);
    case Kind::kHyperexponential:
    case Kind::kMixture:
      return Mixed(law, [x](const Distribution& part) { return LimitedMean(part, x); });
    case Kind::kShifted:
      return std::min(x, law.shift) + LimitedMean(law.parts[0], x - law.shift);
    case Kind::kTruncated:
      return TruncatedLimitedMean(law, x);
  }
  return 0;
}

}  // namespace tfsck::analytic
