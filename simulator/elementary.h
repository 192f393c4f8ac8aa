// Elementary functions that give the same bits everywhere: fixed sequences of IEEE 754 operations,
// no libm, no fused multiply-add.  A simulation must not hang on the last bit of somebody's libm.
//
// Pure functions, any number of threads, no memory.  The batches give the bits of the single
// functions and use the widest vectors of the processor.
#ifndef TFSCK_SIMULATOR_ELEMENTARY_H_
#define TFSCK_SIMULATOR_ELEMENTARY_H_

#include <span>

namespace tfsck {

// Natural logarithm, within 1 ulp; -infinity for 0, NaN for less.
double Log(double x);
// ln(1 + x) for x > -1, within 2 ulp.
double LogOnePlus(double x);
// Within 1 ulp where the result is a normal number.
double Exp(double x);
// e^x - 1, within 4 ulp.
double ExpMinusOne(double x);
// base^exponent for base >= 0: relative error below 1e-15 * (1 + |exponent ln base|).
double Power(double base, double exponent);

// Standard normal quantile of `below`, relative error below 1e-14; `above` is 1 - below, which the
// caller may know better than the difference says.  REQUIRES both in (0, 1).
// Wichura, algorithm AS 241, Applied Statistics 37 (1988).
double NormalQuantile(double below, double above);

// In place.  REQUIRES positive normal numbers.
void Logs(std::span<double> values);
// In place.  REQUIRES numbers in [-746, 710].
void Exps(std::span<double> values);
// In place: u in (0, 1), a multiple of 2^-53, becomes the quantile of u.
void NormalQuantiles(std::span<double> values);

}  // namespace tfsck

#endif  // TFSCK_SIMULATOR_ELEMENTARY_H_
