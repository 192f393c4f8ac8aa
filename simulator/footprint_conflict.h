// PairConflict: how likely two changes of one workspace are to get in each other's way, exactly.
//
// Every pair of roots is looked at, so nothing is sampled.  Two independent changes with
// roots v and w have an overlap X: the resources that one writes and the other writes or reads.
// They conflict where X > 0.  Source of the bounds and identities: facts simulation-model 2; with
// uniform roots, n resources and m edges
//   kReadAncestors  P = (2 E|cone| - 1) / n       (conflict: one depends on the other)
//   kReadDirect     P = (n + 2m) / n^2
//   kSelf           P = 1 / n
//   kCone           P as kReadAncestors where nothing has two direct dependencies (trees)
// Pure; safe from any thread.
#ifndef TFSCK_SIMULATOR_FOOTPRINT_CONFLICT_H_
#define TFSCK_SIMULATOR_FOOTPRINT_CONFLICT_H_

#include <cstdint>
#include <span>

#include "engine/base/result.h"
#include "simulator/footprint.h"

namespace tfsck {

struct ConflictFigures {
  double mean_writes = 0;     // E|writes|: of kCone the mean cone
  double mean_reads = 0;      // E|reads|
  double conflict = 0;        // P(X > 0)
  double overlap = 0;         // E X, the union bound: no less than `conflict`
  double overlap_square = 0;  // E X^2
  double lower_bound = 0;     // (E X)^2 / E X^2 (Cauchy-Schwarz): no more than `conflict`
};

inline constexpr uint64_t kMostPairSteps = 2'000'000'000;

// For roots drawn independently with `probabilities`, one for each root of the table (the sum is
// 1); none given: uniformly.  Steps: the overlaps of all pairs counted one by one, n^2 E X, or
// n^3 / 64 with bit sets, whichever is less (a chain of 4,000 takes 2 s); fails (kUsage) where both
// are beyond `most_steps`.
Result<ConflictFigures> PairConflict(const FootprintTable& table,
                                     std::span<const double> probabilities = {},
                                     uint64_t most_steps = kMostPairSteps);

// The same chance for two sets of `a` and `b` distinct resources out of `n`, each drawn uniformly
// and independently: 1 - C(n-a, b) / C(n, b).  What a model says that forgets the graph: it
// overstates conflicts five to ten times (facts simulation-model 2).  REQUIRES a, b <= n.  O(b).
double UniformSetConflict(uint32_t n, uint32_t a, uint32_t b);

}  // namespace tfsck

#endif  // TFSCK_SIMULATOR_FOOTPRINT_CONFLICT_H_
