#include "simulator/analytic/touched_sets.h"

#include <algorithm>
#include <span>
#include <utility>

#include "simulator/footprint.h"
#include "simulator/footprint_roots.h"
#include "simulator/graph_shape.h"

namespace tfsck::analytic {
namespace {

// The shapes that are the same whatever the seed.
bool IsDrawn(GraphShape shape) {
  switch (shape) {
    case GraphShape::kEdgeless:
    case GraphShape::kChain:
    case GraphShape::kStar:
    case GraphShape::kTree:
    case GraphShape::kExplicit:
      return false;
    default:
      return true;
  }
}

std::vector<uint32_t> Copied(std::span<const uint32_t> ids) { return {ids.begin(), ids.end()}; }

}  // namespace

std::optional<std::vector<TouchedSet>> TouchedSets(const Scenario& scenario,
                                                   const WorkspaceGroup& group,
                                                   const Operation& operation, size_t most) {
  if (!operation.writes.empty() || !operation.reads.empty()) {
    TouchedSet named = {1, operation.writes, operation.reads};
    std::sort(named.writes.begin(), named.writes.end());
    std::sort(named.reads.begin(), named.reads.end());
    return std::vector<TouchedSet>{std::move(named)};
  }
  if (operation.uniform_writes > 0 || IsDrawn(group.graph.shape) || group.resources > most) {
    return std::nullopt;
  }
  const auto graph = GenerateGraph(group.graph, group.resources, 0);
  if (!graph) return std::nullopt;
  const auto table = FootprintTable::Build(*graph, scenario.lock.footprint);
  const auto chances = RootProbabilities(*graph, group.popularity, group.root_weights);
  if (!table || !chances) return std::nullopt;
  std::vector<TouchedSet> sets;
  for (uint32_t root = 0; root < table->roots(); ++root) {
    if ((*chances)[root] <= 0) continue;
    sets.push_back({(*chances)[root], Copied(table->writes(root)), Copied(table->reads(root))});
  }
  return sets;
}

}  // namespace tfsck::analytic
