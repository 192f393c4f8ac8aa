// What a file is, told by its first bytes, for listings that must not read all they list.
// Thread-safe.
#ifndef TFSCK_ENGINE_STORAGE_FILE_HEAD_H_
#define TFSCK_ENGINE_STORAGE_FILE_HEAD_H_

#include <string>
#include <string_view>

#include "engine/base/result.h"
#include "engine/document.h"
#include "engine/storage/version_store.h"

namespace tfsck {

// Bytes of a file's beginning that are looked at; of a gzip'd file as many unpacked ones.
inline constexpr size_t kHeadSize = size_t{64} << 10;

struct FileHead {
  DocumentKind kind = DocumentKind::kOther;
  SnapshotId id;  // of a state, where it stands in the head
};

// What `bytes`, which may be only the beginning of something, look like; looked into where they are
// gzip'd.  They need no padding.
FileHead LookAtHead(std::string_view bytes);

// The same for a file.  Error kUnreadable: missing, forbidden.
Result<FileHead> LookAtFile(const std::string& path);

// States of any kind, readable or not: also empty, damaged, encrypted, or a backend pointer where a
// state should be.
bool IsStateLike(DocumentKind kind);

// Whether a file belongs into a history: a state by its content, or, whatever it holds, by its name
// (*.tfstate, *.tfstate.*backup).  An empty dot file (.gitkeep) does not.
bool BelongsToHistory(std::string_view base_name, DocumentKind kind);

// Loads the file that a version of a folder is.  Error kUnreadable, too, where its size is not the
// one it was listed with.
Result<Document> LoadListed(const StoredVersion& version);

// Names of lock objects and files: *.tflock, .*.lock.info.
bool IsLockName(std::string_view base_name);

}  // namespace tfsck

#endif  // TFSCK_ENGINE_STORAGE_FILE_HEAD_H_
