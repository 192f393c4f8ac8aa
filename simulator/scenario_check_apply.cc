// What an apply takes at least, for the question whether there is time for all that is asked.
//
// A schedule on p slots takes as long as its longest way and as the sum over p (apply_schedule.h),
// and the mean of a maximum is no less than the maximum of the means: of each change
//   E[makespan] >= max(sum of the means / p, longest way of the means),
// which is what it takes where p is 1.  Of a generated graph both are known; a state file is not
// read here, so of that only one resource, of the fastest type, is certain.
#include <algorithm>
#include <span>
#include <vector>

#include "simulator/apply_schedule.h"
#include "simulator/footprint.h"
#include "simulator/footprint_roots.h"
#include "simulator/graph_shape.h"
#include "simulator/sampler.h"
#include "simulator/scenario_check_parts.h"

namespace tfsck {
namespace {

// Of larger graphs only one resource counts as well, so that checking stays quick.
constexpr uint32_t kMostResourcesLookedAt = 20'000;
constexpr uint64_t kMostEntriesLookedAt = 4'000'000;

double LeastOfOne(const ApplyWork& apply) {
  double least = MomentsOf(apply.otherwise).mean;
  for (const auto& [pattern, law] : apply.by_type) least = std::min(least, MomentsOf(law).mean);
  return least;
}

}  // namespace

// What changes touch, in units of the mean time of a resource, which in a generated graph is the
// same for all.
struct ApplyFloors::Cones {
  struct Cone {
    double chance = 0;
    double size = 0;
    double longest_way = 0;
  };
  std::vector<Cone> cones;  // none where the graph is not looked at

  Cones(const WorkspaceGroup& group, FootprintRule rule);
};

ApplyFloors::Cones::Cones(const WorkspaceGroup& group, FootprintRule rule) {
  if (group.graph.shape == GraphShape::kState || group.resources > kMostResourcesLookedAt) return;
  const auto graph = GraphOfGroup(group);
  if (!graph) return;
  const auto table = FootprintTable::Build(*graph, rule, kMostEntriesLookedAt);
  const auto chances = RootProbabilities(*graph, group.popularity, group.root_weights);
  if (!table || !chances) return;
  ApplySchedule schedule(graph->vertex_count(), graph->edge_count());
  const std::vector<SimTime> one(graph->vertex_count(), 1);
  for (uint32_t root = 0; root < table->roots(); ++root) {
    const auto touched = table->writes(root);
    const auto count = static_cast<uint32_t>(touched.size());
    const SimTime way =
        schedule.Makespan(*graph, touched, std::span(one).first(count), std::max(count, 1U));
    cones.push_back({(*chances)[root], static_cast<double>(count), static_cast<double>(way)});
  }
}

ApplyFloors::ApplyFloors(const Scenario& scenario)
    : scenario_(scenario), cones_(scenario.workspaces.size()) {}
ApplyFloors::~ApplyFloors() = default;

double ApplyFloors::At(const ApplyWork& apply, size_t group) {
  auto& known = cones_[group];
  if (!known) {
    known = std::make_unique<const Cones>(scenario_.workspaces[group], scenario_.lock.footprint);
  }
  if (known->cones.empty()) return LeastOfOne(apply);
  double resources = 0;
  for (const Cones::Cone& cone : known->cones) {
    resources += cone.chance * std::max(cone.size / apply.parallelism, cone.longest_way);
  }
  return resources * MomentsOf(apply.otherwise).mean;
}

}  // namespace tfsck
