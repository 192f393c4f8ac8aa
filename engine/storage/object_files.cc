#include "engine/storage/object_files.h"

#include <array>

namespace tfsck {
namespace {

std::string_view WithoutEnding(std::string_view path, std::string_view ending) {
  return path.ends_with(ending) ? path.substr(0, path.size() - ending.size()) : path;
}

}  // namespace

ObjectFiles::ObjectFiles(const std::vector<WalkedFile>& files, std::string_view common_prefix)
    : prefix_(common_prefix) {
  exact_.reserve(files.size());
  for (size_t i = 0; i < files.size(); ++i) {
    const std::string_view path = files[i].path;
    exact_.emplace(path, i);
    const std::string_view unpacked = WithoutEnding(path, ".gz");
    if (unpacked != path) without_ending_.emplace(unpacked, i);
    for (const std::string_view ending : {".tfstate", ".json"}) {
      const std::string_view bare = WithoutEnding(unpacked, ending);
      if (bare != unpacked) without_ending_.emplace(bare, i);
    }
  }
}

std::optional<size_t> ObjectFiles::Find(std::string_view key, std::string_view version_id,
                                        bool id_is_unique, bool latest) const {
  const bool shortened = !prefix_.empty() && key.starts_with(prefix_);
  const std::array<std::string_view, 2> keys = {key, shortened ? key.substr(prefix_.size()) : ""};
  if (!version_id.empty()) {
    for (const std::string_view each : keys) {
      if (const auto found = FindVersion(each, version_id)) return found;
    }
    if (id_is_unique) {
      if (const auto found = LookUp(std::string(version_id))) return found;
    }
  }
  if (!latest) return std::nullopt;
  for (const std::string_view each : keys) {
    if (const auto found = LookUp(std::string(each))) return found;
  }
  return std::nullopt;
}

std::optional<size_t> ObjectFiles::FindVersion(std::string_view key,
                                               std::string_view version_id) const {
  if (key.empty()) return std::nullopt;
  std::string path;
  for (const std::string_view joint : {"/", ".", "@", "?versionId=", "#"}) {
    path.assign(key).append(joint).append(version_id);
    if (const auto found = LookUp(path)) return found;
  }
  return std::nullopt;
}

std::optional<size_t> ObjectFiles::LookUp(const std::string& path) const {
  if (path.empty()) return std::nullopt;
  if (const auto found = exact_.find(path); found != exact_.end()) return found->second;
  const auto found = without_ending_.find(path);
  return found == without_ending_.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace tfsck
