#include "engine/storage/local_folder.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <unordered_set>
#include <utility>

#include "engine/storage/file_error.h"

namespace tfsck {
namespace {

struct CloseFolder {
  void operator()(DIR* folder) const { closedir(folder); }
};
using OpenFolder = std::unique_ptr<DIR, CloseFolder>;

// `prefix` is what stands before the names of its entries: "" or a path with its slash.
struct PendingFolder {
  std::string prefix;
  bool dot_terraform = false;
};

std::string FolderPath(const std::string& prefix) {
  if (prefix.empty()) return ".";
  return prefix.size() > 1 ? prefix.substr(0, prefix.size() - 1) : prefix;
}

bool IsSkipped(std::string_view name, bool in_dot_terraform) {
  if (name == ".git") return true;
  return in_dot_terraform && (name == "providers" || name == "modules" || name == "plugins");
}

// The entry's kind, as S_IF*; 0 where a symbolic link leads nowhere.  Links to folders stay links.
mode_t KindOf(int folder, const dirent& entry) {
  if (entry.d_type == DT_REG) return S_IFREG;
  if (entry.d_type == DT_DIR) return S_IFDIR;
  struct stat status = {};
  if (fstatat(folder, entry.d_name, &status, AT_SYMLINK_NOFOLLOW) != 0) return 0;
  if (!S_ISLNK(status.st_mode)) return status.st_mode & S_IFMT;
  if (fstatat(folder, entry.d_name, &status, 0) != 0) return 0;
  return S_ISDIR(status.st_mode) ? S_IFLNK : status.st_mode & S_IFMT;
}

tl::unexpected<Error> WhyNotOpen(const std::string& path, int error_number) {
  struct stat status = {};
  if (error_number == ENOTDIR && stat(path.c_str(), &status) == 0) {
    return CannotRead(path, "it is not a folder");
  }
  return CannotReadBecause(path, error_number);
}

class Lister {
 public:
  Result<FolderListing> Run(const std::string& folder) {
    std::string prefix = folder == "." ? "" : folder;
    if (!prefix.empty() && !prefix.ends_with('/')) prefix += '/';
    const std::string path = FolderPath(prefix);
    const bool dot_terraform = path.substr(path.rfind('/') + 1) == ".terraform";
    if (folder.empty()) return CannotReadBecause(folder, ENOENT);
    if (folder.find('\0') != folder.npos) return CannotRead(folder, "the path contains a NUL");
    if (auto read = ReadFolder({prefix, dot_terraform}); !read) {
      return tl::unexpected(std::move(read.error()));
    }
    while (!pending_.empty()) {
      const PendingFolder next = std::move(pending_.back());
      pending_.pop_back();
      if (auto read = ReadFolder(next); !read) {
        listing_.unreadable.push_back(std::move(read.error()));
      }
    }
    Sort();
    return std::move(listing_);
  }

 private:
  Result<void> ReadFolder(const PendingFolder& folder) {
    const std::string path = FolderPath(folder.prefix);
    const OpenFolder open(opendir(path.c_str()));
    if (open == nullptr) return WhyNotOpen(path, errno);
    const size_t first_state = listing_.states.size();
    locked_names_.clear();
    while (true) {
      errno = 0;
      const dirent* entry = readdir(open.get());
      if (entry == nullptr) break;
      const std::string_view name = entry->d_name;
      if (name != "." && name != "..") TakeEntry(folder, name, KindOf(dirfd(open.get()), *entry));
    }
    const int failure = errno;
    MarkLocked(first_state, folder.prefix.size());
    if (failure != 0) return CannotReadBecause(path, failure);
    return {};
  }

  void TakeEntry(const PendingFolder& folder, std::string_view name, mode_t kind) {
    std::string path = folder.prefix + std::string(name);
    if (kind == S_IFDIR) {
      if (IsSkipped(name, folder.dot_terraform)) return;
      pending_.push_back({std::move(path) + "/", name == ".terraform"});
    } else if (kind == S_IFLNK) {
      ++listing_.linked_folders;
    } else if (kind != S_IFREG && kind != 0) {
      ++listing_.special_files;
    } else {
      TakeFile(std::move(path), name, RoleOf(name, folder.dot_terraform));
    }
  }

  void TakeFile(std::string path, std::string_view name, FileRole role) {
    switch (role) {
      case FileRole::kState:
        listing_.states.push_back({std::move(path)});
        return;
      case FileRole::kOther:
        ++listing_.other_files;
        return;
      case FileRole::kLockInfo:
        locked_names_.emplace(name);
        [[fallthrough]];
      default:
        listing_.companions.push_back({std::move(path), role});
    }
  }

  // Local: .NAME.lock.info, a leading dot of NAME not doubled.  S3: NAME.tflock.  GCS: STEM.tflock.
  void MarkLocked(size_t first_state, size_t prefix_size) {
    if (locked_names_.empty()) return;
    for (size_t i = first_state; i < listing_.states.size(); ++i) {
      ListedState& state = listing_.states[i];
      const std::string name = state.path.substr(prefix_size);
      std::string dotted = name.starts_with('.') ? "" : ".";
      dotted += name;
      const std::string stem = name.substr(0, name.rfind(".tfstate"));
      state.live_lock = locked_names_.contains(dotted + ".lock.info") ||
                        locked_names_.contains(name + ".tflock") ||
                        (name.ends_with(".tfstate") && locked_names_.contains(stem + ".tflock"));
    }
  }

  void Sort() {
    const auto by_path = [](const auto& a, const auto& b) { return a.path < b.path; };
    std::sort(listing_.states.begin(), listing_.states.end(), by_path);
    std::sort(listing_.companions.begin(), listing_.companions.end(), by_path);
    std::sort(listing_.unreadable.begin(), listing_.unreadable.end(),
              [](const Error& a, const Error& b) { return a.message < b.message; });
  }

  FolderListing listing_;
  std::vector<PendingFolder> pending_;
  std::unordered_set<std::string> locked_names_;  // lock info files of the folder being read
};

}  // namespace

FileRole RoleOf(std::string_view name, bool in_dot_terraform) {
  if (name.ends_with(".tflock")) return FileRole::kLockInfo;
  if (name.starts_with('.') && name.ends_with(".lock.info")) return FileRole::kLockInfo;
  if (name.ends_with(".tfplan") || name == "tfplan" || name == "plan.out") {
    return FileRole::kPlanFile;
  }
  const bool backup = name.ends_with("backup") && name.find(".tfstate.") != name.npos;
  if (!name.ends_with(".tfstate") && !backup) return FileRole::kOther;
  return in_dot_terraform ? FileRole::kBackendPointer : FileRole::kState;
}

Result<FolderListing> ListStates(const std::string& folder) { return Lister().Run(folder); }

}  // namespace tfsck
