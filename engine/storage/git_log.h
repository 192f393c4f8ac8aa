// What `git log --raw -z` says of the files that may be states, read as a stream.
// Not thread-safe.  Memory: one record per change of such a file.
#ifndef TFSCK_ENGINE_STORAGE_GIT_LOG_H_
#define TFSCK_ENGINE_STORAGE_GIT_LOG_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tfsck {

struct GitCommit {
  std::string id;
  std::string author;  // "Name <mail>"
  int64_t author_time_us = 0;
};

// One file that one commit changed.
struct GitChange {
  uint32_t commit = 0;    // index
  std::string path;       // of the repository's root
  std::string old_path;   // where it was renamed from; or ""
  std::string object_id;  // of the blob; all zeros: deleted
  bool regular = true;    // false: a symbolic link or a submodule
  bool same = false;      // only the name or the mode changed
  bool deleted() const { return object_id.find_first_not_of('0') == object_id.npos; }
};

struct GitLog {
  std::vector<GitCommit> commits;  // newest first, as git gives them
  std::vector<GitChange> changes;  // in the same order
};

// The format that GitLogReader reads, for --format=.
inline constexpr const char* kGitLogFormat = "%x01%H%x00%at%x00%an <%ae>%x00";

// Takes the output of
//   git log --raw -z --no-abbrev --format=kGitLogFormat [-c] ...
// in pieces of any size.  Of a merge (-c) only files that differ from all of its parents appear.
class GitLogReader {
 public:
  // False where it is not what git prints, or holds over kMostChanges.
  bool Take(std::string_view piece);
  // What was read.  REQUIRES that all pieces were taken.
  GitLog Finish();

  static constexpr uint64_t kMostChanges = 10'000'000;

 private:
  bool TakeToken(std::string_view token);
  bool TakeRaw(std::string_view token);
  bool TakePath(std::string_view token);

  // What the next NUL-ended token is.
  enum class Next : uint8_t { kCommitOrRaw, kTime, kAuthor, kOldPath, kPath };

  GitLog log_;
  GitChange change_;
  std::string rest_;
  Next next_ = Next::kCommitOrRaw;
};

}  // namespace tfsck

#endif  // TFSCK_ENGINE_STORAGE_GIT_LOG_H_
