// ObjectFiles: which local file holds the bytes of a version of an object.
//
// A name is never made into a path that is then opened: it is looked up among the files that a walk
// of the folder found.  So version ids and keys, which are hostile text, cannot lead out of it.
// Built once, immutable afterwards; a look-up takes about 1 us.
#ifndef TFSCK_ENGINE_STORAGE_OBJECT_FILES_H_
#define TFSCK_ENGINE_STORAGE_OBJECT_FILES_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/storage/walk_folder.h"

namespace tfsck {

class ObjectFiles {
 public:
  // `files` must outlive this.  Keys may lie below the folder without `common_prefix` ("env/prod/",
  // or ""), as `aws s3 sync s3://BUCKET/env/prod FOLDER` puts them.
  ObjectFiles(const std::vector<WalkedFile>& files, std::string_view common_prefix);

  // Index of the file that holds KEY at VERSION_ID, or nothing.  The first of
  //   KEY/VERSION_ID  KEY.VERSION_ID  KEY@VERSION_ID  KEY?versionId=VERSION_ID  KEY#VERSION_ID
  // then VERSION_ID alone where `id_is_unique`, then KEY itself where the version is the `latest`;
  // each also with .tfstate or .json and then .gz behind it.
  std::optional<size_t> Find(std::string_view key, std::string_view version_id, bool id_is_unique,
                             bool latest) const;

 private:
  std::optional<size_t> LookUp(const std::string& path) const;
  std::optional<size_t> FindVersion(std::string_view key, std::string_view version_id) const;

  const std::string prefix_;
  std::unordered_map<std::string_view, size_t> exact_;
  std::unordered_map<std::string_view, size_t> without_ending_;
};

}  // namespace tfsck

#endif  // TFSCK_ENGINE_STORAGE_OBJECT_FILES_H_
