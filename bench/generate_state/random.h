// Random: the generator's only source of chance; the same seed gives the same bytes everywhere.
#ifndef TFSCK_BENCH_GENERATE_STATE_RANDOM_H_
#define TFSCK_BENCH_GENERATE_STATE_RANDOM_H_

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>

namespace tfsck::bench {

// SplitMix64's finaliser: a bijection, so distinct inputs give distinct outputs (Steele et al.
// 2014).
constexpr uint64_t Mix64(uint64_t x) {
  x += 0x9E3779B97F4A7C15u;
  x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9u;
  x = (x ^ x >> 27) * 0x94D049BB133111EBu;
  return x ^ x >> 31;
}

class Random {
 public:
  explicit Random(uint64_t seed) : state_(Mix64(seed)) {}

  uint64_t Next() { return Mix64(state_++); }
  // Uniform in [0, n); n > 0.
  uint64_t Below(uint64_t n) { return Next() % n; }
  // Uniform in [0, 1).
  double Unit() { return static_cast<double>(Next() >> 11) * 0x1.0p-53; }
  bool Chance(double p) { return Unit() < p; }

  // A heavy-tailed size: lognormal with this median, cut at `cap`, at least 1.
  size_t HeavyTail(double median, double sigma, size_t cap) {
    const double normal =
        std::sqrt(-2 * std::log(1 - Unit())) * std::cos(2 * std::numbers::pi * Unit());
    const double size = std::min(median * std::exp(sigma * normal), static_cast<double>(cap));
    return std::max<size_t>(1, static_cast<size_t>(size));
  }

  template <typename Container>
  decltype(auto) Pick(const Container& items) {
    return items[Below(items.size())];
  }

 private:
  uint64_t state_;
};

}  // namespace tfsck::bench

#endif  // TFSCK_BENCH_GENERATE_STATE_RANDOM_H_
