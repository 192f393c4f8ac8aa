// Finds the states below a folder.
//
// Thread-safe; one pass over the folder, nothing is opened but folders.  Descriptors: one at a
// time.
#ifndef TFSCK_ENGINE_STORAGE_LOCAL_FOLDER_H_
#define TFSCK_ENGINE_STORAGE_LOCAL_FOLDER_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"

namespace tfsck {

// What a file's name, and the name of the folder it is in, say about it (shared facts 1.9, 4.2).
enum class FileRole : uint8_t {
  kState,           // *.tfstate, *.tfstate.backup, *.tfstate.TIME.backup, errored.tfstate
  kBackendPointer,  // .terraform/terraform.tfstate
  kLockInfo,        // .NAME.lock.info, *.tflock
  kPlanFile,        // *.tfplan, tfplan, plan.out
  kOther,
};

FileRole RoleOf(std::string_view name, bool in_dot_terraform);

struct ListedState {
  std::string path;  // below the folder as it was given; relative where that was "."
  // Lock info lies beside it.  It is left behind by a killed run, too: only the lock itself
  // (Document::locked) tells for a local state.
  bool live_lock = false;
};

struct ListedCompanion {
  std::string path;
  FileRole role;
};

// Every list is in bytewise order of the paths.
struct FolderListing {
  std::vector<ListedState> states;
  std::vector<ListedCompanion> companions;  // kBackendPointer, kLockInfo, kPlanFile
  uint64_t other_files = 0;
  uint64_t special_files = 0;     // pipes, sockets, devices: not opened
  uint64_t linked_folders = 0;    // symbolic links to folders: not followed, so there are no loops
  std::vector<Error> unreadable;  // sub-folders that could not be read
};

// Lists `folder` and everything below it, except .git, .terraform/providers, .terraform/modules and
// .terraform/plugins.  The folder itself may be a symbolic link.  A link to a file counts as the
// file; one named like a state that leads nowhere is listed, so that loading it tells.
// Error kUnreadable where `folder` itself is missing, forbidden or no folder.
Result<FolderListing> ListStates(const std::string& folder);

}  // namespace tfsck

#endif  // TFSCK_ENGINE_STORAGE_LOCAL_FOLDER_H_
