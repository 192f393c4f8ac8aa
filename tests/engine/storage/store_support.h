// What tests of stores have in common: small states, listings as text, git repositories.
#ifndef TFSCK_TESTS_ENGINE_STORAGE_STORE_SUPPORT_H_
#define TFSCK_TESTS_ENGINE_STORAGE_STORE_SUPPORT_H_

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "engine/storage/version_store.h"
#include "tests/engine/storage/temp_folder.h"
#include "tests/support/run_command.h"

namespace tfsck::testing {

// A state of the given serial, with `filler` bytes in an output.
inline std::string State(int serial, size_t filler = 0) {
  return fmt::format(
      "{{\n  \"version\": 4,\n  \"terraform_version\": \"1.11.4\",\n  \"serial\": {},\n  "
      "\"lineage\": \"ad11e041-3653-93f8-44b1-08ca2083afd4\",\n  \"outputs\": {{\"o\": "
      "{{\"value\": "
      "\"{}\", \"type\": \"string\"}}}},\n  \"resources\": [],\n  \"check_results\": null\n}}\n",
      serial, std::string(filler, 'x'));
}

inline std::unique_ptr<VersionStore> OpenStore(const std::string& source,
                                               const std::string& manifest = "") {
  auto store = OpenVersionStore(source, {manifest});
  EXPECT_TRUE(store.has_value()) << (store ? "" : store.error().message);
  return store ? std::move(*store) : nullptr;
}

inline VersionListing ListAll(VersionStore* store) {
  auto listing = store->List();
  EXPECT_TRUE(listing.has_value()) << (listing ? "" : listing.error().message);
  return listing ? std::move(*listing) : VersionListing();
}

// The message of the error that opening or listing gives; "" where there is none.
inline std::string ListError(const std::string& source, const std::string& manifest = "") {
  auto store = OpenVersionStore(source, {manifest});
  if (!store) return store.error().message;
  auto listing = (*store)->List();
  return listing ? "" : listing.error().message;
}

// "KEY VERSION_ID TIME_IN_SECONDS FLAGS" of each, without what a flag does not say: L latest, D
// delete marker, A absent, C current, B backup, E errored.
inline std::vector<std::string> Lines(const std::vector<StoredVersion>& versions) {
  std::vector<std::string> lines;
  for (const StoredVersion& version : versions) {
    std::string flags;
    if (version.latest) flags += 'L';
    if (version.delete_marker) flags += 'D';
    if (version.absent) flags += 'A';
    if (version.role == VersionRole::kCurrent) flags += 'C';
    if (version.role == VersionRole::kBackup) flags += 'B';
    if (version.role == VersionRole::kErrored) flags += 'E';
    const std::string time = version.time_source == TimeSource::kNone
                                 ? "-"
                                 : fmt::format("{}", static_cast<double>(version.time_us) / 1e6);
    lines.push_back(fmt::format("{} {} {} {}", version.key, version.version_id, time, flags));
  }
  return lines;
}

inline std::string FetchText(const VersionStore& store, const StoredVersion& version) {
  const auto document = store.Fetch(version);
  EXPECT_TRUE(document.has_value()) << (document ? "" : document.error().message);
  return document ? std::string(document->buffer.bytes) : "";
}

inline std::string FetchError(const VersionStore& store, const StoredVersion& version) {
  const auto document = store.Fetch(version);
  return document ? "" : document.error().message;
}

// Runs `script` in a folder, with git set up to need nothing of the machine; commits take their
// author from the environment.
inline void RunGitScript(const std::string& folder, const std::string& script) {
  const auto result = RunBash(
      "set -e; cd '" + folder + "'\n" +
      "export GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null GIT_AUTHOR_NAME='Ada L' "
      "GIT_AUTHOR_EMAIL=ada@example.com GIT_COMMITTER_NAME=ci GIT_COMMITTER_EMAIL=ci@example.com\n"
      "commit() { GIT_AUTHOR_DATE=\"$1 +0000\" GIT_COMMITTER_DATE='1795300000 +0000' git commit -q "
      "--allow-empty -m \"$2\"; }\n" +
      script);
  ASSERT_EQ(result.exit_status, 0) << result.output;
}

}  // namespace tfsck::testing

#endif  // TFSCK_TESTS_ENGINE_STORAGE_STORE_SUPPORT_H_
