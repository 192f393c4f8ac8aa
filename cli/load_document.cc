#include "cli/load_document.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

#include "engine/storage/version_store.h"

namespace tfsck {
namespace {

constexpr std::string_view kGit = "git:";

Result<Document> LoadCommitted(const std::string& argument) {
  const auto store = OpenVersionStore(argument, {});
  if (!store) return tl::unexpected(store.error());
  const Result<VersionListing> listing = (*store)->List();
  if (!listing) return tl::unexpected(listing.error());
  const auto& versions = listing->versions;
  if (versions.empty()) {
    return MakeError(ErrorKind::kUnreadable, fmt::format("{} holds no state", argument));
  }
  const StoredVersion& newest = versions.back();
  if (versions.front().key != newest.key) {
    return MakeError(ErrorKind::kUsage,
                     fmt::format("{} holds more than one state, {} and {} among them: name one as "
                                 "git:REPO:PATH",
                                 argument, versions.front().key, newest.key));
  }
  if (newest.delete_marker) {
    return MakeError(ErrorKind::kUnreadable,
                     fmt::format("{} was deleted by {}", argument, newest.name));
  }
  return (*store)->Fetch(newest);
}

}  // namespace

Result<Document> LoadArgument(const std::string& argument) {
  if (argument.starts_with(kGit) && access(argument.c_str(), F_OK) != 0) {
    return LoadCommitted(argument);
  }
  return LoadDocument(argument);
}

}  // namespace tfsck
