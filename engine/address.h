// Addresses of modules, resources and instances: parsing, canonical text, orders.
//
// Parsers accept exactly the texts that Terraform 1.11.4 accepts and return values that own their
// text; an error carries Terraform's own diagnostic.  Pure functions, safe from any thread, linear
// in the text, without recursion.  Callers that see one text often should keep the result.
// Source: TF:internal/addrs/{instance_key,module_instance,resource,parse_target}.go.
#ifndef TFSCK_ENGINE_ADDRESS_H_
#define TFSCK_ENGINE_ADDRESS_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "engine/hcl_problems.h"

namespace tfsck {

// The key of one instance of a resource or module: none, a count index or a for_each key.
struct InstanceKey {
  enum class Kind : uint8_t { kNone, kInt, kString };
  Kind kind = Kind::kNone;
  int64_t number = 0;     // kInt
  std::string_view text;  // kString; the caller keeps it alive
};
bool operator==(const InstanceKey& a, const InstanceKey& b);

// <0, 0 or >0: none before numbers before strings, as `terraform state list` sorts (TF:
// InstanceKeyLess).
int Compare(const InstanceKey& a, const InstanceKey& b);

// Appends [3] or ["key"], quoted and escaped as HCL reads it back, nothing for no key.
void AppendInstanceKey(const InstanceKey& key, std::string* out);

enum class ResourceMode : uint8_t {
  kManaged,
  kData,
  kEphemeral,  // never in a state, but a dependency may name one
};

struct ModuleStep {
  std::string name;
  InstanceKey::Kind kind = InstanceKey::Kind::kNone;
  int64_t number = 0;
  std::string key;

  // A view into this step.
  InstanceKey instance_key() const { return {kind, number, key}; }
};

// A module instance; no steps is the root module.
struct ModuleAddress {
  std::vector<ModuleStep> steps;

  bool HasKeys() const;
};
bool operator==(const ModuleAddress& a, const ModuleAddress& b);

// <0, 0 or >0 in the order of `terraform state list`: fewer steps first, then step by step name and
// key (TF: ModuleInstance.Less).
int Compare(const ModuleAddress& a, const ModuleAddress& b);

// Canonical text, "" for the root module.
std::string ToString(const ModuleAddress& module);

// The same without instance keys: the module as the configuration names it.
std::string ToStaticString(const ModuleAddress& module);

// A resource, or one instance of it.
struct ResourceAddress {
  ModuleAddress module;
  ResourceMode mode = ResourceMode::kManaged;
  std::string type;
  std::string name;
  InstanceKey::Kind key_kind = InstanceKey::Kind::kNone;
  int64_t key_number = 0;
  std::string key_text;

  // A view into this address.
  InstanceKey instance_key() const { return {key_kind, key_number, key_text}; }
};
std::string ToString(const ResourceAddress& address);

// The same without any instance key.
std::string ToStaticString(const ResourceAddress& address);

// Appends `[data.|ephemeral.]type.name` (TF: Resource.String).
void AppendResource(ResourceMode mode, std::string_view type, std::string_view name,
                    std::string* out);

// One instance seen through views, for sorting millions without copies.
struct ResourceInstanceView {
  const ModuleAddress* module = nullptr;  // not null
  ResourceMode mode = ResourceMode::kManaged;
  std::string_view type;
  std::string_view name;
  InstanceKey key;
};

// Whether `a` stands before `b` in `terraform state list`: module, data before managed, type, name,
// key.  A strict weak order (TF: AbsResourceInstance.Less).
bool StateListLess(const ResourceInstanceView& a, const ResourceInstanceView& b);

// Parses `resources[].module`; the empty text is not an address (TF: ParseModuleInstanceStr).
tl::expected<ModuleAddress, AddressError> ParseModuleAddress(std::string_view text);

// A resource without any instance key, as dependencies are kept.
struct StaticResource {
  std::string module;  // static text, "" for the root module
  ResourceMode mode = ResourceMode::kManaged;
  std::string type;
  std::string name;
  bool had_module_keys = false;  // Terraform drops them
  bool canonical = true;         // the text is what Terraform would write back
};
std::string ToString(const StaticResource& resource);

// Parses one element of `dependencies` (TF: ParseAbsResourceStr, then AbsResource.Config).
tl::expected<StaticResource, AddressError> ParseDependency(std::string_view text);

// What an address typed by a person selects.
struct Target {
  enum class Kind : uint8_t {
    kModule,    // address.module and all modules below it
    kResource,  // all instances of the resource
    kInstance,  // one instance
  };
  Kind kind = Kind::kModule;
  ResourceAddress address;
};

// Parses the argument of `terraform state list ADDR` (TF: ParseTargetStr).
tl::expected<Target, AddressError> ParseTarget(std::string_view text);

// Parses an address that must name a resource instance; one without a key names the instance
// without a key (TF: ParseAbsResourceInstanceStr).
tl::expected<ResourceAddress, AddressError> ParseResourceInstanceAddress(std::string_view text);

}  // namespace tfsck

#endif  // TFSCK_ENGINE_ADDRESS_H_
