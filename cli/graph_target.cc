#include "cli/graph_target.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

#include "engine/address.h"
#include "engine/base/nearest_name.h"

namespace tfsck {
namespace {

constexpr size_t kMostNamed = 3;

// Whether `module` is `wanted` or below it; both canonical, "" is the root.
bool IsWithin(std::string_view module, std::string_view wanted) {
  if (wanted.empty()) return true;
  if (!module.starts_with(wanted)) return false;
  return module.size() == wanted.size() || module[wanted.size()] == '.' ||
         module[wanted.size()] == '[';
}

bool HasModule(const StateSnapshot& state, const ModuleAddress& module) {
  const std::string wanted = ToString(module);
  return std::any_of(state.modules.begin(), state.modules.end(),
                     [&](const Module& here) { return IsWithin(here.text, wanted); });
}

std::vector<uint32_t> HubsOfModule(const StateSnapshot& state, const ModuleAddress& module) {
  const std::string wanted = ToStaticString(module);
  std::vector<uint32_t> rows;
  for (uint32_t row = 0; row < state.hubs.size(); ++row) {
    if (IsWithin(state.hubs[row].module, wanted)) rows.push_back(row);
  }
  return rows;
}

std::vector<uint32_t> HubsNamed(const StateSnapshot& state, const std::string& address) {
  std::vector<uint32_t> rows;
  for (uint32_t row = 0; row < state.hubs.size(); ++row) {
    if (state.hubs[row].text == address) rows.push_back(row);
  }
  return rows;
}

bool SameResource(const StateSnapshot& state, const Resource& resource,
                  const ResourceAddress& wanted) {
  return resource.readable && resource.mode == wanted.mode && resource.type == wanted.type &&
         resource.name == wanted.name && state.modules[resource.module].address == wanted.module;
}

bool HasInstance(const StateSnapshot& state, const ResourceAddress& wanted) {
  return std::any_of(state.instances.begin(), state.instances.end(), [&](const Instance& here) {
    return here.key == wanted.instance_key() &&
           SameResource(state, state.resources[here.resource], wanted);
  });
}

// A resource below a module instance must be there; without keys its name alone may be known.
bool Exists(const StateSnapshot& state, const Target& target) {
  switch (target.kind) {
    case Target::Kind::kModule:
      return HasModule(state, target.address.module);
    case Target::Kind::kInstance:
      return HasInstance(state, target.address);
    default:
      return !target.address.module.HasKeys() ||
             std::any_of(state.resources.begin(), state.resources.end(),
                         [&](const Resource& resource) {
                           return SameResource(state, resource, target.address);
                         });
  }
}

// Whether the texts differ by at most two characters in one place.
bool DifferInOnePlace(std::string_view a, std::string_view b) {
  const auto [x, y] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  a.remove_prefix(static_cast<size_t>(x - a.begin()));
  b.remove_prefix(static_cast<size_t>(y - b.begin()));
  while (!a.empty() && !b.empty() && a.back() == b.back()) {
    a.remove_suffix(1);
    b.remove_suffix(1);
  }
  return std::max(a.size(), b.size()) <= 2;
}

bool EndsWithStep(std::string_view address, std::string_view text) {
  return address.size() > text.size() && address.ends_with(text) &&
         address[address.size() - text.size() - 1] == '.';
}

std::vector<std::string_view> AllAddresses(const StateSnapshot& state) {
  std::vector<std::string_view> all;
  for (const HubResource& hub : state.hubs) all.push_back(hub.text);
  std::unordered_set<std::string_view> seen;
  for (const Module& module : state.modules) {
    if (!module.text.empty()) all.push_back(module.text);
    if (!module.static_text.empty() && module.static_text != module.text &&
        seen.insert(module.static_text).second) {
      all.push_back(module.static_text);
    }
  }
  return all;
}

Error NothingThere(const StateSnapshot& state, const std::string& text) {
  std::string hint;
  for (const std::string_view like : AddressesLike(state, text)) {
    hint += hint.empty() ? ": did you mean " : " or ";
    hint += like;
  }
  if (!hint.empty()) hint += '?';
  return {ErrorKind::kUsage, fmt::format("{}: the state holds nothing there{}", text, hint)};
}

}  // namespace

std::vector<std::string_view> AddressesLike(const StateSnapshot& state, std::string_view text) {
  std::vector<std::string_view> like;
  std::vector<std::string_view> of_like_size;
  const std::vector<std::string_view> all = AllAddresses(state);
  for (const std::string_view address : all) {
    if (EndsWithStep(address, text)) like.push_back(address);
    const size_t difference =
        address.size() > text.size() ? address.size() - text.size() : text.size() - address.size();
    if (difference <= 2) of_like_size.push_back(address);
    if (like.size() == kMostNamed) return like;
  }
  if (!like.empty()) return like;
  if (const auto nearest = NearestName(text, of_like_size)) return {*nearest};
  for (const std::string_view address : of_like_size) {
    if (like.size() < kMostNamed && DifferInOnePlace(address, text)) like.push_back(address);
  }
  return like;
}

Result<std::vector<uint32_t>> FindGraphTarget(const StateSnapshot& state, const std::string& text) {
  const auto target = ParseTarget(text);
  if (!target) {
    return MakeError(ErrorKind::kUsage, fmt::format("{}: {}: {}", text, target.error().summary,
                                                    target.error().detail));
  }
  std::vector<uint32_t> rows = target->kind == Target::Kind::kModule
                                   ? HubsOfModule(state, target->address.module)
                                   : HubsNamed(state, ToStaticString(target->address));
  if (rows.empty() || !Exists(state, *target)) return tl::unexpected(NothingThere(state, text));
  return rows;
}

}  // namespace tfsck
