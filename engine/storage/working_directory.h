// WorkingDirectory: the folder that Terraform runs in, with local states of all workspaces.
//
//   terraform.tfstate                         the state of the workspace "default" (kCurrent);
//                                             empty beside a remote backend: a remark
//   terraform.tfstate.d/WORKSPACE/...         the same files of other workspaces
//   terraform.tfstate.backup, terraform.tfstate.UNIXTIME.backup     kBackup
//   errored.tfstate                           kErrored, of the selected workspace
//   .terraform/terraform.tfstate              which backend holds the state: a remark
//   .terraform/environment                    the selected workspace
//   .terraform.tfstate.lock.info              locks
// Source: shared facts 1.9; TF: internal/backend/local/backend.go, internal/command/state_meta.go.
// A backup with a time belongs to the selected workspace where the backend is a remote one, for it
// is written to the working directory.  Other files that look like states are `unlisted`.
#ifndef TFSCK_ENGINE_STORAGE_WORKING_DIRECTORY_H_
#define TFSCK_ENGINE_STORAGE_WORKING_DIRECTORY_H_

#include <memory>
#include <string>

#include "engine/storage/version_store.h"

namespace tfsck {

// A folder with .terraform, terraform.tfstate.d, errored.tfstate or *.tf files in it; or with a
// terraform.tfstate, where no file below it is named like a state but those above.
bool LooksLikeWorkingDirectory(const std::string& folder);

std::unique_ptr<VersionStore> MakeWorkingDirectoryStore(std::string folder);

}  // namespace tfsck

#endif  // TFSCK_ENGINE_STORAGE_WORKING_DIRECTORY_H_
