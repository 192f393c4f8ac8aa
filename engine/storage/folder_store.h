// FolderStore: a bare folder of snapshots, or a single file as a history of one version.
//
// Of the files below the folder every one counts that looks like a state of any kind, by its first
// 64 KB, or is named like one; gzip'd ones are looked into.  Lock info goes to the locks; anything
// else is passed over.  Times come from names alone (timestamp.h): copies reset an mtime.
// Listing opens each file and reads its head; fetching loads one file.
#ifndef TFSCK_ENGINE_STORAGE_FOLDER_STORE_H_
#define TFSCK_ENGINE_STORAGE_FOLDER_STORE_H_

#include <memory>
#include <string>

#include "engine/document.h"
#include "engine/storage/version_store.h"

namespace tfsck {

std::unique_ptr<VersionStore> MakeFolderStore(std::string folder);

// A history of one version: the document itself.
std::unique_ptr<VersionStore> MakeSingleFileStore(Document document);

}  // namespace tfsck

#endif  // TFSCK_ENGINE_STORAGE_FOLDER_STORE_H_
