#include "simulator/inverse_table.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <utility>

#include "simulator/elementary.h"
#include "simulator/partial_moment.h"

namespace tfsck {
namespace {

constexpr double kSmallest = 0x1p-54;  // the first octave begins there
constexpr int kFirstExponent = 1023 - 54;
constexpr uint32_t kMostBits = 7;
constexpr double kFarthest = 1e12;  // seconds: 28 times kEndOfTime
constexpr double kNothing = 1e-15;  // seconds
// Allowed of bisection, and of the error in the middle of a cell: 0.56 of a quartic's largest one.
constexpr double kRelative = 2.5e-7;
constexpr double kAbsolute = 2.5e-10;

// The cubic through y at t = 0, 1/3, 2/3, 1.
std::array<double, 4> CubicThrough(const std::array<double, 4>& y) {
  const double d1 = y[1] - y[0];
  const double d2 = y[2] - y[0];
  const double d3 = y[3] - y[0];
  return {y[0], 9 * d1 - 4.5 * d2 + d3, -22.5 * d1 + 18 * d2 - 4.5 * d3,
          13.5 * d1 - 13.5 * d2 + 4.5 * d3};
}

double ValueOf(const double* c, double t) { return c[0] + t * (c[1] + t * (c[2] + t * c[3])); }

// Whether the derivative keeps the sign of `direction` on [0, 1].
bool Monotone(const std::array<double, 4>& c, double direction) {
  const auto slope = [&](double t) { return (c[1] + t * (2 * c[2] + t * 3 * c[3])) * direction; };
  if (slope(0) < 0 || slope(1) < 0) return false;
  const double turn = c[3] != 0 ? -c[2] / (3 * c[3]) : 0;
  return turn <= 0 || turn >= 1 || slope(turn) >= 0;
}

// The values that the law takes with positive chance, in any order.
std::vector<double> AtomsOf(const Distribution& law) {
  using Kind = Distribution::Kind;
  std::vector<double> atoms;
  if (law.kind == Kind::kDeterministic) atoms = {law.mean};
  if (law.kind == Kind::kEmpirical) atoms = law.values;
  if (law.kind == Kind::kLognormal && law.sigma == 0) atoms = {law.median};
  if (law.kind == Kind::kUniform && law.minimum == law.maximum) atoms = {law.minimum};
  for (const Distribution& part : law.parts) {
    const std::vector<double> of_part = AtomsOf(part);
    atoms.insert(atoms.end(), of_part.begin(), of_part.end());
  }
  if (law.kind == Kind::kShifted) {
    for (double& atom : atoms) atom += law.shift;
  }
  if (law.kind == Kind::kTruncated) {
    std::erase_if(atoms, [&](double atom) { return atom < law.minimum || atom > law.maximum; });
  }
  return atoms;
}

}  // namespace

InverseTable::InverseTable(Distribution law) : law_(std::move(law)) {
  std::vector<double> atoms = AtomsOf(law_);
  std::sort(atoms.begin(), atoms.end());
  atoms.erase(std::unique(atoms.begin(), atoms.end()), atoms.end());
  for (const double value : atoms) {
    const Split without = PartialMoment(law_, 0, value, Atom::kAbove);
    const Split with = PartialMoment(law_, 0, value, Atom::kBelow);
    masses_.push_back({value, {without.below, with.above}, {with.below, without.above}});
  }
  const double middle = BuildSide(Side::kLower, 0);
  BuildSide(Side::kUpper, middle);
}

double InverseTable::Share(Side side, double x) const {
  const Split split = PartialMoment(law_, 0, x);
  return side == Side::kLower ? split.below : split.above;
}

// Whether the quantile is at most x.
bool InverseTable::Reached(Side side, double v, double x) const {
  const double share = Share(side, x);
  return side == Side::kLower ? share >= v : share <= v;
}

// The quantile, at or after `from`, about `step` away.  Secants of (ln x, ln share), which the
// laws' tails make nearly straight, with every third step a bisection against jumps.
double InverseTable::Solve(Side side, double v, double from, double step) const {
  if (Reached(side, v, from)) return from;
  step = std::max({step, kNothing, 1e-14 * from});
  double low = from;
  double high = from + step;
  while (!Reached(side, v, high)) {
    if (high > kFarthest) return kFarthest;
    low = high;
    step *= 2;
    high += step;
  }
  const double target = Log(v);
  double at_low = Log(Share(side, low)) - target;
  double at_high = Log(Share(side, high)) - target;
  for (int i = 1; high - low > 1e-14 * high && high > kNothing; ++i) {
    double x = low + (high - low) / 2;
    if (i % 3 != 0 && low > 0 && std::isfinite(at_low) && std::isfinite(at_high)) {
      const double share = at_low / (at_low - at_high);
      const double secant = low * Exp(share * Log(high / low));
      if (secant > low && secant < high) x = secant;
    }
    if (x <= low || x >= high) break;
    const double at_x = Log(Share(side, x)) - target;
    if (std::abs(at_x) < 1e-13) return x;
    const bool reached = side == Side::kLower ? at_x >= 0 : at_x <= 0;
    (reached ? high : low) = x;
    (reached ? at_high : at_low) = at_x;
  }
  return high;
}

// Monotone in v even where the cumulative function has rounding errors: two v part at the first
// middle that only one of them has reached.
double InverseTable::Bisect(Side side, double v, double low, double high) const {
  // Next to an atom what is not of it must not come out as it.
  const double relative = masses_.empty() ? kRelative : 1e-14;
  while (high - low > relative * high + kAbsolute) {
    const double middle = low + (high - low) / 2;
    (Reached(side, v, middle) ? high : low) = middle;
  }
  return high;
}

// Goes through the octaves with the quantile rising; returns the last value.
double InverseTable::BuildSide(Side side, double from) {
  for (int i = 0; i < kOctaves; ++i) {
    const int octave = side == Side::kLower ? i : kOctaves - 1 - i;
    const double begin = from;
    for (uint32_t bits = 0; !BuildOctave(side, octave, bits, from); ++bits) from = begin;
  }
  return from;
}

// False where a finer division is wanted.
bool InverseTable::BuildOctave(Side side, int octave, uint32_t bits, double& from) {
  const size_t first = cells_.size();
  const uint32_t count = uint32_t{1} << bits;
  const double begin = std::ldexp(kSmallest, octave);
  const double width = begin / count;
  for (uint32_t i = 0; i < count; ++i) {
    const uint32_t index = side == Side::kLower ? i : count - 1 - i;
    cells_.push_back(BuildCell(side, begin + index * width, width, from));
    if (cells_.back().exact && bits < kMostBits) {
      cells_.resize(first);
      return false;
    }
  }
  if (side == Side::kUpper)
    std::reverse(cells_.begin() + static_cast<ptrdiff_t>(first), cells_.end());
  octaves_[static_cast<size_t>(side)][static_cast<size_t>(octave)] = {static_cast<uint32_t>(first),
                                                                      bits};
  return true;
}

// The cell [v, v + width); `from` is the quantile at its end that is reached first, then the other.
InverseTable::Cell InverseTable::BuildCell(Side side, double v, double width, double& from) const {
  constexpr double kPlaces[] = {0, 1.0 / 3, 0.5, 2.0 / 3, 1};
  double y[5] = {from};
  for (int i = 1; i < 5; ++i) {
    const double t = side == Side::kLower ? kPlaces[i] : 1 - kPlaces[i];
    y[i] = Solve(side, v + t * width, y[i - 1], i > 1 ? y[i - 1] - y[i - 2] : y[0] * 0.01);
  }
  from = y[4];
  if (side == Side::kUpper) std::reverse(y, y + 5);
  std::array<double, 4> cubic = CubicThrough({y[0], y[1], y[3], y[4]});
  const double direction = side == Side::kLower ? 1 : -1;
  if (!Monotone(cubic, direction)) cubic = {y[0], y[4] - y[0], 0, 0};
  const double error = std::abs(ValueOf(cubic.data(), 0.5) - y[2]);
  return {.coefficients = {cubic[0], cubic[1], cubic[2], cubic[3]},
          .low = std::min(y[0], y[4]),
          .high = std::max(y[0], y[4]),
          .exact = error > std::max(kRelative * y[2], kAbsolute)};
}

double InverseTable::Value(double below, double above) const {
  const Side side = below <= above ? Side::kLower : Side::kUpper;
  const double v = std::min(below, above);
  if (masses_.empty()) return TableValue(side, v);
  // The first atom that the quantile does not lie above.
  const auto s = static_cast<size_t>(side);
  const bool lower = side == Side::kLower;
  const auto next = std::partition_point(masses_.begin(), masses_.end(), [&](const Mass& mass) {
    return lower ? mass.with[s] < v : mass.before[s] > v;
  });
  if (next != masses_.end() && (lower ? next->before[s] < v : next->with[s] > v)) {
    return next->value;
  }
  const double least = next == masses_.begin() ? 0 : std::prev(next)->value;
  const double most = next == masses_.end() ? kFarthest : next->value;
  return std::clamp(TableValue(side, v), least, most);
}

double InverseTable::TableValue(Side side, double share) const {
  const double v = std::clamp(share, kSmallest, 0.5 - 0x1p-54);
  const auto bits = std::bit_cast<uint64_t>(v);
  const Octave octave = octaves_[static_cast<size_t>(side)][(bits >> 52) - kFirstExponent];
  const uint64_t fraction = bits << 12;  // of the octave, in units of 2^-64
  const Cell& cell = cells_[octave.first + (octave.bits == 0 ? 0 : fraction >> (64 - octave.bits))];
  if (cell.exact) return Bisect(side, v, cell.low, cell.high);
  const double t = static_cast<double>((fraction << octave.bits) >> 12) * 0x1p-52;
  return std::clamp(ValueOf(cell.coefficients, t), cell.low, cell.high);
}

}  // namespace tfsck
