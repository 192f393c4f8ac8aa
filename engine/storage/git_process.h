// git, run as a child process without a shell.
//
// It runs with the user's configuration, for safe.directory stands there, but executes nothing that
// the repository's configuration names: no hooks, no file system monitor, no external diff or text
// conversion, no signature check, no pager; and it touches no network and takes no lock.
// Variables that point git to another repository (GIT_DIR, ...) are not passed on.
#ifndef TFSCK_ENGINE_STORAGE_GIT_PROCESS_H_
#define TFSCK_ENGINE_STORAGE_GIT_PROCESS_H_

#include <sys/types.h>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/buffer.h"
#include "engine/base/result.h"

namespace tfsck {

struct GitAnswer {
  int exit_status = 0;   // 128 + N where signal N ended it
  std::string messages;  // standard error, at most 64 KB
};

// Runs `git -C REPOSITORY ARGUMENTS...` to its end.  Its output goes to `take` piece by piece,
// which returns false to stop reading: git is then killed. Error kUnreadable where git cannot be
// started: not installed.
Result<GitAnswer> RunGit(const std::string& repository, const std::vector<std::string>& arguments,
                         const std::function<bool(std::string_view)>& take);

// The same, with the whole output (at most 16 MB) in *output.
Result<GitAnswer> RunGit(const std::string& repository, const std::vector<std::string>& arguments,
                         std::string* output);

// One long-lived `git cat-file --batch`.  Not thread-safe.
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

#endif  // TFSCK_ENGINE_STORAGE_GIT_PROCESS_H_
