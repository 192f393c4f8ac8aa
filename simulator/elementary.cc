#include "simulator/elementary.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

#include "simulator/elementary_inline.h"
#include "simulator/vector_level.h"

namespace tfsck {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kCentral = 0.425;

TFSCK_KERNEL void LogLoop(double* values, size_t count) {
  for (size_t i = 0; i < count; ++i) values[i] = kernel::Log(values[i]);
}
TFSCK_KERNEL void ExpLoop(double* values, size_t count) {
  for (size_t i = 0; i < count; ++i) values[i] = kernel::Exp(values[i]);
}
TFSCK_KERNEL void CentralLoop(const double* u, double* out, size_t count) {
  for (size_t i = 0; i < count; ++i) out[i] = kernel::CentralNormalQuantile(u[i] - 0.5);
}

TFSCK_FOR_AVX2 void LogsAvx2(double* values, size_t count) { LogLoop(values, count); }
TFSCK_FOR_AVX2 void ExpsAvx2(double* values, size_t count) { ExpLoop(values, count); }
TFSCK_FOR_AVX2 void CentralAvx2(const double* u, double* out, size_t count) {
  CentralLoop(u, out, count);
}

// AS 241 where |p - 1/2| > 0.425, of the smaller of the two probabilities.
double TailNormalQuantile(double tail) {
  double r = std::sqrt(-Log(tail));
  if (r <= 5) {
    r -= 1.6;
    return (((((((7.74545014278341407640e-4 * r + 2.27238449892691845833e-2) * r +
                 2.41780725177450611770e-1) *
                    r +
                1.27045825245236838258e+0) *
                   r +
               3.64784832476320460504e+0) *
                  r +
              5.76949722146069140550e+0) *
                 r +
             4.63033784615654529590e+0) *
                r +
            1.42343711074968357734e+0) /
           (((((((1.05075007164441684324e-9 * r + 5.47593808499534494600e-4) * r +
                 1.51986665636164571966e-2) *
                    r +
                1.48103976427480074590e-1) *
                   r +
               6.89767334985100004550e-1) *
                  r +
              1.67638483018380384940e+0) *
                 r +
             2.05319162663775882187e+0) *
                r +
            1.0);
  }
  r -= 5;
  return (((((((2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r +
               1.24266094738807843860e-3) *
                  r +
              2.65321895265761230930e-2) *
                 r +
             2.96560571828504891230e-1) *
                r +
            1.78482653991729133580e+0) *
               r +
           5.46378491116411436990e+0) *
              r +
          6.65790464350110377720e+0) /
         (((((((2.04426310338993978564e-15 * r + 1.42151175831644588870e-7) * r +
               1.84631831751005468180e-5) *
                  r +
              7.86869131145613259100e-4) *
                 r +
             1.48753612908506148525e-2) *
                r +
            1.36929880922735805310e-1) *
               r +
           5.99832206555887937690e-1) *
              r +
          1.0);
}

}  // namespace

double Log(double x) {
  if (x >= std::numeric_limits<double>::min() && x < kInfinity) return kernel::Log(x);
  if (x == 0) return -kInfinity;
  if (!(x > 0)) return std::numeric_limits<double>::quiet_NaN();
  if (x == kInfinity) return x;
  return kernel::Log(x * 0x1p54) - 54 * 6.93147180559945309417e-01;  // a subnormal number
}

// ln(1 + x) = ln(w) + (what rounding 1 + x to w lost) / w.
double LogOnePlus(double x) {
  const double w = 1 + x;
  const double lost = std::abs(x) < 1 ? x - (w - 1) : 1 - (w - x);
  return w < kInfinity ? Log(w) + lost / w : w;
}

double Exp(double x) {
  if (x > 710) return kInfinity;
  if (x < -746) return 0;
  return kernel::Exp(x);
}

// W. Kahan: the error of y = e^x cancels in (y - 1) / ln y.
double ExpMinusOne(double x) {
  const double y = Exp(x);
  if (y == 1) return x;
  if (y == 0 || y == kInfinity) return y - 1;
  return (y - 1) * x / Log(y);
}

double Power(double base, double exponent) {
  if (exponent == 0) return 1;
  if (exponent == 1) return base;
  if (base == 0) return exponent > 0 ? 0 : kInfinity;
  return Exp(exponent * Log(base));
}

double NormalQuantile(double below, double above) {
  const double q = below - 0.5;
  if (std::abs(q) <= kCentral) return kernel::CentralNormalQuantile(q);
  return q < 0 ? -TailNormalQuantile(below) : TailNormalQuantile(above);
}

void Logs(std::span<double> values) {
  if (HasAvx2()) return LogsAvx2(values.data(), values.size());
  LogLoop(values.data(), values.size());
}

void Exps(std::span<double> values) {
  if (HasAvx2()) return ExpsAvx2(values.data(), values.size());
  ExpLoop(values.data(), values.size());
}

// The central formula for all of a block, then the tails (15 %) one by one.
void NormalQuantiles(std::span<double> values) {
  constexpr size_t kBlock = 64;
  double u[kBlock];
  while (!values.empty()) {
    const std::span<double> block = values.first(std::min(kBlock, values.size()));
    std::copy(block.begin(), block.end(), u);
    if (HasAvx2()) {
      CentralAvx2(u, block.data(), block.size());
    } else {
      CentralLoop(u, block.data(), block.size());
    }
    for (size_t i = 0; i < block.size(); ++i) {
      if (std::abs(u[i] - 0.5) > kCentral) block[i] = NormalQuantile(u[i], 1 - u[i]);
    }
    values = values.subspan(block.size());
  }
}

}  // namespace tfsck
