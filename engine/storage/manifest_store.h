// ManifestStore: a folder of downloaded objects and the storage service's own listing of them.
//
// Keys, version ids, times, sizes and delete markers are the listing's (manifest.h); which file
// holds which version is found by name (object_files.h).  A version without a file is `absent`; a
// file that looks like a state and that no version names is `unlisted`.  Objects that are no states
// by name, nor by the bytes that are here, are passed over and counted in a remark.
// Listing reads the manifest and the heads of files that are not named like states.
#ifndef TFSCK_ENGINE_STORAGE_MANIFEST_STORE_H_
#define TFSCK_ENGINE_STORAGE_MANIFEST_STORE_H_

#include <memory>
#include <string>

#include "engine/storage/version_store.h"

namespace tfsck {

// Fetch of its versions gives Error kUnreadable where the file has not the listed size.
std::unique_ptr<VersionStore> MakeManifestStore(std::string folder, std::string manifest);

}  // namespace tfsck

#endif  // TFSCK_ENGINE_STORAGE_MANIFEST_STORE_H_
