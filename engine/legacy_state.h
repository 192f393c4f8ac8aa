// Old states in memory: what Go's decoder makes of a document of version 1, 2 or 3.
//
// Internal to state_upgrade.  Repeated keys are merged as encoding/json merges them: scalars take
// the last value that is not null, arrays decode into the elements that are there, maps gain
// entries, pointers are followed, null empties slices, maps and pointers.
// Views and node numbers refer to the tape, which must outlive the state.
// Source: TF v1.11.4 internal/states/statefile/version{1,2,3}.go.
#ifndef TFSCK_ENGINE_LEGACY_STATE_H_
#define TFSCK_ENGINE_LEGACY_STATE_H_

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <unordered_map>
#include <utility>
#include <vector>

#include "engine/go_slice.h"
#include "engine/json/tape.h"

namespace tfsck {

// A Go map that remembers the order in which its keys came, for results that do not vary.
template <typename T>
class GoMap {
 public:
  bool null() const { return null_; }
  void Clear() {
    index_.clear();
    entries_.clear();
    null_ = true;
  }
  void Touch() { null_ = false; }
  // Sets an entry anew, as Go does with every entry it decodes.
  void Set(std::string key, T value) {
    const auto [at, added] = index_.try_emplace(key, entries_.size());
    if (added) {
      entries_.emplace_back(std::move(key), std::move(value));
    } else {
      entries_[at->second].second = std::move(value);
    }
  }
  const std::vector<std::pair<std::string, T>>& entries() const { return entries_; }

 private:
  bool null_ = true;
  std::unordered_map<std::string, size_t> index_;
  std::vector<std::pair<std::string, T>> entries_;
};

// One object of a resource instance.
struct LegacyObject {
  std::string id;
  GoMap<std::string> attributes;
  GoMap<uint32_t> meta;  // nodes; in version 1 strings or null, which stands for ""
  bool tainted = false;
  uint64_t offset = 0;
};

// One instance of a resource; its key is `type.name` or `type.name.N`, with `data.` before it.
struct LegacyResource {
  std::string provider;
  std::unique_ptr<LegacyObject> primary;
  GoSlice<std::unique_ptr<LegacyObject>> deposed;
  uint64_t offset = 0;  // of the key
};

struct LegacyOutput {
  bool sensitive = false;
  std::optional<uint32_t> value;  // node; nothing is null
  uint64_t offset = 0;            // of the key
};

struct LegacyModule {
  GoSlice<std::string> path;
  bool has_path = false;  // false: absent or null
  GoMap<std::unique_ptr<LegacyOutput>> outputs;
  GoMap<std::unique_ptr<LegacyResource>> resources;
};

struct LegacyState {
  std::string terraform_version;
  int64_t serial = 0;
  std::string lineage;
  GoSlice<std::unique_ptr<LegacyModule>> modules;
};

// Decodes a document of that version.  The error is Terraform's "summary: detail" for the first
// field that does not fit; Go decodes on, but the result is not used.
tl::expected<LegacyState, std::string> ReadLegacyState(const json::Tape& tape, uint64_t version);

}  // namespace tfsck

#endif  // TFSCK_ENGINE_LEGACY_STATE_H_
