#include "simulator/analytic/touched_sets.h"

#include <algorithm>
#include <span>
#include <utility>

#include "simulator/footprint.h"

namespace tfsck::analytic {
namespace {

std::vector<uint32_t> Copied(std::span<const uint32_t> ids) { return {ids.begin(), ids.end()}; }

}  // namespace

std::optional<std::vector<TouchedSet>> TouchedSets(const Study& study, uint32_t group_index,
                                                   const Operation& operation, size_t most) {
  if (!operation.writes.empty() || !operation.reads.empty()) {
    TouchedSet named = {1, operation.writes, operation.reads};
    std::sort(named.writes.begin(), named.writes.end());
    std::sort(named.reads.begin(), named.reads.end());
    return std::vector<TouchedSet>{std::move(named)};
  }
  const ModelGroup& group = study.model.groups[group_index];
  if (operation.uniform_writes > 0 || !group.footprints || group.vertices > most) {
    return std::nullopt;
  }
  const std::vector<double>& chances = study.applies.Chances(group_index);
  std::vector<TouchedSet> sets;
  for (uint32_t root = 0; root < chances.size(); ++root) {
    if (chances[root] <= 0) continue;
    sets.push_back({chances[root], Copied(group.footprints->writes(root)),
                    Copied(group.footprints->reads(root))});
  }
  return sets;
}

}  // namespace tfsck::analytic
