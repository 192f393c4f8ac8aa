// Where the attributes of two objects differ: paths, never values.
//
// Pure functions, safe from any thread, without recursion; results own their text.  All `json`
// must be one whole JSON value with 64 readable bytes behind it.  Cost: a tape of both (32 bytes
// for each value), and no more than what differs is opened.
#ifndef TFSCK_ENGINE_ATTRIBUTE_DIFF_H_
#define TFSCK_ENGINE_ATTRIBUTE_DIFF_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/sensitive_paths.h"

namespace tfsck {

struct AttributeChange {
  enum class Kind : uint8_t { kChanged, kAdded, kRemoved };
  Kind kind = Kind::kChanged;
  // tags["Name"], ingress[0].cidr_blocks; "" is all of the attributes.  Members of the top level
  // and of elements of a list are written as attributes, all others as keys: without the
  // provider's schema nobody can tell.
  std::string path;
};

// Ways in which text differs and means the same.  Terraform compares the text.
struct Respelling {
  bool key_order = false;      // of one object
  bool numbers = false;        // 1 and 1.0
  bool strings = false;        // escapes
  bool repeated_keys = false;  // all but the last count for nothing

  bool any() const { return key_order || numbers || strings || repeated_keys; }
};

struct AttributeDiff {
  // By path, as they stand after sorting keys; lists element by element, once what begins and ends
  // alike is set aside.
  std::vector<AttributeChange> changes;
  uint64_t left_out = 0;  // beyond kMostChanges
  Respelling respelled;   // where the values are the same

  static constexpr size_t kMostChanges = 1000;
};

// Compares two values of `attributes`, or of `attributes_flat`.  Deeper than 64 levels a change is
// said of the container.
AttributeDiff DiffAttributes(std::string_view before, std::string_view after);

// A sensitive path in the same words.  A key that is no string or number is an element of a set,
// which may be the secret itself: [...].
std::string PathText(const SensitivePath& path);

}  // namespace tfsck

#endif  // TFSCK_ENGINE_ATTRIBUTE_DIFF_H_
