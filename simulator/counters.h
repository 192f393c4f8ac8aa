// Counters: an array of whole numbers that mostly grow by one.
//
// 32 bits each, so that what a replication counts stays in the nearest cache; sums that outgrow
// them carry into a second array, which is there only then.
#ifndef TFSCK_SIMULATOR_COUNTERS_H_
#define TFSCK_SIMULATOR_COUNTERS_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "simulator/own_lines.h"

namespace tfsck {

class Counters {
 public:
  explicit Counters(size_t size = 0) : low_(size) {}

  size_t size() const { return low_.size(); }
  uint64_t operator[](size_t index) const {
    return high_.empty() ? low_[index] : uint64_t{high_[index]} << 32 | low_[index];
  }
  // REQUIRES fewer than 2^32 of an index that nothing is added to.
  void Increment(size_t index) { ++low_[index]; }
  // Exact up to 2^64.
  void Add(size_t index, uint64_t amount) {
    const uint64_t sum = low_[index] + (amount & UINT32_MAX);
    low_[index] = static_cast<uint32_t>(sum);
    const uint64_t carried = (amount >> 32) + (sum >> 32);
    if (carried > 0) Carry(index, carried);
  }
  // Makes `count` of them from `first` on zero.
  void Clear(size_t first, size_t count) {
    std::fill_n(low_.begin() + static_cast<ptrdiff_t>(first), count, 0);
    if (!high_.empty()) std::fill_n(high_.begin() + static_cast<ptrdiff_t>(first), count, 0);
  }

 private:
  [[gnu::noinline]] void Carry(size_t index, uint64_t amount) {
    if (high_.empty()) high_.resize(low_.size());
    high_[index] += static_cast<uint32_t>(amount);
  }

  OwnLines<uint32_t> low_;
  OwnLines<uint32_t> high_;
};

}  // namespace tfsck

#endif  // TFSCK_SIMULATOR_COUNTERS_H_
