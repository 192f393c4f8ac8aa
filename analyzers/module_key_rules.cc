// IDN015: the keys of module calls.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "analyzers/rule_functions.h"

namespace tfsck {
namespace {

using Kind = InstanceKey::Kind;

// One module call of one parent instance, as the state shows it.
struct ModuleCall {
  uint8_t kinds = 0;  // set of 1 << Kind
  uint32_t first_resource = kNoId;
};

// Bytes of the bracketed key that `text` begins with; keys are in canonical form.
size_t KeyLength(std::string_view text, Kind kind) {
  if (kind == Kind::kNone) return 0;
  if (kind == Kind::kInt) return std::min(text.find(']'), text.size() - 1) + 1;
  size_t at = 2;  // behind ["
  while (at < text.size() && text[at] != '"') at += text[at] == '\\' ? 2 : 1;
  return std::min(at + 2, text.size());
}

// Calls visit(prefix, kind) for each step of the address; the prefix ends with the step's name.
template <typename Visit>
void ForEachCall(const Module& module, Visit&& visit) {
  size_t at = 0;
  for (const ModuleStep& step : module.address.steps) {
    at += (at == 0 ? 0 : 1) + std::string_view("module.").size() + step.name.size();
    visit(module.text.substr(0, at), step.kind);
    at += KeyLength(module.text.substr(at), step.kind);
  }
}

std::string KindWords(uint8_t kinds) {
  const char* const kWords[] = {"without a key", "with count indexes", "with for_each keys"};
  std::vector<std::string> words;
  for (int kind = 0; kind < 3; ++kind) {
    if ((kinds >> kind & 1) != 0) words.emplace_back(kWords[kind]);
  }
  return fmt::format("{}", fmt::join(words, " and "));
}

std::vector<uint32_t> FirstResourceWithInstances(const StateSnapshot& state) {
  std::vector<uint32_t> first(state.modules.size(), kNoId);
  for (uint32_t row = 0; row < state.resources.size(); ++row) {
    const Resource& resource = state.resources[row];
    if (resource.instance_count == 0 || !resource.readable || resource.dropped) continue;
    if (first[resource.module] == kNoId) first[resource.module] = row;
  }
  return first;
}

}  // namespace

void CheckModuleKeyMixed(const RuleInput& input, Reporter& reporter) {
  const StateSnapshot& state = input.state;
  const std::vector<uint32_t> first = FirstResourceWithInstances(state);
  std::map<std::string_view, ModuleCall> calls;
  for (uint32_t row = 0; row < state.modules.size(); ++row) {
    if (first[row] == kNoId) continue;
    ForEachCall(state.modules[row], [&](std::string_view prefix, Kind kind) {
      ModuleCall& call = calls[prefix];
      call.kinds |= uint8_t{1} << static_cast<int>(kind);
      call.first_resource = std::min(call.first_resource, first[row]);
    });
  }
  for (const auto& [prefix, call] : calls) {
    if ((call.kinds & (call.kinds - 1)) == 0) continue;
    reporter.Report(kIDN015, state.resources[call.first_resource].offset, std::string(prefix),
                    fmt::format("the module stands in the state {}", KindWords(call.kinds)));
  }
}

}  // namespace tfsck
