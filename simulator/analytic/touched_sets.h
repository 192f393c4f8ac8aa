// The sets of resources that an operation may touch, where there are few of them.
#ifndef TFSCK_SIMULATOR_ANALYTIC_TOUCHED_SETS_H_
#define TFSCK_SIMULATOR_ANALYTIC_TOUCHED_SETS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "simulator/analytic/study.h"

namespace tfsck::analytic {

struct TouchedSet {
  double chance = 1;
  std::vector<uint32_t> writes;  // resources of one workspace, ascending
  std::vector<uint32_t> reads;
};

// What the operation names; else one set for each root of the group's graph that may be drawn, by
// the discipline's rule.  Nothing where sets are drawn uniformly, or the graph has more than `most`
// resources.
std::optional<std::vector<TouchedSet>> TouchedSets(const Study& study, uint32_t group,
                                                   const Operation& operation, size_t most);

}  // namespace tfsck::analytic

#endif  // TFSCK_SIMULATOR_ANALYTIC_TOUCHED_SETS_H_
