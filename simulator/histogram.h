// Histogram: how often which duration was seen, with a bounded relative error.
//
// Log-linear buckets over whole microseconds: values below 2^kBits stand alone, above that each
// octave has 2^kBits buckets, so a value is known to within 2^-(kBits + 1) of itself when the
// middle of its bucket is taken.  The layout is fixed, so merging is addition: exact, and in any
// order the same.  Add is O(1) and never allocates; zero has a bucket of its own.  The rest costs
// what was used: octaves that nothing fell into are passed over.
#ifndef TFSCK_SIMULATOR_HISTOGRAM_H_
#define TFSCK_SIMULATOR_HISTOGRAM_H_

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "simulator/sim_time.h"

namespace tfsck {

// Where a value goes, for 2^kBits buckets an octave.
template <int kBits>
struct LogLinear {
  static constexpr size_t kBuckets = (size_t{56 - kBits} << kBits) + (size_t{1} << kBits);

  static size_t Bucket(SimTime value) {
    const auto bits = static_cast<uint64_t>(value);
    const int scale = std::bit_width(bits >> kBits | 1) - 1;  // 0 where the value stands alone
    return (static_cast<size_t>(scale) << kBits) + static_cast<size_t>(bits >> scale);
  }
  // The least value of a bucket.
  static SimTime Lowest(size_t bucket) {
    const size_t octave = bucket >> kBits;
    if (octave < 2) return static_cast<SimTime>(bucket);
    const size_t scale = octave - 1;
    return static_cast<SimTime>((bucket - (scale << kBits)) << scale);
  }
  // How many values share a bucket.
  static SimTime Width(size_t bucket) {
    const size_t octave = bucket >> kBits;
    return SimTime{1} << (octave < 2 ? 0 : octave - 1);
  }
};

// Buckets of the finer layout, 2^(kFineBits - kBits) at a time; zero stands alone here too.
template <int kFineBits, int kBits>
struct Coarsened {
  using Fine = LogLinear<kFineBits>;
  static constexpr int kShift = kFineBits - kBits;
  static constexpr size_t kBuckets = (Fine::kBuckets >> kShift) + 1;

  static size_t OfFine(size_t bucket) { return (bucket + ((size_t{1} << kShift) - 1)) >> kShift; }
  static SimTime Lowest(size_t bucket) {
    return bucket == 0 ? 0 : Fine::Lowest(((bucket - 1) << kShift) + 1);
  }
  static SimTime Width(size_t bucket) { return Lowest(bucket + 1) - Lowest(bucket); }
};

// The smallest value that at least `share` of all that were counted do not exceed, in microseconds
// (the middle of its bucket); 0 where nothing was.
template <typename Layout, typename Count>
double QuantileOf(std::span<const Count> counts, double share) {
  uint64_t total = 0;
  for (const Count count : counts) total += count;
  if (total == 0) return 0;
  const double wanted = share * static_cast<double>(total);
  uint64_t below = 0;
  size_t bucket = 0;
  for (; bucket + 1 < counts.size(); ++bucket) {
    below += counts[bucket];
    if (below > 0 && static_cast<double>(below) >= wanted) break;
  }
  return static_cast<double>(Layout::Lowest(bucket)) +
         static_cast<double>(Layout::Width(bucket) - 1) / 2;
}

class Histogram {
 public:
  static constexpr int kBits = 10;
  static constexpr double kRelativeError = 1.0 / (size_t{2} << kBits);
  using Layout = LogLinear<kBits>;

  Histogram() : counts_(Layout::kBuckets, 0) {}

  void Add(SimTime value) { AddTo(Layout::Bucket(value)); }
  void AddTo(size_t bucket) {
    ++counts_[bucket];
    used_ |= uint64_t{1} << (bucket >> kBits);
  }
  void Clear() {
    ForUsed([this](size_t bucket) { counts_[bucket] = 0; });
    used_ = 0;
  }
  void Merge(const Histogram& other) {
    other.ForUsed([&](size_t bucket) { counts_[bucket] += other.counts_[bucket]; });
    used_ |= other.used_;
  }
  uint64_t count() const {
    uint64_t total = 0;
    ForUsed([&](size_t bucket) { total += counts_[bucket]; });
    return total;
  }
  // How many were of no duration at all.
  uint64_t zeros() const { return counts_.front(); }
  // How many were no longer than `value`, to within the width of its bucket.
  uint64_t CountUpTo(SimTime value) const {
    uint64_t total = 0;
    for (size_t i = 0; i <= Layout::Bucket(value); ++i) total += counts_[i];
    return total;
  }
  // As QuantileOf.
  double Quantile(double share) const {
    return QuantileOf<Layout>(std::span<const uint64_t>(counts_), share);
  }

 private:
  static_assert(Layout::kBuckets >> kBits <= 64);

  // Every bucket of the octaves that are used.
  template <typename Visit>
  void ForUsed(const Visit& visit) const {
    for (uint64_t left = used_; left != 0; left &= left - 1) {
      const size_t first = static_cast<size_t>(std::countr_zero(left)) << kBits;
      for (size_t i = 0; i < size_t{1} << kBits; ++i) visit(first + i);
    }
  }

  std::vector<uint64_t> counts_;
  uint64_t used_ = 0;  // octaves, a bit each
};

}  // namespace tfsck

#endif  // TFSCK_SIMULATOR_HISTOGRAM_H_
