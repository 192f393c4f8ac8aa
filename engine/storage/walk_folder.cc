#include "engine/storage/walk_folder.h"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <string_view>
#include <utility>

#include "engine/storage/file_error.h"

namespace tfsck {
namespace {

struct CloseFolder {
  void operator()(DIR* folder) const { closedir(folder); }
};
using OpenFolder = std::unique_ptr<DIR, CloseFolder>;

class Walker {
 public:
  explicit Walker(const std::string& folder) : folder_(folder) {}

  Result<WalkedFolder> Run() {
    if (auto read = Read(""); !read) return tl::unexpected(std::move(read.error()));
    while (!pending_.empty() && walked_.files.size() <= kMostFiles) {
      const std::string next = std::move(pending_.back());
      pending_.pop_back();
      if (auto read = Read(next); !read) walked_.unreadable.push_back(std::move(read.error()));
    }
    if (walked_.files.size() > kMostFiles) {
      return CannotRead(folder_, fmt::format("it holds over {} files", kMostFiles));
    }
    std::sort(walked_.files.begin(), walked_.files.end(),
              [](const WalkedFile& a, const WalkedFile& b) { return a.path < b.path; });
    std::sort(walked_.unreadable.begin(), walked_.unreadable.end(),
              [](const Error& a, const Error& b) { return a.message < b.message; });
    return std::move(walked_);
  }

 private:
  // `prefix` is "" or a path below the folder with its slash.
  Result<void> Read(const std::string& prefix) {
    const std::string path = prefix.empty() ? folder_ : JoinPath(folder_, prefix);
    const OpenFolder open(opendir(path.c_str()));
    if (open == nullptr) return WhyNot(path, errno);
    while (true) {
      errno = 0;
      const dirent* entry = readdir(open.get());
      if (entry == nullptr) break;
      Take(prefix, entry->d_name, dirfd(open.get()));
    }
    if (errno != 0) return CannotReadBecause(path, errno);
    return {};
  }

  static tl::unexpected<Error> WhyNot(const std::string& path, int error_number) {
    struct stat status = {};
    if (error_number == ENOTDIR && stat(path.c_str(), &status) == 0) {
      return CannotRead(path, "it is not a folder");
    }
    return CannotReadBecause(path, error_number);
  }

  void Take(const std::string& prefix, const char* name, int folder) {
    const std::string_view text = name;
    if (text == "." || text == ".." || text == ".git") return;
    struct stat status = {};
    if (fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) != 0) return;  // gone meanwhile
    if (S_ISLNK(status.st_mode)) {
      struct stat target = {};
      const bool there = fstatat(folder, name, &target, 0) == 0;
      if (there && S_ISDIR(target.st_mode)) {
        ++walked_.linked_folders;
        return;
      }
      if (there && !S_ISREG(target.st_mode)) return;
      Add(prefix + name, there ? target.st_size : 0);
    } else if (S_ISDIR(status.st_mode)) {
      if (!IsSkipped(prefix, text)) pending_.push_back(prefix + name + "/");
    } else if (S_ISREG(status.st_mode)) {
      Add(prefix + name, status.st_size);
    }
  }

  static bool IsSkipped(const std::string& prefix, std::string_view name) {
    const bool in_dot_terraform = prefix == ".terraform/" || prefix.ends_with("/.terraform/");
    return in_dot_terraform && (name == "providers" || name == "modules" || name == "plugins");
  }

  void Add(std::string path, off_t size) {
    walked_.files.push_back({std::move(path), static_cast<uint64_t>(size)});
  }

  const std::string& folder_;
  WalkedFolder walked_;
  std::vector<std::string> pending_;
};

}  // namespace

Result<WalkedFolder> WalkFolder(const std::string& folder) {
  if (folder.empty()) return CannotReadBecause(folder, ENOENT);
  if (folder.find('\0') != folder.npos) return CannotRead(folder, "the path contains a NUL");
  return Walker(folder).Run();
}

std::string JoinPath(const std::string& folder, std::string_view name) {
  if (folder == ".") return std::string(name);
  std::string path = folder;
  if (!path.ends_with('/')) path += '/';
  path += name;
  return path;
}

std::string_view BaseName(std::string_view path) { return path.substr(path.rfind('/') + 1); }

std::vector<std::string> RemarksOf(const WalkedFolder& walked) {
  constexpr size_t kMost = 10;
  std::vector<std::string> remarks;
  const size_t failed = walked.unreadable.size();
  for (size_t i = 0; i < std::min(failed, kMost); ++i) {
    remarks.push_back(walked.unreadable[i].message);
  }
  if (failed > kMost) {
    remarks.push_back(fmt::format("{} more folders cannot be read", failed - kMost));
  }
  if (walked.linked_folders > 0) {
    remarks.push_back(fmt::format("symbolic links to folders were not followed: {} of them",
                                  walked.linked_folders));
  }
  return remarks;
}

}  // namespace tfsck
