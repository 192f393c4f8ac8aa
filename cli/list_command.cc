// tfsck list: what `terraform state list` prints for the same file.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
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

// Whether a typed address selects the instance (TF: addrs.Targetable TargetContains).
bool Selects(const Target& target, const StateSnapshot& state, const Instance& instance) {
  const Resource& resource = state.resources[instance.resource];
  const ModuleAddress& module = state.modules[resource.module].address;
  const ModuleAddress& wanted = target.address.module;
  if (target.kind == Target::Kind::kModule) return ModuleContains(wanted, module);
  const bool same = wanted == module && target.address.mode == resource.mode &&
                    target.address.type == resource.type && target.address.name == resource.name;
  if (!same || target.kind == Target::Kind::kResource) return same;
  return target.address.instance_key() == instance.key;
}

bool HasId(const Instance& instance, std::string_view id) {
  return instance.deposed.empty() && instance.id == id;
}

int Run(const ListArguments& arguments) {
  const auto loaded = LoadState(arguments.file);
  if (!loaded) return Complain(loaded.error());
  const StateSnapshot& state = loaded->state;
  std::vector<Target> targets;
  for (const std::string& text : arguments.addresses) {
    auto target = ParseTarget(text);
    if (!target) {
      return Complain(Error{ErrorKind::kUsage,
                            fmt::format("{}: {}: {}", text, target.error().summary,
                                        target.error().detail)});
    }
    targets.push_back(std::move(*target));
  }
  const ToolFamily tool = *ParseTool(arguments.tool);
  std::string out;
  for (const uint32_t row :
       ListedInstances(state, tool == ToolFamily::kUnknown ? state.family : tool)) {
    const Instance& instance = state.instances[row];
    const bool selected =
        targets.empty() || std::any_of(targets.begin(), targets.end(), [&](const Target& target) {
          return Selects(target, state, instance);
        });
    if (!selected || (!arguments.id.empty() && !HasId(instance, arguments.id))) continue;
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
