// Local files, named pipes and standard input, brought into memory without trusting them to hold
// still.
//
// Terraform truncates a live local state and rewrites it in place, under a POSIX write lock (TF:
// internal/states/statemgr/filesystem.go).  So a file that is locked, or that changed in the last
// seconds, is read and compared with itself afterwards; any other large file is mapped, and
// StillUnchanged tells after its use whether it held still.
// Every function may be called from any number of threads.
#ifndef TFSCK_ENGINE_STORAGE_LOCAL_FILE_H_
#define TFSCK_ENGINE_STORAGE_LOCAL_FILE_H_

#include <cstdint>
#include <memory>
#include <string>

#include "engine/base/buffer.h"
#include "engine/base/result.h"
#include "engine/storage/mapped_file.h"

namespace tfsck {

// What tells one content of a file from the next.
struct FileStamp {
  uint64_t device = 0;
  uint64_t inode = 0;
  uint64_t size = 0;
  int64_t modified_ns = 0;  // since 1970
  bool operator==(const FileStamp&) const = default;
};

// A mapping in use, and what the file looked like when it was made.
struct MappedSource {
  std::string path;
  FileStamp stamp;
  std::shared_ptr<const MappedFile> mapping;
};

struct FileLimits {
  uint64_t max_bytes = uint64_t{64} << 30;    // of a regular file
  uint64_t max_streamed = uint64_t{4} << 30;  // of a pipe or device, which has to fit into memory
};

struct LocalBytes {
  Buffer buffer;
  // Null where the bytes were copied into memory.
  std::shared_ptr<const MappedSource> source;
  uint64_t file_size = 0;
  // Another process holds a POSIX write lock on the file: a Terraform run is using it.
  bool locked = false;
  // The file has holes, which read as NULs.  `buffer` ends shortly behind the first: no JSON goes
  // on behind a NUL, and a hole can be larger than memory.  (A gzip'd file is not cut.)
  bool cut_at_hole = false;
  bool data_behind_hole = false;  // something follows the hole that was cut at
};

// Reads `path`; "-" is standard input.  Pipes and character devices are read to their end.
// Error kUnreadable, naming the path: missing, forbidden, neither file nor stream, over a limit,
// short of memory, or changing too fast to be read.
Result<LocalBytes> LoadLocalFile(const std::string& path, const FileLimits& limits = {});

// Error kUnreadable where the file behind a mapping was changed in place since.  A file that was
// replaced by another (rename) is unchanged: the mapping still is the old one.
Result<void> StillUnchanged(const MappedSource& source);

}  // namespace tfsck

#endif  // TFSCK_ENGINE_STORAGE_LOCAL_FILE_H_
