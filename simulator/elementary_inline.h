// The kernels of elementary.h: fixed sequences of IEEE 754 operations without a branch, for loops
// that a compiler turns into vector code.  Internal to the simulator.
//
// A loop over them is compiled for the baseline and for longer vectors (vector_level.h).
#ifndef TFSCK_SIMULATOR_ELEMENTARY_INLINE_H_
#define TFSCK_SIMULATOR_ELEMENTARY_INLINE_H_

#include <bit>
#include <cstdint>

#define TFSCK_KERNEL __attribute__((always_inline)) inline

namespace tfsck::kernel {

inline constexpr double kLn2High = 6.93147180369123816490e-01;  // 33 bits: times an exponent, exact
inline constexpr double kLn2Low = 1.90821492927058770002e-10;
inline constexpr double kTwo52 = 0x1p52;

// ln x of a positive normal number.  x = 2^e (1 + f) with 1 + f in [sqrt(1/2), sqrt(2));
// ln(1 + f) = 2 artanh(s), s = f / (2 + f); coefficients: FDLIBM e_log.c (Sun Microsystems, 1993).
TFSCK_KERNEL double Log(double x) {
  constexpr uint64_t kOne = 0x3FF0'0000'0000'0000;
  constexpr uint64_t kRootHalf = 0x3FE6'A09E'667F'3BCD;
  const uint64_t shifted = std::bit_cast<uint64_t>(x) + (kOne - kRootHalf);
  const double e =
      std::bit_cast<double>(shifted >> 52 | std::bit_cast<uint64_t>(kTwo52)) - (kTwo52 + 1023);
  const double f = std::bit_cast<double>((shifted & 0x000F'FFFF'FFFF'FFFF) + kRootHalf) - 1;
  const double s = f / (2 + f);
  const double z = s * s;
  const double w = z * z;
  const double even = w * (3.999999999940941908e-01 +
                           w * (2.222219843214978396e-01 + w * 1.531383769920937332e-01));
  const double odd = z * (6.666666666666735130e-01 +
                          w * (2.857142874366239149e-01 +
                               w * (1.818357216161805012e-01 + w * 1.479819860511658591e-01)));
  const double half_square = 0.5 * f * f;
  return s * (half_square + (even + odd)) + e * kLn2Low - half_square + f + e * kLn2High;
}

// 2^k for a whole number k in [-1022, 1023].
TFSCK_KERNEL double PowerOfTwo(double k) {
  return std::bit_cast<double>(std::bit_cast<uint64_t>(k + (kTwo52 + 1023)) << 52);
}

// e^x for x in [-746, 710], where a double ends.  x = k ln 2 + r; coefficients: FDLIBM e_exp.c.
TFSCK_KERNEL double Exp(double x) {
  constexpr double kRound = 0x1.8p52;  // added and taken away: the nearest whole number
  const double k = (x * 1.44269504088896338700e+00 + kRound) - kRound;
  const double high = x - k * kLn2High;
  const double low = k * kLn2Low;
  const double r = high - low;
  const double t = r * r;
  const double c =
      r - t * (1.66666666666666019037e-01 +
               t * (-2.77777777770155933842e-03 +
                    t * (6.61375632143793436117e-05 +
                         t * (-1.65339022054652515390e-06 + t * 4.13813679705723846039e-08))));
  const double y = 1 - ((low - (r * c) / (2 - c)) - high);
  const double k1 = (k * 0.5 + kRound) - kRound;
  return y * PowerOfTwo(k1) * PowerOfTwo(k - k1);
}

// FromSeconds(seconds) of sim_time.h.  REQUIRES 0 <= seconds < 4e9 (2^52 us).
TFSCK_KERNEL int64_t RoundToMicroseconds(double seconds) {
  const double t = seconds * 1e6 + 0.5;
  const double shifted = t + kTwo52;  // rounded to the nearest; one too many where that is above t
  const uint64_t nearest = std::bit_cast<uint64_t>(shifted) & 0x000F'FFFF'FFFF'FFFF;
  return static_cast<int64_t>(nearest - (std::bit_cast<uint64_t>(t - (shifted - kTwo52)) >> 63));
}

// The normal quantile where |q| <= 0.425, q = p - 1/2.  Wichura, algorithm AS 241 (PPND16), Applied
// Statistics 37 (1988).
TFSCK_KERNEL double CentralNormalQuantile(double q) {
  const double r = 0.180625 - q * q;
  const double numerator = ((((((2.5090809287301226727e+3 * r + 3.3430575583588128105e+4) * r +
                                6.7265770927008700853e+4) *
                                   r +
                               4.5921953931549871457e+4) *
                                  r +
                              1.3731693765509461125e+4) *
                                 r +
                             1.9715909503065514427e+3) *
                                r +
                            1.3314166789178437745e+2) *
                               r +
                           3.3871328727963666080e+0;
  const double denominator = ((((((5.2264952788528545610e+3 * r + 2.8729085735721942674e+4) * r +
                                  3.9307895800092710610e+4) *
                                     r +
                                 2.1213794301586595867e+4) *
                                    r +
                                5.3941960214247511077e+3) *
                                   r +
                               6.8718700749205790830e+2) *
                                  r +
                              4.2313330701600911252e+1) *
                                 r +
                             1.0;
  return q * numerator / denominator;
}

}  // namespace tfsck::kernel

#endif  // TFSCK_SIMULATOR_ELEMENTARY_INLINE_H_
