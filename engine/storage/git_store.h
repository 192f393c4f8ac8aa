// GitStore: every committed version of the states in a git repository.
//
// A version is a commit that gave a file new bytes, on any branch that leads to REV.  Of a merge
// only what differs from all of its parents is a version of its own: what it took over from one of
// them was committed there.  A commit that only renames a file, or changes its mode, is none; the
// name it had before belongs to the same key from there on back (git's rename detection: at least
// half of the bytes alike, both names like a state's).  A deletion is a delete marker.  Time and
// author are those of the author: a rebase moves the committer's.
// Versions are in git's topological order, turned oldest first.
//
// Files encrypted by git-crypt arrive as they are stored: Document::kind says so.
// Listing runs `git log` once: 10,000 commits take about a second.
#ifndef TFSCK_ENGINE_STORAGE_GIT_STORE_H_
#define TFSCK_ENGINE_STORAGE_GIT_STORE_H_

#include <memory>
#include <string>
#include <string_view>

#include "engine/base/result.h"
#include "engine/storage/version_store.h"

namespace tfsck {

struct GitSource {
  std::string repository;  // a folder: of a work tree or below one, or a bare repository
  std::string path;        // of one state, relative to `repository`; "": every file named like one
  std::string revision;    // "": HEAD
};

// Reads REPO[:PATH[@REV]].  The repository ends at the first colon, unless the whole text is a
// folder; the revision begins behind the last @.  Error kUsage where the repository is empty.
Result<GitSource> ParseGitSource(std::string_view text);

// Error kUnreadable: no such folder, no repository, no such revision, git not installed.
Result<std::unique_ptr<VersionStore>> OpenGitStore(GitSource source);

}  // namespace tfsck

#endif  // TFSCK_ENGINE_STORAGE_GIT_STORE_H_
