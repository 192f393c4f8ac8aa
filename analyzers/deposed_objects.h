// Deposed objects and the current objects they stand beside.
#ifndef TFSCK_ANALYZERS_DEPOSED_OBJECTS_H_
#define TFSCK_ANALYZERS_DEPOSED_OBJECTS_H_

#include <cstdint>
#include <vector>

#include "engine/state.h"

namespace tfsck {

struct DeposedObject {
  uint32_t instance = kNoId;  // row of instances
  uint32_t current = kNoId;  // row of the current object of the same instance; kNoId: there is none
};

// Every deposed object of managed resources that Terraform reads, in document order.  Cost: one
// pass over the instances; O(n log n) in the objects of resources that have deposed ones.
std::vector<DeposedObject> FindDeposedObjects(const StateSnapshot& state);

}  // namespace tfsck

#endif  // TFSCK_ANALYZERS_DEPOSED_OBJECTS_H_
