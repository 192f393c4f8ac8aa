// The instances of a state in the order and to the extent of `terraform state list`.
#ifndef TFSCK_ENGINE_STATE_LIST_H_
#define TFSCK_ENGINE_STATE_LIST_H_

#include <cstdint>
#include <vector>

#include "engine/state.h"

namespace tfsck {

// Whether the tool holds this block at all: Terraform drops those whose provider it cannot read,
// OpenTofu only where the instances name none either.
bool HoldsResource(const StateSnapshot& state, const Resource& resource, ToolFamily tool);

// One row of instances per listed instance: its current object, else its first deposed one, sorted
// by module depth, data before managed, type, name, key.  Blocks that Terraform drops are left out;
// with `tool` OpenTofu those that keep their provider on the instances are in.
// Source: TF: internal/command/state_list.go, addrs AbsResourceInstance.Less.
std::vector<uint32_t> ListedInstances(const StateSnapshot& state, ToolFamily tool);

// The same with every object: the deposed ones of an instance follow its current one.
std::vector<uint32_t> AllObjectsInListOrder(const StateSnapshot& state, ToolFamily tool);

}  // namespace tfsck

#endif  // TFSCK_ENGINE_STATE_LIST_H_
