#include "simulator/special_functions.h"

#include <cmath>
#include <limits>

#include "simulator/elementary.h"

namespace tfsck {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kEpsilon = 1e-16;
constexpr double kClose = 1e-15;  // above what rounding leaves of a factor of 1
constexpr double kStirlingFrom = 10;
constexpr double kTwoPi = 6.283185307179586477;
constexpr double kHalfLogTwoPi = 0.918938533204672741780;

// ln Gamma(x) - ((x - 1/2) ln x - x + ln(2 pi)/2) for x >= 10 (DLMF 5.11.1).
double StirlingRest(double x) {
  const double y = 1 / (x * x);
  return (1.0 / 12 +
          y * (-1.0 / 360 +
               y * (1.0 / 1260 +
                    y * (-1.0 / 1680 + y * (1.0 / 1188 + y * (-691.0 / 360360 + y / 156)))))) /
         x;
}

// x^shape e^-x / Gamma(shape + 1), without the cancellation of large shapes.
double Prefactor(double shape, double x) {
  if (shape < kStirlingFrom) return Exp(shape * Log(x) - x - LogGamma(shape + 1));
  const double excess = (x - shape) / shape;
  return Exp(-shape * (excess - LogOnePlus(excess)) - StirlingRest(shape)) /
         std::sqrt(kTwoPi * shape);
}

double LowerSeries(double shape, double x) {
  double term = 1;
  double sum = 1;
  for (double n = shape + 1; term > kEpsilon * sum; ++n) {
    term *= x / n;
    sum += term;
  }
  return sum;
}

// Gamma(shape, x) / (x^shape e^-x), by Lentz's method.
double UpperFraction(double shape, double x) {
  constexpr double kTiny = 1e-300;
  double b = x + 1 - shape;
  double c = 1 / kTiny;
  double d = 1 / b;
  double product = d;
  for (double n = 1;; ++n) {
    const double a = n * (shape - n);
    b += 2;
    d = a * d + b;
    d = 1 / (std::abs(d) < kTiny ? kTiny : d);
    c = b + a / c;
    if (std::abs(c) < kTiny) c = kTiny;
    const double factor = d * c;
    product *= factor;
    if (std::abs(factor - 1) < kClose || n > 1e6) return product;
  }
}

}  // namespace

double LogGamma(double x) {
  double product = 1;
  while (x < kStirlingFrom) product *= x++;
  return (x - 0.5) * Log(x) - x + kHalfLogTwoPi + StirlingRest(x) - Log(product);
}

Split IncompleteGamma(double shape, double x) {
  if (!(x > 0)) return {.below = 0, .above = 1};
  if (x == kInfinity) return {.below = 1, .above = 0};
  if (x < shape + 1) {
    const double below = Prefactor(shape, x) * LowerSeries(shape, x);
    return {.below = below, .above = 1 - below};
  }
  const double above = Prefactor(shape, x) * shape * UpperFraction(shape, x);
  return {.below = 1 - above, .above = above};
}

Split NormalCumulative(double z) {
  const Split square = IncompleteGamma(0.5, z * z / 2);
  const double near = 0.5 * (1 + square.below);
  const double far = 0.5 * square.above;
  return z > 0 ? Split{near, far} : Split{far, near};
}

}  // namespace tfsck
