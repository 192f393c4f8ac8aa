// Every file below a folder, whatever its name.
//
// Thread-safe; nothing is opened but folders, one at a time.
#ifndef TFSCK_ENGINE_STORAGE_WALK_FOLDER_H_
#define TFSCK_ENGINE_STORAGE_WALK_FOLDER_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"

namespace tfsck {

struct WalkedFile {
  std::string path;  // below the folder, without its name: "prod/terraform.tfstate"
  uint64_t size = 0;
};

struct WalkedFolder {
  std::vector<WalkedFile> files;  // bytewise by path
  uint64_t linked_folders = 0;    // symbolic links to folders: not followed, so there are no loops
  std::vector<Error> unreadable;  // sub-folders that could not be read
};

// More files than this are an Error: a listing of them would fill the memory.
inline constexpr uint64_t kMostFiles = 5'000'000;

// Lists the regular files below `folder`, and links to such, except in .git, .terraform/providers,
// .terraform/modules and .terraform/plugins.  A link that leads nowhere counts as a file of size 0.
// Pipes, sockets and devices are left out.  `folder` itself may be a link.
// Error kUnreadable where `folder` is missing, forbidden, no folder, or holds over kMostFiles.
Result<WalkedFolder> WalkFolder(const std::string& folder);

// "FOLDER/NAME", and NAME alone where the folder is ".".
std::string JoinPath(const std::string& folder, std::string_view name);

// The part of a path behind its last slash.
std::string_view BaseName(std::string_view path);

// "FOLDER/SUB could not be read ..." of each that could not be, at most ten, for the remarks of a
// listing; and how many links were not followed.
std::vector<std::string> RemarksOf(const WalkedFolder& walked);

}  // namespace tfsck

#endif  // TFSCK_ENGINE_STORAGE_WALK_FOLDER_H_
