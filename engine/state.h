// StateSnapshot: one version of one state, as Terraform's reader understands it, and what is odd
// about the document it came from.
//
// Flat tables with 32-bit ids; text is a view into the document or into the snapshot's arena.
// Attribute values stay raw JSON spans until somebody asks.  Immutable after reading; any number of
// threads may read it.  Movable, not copyable; owns the document's bytes.
// Memory: about 130 bytes per instance beside the document.
#ifndef TFSCK_ENGINE_STATE_H_
#define TFSCK_ENGINE_STATE_H_

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/address.h"
#include "engine/base/arena.h"
#include "engine/format_fact.h"
#include "engine/provider_address.h"

namespace tfsck {

// A module instance that holds resources.  modules[0] is always the root module.
struct Module {
  std::string_view text;         // canonical: module.a["k"].module.b; "" for the root
  std::string_view static_text;  // the same without instance keys
  ModuleAddress address;
};

// A provider configuration as a resource names it.
struct Provider {
  std::string_view text;  // canonical: provider["registry.terraform.io/hashicorp/aws"].west
  std::string_view raw;   // as written
  ProviderAddress address;
  bool parsed = false;   // false: Terraform drops the resource silently
  bool crashes = false;  // or panics over the text
};

// A resource without any instance key, module steps included: what dependencies name, and the hub
// vertex of the DependencyGraph (vertex id == row).
struct HubResource {
  std::string_view text;    // canonical: module.m.data.aws_ami.x
  std::string_view module;  // static module text
  ResourceMode mode = ResourceMode::kManaged;
  std::string_view type;
  std::string_view name;
  bool in_state = false;  // false: only named by dependencies (dangling)
};

// One element of the document's `resources`, in document order.
struct Resource {
  uint32_t module = 0;        // row of modules
  uint32_t provider = kNoId;  // row of providers; kNoId: named on the instances (OpenTofu)
  uint32_t hub = kNoId;       // row of hubs; kNoId where !readable
  uint32_t same_as = kNoId;   // first block with the same absolute address, itself if first
  ResourceMode mode = ResourceMode::kManaged;
  bool readable = true;  // false: mode or module is bad, so the whole file is refused
  bool dropped = false;  // Terraform forgets this block silently (unparsable provider)
  std::string_view type;
  std::string_view name;
  uint32_t first_instance = 0;  // rows [first_instance, first_instance + instance_count)
  uint32_t instance_count = 0;
  uint64_t offset = 0;  // of its opening brace
  uint64_t size = 0;    // bytes from brace to brace
};

// Fields that hardly any instance has.
struct InstanceExtra {
  std::string_view attributes_flat;  // raw JSON object of strings; "" when absent
  std::string_view identity;         // raw JSON
  uint64_t identity_schema_version = 0;
  bool has_identity_schema_version = false;
  std::string_view provider;    // OpenTofu: provider instance address as written
  bool skip_destroy = false;    // OpenTofu >= 1.12
  std::string_view depends_on;  // raw JSON array (0.12, OpenTofu 1.13)
};

// One object of a resource instance: the current one or a deposed one.
struct Instance {
  uint32_t resource = kNoId;     // row of resources
  uint32_t dependency_list = 0;  // row for StateSnapshot::Dependencies
  uint32_t extra = kNoId;        // row of extras
  InstanceKey key;
  bool tainted = false;
  bool create_before_destroy = false;
  bool refused = false;      // Terraform refuses the file because of this object
  bool duplicate = false;    // an earlier object has the same address (and deposed key)
  std::string_view deposed;  // deposed key; "" for the current object
  uint64_t schema_version = 0;
  std::string_view attributes;            // raw JSON; "" when the key is absent; may be `null`
  std::string_view sensitive_attributes;  // raw JSON; "" when absent or null
  std::string_view private_data;          // base64 text, canonical; "" when empty
  std::string_view id;           // raw text between the quotes of attributes.id; "" if none
  std::string_view unique_name;  // likewise of attributes.arn, else .self_link
  uint64_t offset = 0;           // of its opening brace
  uint64_t size = 0;
};

struct Output {
  std::string_view name;   // decoded
  std::string_view value;  // raw JSON
  std::string_view type;   // raw JSON
  bool sensitive = false;
  bool refused = false;         // type or value is bad: the whole file is refused
  std::string_view deprecated;  // decoded; OpenTofu >= 1.10
  uint64_t offset = 0;          // of its key
};

enum class CheckStatus : uint8_t { kUnknown, kPass, kFail, kError };

struct CheckObject {
  std::string_view address;  // canonical
  CheckStatus status = CheckStatus::kUnknown;
  std::string_view status_text;                    // as written, decoded
  std::vector<std::string_view> failure_messages;  // decoded
  uint64_t offset = 0;
};

struct CheckResult {
  std::string_view kind;     // resource, output, check, var
  std::string_view address;  // canonical
  CheckStatus status = CheckStatus::kUnknown;
  std::string_view status_text;
  std::vector<CheckObject> objects;
  uint64_t offset = 0;
};

// Which program wrote the document, as far as the document tells.
enum class ToolFamily : uint8_t { kUnknown, kTerraform, kOpenTofu };
std::string_view FamilyId(ToolFamily family);  // "unknown", "terraform", "opentofu"

struct StateSnapshot {
  StateSnapshot() = default;
  StateSnapshot(StateSnapshot&&) = default;
  StateSnapshot& operator=(StateSnapshot&&) = default;

  // ---- metadata ----
  uint64_t format_version = 4;    // of the document: 1..4
  std::string_view tool_version;  // terraform_version, decoded; "" if absent
  uint64_t serial = 0;
  std::string_view lineage;                    // decoded
  ToolFamily family = ToolFamily::kTerraform;  // of the writer; guessed, see GuessFamily in the .cc
  bool indented = true;                        // false: one line, as OpenTofu 1.8-1.12 writes
  bool has_check_results = false;              // the key is there (null counts)

  // ---- tables ----
  std::vector<Module> modules;
  std::vector<Provider> providers;
  std::vector<HubResource> hubs;
  std::vector<Resource> resources;
  std::vector<Instance> instances;
  std::vector<InstanceExtra> extras;
  std::vector<Output> outputs;      // in document order, repeated names merged
  std::vector<CheckResult> checks;  // in document order; kinds that Terraform drops are left out
  // CSR of distinct dependency lists: rows of hubs in stored order.  List 0 is empty.
  std::vector<uint32_t> dependency_lists{0, 0};
  std::vector<uint32_t> dependency_rows;

  std::vector<FormatFact> facts;  // by offset

  // Rows of hubs that the list names, in stored order.
  std::span<const uint32_t> Dependencies(uint32_t list) const {
    return std::span(dependency_rows)
        .subspan(dependency_lists[list], dependency_lists[list + 1] - dependency_lists[list]);
  }
  std::span<const Instance> InstancesOf(const Resource& resource) const {
    return std::span(instances).subspan(resource.first_instance, resource.instance_count);
  }
  // True where Terraform reads the file at all: no fact is `refused`.
  bool Readable() const;

  // module.m["k"].aws_vpc.main[0]; with `deposed`, no suffix: addresses have none (facts 2.1).
  std::string InstanceAddress(uint32_t instance) const;
  std::string ResourceAddressText(uint32_t resource) const;  // without instance key

  // ---- bytes ----
  std::string_view document;          // what offsets count in
  std::shared_ptr<const void> owner;  // keeps `document` alive
  Arena arena;                        // decoded and canonical text
};

}  // namespace tfsck

#endif  // TFSCK_ENGINE_STATE_H_
