#include "engine/storage/folder_store.h"

#include <fmt/format.h>

#include <utility>

#include "engine/storage/file_head.h"
#include "engine/storage/timestamp.h"
#include "engine/storage/walk_folder.h"

namespace tfsck {
namespace {

void SetTimeFromName(StoredVersion* version) {
  const auto time = TimeInName(BaseName(version->name));
  if (!time) return;
  version->time_source = TimeSource::kName;
  version->time_us = *time;
}

class FolderStore : public VersionStore {
 public:
  explicit FolderStore(std::string folder) : folder_(std::move(folder)) {}

  std::string Kind() const override { return "folder of snapshots"; }

  Result<VersionListing> List() override {
    auto walked = WalkFolder(folder_);
    if (!walked) return tl::unexpected(std::move(walked.error()));
    VersionListing listing;
    listing.remarks = RemarksOf(*walked);
    uint64_t unreadable = 0;
    for (const WalkedFile& file : walked->files) {
      if (!Take(file, &listing)) ++unreadable;
    }
    if (unreadable > 0) {
      listing.remarks.push_back(fmt::format(
          "files that are not named like a state cannot be read: {} of them", unreadable));
    }
    return listing;
  }

  Result<Document> Fetch(const StoredVersion& version) const override {
    return LoadListed(version);
  }

 private:
  // False where the file cannot be read and nothing says that it is a state.
  bool Take(const WalkedFile& file, VersionListing* listing) const {
    const std::string_view base = BaseName(file.path);
    StoredVersion version;
    version.name = JoinPath(folder_, file.path);
    version.size = file.size;
    SetTimeFromName(&version);
    const auto head = LookAtFile(version.name);
    if (head) version.seen = head->id;
    if (IsLockName(base) || (head && head->kind == DocumentKind::kLockInfo)) {
      version.key = file.path;
      listing->locks.push_back(std::move(version));
      return true;
    }
    const bool belongs = BelongsToHistory(base, head.value_or(FileHead()).kind);
    if (belongs) listing->versions.push_back(std::move(version));
    return belongs || head.has_value();
  }

  const std::string folder_;
};

class SingleFileStore : public VersionStore {
 public:
  explicit SingleFileStore(Document document) : document_(std::move(document)) {}

  std::string Kind() const override { return "file"; }

  Result<VersionListing> List() override {
    VersionListing listing;
    StoredVersion version;
    version.name = document_.path;
    version.size = document_.file_size;
    SetTimeFromName(&version);
    listing.versions.push_back(std::move(version));
    return listing;
  }

  Result<Document> Fetch(const StoredVersion&) const override {
    // What was piped in can be read only once; and a document is cheap to copy.
    return document_;
  }

 private:
  const Document document_;
};

}  // namespace

std::unique_ptr<VersionStore> MakeFolderStore(std::string folder) {
  return std::make_unique<FolderStore>(std::move(folder));
}

std::unique_ptr<VersionStore> MakeSingleFileStore(Document document) {
  return std::make_unique<SingleFileStore>(std::move(document));
}

}  // namespace tfsck
