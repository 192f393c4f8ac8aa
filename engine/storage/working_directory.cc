#include "engine/storage/working_directory.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <utility>

#include "engine/base/printable.h"
#include "engine/json/cursor.h"
#include "engine/storage/file_head.h"
#include "engine/storage/json_export.h"
#include "engine/storage/local_folder.h"
#include "engine/storage/timestamp.h"
#include "engine/storage/walk_folder.h"

namespace tfsck {
namespace {

constexpr std::string_view kState = "terraform.tfstate";
constexpr std::string_view kWorkspaces = "terraform.tfstate.d/";
constexpr std::string_view kDefault = "default";
constexpr uint64_t kMostSmallFile = uint64_t{16} << 20;

bool Exists(const std::string& folder, std::string_view name) {
  struct stat status = {};
  return stat(JoinPath(folder, name).c_str(), &status) == 0;
}

// The part of a folder's file that names no workspace, and the workspace where the path does.
struct Placed {
  std::string_view workspace;  // "" at the top of the working directory
  std::string_view base;
  bool proper = false;  // directly in a workspace's folder or at the top
};

Placed PlaceOf(std::string_view path) {
  Placed placed;
  placed.base = BaseName(path);
  const std::string_view folder = path.substr(0, path.size() - placed.base.size());
  if (folder.empty()) {
    placed.proper = true;
  } else if (folder.starts_with(kWorkspaces)) {
    placed.workspace = folder.substr(kWorkspaces.size());
    if (!placed.workspace.empty()) placed.workspace.remove_suffix(1);
    placed.proper =
        !placed.workspace.empty() && placed.workspace.find('/') == placed.workspace.npos;
  }
  return placed;
}

// terraform.tfstate.UNIXTIME.backup
bool IsTimedBackup(std::string_view base) {
  return base.starts_with("terraform.tfstate.") && base.ends_with(".backup") &&
         base.size() > kState.size() + std::string_view("..backup").size() && TimeInName(base);
}

bool IsOfTerraform(std::string_view base) {
  return base == kState || base == "terraform.tfstate.backup" || base == "errored.tfstate" ||
         IsTimedBackup(base);
}

class WorkingDirectory : public VersionStore {
 public:
  explicit WorkingDirectory(std::string folder) : folder_(std::move(folder)) {}

  std::string Kind() const override { return "working directory"; }

  Result<VersionListing> List() override {
    auto walked = WalkFolder(folder_);
    if (!walked) return tl::unexpected(std::move(walked.error()));
    VersionListing listing;
    listing.keyed = true;
    listing.remarks = RemarksOf(*walked);
    emptied_ = false;
    ReadSelection();
    ReadPointer(&listing);
    for (const WalkedFile& file : walked->files) Take(file, &listing);
    if (emptied_) {
      listing.remarks.push_back(
          "an empty terraform.tfstate is no version: migrating to that backend leaves it");
    }
    std::stable_sort(listing.versions.begin(), listing.versions.end(),
                     [](const auto& a, const auto& b) { return a.key < b.key; });
    return listing;
  }

  Result<Document> Fetch(const StoredVersion& version) const override {
    return LoadListed(version);
  }

 private:
  std::optional<Document> LoadSmall(std::string_view name) const {
    if (!Exists(folder_, name)) return std::nullopt;
    LoadOptions limits;
    limits.max_bytes = kMostSmallFile;
    auto document = LoadDocument(JoinPath(folder_, name), limits);
    if (!document || !document->StillUnchanged()) return std::nullopt;
    return std::move(*document);
  }

  void ReadSelection() {
    selected_ = kDefault;
    const auto file = LoadSmall(".terraform/environment");
    if (!file) return;
    const std::string_view text = file->buffer.bytes;
    const size_t end = text.find_last_not_of(" \t\r\n");
    if (end != text.npos && end < 1024) selected_ = text.substr(0, end + 1);
  }

  void ReadPointer(VersionListing* listing) {
    remote_ = false;
    const auto file = LoadSmall(".terraform/terraform.tfstate");
    if (!file || file->kind != DocumentKind::kBackendPointer) return;
    const std::string type = BackendType(file->buffer.bytes);
    if (type.empty() || type == "local") return;
    remote_ = true;
    listing->remarks.push_back(
        fmt::format(".terraform/terraform.tfstate names a backend of type {}: the state is kept "
                    "there, and what lies in the working directory may be older",
                    Printable(type)));
  }

  static std::string BackendType(std::string_view bytes) {
    json::Cursor cursor(bytes);
    std::string type;
    ExportMembers(&cursor, [&](std::string_view key) {
      if (key != "backend" && key != "state_store") return false;
      ExportMembers(&cursor, [&](std::string_view inner) {
        if (inner != "type" || cursor.Peek() != json::Kind::kString) return false;
        type = json::Decode(cursor.TakeString());
        return true;
      });
      return true;
    });
    return type;
  }

  void Take(const WalkedFile& file, VersionListing* listing) {
    const Placed placed = PlaceOf(file.path);
    if (remote_ && placed.proper && placed.base == kState && file.size == 0) {
      emptied_ = true;  // shared facts, observed H16
    } else if (IsLockName(placed.base)) {
      StoredVersion lock = VersionOf(file);
      lock.key = file.path;
      listing->locks.push_back(std::move(lock));
    } else if (placed.proper && IsOfTerraform(placed.base)) {
      listing->versions.push_back(PlacedVersion(file, placed));
    } else if (RoleOf(placed.base, file.path.starts_with(".terraform/")) == FileRole::kState) {
      listing->unlisted.push_back(JoinPath(folder_, file.path));
    }
  }

  StoredVersion VersionOf(const WalkedFile& file) const {
    StoredVersion version;
    version.name = JoinPath(folder_, file.path);
    version.size = file.size;
    return version;
  }

  StoredVersion PlacedVersion(const WalkedFile& file, const Placed& placed) const {
    StoredVersion version = VersionOf(file);
    version.key = placed.workspace.empty() ? kDefault : placed.workspace;
    if (placed.base == kState) {
      version.role = VersionRole::kCurrent;
      version.latest = true;
    } else if (placed.base == "errored.tfstate") {
      version.role = VersionRole::kErrored;
      if (placed.workspace.empty()) version.key = selected_;
    } else {
      version.role = VersionRole::kBackup;
      if (const auto time = TimeInName(placed.base)) {
        version.time_source = TimeSource::kName;
        version.time_us = *time;
        if (placed.workspace.empty() && remote_) version.key = selected_;
      }
    }
    return version;
  }

  const std::string folder_;
  std::string selected_;
  bool remote_ = false;   // the backend is not the local one
  bool emptied_ = false;  // a live state was passed over: the migration to that backend emptied it
};

}  // namespace

bool LooksLikeWorkingDirectory(const std::string& folder) {
  for (const std::string_view name : {".terraform", "terraform.tfstate.d", "errored.tfstate"}) {
    if (Exists(folder, name)) return true;
  }
  const auto walked = WalkFolder(folder);
  if (!walked) return false;
  bool state = false;
  bool others = false;
  for (const WalkedFile& file : walked->files) {
    const bool top = file.path.find('/') == file.path.npos;
    if (top && (file.path.ends_with(".tf") || file.path.ends_with(".tf.json"))) return true;
    state |= file.path == kState;
    others |= RoleOf(BaseName(file.path), false) == FileRole::kState &&
              !(top && IsOfTerraform(file.path));
  }
  return state && !others;
}

std::unique_ptr<VersionStore> MakeWorkingDirectoryStore(std::string folder) {
  return std::make_unique<WorkingDirectory>(std::move(folder));
}

}  // namespace tfsck
