// Tally: statistics over durations that are seen one by one.
//
// Kept in whole numbers, so it is exact, and adding two of them gives the same whatever the order.
// Fixed size, no allocation.
#ifndef TFSCK_SIMULATOR_TALLY_H_
#define TFSCK_SIMULATOR_TALLY_H_

#include <algorithm>
#include <cstdint>

#include "simulator/sim_time.h"

namespace tfsck {

// A duration and its square, multiplied once for all that count it.
struct Measured {
  explicit Measured(SimTime duration)
      : value(duration),
        square(static_cast<unsigned __int128>(static_cast<uint64_t>(duration)) *
               static_cast<uint64_t>(duration)) {}

  SimTime value;
  unsigned __int128 square;
};

// Count, sum, sum of squares and maximum of durations.
struct Tally {
  uint64_t count = 0;
  int64_t sum = 0;                // microseconds
  unsigned __int128 squares = 0;  // microseconds squared
  SimTime most = 0;

  void Add(SimTime value) { Add(Measured(value)); }
  void Add(const Measured& duration) {
    ++count;
    sum += duration.value;
    squares += duration.square;
    if (duration.value > most) [[unlikely]]
      most = duration.value;
  }
  void Merge(const Tally& other) {
    count += other.count;
    sum += other.sum;
    squares += other.squares;
    most = std::max(most, other.most);
  }
  // Seconds; 0 where there is nothing.
  double Mean() const {
    return count == 0 ? 0 : static_cast<double>(sum) * 1e-6 / static_cast<double>(count);
  }
  // Seconds squared.
  double SecondMoment() const {
    return count == 0 ? 0 : static_cast<double>(squares) * 1e-12 / static_cast<double>(count);
  }
};

}  // namespace tfsck

#endif  // TFSCK_SIMULATOR_TALLY_H_
