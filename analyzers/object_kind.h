// Which objects a rule counts: small predicates that several rules share.
#ifndef TFSCK_ANALYZERS_OBJECT_KIND_H_
#define TFSCK_ANALYZERS_OBJECT_KIND_H_

#include "engine/state.h"

namespace tfsck {

// Whether the row is the current object of its instance, and Terraform reads it as such.
inline bool IsCurrent(const Instance& instance) {
  return instance.deposed.empty() && !instance.duplicate && !instance.refused;
}

// Row of the block that Terraform merges the resource into: its own unless it is a second block.
inline uint32_t MergedInto(const StateSnapshot& state, uint32_t resource) {
  const uint32_t first = state.resources[resource].same_as;
  return first == kNoId ? resource : first;
}

// Whether the row is the first of its block with this instance key, so that a rule about keys
// speaks once of an instance and not of each of its deposed objects.
inline bool IsFirstOfKey(const StateSnapshot& state, uint32_t instance) {
  if (instance == 0) return true;
  const Instance& before = state.instances[instance - 1];
  const Instance& here = state.instances[instance];
  return before.resource != here.resource || !(before.key == here.key);
}

}  // namespace tfsck

#endif  // TFSCK_ANALYZERS_OBJECT_KIND_H_
