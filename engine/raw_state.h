// The state document as Go's structs hold it after decoding, before anything is interpreted.
//
// Field for field TF: internal/states/statefile/version4.go (stateV4 and below) with the fields
// that OpenTofu and newer Terraforms add.  Text is decoded; raw messages are spans of the document.
#ifndef TFSCK_ENGINE_RAW_STATE_H_
#define TFSCK_ENGINE_RAW_STATE_H_

#include <cstdint>
#include <string_view>
#include <utility>

#include "engine/go_slice.h"

namespace tfsck {

struct RawIndexKey {
  enum class Kind : uint8_t { kNone, kNumber, kString, kOther };
  Kind kind = Kind::kNone;
  std::string_view text;  // kNumber: as written; kString: decoded; kOther: the JSON kind's name
  uint64_t offset = 0;
};

struct RawDependency {
  std::string_view text;  // decoded; "" for a null that had nothing to keep
  uint64_t offset = 0;
};

struct RawInstance {
  RawIndexKey index_key;
  std::string_view status;
  uint64_t status_offset = 0;
  std::string_view deposed;
  uint64_t deposed_offset = 0;
  std::string_view provider;
  bool has_provider = false;
  uint64_t schema_version = 0;
  std::string_view attributes;  // raw; "" when absent
  uint64_t attributes_offset = 0;
  std::string_view id;  // see Instance::id
  std::string_view unique_name;
  std::string_view attributes_flat;
  std::string_view sensitive_attributes;
  uint64_t sensitive_offset = 0;
  std::string_view identity;
  uint64_t identity_schema_version = 0;
  bool has_identity_schema_version = false;
  std::string_view private_data;  // canonical base64 of the bytes
  std::string_view dependencies;  // raw array when the key stood once; else see merged_dependencies
  uint64_t dependencies_offset = 0;
  bool dependencies_merged = false;
  GoSlice<RawDependency> merged_dependencies;
  std::string_view depends_on;
  bool create_before_destroy = false;
  bool skip_destroy = false;
  uint64_t offset = 0;
  uint64_t size = 0;
};

struct RawResource {
  std::string_view module;
  uint64_t module_offset = 0;
  std::string_view mode;
  std::string_view type;
  std::string_view name;
  std::string_view provider;
  bool has_provider = false;  // the key is there and not null
  uint64_t provider_offset = 0;
  GoSlice<RawInstance> instances;
  bool wrong_kind = false;  // neither object nor null: refused before it is interpreted
  uint64_t offset = 0;
  uint64_t size = 0;

  // As new, keeping the memory.
  void Reset() {
    GoSlice<RawInstance> kept = std::move(instances);
    kept.Clear();
    *this = RawResource();
    instances = std::move(kept);
  }
};

struct RawOutput {
  std::string_view name;
  std::string_view value;  // raw; "" when absent
  std::string_view type;   // raw; "" when absent
  bool sensitive = false;
  std::string_view deprecated;
  uint64_t offset = 0;
};

struct RawText {
  std::string_view text;
};

struct RawCheckObject {
  std::string_view object_addr;
  std::string_view status;
  GoSlice<RawText> failure_messages;
  uint64_t offset = 0;
};

struct RawCheck {
  std::string_view object_kind;
  std::string_view config_addr;
  std::string_view status;
  GoSlice<RawCheckObject> objects;
  uint64_t offset = 0;
};

}  // namespace tfsck

#endif  // TFSCK_ENGINE_RAW_STATE_H_
