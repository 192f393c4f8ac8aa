#include "analyzers/real_object.h"

#include <algorithm>
#include <vector>

#include "analyzers/unique_id.h"
#include "engine/json/cursor.h"

namespace tfsck {
namespace {

// Attributes whose value is part of what an id means.
constexpr std::string_view kScope[] = {
    "account_id",          "bucket",       "cluster", "database", "location", "name",
    "namespace",           "organization", "path",    "project",  "region",   "repository",
    "resource_group_name", "schema",       "zone",
};

bool IsScope(std::string_view key) { return std::ranges::find(kScope, key) != std::end(kScope); }

}  // namespace

std::string_view RealObjectName(const StateSnapshot& state, const Instance& instance) {
  const std::string_view name = instance.unique_name.empty() ? instance.id : instance.unique_name;
  if (IsPlaceholderId(name)) return "";
  return HasUniqueId(state.resources[instance.resource].type) ? name : "";
}

std::string RealObjectScope(const Instance& instance) {
  if (!instance.unique_name.empty() || !instance.attributes.starts_with('{')) return "";
  std::vector<std::string> members;
  json::Cursor cursor(instance.attributes);
  cursor.SkipObject([&](const json::RawString& key) {
    if (!IsScope(key.text) || cursor.Peek() != json::Kind::kString) return false;
    members.push_back(std::string(key.text) + '=' + std::string(cursor.TakeString().text));
    return true;
  });
  std::ranges::sort(members);
  std::string scope;
  for (const std::string& member : members) scope += member + '\n';
  return scope;
}

}  // namespace tfsck
