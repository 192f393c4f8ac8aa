// The gamma and normal laws' cumulative functions, built on elementary.h: the same bits everywhere.
// Pure functions, any number of threads, no memory.
#ifndef TFSCK_SIMULATOR_SPECIAL_FUNCTIONS_H_
#define TFSCK_SIMULATOR_SPECIAL_FUNCTIONS_H_

namespace tfsck {

// What lies up to a point and what lies beyond it, each to its own relative precision.
struct Split {
  double below = 0;
  double above = 0;
};

// ln Gamma(x) for x > 0: Stirling's series, absolute error below 1e-14 * (1 + |result|).
double LogGamma(double x);

// The regularised incomplete gamma functions P(shape, x) and Q(shape, x): power series below
// shape + 1, Lentz's continued fraction above (DLMF 8.11.4, 8.9.2).  Relative error below 1e-10 for
// shape in [1e-4, 1e6]; costs in the order of sqrt(shape) divisions.  REQUIRES shape > 0.
Split IncompleteGamma(double shape, double x);

// Phi(z) and 1 - Phi(z), from P and Q of shape 1/2 (DLMF 7.11.2): relative error below 1e-12.
Split NormalCumulative(double z);

}  // namespace tfsck

#endif  // TFSCK_SIMULATOR_SPECIAL_FUNCTIONS_H_
