#include <sys/stat.h>

#include <algorithm>

#include "engine/storage/git_store.h"

namespace tfsck {
namespace {

bool IsFolder(const std::string& path) {
  struct stat status = {};
  return stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

}  // namespace

Result<GitSource> ParseGitSource(std::string_view text) {
  GitSource source;
  if (IsFolder(std::string(text))) {
    source.repository = text;
    return source;
  }
  const size_t colon = std::min(text.find(':'), text.size());
  source.repository = text.substr(0, colon);
  if (source.repository.empty()) {
    return MakeError(ErrorKind::kUsage, "git: needs a repository: git:REPO[:PATH[@REV]]");
  }
  std::string_view rest = text.substr(std::min(colon + 1, text.size()));
  if (const size_t at = rest.rfind('@'); at != rest.npos) {
    source.revision = rest.substr(at + 1);
    rest = rest.substr(0, at);
  }
  while (rest.starts_with("./")) rest.remove_prefix(2);
  source.path = rest;
  return source;
}

}  // namespace tfsck
