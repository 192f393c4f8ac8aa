#include <utility>

#include "engine/graph.h"
#include "engine/state.h"

namespace tfsck {
namespace {

bool Contributes(const Resource& resource) { return resource.readable && !resource.dropped; }

// Calls visit(hub, list) for every dependency list that an instance stores.  Lists are interned and
// the instances of a resource nearly always share one, so a list that the hub has just given is
// not given again.
template <typename Visit>
void ForEachList(const StateSnapshot& snapshot, Visit visit) {
  std::vector<uint32_t> last_list(snapshot.hubs.size(), 0);  // list 0 is empty
  for (const Resource& resource : snapshot.resources) {
    if (!Contributes(resource)) continue;
    uint32_t& last = last_list[resource.hub];
    for (const Instance& instance : snapshot.InstancesOf(resource)) {
      if (instance.dependency_list == last || instance.dependency_list == 0) continue;
      last = instance.dependency_list;
      visit(resource.hub, last);
    }
  }
}

}  // namespace

DependencyGraph BuildDependencyGraph(const StateSnapshot& snapshot) {
  Csr rows;
  rows.offsets.assign(snapshot.hubs.size() + 1, 0);
  ForEachList(snapshot, [&](uint32_t hub, uint32_t list) {
    rows.offsets[hub + 1] += static_cast<uint32_t>(snapshot.Dependencies(list).size());
  });
  for (size_t i = 1; i < rows.offsets.size(); ++i) rows.offsets[i] += rows.offsets[i - 1];
  rows.targets.resize(rows.offsets.back());
  std::vector<uint32_t> next(rows.offsets.begin(), rows.offsets.end() - 1);
  ForEachList(snapshot, [&](uint32_t hub, uint32_t list) {
    for (const uint32_t target : snapshot.Dependencies(list)) rows.targets[next[hub]++] = target;
  });
  return DependencyGraph(std::move(rows));
}

}  // namespace tfsck
