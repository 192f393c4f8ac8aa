#include "engine/state_list.h"

#include <algorithm>

namespace tfsck {
namespace {

ResourceInstanceView View(const StateSnapshot& state, uint32_t row) {
  const Instance& instance = state.instances[row];
  const Resource& resource = state.resources[instance.resource];
  return {&state.modules[resource.module].address, resource.mode, resource.type, resource.name,
          instance.key};
}

}  // namespace

bool HoldsResource(const StateSnapshot& state, const Resource& resource, ToolFamily tool) {
  if (!resource.readable) return false;
  if (!resource.dropped) return true;
  const bool on_instances = resource.provider != kNoId && state.providers[resource.provider].parsed;
  return tool == ToolFamily::kOpenTofu && on_instances;
}

std::vector<uint32_t> AllObjectsInListOrder(const StateSnapshot& state, ToolFamily tool) {
  std::vector<uint32_t> rows;
  for (const Resource& resource : state.resources) {
    if (!HoldsResource(state, resource, tool)) continue;
    for (uint32_t i = 0; i < resource.instance_count; ++i) {
      rows.push_back(resource.first_instance + i);
    }
  }
  std::sort(rows.begin(), rows.end(), [&](uint32_t a, uint32_t b) {
    const ResourceInstanceView x = View(state, a);
    const ResourceInstanceView y = View(state, b);
    if (StateListLess(x, y)) return true;
    if (StateListLess(y, x)) return false;
    return state.instances[a].deposed < state.instances[b].deposed;
  });
  return rows;
}

std::vector<uint32_t> ListedInstances(const StateSnapshot& state, ToolFamily tool) {
  std::vector<uint32_t> rows = AllObjectsInListOrder(state, tool);
  const auto same_instance = [&](uint32_t a, uint32_t b) {
    return !StateListLess(View(state, a), View(state, b));  // they are sorted
  };
  rows.erase(std::unique(rows.begin(), rows.end(), same_instance), rows.end());
  return rows;
}

}  // namespace tfsck
