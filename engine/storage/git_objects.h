// GitObjects: the bytes of blobs, through one long-lived `git cat-file --batch` (git_process.h).
#ifndef TFSCK_ENGINE_STORAGE_GIT_OBJECTS_H_
#define TFSCK_ENGINE_STORAGE_GIT_OBJECTS_H_

#include <cstdint>
#include <memory>
#include <string>

#include "engine/base/buffer.h"
#include "engine/base/result.h"

namespace tfsck {

// Starts git with the first read, and again where it ended.  Not thread-safe.
class GitObjects {
 public:
  explicit GitObjects(std::string repository);
  ~GitObjects();
  GitObjects(const GitObjects&) = delete;
  GitObjects& operator=(const GitObjects&) = delete;

  // The bytes of a blob.  Error kUnreadable, naming `name`: not in the repository (a partial
  // clone), no blob, over `max_bytes`, git ended.
  Result<Buffer> Read(const std::string& object_id, const std::string& name, uint64_t max_bytes);

 private:
  struct Child;
  Result<void> Start();
  Result<Buffer> Receive(const std::string& name, uint64_t max_bytes);

  const std::string repository_;
  std::unique_ptr<Child> child_;
};

}  // namespace tfsck

#endif  // TFSCK_ENGINE_STORAGE_GIT_OBJECTS_H_
