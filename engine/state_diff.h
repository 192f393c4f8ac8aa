// StateDiff: what two states hold differently; addresses, names and paths, never values.
//
// Owns its text.  Pure functions, safe from any thread, without recursion.  Linear in the states
// but for sorting their tables: objects are compared by their bytes first, then as the canonical
// writer writes them, and only those that differ are opened.
// What Terraform drops when it reads (resources whose provider address does not parse) is compared
// only where OpenTofu wrote the state and keeps it.
#ifndef TFSCK_ENGINE_STATE_DIFF_H_
#define TFSCK_ENGINE_STATE_DIFF_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/attribute_diff.h"
#include "engine/snapshot_relation.h"
#include "engine/state.h"

namespace tfsck {

template <typename T>
struct BeforeAfter {
  T before{};
  T after{};
};

// One object of a resource instance.
struct ObjectRef {
  std::string address;   // with instance key; canonical
  std::string deposed;   // deposed key, "" for the current object
  std::string type;      // of the resource
  std::string provider;  // canonical configuration address
  ResourceMode mode = ResourceMode::kManaged;
};

// What is different about one object.
struct ChangedParts {
  std::vector<AttributeChange> attributes;
  uint64_t attributes_left_out = 0;
  std::vector<std::string> sensitive_added;  // sensitive paths
  std::vector<std::string> sensitive_removed;
  std::optional<BeforeAfter<uint64_t>> schema_version;
  std::optional<BeforeAfter<bool>> tainted;
  std::optional<BeforeAfter<bool>> create_before_destroy;
  std::vector<std::string> dependencies_added;
  std::vector<std::string> dependencies_removed;
  bool private_data = false;
  bool identity = false;  // Terraform >= 1.12; older ones do not read it
  std::optional<BeforeAfter<std::string>> provider;

  bool any() const;
};

// What means the same and is written otherwise, so that Terraform calls it different.
struct ObjectFormat {
  Respelling attributes;
  bool dependency_order = false;
  bool sensitive_order = false;  // or a path that stands there twice

  bool any() const { return attributes.any() || dependency_order || sensitive_order; }
};

struct ChangedObject {
  ObjectRef object;
  ChangedParts change;
};

// The same provider, type and real id under another address, or as deposed instead of current.
struct MovedObject {
  ObjectRef from;
  ObjectRef to;
  ChangedParts change;  // beside the address; its provider is not compared
};

struct ReformattedObject {
  ObjectRef object;
  ObjectFormat format;
};

struct OutputDiff {
  enum class Kind : uint8_t { kAdded, kRemoved, kChanged };
  std::string name;
  Kind kind = Kind::kChanged;
  bool value = false;  // kChanged: these differ
  bool type = false;
  std::optional<BeforeAfter<bool>> sensitive;
};

struct CheckDiff {
  enum class Kind : uint8_t { kAdded, kRemoved, kChanged };
  std::string check_kind;  // resource, output, check, var
  std::string address;
  Kind kind = Kind::kChanged;
  BeforeAfter<CheckStatus> status;  // where there is one
  uint64_t objects = 0;  // kChanged: objects added, removed, of another status or message
};

struct DiffMetadata {
  uint64_t format_version = 0;
  std::string tool_version;
  ToolFamily family = ToolFamily::kUnknown;
  uint64_t serial = 0;
  std::string lineage;
  uint64_t objects = 0;  // of resource instances, deposed ones too
  uint64_t outputs = 0;
};

struct StateDiff {
  BeforeAfter<DiffMetadata> metadata;
  SnapshotRelation relation = SnapshotRelation::kEqual;  // of `after` to `before`

  // In `terraform state list` order.
  std::vector<ObjectRef> added;
  std::vector<ObjectRef> removed;
  std::vector<ChangedObject> changed;
  std::vector<MovedObject> moved;
  std::vector<ReformattedObject> reformatted;
  uint64_t unchanged = 0;  // objects, reformatted ones not among them
  // Addresses of resources without any instance, which Terraform keeps in the state.
  std::vector<std::string> empty_resources_added;
  std::vector<std::string> empty_resources_removed;
  std::vector<OutputDiff> outputs;  // by name
  std::vector<CheckDiff> checks;    // by address

  bool check_order = false;  // the same check results, in another order
  bool same_bytes = false;   // of the documents
  // Terraform calls the two equal: outputs, resources and check results are the same text when it
  // writes them.  The order of check results is left out: Terraform writes it at random, so its
  // own answer is a matter of luck where there are several (`lucky`).
  bool terraform_equal = false;
  bool lucky = false;

  // Whether the two hold something different: format and metadata do not count.
  bool Differs() const;
};

// The name of the one real thing an object stands for, "" where none is known.
using RealName = std::string_view (*)(const StateSnapshot& state, const Instance& object);

// REQUIRES before.Readable() && after.Readable().
StateDiff DiffStates(const StateSnapshot& before, const StateSnapshot& after, RealName real_name);

// Whether Terraform's comparison of the state with itself is a matter of luck: it writes check
// results, and the objects of each, in the random order of a Go map (shared facts 1.3).
bool HasRandomOrder(const StateSnapshot& state);

}  // namespace tfsck

#endif  // TFSCK_ENGINE_STATE_DIFF_H_
