// The sets of resources that an operation may touch, where there are few of them.
#ifndef TFSCK_SIMULATOR_ANALYTIC_TOUCHED_SETS_H_
#define TFSCK_SIMULATOR_ANALYTIC_TOUCHED_SETS_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "simulator/scenario.h"

namespace tfsck::analytic {

struct TouchedSet {
  double chance = 1;
  std::vector<uint32_t> writes;  // resources of one workspace, ascending
  std::vector<uint32_t> reads;
};

// What the operation names; else one set for each root of a small graph, by the discipline's rule.
// Nothing where sets are drawn uniformly, or the graph is random, read from a state or has more
// than `most` resources.
std::optional<std::vector<TouchedSet>> TouchedSets(const Scenario& scenario,
                                                   const WorkspaceGroup& group,
                                                   const Operation& operation, size_t most);

}  // namespace tfsck::analytic

#endif  // TFSCK_SIMULATOR_ANALYTIC_TOUCHED_SETS_H_
