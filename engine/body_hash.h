// Hashes of what a state holds: equal exactly where the canonical writer writes the same, so where
// Terraform calls two states, or two objects, equal; but for the order of check results.  For
// OpenTofu what only it holds counts too.
//
// Nothing is written for it: attributes are hashed without their white space, and each dependency
// list once, however many objects share it.
// Pure; thread-safe.  Cost: about a tenth of writing the state.
#ifndef TFSCK_ENGINE_BODY_HASH_H_
#define TFSCK_ENGINE_BODY_HASH_H_

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/base/hash.h"
#include "engine/state.h"

namespace tfsck {

struct BodyHashes {
  Hash128 body;                  // outputs, resources and check results
  std::vector<Hash128> objects;  // by row of instances: each without its key and deposed key
};

// Remembers the hashes of attributes by their bytes, for states that have most objects in common:
// the versions of a history.  Not thread-safe; at most 262,144 are remembered.
class AttributeHashes {
 public:
  // The hash of `raw` without its white space.
  Hash128 HashOf(std::string_view raw);
  // The hash of raw sensitive paths in canonical form; "" and null are as [].
  Hash128 HashOfPaths(std::string_view raw);

 private:
  struct Self {
    size_t operator()(const Hash128& hash) const { return hash.low; }
  };
  std::unordered_map<Hash128, Hash128, Self> known_;
  std::unordered_map<Hash128, Hash128, Self> known_paths_;
  std::string text_;
};

// What `tool` holds of the state (engine/state_list.h, HoldsResource); other objects have no hash.
// REQUIRES state.Readable().
BodyHashes HashBody(const StateSnapshot& state, ToolFamily tool,
                    AttributeHashes* attributes = nullptr);

// The body's hash for Terraform.
Hash128 BodyHash(const StateSnapshot& state);

}  // namespace tfsck

#endif  // TFSCK_ENGINE_BODY_HASH_H_
