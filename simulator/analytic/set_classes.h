// SetClasses: the runs of each workspace of a group, by the set of resources that they touch.
//
// Values, and spans into the model that they were made from, which must outlive them.
#ifndef TFSCK_SIMULATOR_ANALYTIC_SET_CLASSES_H_
#define TFSCK_SIMULATOR_ANALYTIC_SET_CLASSES_H_

#include <cstdint>
#include <deque>
#include <vector>

#include "engine/base/result.h"
#include "simulator/analytic/conflict_graph.h"
#include "simulator/analytic/demand.h"
#include "simulator/footprint.h"

namespace tfsck::analytic {

inline constexpr size_t kMostSets = 4096;

struct SetClass {
  Footprint set;
  double rate = 0;                     // runs per second in one workspace
  double load = 0;                     // rate times mean hold
  std::vector<double> by_stream = {};  // rate of each stream of the demand
};

struct SetClasses {
  std::vector<SetClass> classes;
  std::deque<std::vector<uint32_t>> named;  // sets that operations name, sorted
};

// Nothing is named, and each class is a root of the graph, where operations name no resources.
// Error (kUsage, why) where sets are drawn uniformly or nothing is written, or there are more than
// kMostSets.  The time of an apply
// depends on where its change begins; where that was drawn `notes` tell.
Result<SetClasses> SetClassesOf(const Study& study, const LockDemand& demand,
                                Simplifications& notes);

// Which of them exclude each other.  O(classes / 64) looks at each resource of each set.
ConflictGraph ConflictsOf(const SetClasses& classes);

}  // namespace tfsck::analytic

#endif  // TFSCK_SIMULATOR_ANALYTIC_SET_CLASSES_H_
