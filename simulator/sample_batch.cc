#include "simulator/sample_batch.h"

#include <algorithm>
#include <cstddef>

#include "simulator/elementary.h"
#include "simulator/elementary_inline.h"
#include "simulator/vector_level.h"

namespace tfsck {
namespace {

TFSCK_KERNEL void ExponentialLoop(double mean, const double* u, SimTime* out, size_t count) {
  for (size_t i = 0; i < count; ++i) {
    out[i] = kernel::RoundToMicroseconds(-mean * kernel::Log(1 - u[i]));
  }
}
TFSCK_FOR_AVX2 void ExponentialAvx2(double mean, const double* u, SimTime* out, size_t count) {
  ExponentialLoop(mean, u, out, count);
}
TFSCK_FOR_AVX512 void ExponentialAvx512(double mean, const double* u, SimTime* out, size_t count) {
  ExponentialLoop(mean, u, out, count);
}

}  // namespace

void ExponentialSamples(double mean, std::span<const double> u, std::span<SimTime> out) {
  if (HasAvx512()) return ExponentialAvx512(mean, u.data(), out.data(), u.size());
  if (HasAvx2()) return ExponentialAvx2(mean, u.data(), out.data(), u.size());
  ExponentialLoop(mean, u.data(), out.data(), u.size());
}

void LognormalSamples(double median, double sigma, std::span<const double> u,
                      std::span<SimTime> out) {
  constexpr size_t kBlock = 64;
  constexpr double kFurthest = 8.3;  // standard deviations, at 2^-53
  double values[kBlock];
  const bool vector = sigma * kFurthest < 700;
  for (size_t done = 0; done < u.size(); done += kBlock) {
    const std::span<double> block(values, std::min(kBlock, u.size() - done));
    std::copy_n(u.begin() + static_cast<ptrdiff_t>(done), block.size(), values);
    NormalQuantiles(block);
    for (double& value : block) value *= sigma;
    if (vector) {
      Exps(block);
    } else {
      for (double& value : block) value = Exp(value);
    }
    for (size_t i = 0; i < block.size(); ++i) out[done + i] = FromSeconds(median * block[i]);
  }
}

}  // namespace tfsck
