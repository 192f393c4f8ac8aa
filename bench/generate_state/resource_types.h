// The table of resource types that the generator knows: real names, value kinds and sensitivity.
//
// Immutable after the first call; any number of threads may read it.  The notation of the rows is
// described in extract_schema.py.
#ifndef TFSCK_BENCH_GENERATE_STATE_RESOURCE_TYPES_H_
#define TFSCK_BENCH_GENERATE_STATE_RESOURCE_TYPES_H_

#include <cstdint>
#include <string_view>
#include <vector>

namespace tfsck::bench {

struct Attribute;

struct ValueType {
  char code = 's';                 // s n b d [ ( < {
  bool once = false;               // a block that may be given once
  std::vector<ValueType> element;  // one, for [ ( <
  std::vector<Attribute> members;  // for {, in written order
};

struct Attribute {
  std::string_view name;
  bool required = false;
  bool computed = false;
  bool optional = false;
  bool sensitive = false;
  bool write_only = false;
  ValueType type;
};

struct ResourceType {
  std::string_view mode;  // managed or data
  std::string_view name;
  std::string_view provider;  // last part of the provider's source
  uint64_t schema_version = 0;
  std::vector<Attribute> attributes;
  double weight = 1;  // how common it is
  uint8_t layer = 2;  // 0 foundations .. 5 leaves: depends on lower layers only
  bool has_timeouts = false;
  bool has_private = true;  // written with the plugin SDK, which stores private bytes
};

const std::vector<ResourceType>& ResourceTypes();

}  // namespace tfsck::bench

#endif  // TFSCK_BENCH_GENERATE_STATE_RESOURCE_TYPES_H_
