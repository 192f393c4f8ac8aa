// InverseTable: the quantile of a law that has no closed one, tabulated once.
//
// Both halves of (0, 1) are cut into octaves of the distance v to the nearer end, v in
// [2^-54, 1/2); each octave into 1 to 128 equal cells, found from the bits of v; in a cell the
// quantile is a cubic of v.  Error: at most 1e-6 of the quantile or 1 ns, whichever is more, where
// the cubic was accepted (checked in every cell at construction); a cell across a jump or a gap of
// the law has none and is solved by bisection at every draw (2 us as a rule).  Beyond 2^-54 the
// table stands still, and at 1e12 s it is cut.  Every cubic is monotone and kept between the values
// at the ends of its cell, so that the whole is non-decreasing but for the last bit.  An atom of
// the law (a value of positive chance) is looked up first, so that it is given exactly as often as
// it should.
//
// Immutable; any number of threads; 50 KB and 5 ms as a rule, 1 MB at most.  What takes time is the
// cumulative function, of which a table asks 10^5 to 10^6 values: 1 s for a mixture of 50 narrow
// gamma laws, 8 s where that is truncated; 0.5 s for a mixture with 1,000 empirical values, 5 s
// with 10,000.
#ifndef TFSCK_SIMULATOR_INVERSE_TABLE_H_
#define TFSCK_SIMULATOR_INVERSE_TABLE_H_

#include <array>
#include <cstdint>
#include <vector>

#include "simulator/distribution.h"

namespace tfsck {

class InverseTable {
 public:
  // REQUIRES a law without error (CheckDistribution).
  explicit InverseTable(Distribution law);

  // The quantile in seconds, of `below`; above = 1 - below.
  double Value(double below, double above) const;

 private:
  enum class Side : uint8_t { kLower, kUpper };  // v is what lies below, above
  struct Cell {
    double coefficients[4];  // of t in [0, 1), v rising
    double low;              // the values at the ends of the cell, low <= high
    double high;
    bool exact;  // no cubic: bisection
  };
  struct Mass {  // an atom
    double value;
    double before[2];  // what lies below it, above it, by side
    double with[2];    // the same and the atom itself
  };
  struct Octave {
    uint32_t first = 0;  // of its cells
    uint32_t bits = 0;   // it has 2^bits
  };
  static constexpr int kOctaves = 53;

  double Share(Side side, double x) const;
  bool Reached(Side side, double v, double x) const;
  double Solve(Side side, double v, double from, double step) const;
  double Bisect(Side side, double v, double low, double high) const;
  double TableValue(Side side, double v) const;
  double BuildSide(Side side, double from);
  bool BuildOctave(Side side, int octave, uint32_t bits, double& from);
  Cell BuildCell(Side side, double v, double width, double& from) const;

  Distribution law_;
  std::array<std::array<Octave, kOctaves>, 2> octaves_;
  std::vector<Cell> cells_;
  std::vector<Mass> masses_;  // ascending
};

}  // namespace tfsck

#endif  // TFSCK_SIMULATOR_INVERSE_TABLE_H_
