// Histogram: how often which duration was seen, with a bounded relative error.
//
// Log-linear buckets over whole microseconds: values below 2^kBits stand alone, above that each
// octave has 2^kBits buckets, so a value is known to within 2^-(kBits + 1) of itself when the
// middle of its bucket is taken.  The layout is fixed, so merging is addition: exact, and in any
// order the same.  Add is O(1) and never allocates; zero has a bucket of its own.  The rest costs
// what was used: the octaves up to the last that anything fell into.
#ifndef TFSCK_SIMULATOR_HISTOGRAM_H_
#define TFSCK_SIMULATOR_HISTOGRAM_H_

#include <bit>
#include <cstddef>
#include <cstdint>

#include "simulator/counters.h"
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
// (the middle of its bucket); 0 where nothing was.  `counts`: Layout::kBuckets from `first` on.
template <typename Layout>
double QuantileOf(const Counters& counts, size_t first, double share) {
  uint64_t total = 0;
  for (size_t i = 0; i < Layout::kBuckets; ++i) total += counts[first + i];
  if (total == 0) return 0;
  const double wanted = share * static_cast<double>(total);
  uint64_t below = 0;
  size_t bucket = 0;
  for (; bucket + 1 < Layout::kBuckets; ++bucket) {
    below += counts[first + bucket];
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

  Histogram() : counts_(Layout::kBuckets) {}

  void Add(SimTime value) { AddTo(Layout::Bucket(value)); }
  void AddTo(size_t bucket) {
    counts_.Increment(bucket);
    if (bucket >= used_) [[unlikely]]
      used_ = (bucket / kOctave + 1) * kOctave;
  }
  void Clear() {
    counts_.Clear(0, used_);
    used_ = 0;
  }
  void Merge(const Histogram& other) {
    for (size_t i = 0; i < other.used_; ++i) counts_.Add(i, other.counts_[i]);
    used_ = std::max(used_, other.used_);
  }
  uint64_t count() const {
    uint64_t total = 0;
    for (size_t i = 0; i < used_; ++i) total += counts_[i];
    return total;
  }
  // How many were of no duration at all.
  uint64_t zeros() const { return counts_[0]; }
  // How many were no longer than `value`, to within the width of its bucket.
  uint64_t CountUpTo(SimTime value) const {
    uint64_t total = 0;
    for (size_t i = 0; i <= Layout::Bucket(value); ++i) total += counts_[i];
    return total;
  }
  // As QuantileOf.
  double Quantile(double share) const { return QuantileOf<Layout>(counts_, 0, share); }

 private:
  static constexpr size_t kOctave = size_t{1} << kBits;  // buckets
  static_assert(Layout::kBuckets % kOctave == 0);

  Counters counts_;
  size_t used_ = 0;  // buckets; nothing fell beyond them
};

}  // namespace tfsck

#endif  // TFSCK_SIMULATOR_HISTOGRAM_H_
