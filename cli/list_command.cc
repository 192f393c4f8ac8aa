// tfsck list: what `terraform state list` prints for the same file.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "cli/command.h"
#include "cli/commands.h"
#include "cli/load_state.h"
#include "cli/output.h"
#include "cli/tool_option.h"
#include "engine/address.h"
#include "engine/base/printable.h"
#include "engine/json/cursor.h"
#include "engine/json/text.h"
#include "engine/state_list.h"

namespace tfsck {
namespace {

struct ListArguments {
  std::string file;
  std::vector<std::string> addresses;
  std::string id;
  std::string tool = "auto";
};

// Whether `wanted` is `module` or holds it; its last step, without a key, stands for all keys
// (TF: ModuleInstance.TargetContains).
bool Contains(const ModuleAddress& wanted, const ModuleAddress& module) {
  if (module.steps.size() < wanted.steps.size()) return false;
  for (size_t i = 0; i < wanted.steps.size(); ++i) {
    const ModuleStep& ours = wanted.steps[i];
    const ModuleStep& theirs = module.steps[i];
    if (ours.name != theirs.name) return false;
    const bool last = i + 1 == wanted.steps.size();
    if (last && ours.kind == InstanceKey::Kind::kNone) return true;
    if (!(ours.instance_key() == theirs.instance_key())) return false;
  }
  return true;
}

bool Selects(const Target& target, const StateSnapshot& state, const Resource& resource) {
  const ModuleAddress& module = state.modules[resource.module].address;
  const ResourceAddress& wanted = target.address;
  if (target.kind == Target::Kind::kModule) return Contains(wanted.module, module);
  return wanted.module == module && wanted.mode == resource.mode && wanted.type == resource.type &&
         wanted.name == resource.name;
}

bool Selects(const Target& target, const StateSnapshot& state, uint32_t row) {
  const Instance& instance = state.instances[row];
  return Selects(target, state, state.resources[instance.resource]) &&
         (target.kind != Target::Kind::kInstance || target.address.instance_key() == instance.key);
}

// An address must name something: Terraform fails otherwise, also beside one that does.
bool NamesSomething(const Target& target, const StateSnapshot& state,
                    const std::vector<uint32_t>& selected) {
  if (!selected.empty()) return true;
  return target.kind != Target::Kind::kInstance &&
         std::any_of(state.resources.begin(), state.resources.end(), [&](const Resource& resource) {
           return resource.readable && !resource.dropped && Selects(target, state, resource);
         });
}

// The rows that `text` selects, in order (TF: StateMeta.lookupResourceInstanceAddr).
Result<std::vector<uint32_t>> Select(const std::string& text, const StateSnapshot& state,
                                     const std::vector<uint32_t>& rows) {
  const auto target = ParseTarget(text);
  if (!target) {
    return MakeError(ErrorKind::kUsage, fmt::format("{}: {}: {}", text, target.error().summary,
                                                    target.error().detail));
  }
  std::vector<uint32_t> selected;
  std::copy_if(rows.begin(), rows.end(), std::back_inserter(selected),
               [&](uint32_t row) { return Selects(*target, state, row); });
  if (!NamesSomething(*target, state, selected)) {
    return MakeError(ErrorKind::kUsage, fmt::format("{}: the state holds nothing there", text));
  }
  return selected;
}

// Whether `-id` finds it: by the current object's attribute id.
bool HasId(const StateSnapshot& state, const Instance& instance, std::string_view id) {
  if (!instance.deposed.empty()) return false;
  const json::RawString stored{instance.id, instance.id.find('\\') == std::string_view::npos};
  if (!instance.attributes.empty()) return json::Decode(stored) == id;
  if (instance.extra == kNoId) return false;
  json::Cursor cursor(state.extras[instance.extra].attributes_flat);
  json::RawString key;
  bool found = false;
  cursor.EnterObject();
  while (cursor.NextKey(&key)) {
    const bool is_id = json::Decode(key) == "id" && cursor.Peek() == json::Kind::kString;
    if (is_id) {
      found = json::Decode(cursor.TakeString()) == id;
    } else {
      cursor.SkipValue();
    }
  }
  return found;
}

int Run(const ListArguments& arguments) {
  const auto loaded = LoadState(arguments.file);
  if (!loaded) return Complain(loaded.error());
  const StateSnapshot& state = loaded->state;
  const ToolFamily tool = *ParseTool(arguments.tool);
  const std::vector<uint32_t> all =
      ListedInstances(state, tool == ToolFamily::kUnknown ? state.family : tool);
  std::vector<uint32_t> rows = arguments.addresses.empty() ? all : std::vector<uint32_t>();
  for (const std::string& text : arguments.addresses) {
    const auto selected = Select(text, state, all);
    if (!selected) return Complain(selected.error());
    rows.insert(rows.end(), selected->begin(), selected->end());
  }
  std::string out;
  for (const uint32_t row : rows) {
    if (!arguments.id.empty() && !HasId(state, state.instances[row], arguments.id)) continue;
    const std::string address = state.InstanceAddress(row);
    out += OutputIsTerminal() ? Printable(address) : address;
    out += '\n';
  }
  WriteOutput(out);
  return kExitClean;
}

}  // namespace

std::function<int()> SetUpList(CLI::App& app) {
  auto arguments = std::make_shared<ListArguments>();
  app.add_option("file", arguments->file, "State file, or - for standard input")->required();
  app.add_option("address", arguments->addresses,
                 "Only these: a module with all below it, a resource, or one instance");
  app.add_option("--id", arguments->id, "Only instances whose attribute id is this");
  AddToolOption(app, &arguments->tool);
  return [arguments] { return Run(*arguments); };
}

}  // namespace tfsck
