// SCH rules about what tells an object apart: its id and its identity.
#include <fmt/format.h>

#include <string>
#include <string_view>

#include "analyzers/rule_functions.h"
#include "engine/json/cursor.h"
#include "engine/json/text.h"

namespace tfsck {
namespace {

// Private data of providers made with the legacy SDK, as base64: the whole of `null`, and the
// beginnings of {"schema_version": and {"e2bfb730-ecaa (its timeouts).  Every resource of such a
// provider has an id (terraform-plugin-sdk: helper/schema/resource_data.go, State).
constexpr std::string_view kNullMeta = "bnVsbA==";
constexpr std::string_view kVersionMeta = "eyJzY2hlbWFfdmVyc2lvbiI6";
constexpr std::string_view kTimeoutsMeta = "eyJlMmJmYjczMC1lY2Fh";

bool IsOfLegacySdk(const Instance& instance) {
  const std::string_view meta = instance.private_data;
  return meta == kNullMeta || meta.starts_with(kVersionMeta) || meta.starts_with(kTimeoutsMeta);
}

bool IsObject(std::string_view raw) { return raw.starts_with('{'); }

struct Identity {
  json::Kind kind = json::Kind::kNull;
  std::string id;  // "" where it has none
};

Identity ReadIdentity(std::string_view raw) {
  Identity identity;
  json::Cursor cursor(raw);
  identity.kind = cursor.Peek();
  if (identity.kind != json::Kind::kObject) return identity;
  cursor.SkipObject([&](const json::RawString& key) {
    if (json::Decode(key) != "id" || cursor.Peek() != json::Kind::kString) return false;
    identity.id = json::Decode(cursor.TakeString());
    return true;
  });
  return identity;
}

void CheckIdentityOf(const RuleInput& input, uint32_t row, Reporter& reporter) {
  const StateSnapshot& state = input.state;
  const Instance& instance = state.instances[row];
  const InstanceExtra& extra = state.extras[instance.extra];
  if (extra.identity.empty()) return;
  const Identity identity = ReadIdentity(extra.identity);
  if (identity.kind == json::Kind::kNull) return;
  if (identity.kind != json::Kind::kObject) {
    reporter.ReportInstance(kSCH033, state, row, "identity is not an object");
    return;
  }
  // OpenTofu leaves the number out when the provider gave none.
  if (!extra.has_identity_schema_version && state.family == ToolFamily::kTerraform) {
    reporter.ReportInstance(kSCH033, state, row, "identity stands without identity_schema_version");
  }
  const std::string id = json::Decode({.text = instance.id, .plain = false});
  if (!identity.id.empty() && !id.empty() && identity.id != id) {
    reporter.ReportInstance(kSCH033, state, row, "the id of identity is not the id of attributes");
  }
}

}  // namespace

void CheckIdMissing(const RuleInput& input, Reporter& reporter) {
  const StateSnapshot& state = input.state;
  for (uint32_t row = 0; row < state.instances.size(); ++row) {
    const Instance& instance = state.instances[row];
    if (!instance.id.empty() || !IsOfLegacySdk(instance) || !IsObject(instance.attributes))
      continue;
    // A creation that failed half-way may leave a tainted object without an id.
    if (instance.tainted || state.resources[instance.resource].mode != ResourceMode::kManaged) {
      continue;
    }
    reporter.ReportInstance(kSCH029, state, row, "attributes has no id that is a text");
  }
}

void CheckIdentity(const RuleInput& input, Reporter& reporter) {
  for (uint32_t row = 0; row < input.state.instances.size(); ++row) {
    if (input.state.instances[row].extra != kNoId) CheckIdentityOf(input, row, reporter);
  }
}

}  // namespace tfsck
