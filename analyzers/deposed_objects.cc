#include "analyzers/deposed_objects.h"

#include <algorithm>

#include "analyzers/object_kind.h"

namespace tfsck {
namespace {

bool IsDeposed(const StateSnapshot& state, const Instance& instance) {
  return !instance.deposed.empty() && !instance.refused && !instance.duplicate &&
         state.resources[instance.resource].mode == ResourceMode::kManaged;
}

// Orders instance rows by the resource they are merged into, then by key.
struct ByInstance {
  const StateSnapshot& state;
  bool operator()(uint32_t a, uint32_t b) const {
    const uint32_t resource_a = MergedInto(state, state.instances[a].resource);
    const uint32_t resource_b = MergedInto(state, state.instances[b].resource);
    if (resource_a != resource_b) return resource_a < resource_b;
    return Compare(state.instances[a].key, state.instances[b].key) < 0;
  }
};

std::vector<uint32_t> CurrentObjectsBeside(const StateSnapshot& state,
                                           const std::vector<DeposedObject>& deposed) {
  std::vector<uint8_t> wanted(state.resources.size(), 0);
  for (const DeposedObject& object : deposed) {
    wanted[MergedInto(state, state.instances[object.instance].resource)] = 1;
  }
  std::vector<uint32_t> rows;
  for (uint32_t row = 0; row < state.instances.size(); ++row) {
    const Instance& instance = state.instances[row];
    if (IsCurrent(instance) && wanted[MergedInto(state, instance.resource)] != 0) {
      rows.push_back(row);
    }
  }
  std::ranges::sort(rows, ByInstance{state});
  return rows;
}

}  // namespace

std::vector<DeposedObject> FindDeposedObjects(const StateSnapshot& state) {
  std::vector<DeposedObject> deposed;
  for (uint32_t row = 0; row < state.instances.size(); ++row) {
    if (IsDeposed(state, state.instances[row])) deposed.push_back({row, kNoId});
  }
  if (deposed.empty()) return deposed;
  const ByInstance less{state};
  const std::vector<uint32_t> current = CurrentObjectsBeside(state, deposed);
  for (DeposedObject& object : deposed) {
    const auto found = std::ranges::lower_bound(current, object.instance, less);
    if (found != current.end() && !less(object.instance, *found)) object.current = *found;
  }
  return deposed;
}

}  // namespace tfsck
