#include "cli/lock_sources.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <set>
#include <utility>

#include "engine/document.h"
#include "engine/storage/local_folder.h"
#include "engine/storage/version_store.h"

namespace tfsck {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 6> kExportEndings = {".json", ".jsonl", ".ndjson",
                                                            ".xml",  ".txt",   ".gz"};
constexpr std::array<std::string_view, 4> kSkippedFolders = {".git", "providers", "modules",
                                                             "plugins"};

bool IsWorthReading(const fs::path& path) {
  const bool in_dot_terraform = path.parent_path().filename() == ".terraform";
  const std::string name = path.filename().string();
  if (in_dot_terraform) return RoleOf(name, true) == FileRole::kBackendPointer;
  const FileRole role = RoleOf(name, false);
  return role == FileRole::kState || role == FileRole::kLockInfo ||
         std::ranges::any_of(kExportEndings, [&](auto ending) { return name.ends_with(ending); });
}

// Below .terraform only the backend pointer matters.
bool IsSkipped(const fs::path& folder) {
  const std::string name = folder.filename().string();
  const bool skipped = std::ranges::find(kSkippedFolders, name) != std::end(kSkippedFolders) &&
                       (name == ".git" || folder.parent_path().filename() == ".terraform");
  return skipped;
}

Error FolderError(const std::string& folder, const std::error_code& error) {
  return {ErrorKind::kUnreadable, fmt::format("cannot read {}: {}", folder, error.message())};
}

// Files below `folder` in bytewise order.  Links to folders are not followed, so there are no
// loops.
std::vector<std::string> FilesBelow(const std::string& folder, std::vector<Error>* failures) {
  std::vector<std::string> files;
  std::error_code error;
  fs::recursive_directory_iterator entry(folder, error);
  for (const fs::recursive_directory_iterator end; !error && entry != end; entry.increment(error)) {
    std::error_code ignored;  // a file that goes away meanwhile is no regular file
    if (entry->is_directory(ignored) && IsSkipped(entry->path())) {
      entry.disable_recursion_pending();
    } else if (entry->is_regular_file(ignored) && IsWorthReading(entry->path())) {
      files.push_back(entry->path().string());
    }
  }
  if (error) failures->push_back(FolderError(folder, error));
  std::ranges::sort(files);
  return files;
}

class Gatherer {
 public:
  explicit Gatherer(const LockSources& sources)
      : sources_(sources), reader_(sources.body_backend) {}

  GatheredLocks Run() {
    if (!sources_.manifest.empty()) {
      AddStore();
      gathered_.evidence = reader_.Take(sources_.object);
      return std::move(gathered_);
    }
    for (const std::string& path : sources_.paths) {
      std::error_code ignored;  // what cannot be looked at fails when it is loaded
      if (path != "-" && fs::is_directory(path, ignored)) {
        AddFolder(path);
      } else {
        AddFile(path, /*named=*/true);
      }
    }
    gathered_.evidence = reader_.Take(sources_.object);
    for (const std::string& path : named_) FailIfUnknown(path);
    for (const std::string& folder : folders_) FailIfNothingIn(folder);
    return std::move(gathered_);
  }

 private:
  void AddStore() {
    if (sources_.paths.size() != 1) {
      Fail({ErrorKind::kUsage, "--manifest belongs to one folder"});
      return;
    }
    auto store = OpenVersionStore(sources_.paths.front(), {sources_.manifest});
    if (!store) return Fail(store.error());
    const auto listing = (*store)->List();
    if (!listing) return Fail(listing.error());
    gathered_.remarks = listing->remarks;
    reader_.AddListing(*listing, "", sources_.manifest);
    for (const StoredVersion& version : listing->locks) {
      Fetch(**store, version, [&](const Document& d) { reader_.AddLockVersion(version, d); });
    }
    for (const StoredVersion& version : listing->versions) {
      Fetch(**store, version, [&](const Document& d) { reader_.AddStateVersion(version, d); });
    }
  }

  template <typename F>
  void Fetch(const VersionStore& store, const StoredVersion& version, F&& add) {
    if (version.delete_marker || version.absent) return;
    const auto document = store.Fetch(version);
    if (!document) return Fail(document.error());
    add(*document);
    if (auto unchanged = document->StillUnchanged(); !unchanged) Fail(unchanged.error());
  }

  void Fail(Error error) { gathered_.failures.push_back(std::move(error)); }

  void AddFolder(const std::string& folder) {
    folders_.insert(folder);
    const std::vector<std::string> files = FilesBelow(folder, &gathered_.failures);
    for (const std::string& file : files) AddFile(file, /*named=*/false);
  }

  void AddFile(const std::string& path, bool named) {
    if (!read_.insert(path).second) return;
    auto document = LoadDocument(path);
    if (!document) {
      return Fail(std::move(document.error()));
    }
    if (auto added = reader_.Add(*document); !added) {
      return Fail(std::move(added.error()));
    }
    if (auto unchanged = document->StillUnchanged(); !unchanged) {
      Fail(std::move(unchanged.error()));
    }
    if (named) named_.insert(path);
    if (named) AddStateBeside(path);
  }

  // Whether a local lock is held can only be seen at the state file.
  void AddStateBeside(const std::string& path) {
    for (const std::string& state : StatePathsOfLocalLock(path)) {
      std::error_code ignored;
      if (fs::is_regular_file(state, ignored)) AddFile(state, /*named=*/false);
    }
  }

  void FailIfUnknown(const std::string& path) {
    for (const LockSource& source : gathered_.evidence.sources) {
      if (source.path != path || source.kind != LockSourceKind::kOther) continue;
      Fail({ErrorKind::kUnreadable,
            fmt::format("{}: no lock record, table export, object listing or state", path)});
    }
  }

  void FailIfNothingIn(const std::string& folder) {
    for (const LockSource& source : gathered_.evidence.sources) {
      if (source.path.starts_with(folder) && source.kind != LockSourceKind::kOther) return;
    }
    Fail({ErrorKind::kUnreadable,
          fmt::format("the folder {} holds no lock record, table export, object listing or state",
                      folder)});
  }

  const LockSources& sources_;
  LockEvidenceReader reader_;
  GatheredLocks gathered_;
  std::set<std::string> read_;
  std::set<std::string> named_;
  std::set<std::string> folders_;
};

}  // namespace

GatheredLocks GatherLocks(const LockSources& sources) { return Gatherer(sources).Run(); }

}  // namespace tfsck
