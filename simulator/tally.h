// Tally and TimeAverage: the two kinds of statistics, over things that happen and over time.
//
// Both are kept in whole numbers, so they are exact, and adding two of them gives the same whatever
// the order.  Fixed size, no allocation.
#ifndef TFSCK_SIMULATOR_TALLY_H_
#define TFSCK_SIMULATOR_TALLY_H_

#include <algorithm>
#include <cstdint>

#include "simulator/sim_time.h"

namespace tfsck {

// Count, sum, sum of squares and maximum of durations.
struct Tally {
  uint64_t count = 0;
  int64_t sum = 0;                // microseconds
  unsigned __int128 squares = 0;  // microseconds squared
  SimTime most = 0;

  void Add(SimTime value) {
    ++count;
    sum += value;
    squares += static_cast<unsigned __int128>(value) * static_cast<uint64_t>(value);
    most = std::max(most, value);
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

// The integral over time of a number that changes in steps: what it is now times the time, less
// each change times when it happened.
struct TimeAverage {
  int64_t value = 0;
  __int128 weighted = 0;  // changes times microseconds

  void Up(SimTime now) {
    ++value;
    weighted += now;
  }
  void Down(SimTime now) {
    --value;
    weighted -= now;
  }
  // From instant 0 to now; what lies between two instants is the difference of two of these.
  __int128 Integral(SimTime now) const { return static_cast<__int128>(value) * now - weighted; }
};

}  // namespace tfsck

#endif  // TFSCK_SIMULATOR_TALLY_H_
