// Moments of a law over one side of a point: what truncation, mixtures, cumulative functions and
// moments of every Distribution come down to.
//
// Pure functions; recursion goes as deep as the Distribution is nested (CheckDistribution: 8).
#ifndef TFSCK_SIMULATOR_PARTIAL_MOMENT_H_
#define TFSCK_SIMULATOR_PARTIAL_MOMENT_H_

#include <cstdint>

#include "simulator/distribution.h"
#include "simulator/special_functions.h"

namespace tfsck {

// On which side of a point an atom at the point itself counts.
enum class Atom : uint8_t { kBelow, kAbove };

// {E[X^order; X <= x], E[X^order; X > x]}, with Atom::kAbove {.. X < x, .. X >= x}; infinity where
// it diverges.  Order 0 gives probabilities.  REQUIRES 0 <= order <= 3 and a law without error
// (CheckDistribution).
Split PartialMoment(const Distribution& law, int order, double x, Atom atom = Atom::kBelow);

// E[X^order; low <= X <= high], from the side where less is lost.
double MomentBetween(const Distribution& law, int order, double low, double high);

}  // namespace tfsck

#endif  // TFSCK_SIMULATOR_PARTIAL_MOMENT_H_
