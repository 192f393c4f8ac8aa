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
#include <string>
#include <string_view>
#include <vector>

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

// git for good, with descriptors of the caller's, which stay open here; -1 stands for /dev/null.
Result<pid_t> StartGit(const std::string& repository, const std::vector<std::string>& arguments,
                       int input, int output, int messages);

// Waits for a child to end; its exit status, or 128 + N where signal N ended it.
int AwaitGit(pid_t child);

// Reads up to `room` bytes; 0 at the end, and where reading fails.
size_t ReadFromGit(int file, char* to, size_t room);

// "cannot run git: REASON" for an errno.
tl::unexpected<Error> CannotRunGit(int error_number);

// A descriptor that can be closed early.
class GitPipe {
 public:
  explicit GitPipe(int number = -1) : number_(number) {}
  ~GitPipe() { Close(); }
  GitPipe(const GitPipe&) = delete;
  GitPipe& operator=(const GitPipe&) = delete;

  int get() const { return number_; }
  void Reset(int number);
  void Close();

 private:
  int number_;
};

struct GitPipePair {
  GitPipe read_end;
  GitPipe write_end;
  bool Open();  // false with errno
};

}  // namespace tfsck

#endif  // TFSCK_ENGINE_STORAGE_GIT_PROCESS_H_
