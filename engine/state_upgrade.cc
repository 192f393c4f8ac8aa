#include "engine/state_upgrade.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <span>
#include <unordered_map>
#include <utility>

#include "engine/base/arena.h"
#include "engine/go_value.h"
#include "engine/identifier.h"
#include "engine/legacy_address.h"
#include "engine/legacy_output.h"
#include "engine/legacy_provider.h"
#include "engine/legacy_state.h"
#include "engine/state_upgrade_model.h"
#include "engine/unicode_text.h"

namespace tfsck {
namespace {

using json::Kind;
using json::Tape;

constexpr const char* kNilPointer =
    "runtime error: invalid memory address or nil pointer dereference";

std::string Quoted(std::string_view text) {
  std::string out;
  AppendGoQuoted(text, &out);
  return out;
}

// As Go's %#v prints a []string.
std::string GoSyntax(const LegacyModule& module) {
  if (!module.has_path) return "[]string(nil)";
  std::string out;
  for (const std::string& name : module.path.elements()) {
    out += (out.empty() ? "" : ", ") + Quoted(name);
  }
  return "[]string{" + out + "}";
}

class Upgrader {
 public:
  Upgrader(const Tape& tape, uint64_t version) : tape_(tape), version_(version) {}

  tl::expected<UpgradedState, UpgradeRefusal> Upgrade(const LegacyState& old) {
    if (version_ < 3 && !PassesVersion2(old)) return Refused();
    if (!State(old)) return Refused();
    return WriteUpgraded(std::move(model_));
  }

 private:
  bool Fail(std::string reason) {
    refusal_ = {
        "State format upgrade failed: Error upgrading state file format from version 3 to "
        "version 4: " +
            std::move(reason) + ".",
        false};
    return false;
  }
  bool Panic() {
    refusal_ = {kNilPointer, true};
    return false;
  }
  tl::unexpected<UpgradeRefusal> Refused() { return tl::unexpected(std::move(refusal_)); }

  // The step from version 2 to 3 walks everything, and crashes on null (TF: upgradeStateV2ToV3).
  bool PassesVersion2(const LegacyState& old) {
    for (const auto& module : old.modules.elements()) {
      if (module == nullptr) return Panic();
      for (const auto& [key, resource] : module->resources.entries()) {
        if (resource == nullptr || HasNull(resource->deposed)) return Panic();
      }
    }
    return true;
  }

  static bool HasNull(const GoSlice<std::unique_ptr<LegacyObject>>& objects) {
    const auto elements = objects.elements();
    return std::any_of(elements.begin(), elements.end(),
                       [](const auto& object) { return object == nullptr; });
  }

  bool State(const LegacyState& old) {
    if (old.serial < 0) return Fail("state has serial less than zero, which is invalid");
    model_.terraform_version = old.terraform_version.empty() ? "0.0.0" : old.terraform_version;
    model_.serial = static_cast<uint64_t>(old.serial);
    model_.lineage = old.lineage;
    for (const auto& module : old.modules.elements()) {
      if (module == nullptr) return Panic();
      if (!Module(*module)) return false;
    }
    return true;
  }

  bool Module(const LegacyModule& old) {
    const std::span<const std::string> path = old.path.elements();
    const bool assume_root = version_ == 1 && path.empty();
    if (!assume_root && (path.empty() || path[0] != "root")) {
      return Fail("state contains invalid module path " + GoSyntax(old));
    }
    std::string module;
    for (size_t i = 1; i < path.size(); ++i) {
      const std::string& name = path[i];
      if (!IsValidIdentifier(name)) {
        return Fail(fmt::format(
            "state contains invalid module path {}: {} is not a valid identifier; rename it in "
            "Terraform 0.11 before upgrading to Terraform 0.12",
            GoSyntax(old), Quoted(name)));
      }
      module += fmt::format("{}module.{}", i == 1 ? "" : ".", name);
    }
    rows_.clear();
    for (const auto& [key, resource] : old.resources.entries()) {
      if (!Instance(key, resource.get(), module)) return false;
    }
    return path.size() > 1 || Outputs(old);
  }

  bool Instance(const std::string& key, const LegacyResource* old, const std::string& module) {
    const auto address = ParseLegacyAddress(key);
    if (!address) return Fail(address.error());
    if (old == nullptr) return Panic();
    const auto [row, added] = rows_.try_emplace(address->Resource(), model_.resources.size());
    if (added) {
      auto provider =
          UpgradeProviderReference(old->provider, module, address->type, address->Instance());
      if (!provider) return Fail(std::move(provider.error()));
      model_.resources.push_back({module,
                                  address->data ? "data" : "managed",
                                  address->type,
                                  address->name,
                                  std::move(*provider),
                                  {},
                                  old->offset});
    }
    auto& objects = model_.resources[row->second].objects;
    if (old->primary != nullptr) objects.push_back(Object(*old->primary, address->key, ""));
    size_t generation = 0;
    for (const auto& deposed : old->deposed.elements()) {
      if (deposed == nullptr) return Panic();
      objects.push_back(Object(*deposed, address->key, fmt::format("{:08x}", ++generation)));
    }
    return true;
  }

  UpgradedObject Object(const LegacyObject& old, std::optional<int64_t> key, std::string deposed) {
    UpgradedObject out;
    out.key = key;
    out.deposed = std::move(deposed);
    out.tainted = old.tainted;
    out.offset = old.offset;
    Meta(old, &out);
    if (!old.attributes.null()) {
      const auto& entries = old.attributes.entries();
      out.attributes.emplace(entries.begin(), entries.end());
      if (version_ < 3) UpgradeFlatAttributes(&*out.attributes);
    }
    if (old.id.empty()) return out;
    if (!out.attributes) out.attributes.emplace();
    std::string& id = (*out.attributes)["id"];
    if (id.empty()) id = old.id;
    return out;
  }

  // Takes the schema version out of what providers keep; the rest stays private.
  void Meta(const LegacyObject& old, UpgradedObject* out) {
    std::map<std::string, uint32_t> rest(old.meta.entries().begin(), old.meta.entries().end());
    if (const auto found = rest.find("schema_version"); found != rest.end()) {
      if (const auto schema_version = SchemaVersion(found->second)) {
        out->schema_version = *schema_version;
        rest.erase(found);
      }
    }
    if (rest.empty()) return;
    char before = '{';
    for (const auto& [key, node] : rest) {
      out->private_json += before;
      json::AppendQuoted(key, &out->private_json);
      out->private_json += ':';
      AppendMeta(node, &out->private_json);
      before = ',';
    }
    out->private_json += '}';
  }

  std::optional<uint64_t> SchemaVersion(uint32_t node) const {
    if (tape_.kind(node) == Kind::kString) return ParseGoUint(tape_.Text(node));
    if (tape_.kind(node) != Kind::kNumber) return std::nullopt;
    return ToGoUint(ParseGoFloat(tape_[node].text).value_or(0));
  }

  // In version 1 everything in meta is a string, and null is the empty one.
  void AppendMeta(uint32_t node, std::string* out) const {
    if (version_ == 1 && tape_.kind(node) == Kind::kNull) {
      *out += "\"\"";
    } else {
      AppendGoInterface(tape_, node, out);
    }
  }

  bool Outputs(const LegacyModule& old) {
    for (const auto& [name, output] : old.outputs.entries()) {
      if (output == nullptr) return Panic();
      UpgradedOutput out{output->sensitive, {}, {}, output->offset};
      if (output->value) {
        AppendGoInterface(tape_, *output->value, &out.value);
      } else {
        out.value = version_ == 1 ? "\"\"" : "null";
      }
      Arena arena;
      AppendCtyType(InferOutputType(Tape(arena.Copy(out.value))), &out.type);
      model_.outputs[name] = std::move(out);
    }
    return true;
  }

  const Tape& tape_;
  const uint64_t version_;
  UpgradedModel model_;
  std::unordered_map<std::string, size_t> rows_;  // of the module's resources, by address
  UpgradeRefusal refusal_;
};

std::string SyntaxComplaint(std::string_view document) {
  json::Cursor cursor(document);
  cursor.SkipValue();
  cursor.Finish();
  const uint64_t offset = cursor.failed() ? cursor.error().go_offset : 0;
  return fmt::format(
      "Invalid state file format: The state file could not be parsed as JSON: syntax error at byte "
      "offset {}.",
      offset);
}

}  // namespace

tl::expected<UpgradedState, UpgradeRefusal> UpgradeToV4(std::string_view document,
                                                        uint64_t version) {
  const Tape tape(document);
  if (tape.empty()) return tl::unexpected(UpgradeRefusal{SyntaxComplaint(document), false});
  auto old = ReadLegacyState(tape, version);
  if (!old) return tl::unexpected(UpgradeRefusal{std::move(old.error()), false});
  return Upgrader(tape, version).Upgrade(*old);
}

}  // namespace tfsck
