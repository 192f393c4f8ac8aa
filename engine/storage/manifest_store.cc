#include "engine/storage/manifest_store.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "engine/base/printable.h"
#include "engine/storage/file_error.h"
#include "engine/storage/file_head.h"
#include "engine/storage/local_folder.h"
#include "engine/storage/manifest.h"
#include "engine/storage/object_files.h"
#include "engine/storage/walk_folder.h"

namespace tfsck {
namespace {

constexpr uint64_t kMostManifestBytes = uint64_t{4} << 30;

bool IsSameFile(const std::string& a, const std::string& b) {
  struct stat first = {};
  struct stat second = {};
  if (stat(a.c_str(), &first) != 0 || stat(b.c_str(), &second) != 0) return false;
  return first.st_dev == second.st_dev && first.st_ino == second.st_ino;
}

// Names of objects that backends keep states under, going by the name alone.  azurerm appends
// env:WORKSPACE to the key, s3 keys may be anything.
bool IsNamedLikeState(std::string_view key) {
  const std::string_view base = BaseName(key);
  return RoleOf(base, false) == FileRole::kState || base.find("tfstate") != base.npos ||
         key.find(".tfstateenv:") != key.npos;
}

std::string CommonFolder(const std::vector<ListedObject>& objects) {
  if (objects.empty()) return {};
  // They are sorted: what the first and the last have in common, all have.
  const std::string& first = objects.front().key;
  const std::string& last = objects.back().key;
  const auto differs = std::mismatch(first.begin(), first.end(), last.begin(), last.end()).first;
  const std::string common(first.begin(), differs);
  return common.substr(0, common.rfind('/') + 1);
}

class ManifestStore : public VersionStore {
 public:
  ManifestStore(std::string folder, std::string manifest)
      : folder_(std::move(folder)), manifest_path_(std::move(manifest)) {}

  std::string Kind() const override { return "folder of objects with a listing"; }

  Result<VersionListing> List() override {
    auto walked = WalkFolder(folder_);
    if (!walked) return tl::unexpected(std::move(walked.error()));
    LoadOptions limits;
    limits.max_bytes = kMostManifestBytes;
    const auto document = LoadDocument(manifest_path_, limits);
    if (!document) return tl::unexpected(document.error());
    auto manifest = ReadManifest(manifest_path_, document->buffer.bytes);
    if (auto same = document->StillUnchanged(); !same) return tl::unexpected(same.error());
    if (!manifest) return tl::unexpected(std::move(manifest.error()));
    VersionListing listing;
    listing.keyed = true;
    listing.remarks = RemarksOf(*walked);
    std::move(manifest->remarks.begin(), manifest->remarks.end(),
              std::back_inserter(listing.remarks));
    Join(*walked, *manifest, &listing);
    return listing;
  }

  Result<Document> Fetch(const StoredVersion& version) const override {
    auto document = LoadDocument(version.name);
    if (!document || !sizes_[version.locator]) return document;
    const uint64_t listed = *sizes_[version.locator];
    const uint64_t unpacked = document->buffer.bytes.size();
    if (document->file_size == listed || (document->gzip && unpacked == listed)) return document;
    return CannotRead(version.name,
                      fmt::format("it has {} bytes where the listing says {}: it is cut short, or "
                                  "another version",
                                  document->file_size, listed));
  }

 private:
  void Join(const WalkedFolder& walked, const Manifest& manifest, VersionListing* listing) {
    const ObjectFiles files(walked.files, CommonFolder(manifest.objects));
    std::unordered_map<std::string_view, uint32_t> ids;
    for (const ListedObject& object : manifest.objects) ++ids[object.version_id];
    std::vector<bool> claimed(walked.files.size());
    sizes_.clear();
    uint64_t passed_over = 0;
    auto begin = manifest.objects.begin();
    while (begin != manifest.objects.end()) {
      const auto end = std::find_if(begin, manifest.objects.end(), [&](const ListedObject& other) {
        return other.key != begin->key;
      });
      std::vector<StoredVersion> versions;
      for (auto object = begin; object != end; ++object) {
        std::optional<size_t> file;
        if (!object->delete_marker) {
          const bool unique = ids[object->version_id] == 1;
          file = files.Find(object->key, object->version_id, unique, object->latest);
        }
        if (file) claimed[*file] = true;
        versions.push_back(VersionOf(*object, file ? &walked.files[*file] : nullptr));
      }
      if (!AddKey(std::move(versions), listing)) ++passed_over;
      begin = end;
    }
    if (passed_over > 0) {
      listing->remarks.push_back(fmt::format(
          "objects that do not look like states were passed over: {} of them", passed_over));
    }
    AddUnlisted(walked, claimed, listing);
  }

  StoredVersion VersionOf(const ListedObject& object, const WalkedFile* file) {
    StoredVersion version;
    version.key = object.key;
    version.version_id = object.version_id;
    version.name = object.version_id.empty() ? object.key : object.key + "@" + object.version_id;
    if (file != nullptr) version.name = JoinPath(folder_, file->path);
    if (object.time_us) {
      version.time_source = TimeSource::kManifest;
      version.time_us = *object.time_us;
    }
    version.size = object.size.value_or(0);
    version.md5 = object.md5;
    version.latest = object.latest;
    version.delete_marker = object.delete_marker;
    version.absent = file == nullptr && !object.delete_marker;
    version.locator = sizes_.size();
    sizes_.push_back(object.size);
    return version;
  }

  // False where the object does not look like a state.
  static bool AddKey(std::vector<StoredVersion> versions, VersionListing* listing) {
    const std::string& key = versions.front().key;
    const bool lock = IsLockName(BaseName(key));
    if (!lock && !IsNamedLikeState(key) && !HoldsState(versions)) return false;
    auto& to = lock ? listing->locks : listing->versions;
    std::move(versions.begin(), versions.end(), std::back_inserter(to));
    return true;
  }

  static bool HoldsState(const std::vector<StoredVersion>& versions) {
    return std::any_of(versions.begin(), versions.end(), [](const StoredVersion& version) {
      if (version.absent || version.delete_marker || version.size == 0) return false;
      const auto head = LookAtFile(version.name);
      return head && IsStateLike(head->kind);
    });
  }

  void AddUnlisted(const WalkedFolder& walked, const std::vector<bool>& claimed,
                   VersionListing* listing) const {
    for (size_t i = 0; i < claimed.size(); ++i) {
      const std::string_view base = BaseName(walked.files[i].path);
      if (claimed[i] || IsLockName(base)) continue;
      const std::string path = JoinPath(folder_, walked.files[i].path);
      if (IsSameFile(path, manifest_path_)) continue;
      const auto head = LookAtFile(path);
      if (BelongsToHistory(base, head.value_or(FileHead()).kind)) {
        listing->unlisted.push_back(path);
      }
    }
  }

  const std::string folder_;
  const std::string manifest_path_;
  std::vector<std::optional<uint64_t>> sizes_;  // by locator
};

}  // namespace

std::unique_ptr<VersionStore> MakeManifestStore(std::string folder, std::string manifest) {
  return std::make_unique<ManifestStore>(std::move(folder), std::move(manifest));
}

}  // namespace tfsck
