// Where to point when a finding is about a resource of the dependency graph.
#ifndef TFSCK_ANALYZERS_HUB_TEXT_H_
#define TFSCK_ANALYZERS_HUB_TEXT_H_

#include <cstdint>
#include <vector>

#include "engine/state.h"

namespace tfsck {

// First row of resources per row of hubs; kNoId where the state has none.
inline std::vector<uint32_t> FirstResourceOfHub(const StateSnapshot& state) {
  std::vector<uint32_t> first(state.hubs.size(), kNoId);
  for (uint32_t row = 0; row < state.resources.size(); ++row) {
    const uint32_t hub = state.resources[row].hub;
    if (hub != kNoId && first[hub] == kNoId) first[hub] = row;
  }
  return first;
}

// Offset of the first block of the hub; 0 where the state has none.
inline uint64_t HubOffset(const StateSnapshot& state, const std::vector<uint32_t>& first,
                          uint32_t hub) {
  return first[hub] == kNoId ? 0 : state.resources[first[hub]].offset;
}

}  // namespace tfsck

#endif  // TFSCK_ANALYZERS_HUB_TEXT_H_
