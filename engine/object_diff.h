// Two objects of resource instances, side by side.  Part of engine/state_diff.h.
#ifndef TFSCK_ENGINE_OBJECT_DIFF_H_
#define TFSCK_ENGINE_OBJECT_DIFF_H_

#include "engine/state_diff.h"

namespace tfsck {

struct ObjectDiff {
  ChangedParts change;
  ObjectFormat format;
};

// Compares objects of two states, which must outlive it.  Not thread-safe: it keeps buffers.
class ObjectComparer {
 public:
  ObjectComparer(const StateSnapshot& before, const StateSnapshot& after);

  // Whether the canonical writer writes the two alike, and their identity is the same.
  bool Same(const Instance& before, const Instance& after);

  // What is different about them; the provider is not looked at.
  ObjectDiff Diff(const Instance& before, const Instance& after) const;

 private:
  bool SameBytes(const Instance& before, const Instance& after) const;

  const StateSnapshot& before_;
  const StateSnapshot& after_;
  bool trust_bytes_;  // what stands alike means alike
  std::string before_text_;
  std::string after_text_;
};

}  // namespace tfsck

#endif  // TFSCK_ENGINE_OBJECT_DIFF_H_
