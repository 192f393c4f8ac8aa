#include "engine/storage/git_store.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <mutex>
#include <set>
#include <unordered_map>
#include <utility>

#include "engine/base/nearest_name.h"
#include "engine/base/printable.h"
#include "engine/base/shell_text.h"
#include "engine/storage/file_error.h"
#include "engine/storage/file_head.h"
#include "engine/storage/git_log.h"
#include "engine/storage/git_objects.h"
#include "engine/storage/git_process.h"
#include "engine/storage/local_folder.h"
#include "engine/storage/walk_folder.h"

namespace tfsck {
namespace {

constexpr uint64_t kMostBlobBytes = uint64_t{4} << 30;
constexpr size_t kShortId = 12;

// Also states that were packed or encrypted before they were committed.
bool IsStatePath(std::string_view path) {
  const std::string_view base = BaseName(path);
  const std::string_view folder = path.substr(0, path.size() - base.size());
  if (folder == ".terraform/" || folder.ends_with("/.terraform/")) return false;
  if (RoleOf(base, false) == FileRole::kState) return true;
  if (base.find(".tfstate.") == base.npos) return false;
  for (const std::string_view ending :
       {".gz", ".gpg", ".pgp", ".asc", ".age", ".enc", ".sops", ".json"}) {
    if (base.ends_with(ending)) return true;
  }
  return false;
}

tl::unexpected<Error> GitRefuses(const GitSource& source, const std::string& messages) {
  if (messages.find("dubious ownership") != messages.npos) {
    return CannotRead(source.repository,
                      "git refuses the repository, because it belongs to another user: git config "
                      "--global --add safe.directory FOLDER allows it");
  }
  if (messages.find("not a git repository") != messages.npos) {
    return CannotRead(source.repository, "it is no git repository");
  }
  std::string_view first = messages;
  first = first.substr(0, first.find('\n'));
  return CannotRead(source.repository, fmt::format("git says: {}", Printable(first)));
}

class GitStore : public VersionStore {
 public:
  explicit GitStore(GitSource source) : source_(std::move(source)), objects_(source_.repository) {}

  std::string Kind() const override { return "git repository"; }

  // Finds out what the repository is like.
  Result<void> Open() {
    std::string output;
    const auto answer =
        RunGit(source_.repository,
               {"rev-parse", "--is-shallow-repository", "--git-path", "shallow", "--show-prefix"},
               &output);
    if (!answer) return tl::unexpected(answer.error());
    if (answer->exit_status != 0) return GitRefuses(source_, answer->messages);
    const size_t first = output.find('\n');
    const size_t second = output.find('\n', first + 1);
    if (first == output.npos || second == output.npos) return GitRefuses(source_, output);
    if (output.compare(0, first, "true") == 0) {
      shallow_file_ = output.substr(first + 1, second - first - 1);
    }
    prefix_ = output.substr(second + 1, output.find('\n', second + 1) - second - 1);
    return CheckRevision();
  }

  Result<VersionListing> List() override {
    VersionListing listing;
    listing.keyed = true;
    if (!shallow_file_.empty()) listing.remarks.push_back(ShallowRemark());
    object_ids_.clear();
    if (no_commits_) {
      listing.remarks.emplace_back("the repository has no commits");
    } else {
      auto log = ReadLog();
      if (!log) return tl::unexpected(std::move(log.error()));
      Collect(*log, &listing);
    }
    if (listing.versions.empty() && listing.locks.empty() && !source_.path.empty()) {
      return NotThere();
    }
    return listing;
  }

  Result<Document> Fetch(const StoredVersion& version) const override {
    Result<Buffer> blob = Buffer();
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      blob = objects_.Read(object_ids_[version.locator], version.name, kMostBlobBytes);
    }
    if (!blob) return tl::unexpected(std::move(blob.error()));
    return MakeDocument(version.name, std::move(*blob));
  }

  std::string CopyCommand(const StoredVersion& version, std::string_view file) const override {
    return fmt::format("git -C {} show {} > {}", QuoteFileForShell(source_.repository),
                       QuoteForShell(version.name), QuoteFileForShell(file));
  }

 private:
  std::string Revision() const { return source_.revision.empty() ? "HEAD" : source_.revision; }

  Result<void> CheckRevision() {
    std::string output;
    const auto answer =
        RunGit(source_.repository,
               {"rev-parse", "--verify", "--quiet", "--end-of-options", Revision() + "^{commit}"},
               &output);
    if (!answer) return tl::unexpected(answer.error());
    if (answer->exit_status == 0) return {};
    if (!source_.revision.empty()) {
      return CannotRead(source_.repository, fmt::format("the repository has no revision {}",
                                                        Printable(source_.revision)));
    }
    no_commits_ = true;
    return {};
  }

  Result<GitLog> ReadLog() const {
    std::vector<std::string> arguments = {
        "log",        "--raw",          "-z",           "--no-abbrev",   "-M",
        "-c",         "--full-history", "--topo-order", "--no-ext-diff", "--no-textconv",
        "--no-color", "-O/dev/null"};
    arguments.push_back(std::string("--format=") + kGitLogFormat);
    arguments.emplace_back("--end-of-options");
    arguments.push_back(Revision());
    for (const char* rest : {"--", ":(glob)**/*.tfstate", ":(glob)**/*.tfstate.*",
                             ":(glob)**/*.tflock", ":(glob)**/.*.lock.info"}) {
      arguments.emplace_back(rest);
    }
    if (!source_.path.empty()) arguments.push_back(":(literal)" + source_.path);
    GitLogReader reader;
    bool sound = true;
    const auto answer = RunGit(source_.repository, arguments, [&](std::string_view piece) {
      sound = reader.Take(piece);
      return sound;
    });
    if (!answer) return tl::unexpected(answer.error());
    if (!sound) return CannotRead(source_.repository, "git log prints what is not understood");
    if (answer->exit_status != 0) return GitRefuses(source_, answer->messages);
    return reader.Finish();
  }

  // Goes from the newest change to the oldest, so that a file's later names are known.
  void Collect(const GitLog& log, VersionListing* listing) {
    std::unordered_map<std::string, std::string> key_of;
    if (!source_.path.empty()) key_of.emplace(prefix_ + source_.path, prefix_ + source_.path);
    std::set<std::string> seen;
    uint64_t links = 0;
    for (const GitChange& change : log.changes) {
      if (IsStatePath(change.path)) state_paths_.insert(change.path);
      auto known = key_of.find(change.path);
      if (known == key_of.end()) {
        const bool wanted = IsStatePath(change.path) || IsLockName(BaseName(change.path));
        if (!source_.path.empty() || !wanted) continue;
        known = key_of.emplace(change.path, change.path).first;
      }
      const std::string key = known->second;
      if (!change.old_path.empty()) key_of[change.old_path] = key;
      if (change.same) continue;
      if (!change.regular) {
        ++links;
        continue;
      }
      const bool lock = IsLockName(BaseName(change.path));
      auto& to = lock ? listing->locks : listing->versions;
      to.push_back(VersionOf(log.commits[change.commit], change, key));
      to.back().latest = seen.insert(key).second;
    }
    TurnOldestFirst(&listing->versions);
    TurnOldestFirst(&listing->locks);
    if (links > 0) {
      listing->remarks.push_back(fmt::format(
          "committed symbolic links and submodules were passed over: {} of them", links));
    }
  }

  static void TurnOldestFirst(std::vector<StoredVersion>* versions) {
    std::reverse(versions->begin(), versions->end());
    std::stable_sort(versions->begin(), versions->end(),
                     [](const auto& a, const auto& b) { return a.key < b.key; });
  }

  StoredVersion VersionOf(const GitCommit& commit, const GitChange& change,
                          const std::string& key) {
    StoredVersion version;
    version.key = key;
    version.name = commit.id.substr(0, kShortId) + ":" + change.path;
    version.version_id = commit.id;
    version.time_source = TimeSource::kCommit;
    version.time_us = commit.author_time_us;
    version.author = commit.author;
    version.delete_marker = change.deleted();
    if (RoleOf(BaseName(change.path), false) == FileRole::kState &&
        change.path.ends_with("backup")) {
      version.role = VersionRole::kBackup;
    } else if (BaseName(change.path) == "errored.tfstate") {
      version.role = VersionRole::kErrored;
    }
    version.locator = object_ids_.size();
    object_ids_.push_back(change.object_id);
    return version;
  }

  std::string ShallowRemark() const {
    const std::string path = shallow_file_.starts_with('/')
                                 ? shallow_file_
                                 : JoinPath(source_.repository, shallow_file_);
    const auto file = LoadDocument(path);
    const std::string_view text = file ? file->buffer.bytes : std::string_view();
    const auto count = std::count(text.begin(), text.end(), '\n');
    if (count != 1 || !file->StillUnchanged()) {
      return "the repository is shallow: older commits are not here";
    }
    return fmt::format("the repository is shallow: commits before {} are not here",
                       Printable(text.substr(0, kShortId)));
  }

  tl::unexpected<Error> NotThere() const {
    const std::string path = prefix_ + source_.path;
    std::vector<std::string_view> names(state_paths_.begin(), state_paths_.end());
    std::string hint = "no file named like a state was ever committed";
    if (const auto nearest = NearestName(path, names)) {
      hint = fmt::format("did you mean {}?", Printable(*nearest));
    } else if (!names.empty()) {
      constexpr size_t kMost = 3;
      hint = fmt::format("there are {}", Printable(names.front()));
      for (size_t i = 1; i < std::min(names.size(), kMost); ++i) {
        hint += ", " + Printable(names[i]);
      }
      if (names.size() > kMost) hint += fmt::format(" and {} more", names.size() - kMost);
    }
    return CannotRead(source_.repository,
                      fmt::format("no commit that leads to {} holds {}; {}", Printable(Revision()),
                                  Printable(path), hint));
  }

  const GitSource source_;
  std::string shallow_file_;  // "" where the repository is whole
  std::string prefix_;        // of `repository` below the work tree, with its slash; or ""
  bool no_commits_ = false;
  std::set<std::string> state_paths_;
  std::vector<std::string> object_ids_;  // by locator
  mutable std::mutex mutex_;             // for objects_
  mutable GitObjects objects_;
};

}  // namespace

Result<std::unique_ptr<VersionStore>> OpenGitStore(GitSource source) {
  struct stat status = {};
  if (source.repository.find('\0') != std::string::npos) {
    return CannotRead(source.repository, "the path contains a NUL");
  }
  if (stat(source.repository.c_str(), &status) != 0) {
    return CannotReadBecause(source.repository, errno);
  }
  if (!S_ISDIR(status.st_mode)) return CannotRead(source.repository, "it is no git repository");
  auto store = std::make_unique<GitStore>(std::move(source));
  if (auto opened = store->Open(); !opened) return tl::unexpected(std::move(opened.error()));
  return store;
}

}  // namespace tfsck
