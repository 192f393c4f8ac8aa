// VersionDelta: what happened to the objects of a state between two of its versions.
//
// By address and canonical hash, so no value is ever held.  Pure; thread-safe; owns its text.
// Cost: linear in the objects of both versions.
#ifndef TFSCK_ENGINE_VERSION_DELTA_H_
#define TFSCK_ENGINE_VERSION_DELTA_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/version_record.h"

namespace tfsck {

enum class ObjectChange : uint8_t {
  kAdded,
  kRemoved,
  kChanged,   // other content or provider, the same real object as far as its id tells
  kReplaced,  // the same address, another real id
  kMoved,     // the same provider, type and real id under another address
};

struct ObjectDelta {
  ObjectChange change = ObjectChange::kChanged;
  std::string address;  // in the later version; of a removed one in the earlier
  std::string former;   // kMoved: its address in the earlier version
  std::string deposed;  // deposed key; "" for the current object
  std::string type;
  uint32_t module_size = 0;  // bytes of `address` that name the module
  bool managed = true;       // false: a data source
  Hash128 real_id;           // of a removed one the former; zero where there is none
};

// An object whose metadata went where it should not, or where somebody should know.
struct ObjectShift {
  std::string address;
  std::string before;
  std::string after;
};

struct VersionDelta {
  // Managed objects, current ones only; `objects` has the others too.
  uint64_t added = 0;
  uint64_t removed = 0;
  uint64_t changed = 0;
  uint64_t replaced = 0;
  uint64_t moved = 0;

  std::vector<ObjectDelta> objects;           // by address, then deposed key
  std::vector<ObjectShift> schema_lowered;    // schema_version went down
  std::vector<ObjectShift> provider_changed;  // another provider source, aliases do not count
  std::vector<DanglingDependency> dropped;    // resources gone while dependents still name them

  bool Empty() const { return objects.empty(); }
};

// From `before` to `after`.  REQUIRES that both are readable.
VersionDelta CompareVersions(const VersionRecord& before, const VersionRecord& after);

// The source in a canonical provider address, without module and alias:
// registry.terraform.io/hashicorp/aws.
std::string_view SourceOfProvider(std::string_view provider);

}  // namespace tfsck

#endif  // TFSCK_ENGINE_VERSION_DELTA_H_
