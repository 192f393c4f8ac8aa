// What every store has to do, whatever it is: see engine/storage/version_store.h.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <thread>

#include "engine/base/base64.h"
#include "tests/engine/storage/store_support.h"

namespace tfsck {
namespace {

using ::testing::IsEmpty;
using ::testing::UnorderedElementsAreArray;
using tfsck::testing::ListAll;
using tfsck::testing::OpenStore;
using tfsck::testing::RunGitScript;
using tfsck::testing::State;
using tfsck::testing::TempFolder;

using Contents = std::vector<std::string>;

struct Place {
  std::string source;
  std::string manifest;
};

// A kind of store: `make` lays the contents out in a folder, from the last to the first where
// `backwards`, which no listing may show.
struct StoreCase {
  std::string name;
  std::function<Place(const TempFolder&, const Contents&, bool backwards)> make;
};

void PrintTo(const StoreCase& store, std::ostream* out) { *out << store.name; }

void ForEachIndex(size_t count, bool backwards, const std::function<void(size_t)>& body) {
  for (size_t i = 0; i < count; ++i) body(backwards ? count - 1 - i : i);
}

Place MakeFolder(const TempFolder& folder, const Contents& contents, bool backwards) {
  folder.Write("place/notes.txt", "no state\n");
  ForEachIndex(contents.size(), backwards,
               [&](size_t i) { folder.Write(fmt::format("place/{:04}.tfstate", i), contents[i]); });
  return {folder / "place", ""};
}

Place MakeWorkingDirectory(const TempFolder& folder, const Contents& contents, bool backwards) {
  folder.Write("place/.terraform/environment", "default");
  ForEachIndex(contents.size(), backwards, [&](size_t i) {
    const std::string name = fmt::format("terraform.tfstate.{}.backup", 1795287000 + i);
    folder.Write("place/" + (i == 0 ? "terraform.tfstate" : name), contents[i]);
  });
  return {folder / "place", ""};
}

Place MakeManifest(const TempFolder& folder, const Contents& contents, bool backwards) {
  std::string entries;
  for (size_t i = contents.size(); i-- > 0;) {
    entries += fmt::format(
        R"({}{{"Key": "k/terraform.tfstate", "VersionId": "v{}", "IsLatest": {}, )"
        R"("LastModified": "2026-11-21T18:40:{:02}.000Z", "Size": {}}})",
        entries.empty() ? "" : ", ", i, i + 1 == contents.size(), i, contents[i].size());
  }
  const std::string manifest =
      folder.Write("versions.json", "{\"Versions\": [" + entries + "], \"DeleteMarkers\": []}");
  folder.Write("place/notes.txt", "no state\n");
  ForEachIndex(contents.size(), backwards, [&](size_t i) {
    folder.Write(fmt::format("place/k/terraform.tfstate/v{}", i), contents[i]);
  });
  return {folder / "place", manifest};
}

Place MakeGit(const TempFolder& folder, const Contents& contents, bool) {
  folder.Write("place/README", "states\n");
  RunGitScript(folder / "place", "git init -q -b main");
  for (size_t i = 0; i < contents.size(); ++i) {
    folder.Write("place/terraform.tfstate", contents[i]);
    RunGitScript(folder / "place", fmt::format("git add -A; commit {} serial", 1795287000 + i));
  }
  return {"git:" + folder / "place", ""};
}

Place MakePgDump(const TempFolder& folder, const Contents& contents, bool backwards) {
  std::string dump =
      "--\n-- PostgreSQL database dump\n--\n\nCOPY team_a.states (id, name, data) FROM stdin;\n";
  ForEachIndex(contents.size(), backwards, [&](size_t i) {
    std::string row;
    for (const char c : contents[i]) {
      row += c == '\n' ? "\\n" : c == '\\' ? "\\\\" : std::string(1, c);
    }
    dump += fmt::format("{}\tworkspace-{:04}\t{}\n", i, i, row);
  });
  return {folder.Write("place/dump.sql", dump + "\\.\n"), ""};
}

Place MakeConsul(const TempFolder& folder, const Contents& contents, bool backwards) {
  std::string entries = R"({"key": "other", "flags": 0, "value": "eA=="})";
  ForEachIndex(contents.size(), backwards, [&](size_t i) {
    entries += fmt::format(R"(, {{"key": "states/{:04}", "flags": 0, "value": "{}"}})", i,
                           EncodeBase64(contents[i]));
  });
  return {folder.Write("place/kv.json", "[" + entries + "]"), ""};
}

Place MakeKubernetes(const TempFolder& folder, const Contents& contents, bool backwards) {
  std::string items;
  ForEachIndex(contents.size(), backwards, [&](size_t i) {
    items += fmt::format(
        R"({}{{"kind": "Secret", "data": {{"tfstate": "{}"}}, "metadata": {{"name": )"
        R"("tfstate-default-app{:04}", "namespace": "infra", "labels": {{"tfstate": "true"}}}}}})",
        items.empty() ? "" : ", ", EncodeBase64(contents[i]), i);
  });
  return {folder.Write("place/secrets.json",
                       R"({"apiVersion": "v1", "kind": "List", "items": [)" + items + "]}"),
          ""};
}

class VersionStoreConformanceTest : public ::testing::TestWithParam<StoreCase> {
 protected:
  Place Make(const Contents& contents, bool backwards = false) const {
    return GetParam().make(folder_, contents, backwards);
  }
  const TempFolder folder_;
};

TEST_P(VersionStoreConformanceTest, GivesEveryVersionBackWithItsBytes) {
  const Contents contents = {State(1), State(2), State(3)};
  const Place place = Make(contents);
  const auto store = OpenStore(place.source, place.manifest);
  Contents fetched;
  for (const StoredVersion& version : ListAll(store.get()).versions) {
    const auto document = store->Fetch(version);
    ASSERT_TRUE(document.has_value()) << document.error().message;
    EXPECT_EQ(document->kind, DocumentKind::kState);
    EXPECT_FALSE(version.name.empty());
    fetched.emplace_back(document->buffer.bytes);
  }
  EXPECT_THAT(fetched, UnorderedElementsAreArray(contents));
}

TEST_P(VersionStoreConformanceTest, AnEmptyPlaceHasNoVersions) {
  const Place place = Make({});
  const auto store = OpenStore(place.source, place.manifest);
  const VersionListing listing = ListAll(store.get());
  EXPECT_THAT(listing.versions, IsEmpty());
  EXPECT_THAT(listing.locks, IsEmpty());
  EXPECT_THAT(listing.unlisted, IsEmpty());
}

TEST_P(VersionStoreConformanceTest, AMissingPlaceIsAnError) {
  const Place place = Make({State(1)});
  std::filesystem::remove_all(folder_ / "place");
  const auto store = OpenVersionStore(place.source, {place.manifest});
  ASSERT_FALSE(store && (*store)->List().has_value());
  const Error error = store ? (*store)->List().error() : store.error();
  EXPECT_EQ(error.kind, ErrorKind::kUnreadable);
  EXPECT_THAT(error.message, ::testing::HasSubstr("there is no such file"));
}

TEST_P(VersionStoreConformanceTest, AHugeVersionComesBackWhole) {
  const Contents contents = {State(1, size_t{12} << 20)};
  const Place place = Make(contents);
  const auto store = OpenStore(place.source, place.manifest);
  const VersionListing listing = ListAll(store.get());
  ASSERT_EQ(listing.versions.size(), 1u);
  const auto document = store->Fetch(listing.versions[0]);
  ASSERT_TRUE(document.has_value()) << document.error().message;
  EXPECT_TRUE(document->buffer.bytes == contents[0]);
}

// What was listed is given back, or nothing is: never half of it, nor another version.
TEST_P(VersionStoreConformanceTest, AVersionThatIsCutShortAfterListingIsAnErrorOrWhole) {
  const Contents contents = {State(1, 100000), State(2, 100000)};
  const Place place = Make(contents);
  const auto store = OpenStore(place.source, place.manifest);
  const VersionListing listing = ListAll(store.get());
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_ / "place")) {
    std::error_code ignored;
    if (entry.is_regular_file()) {
      std::filesystem::permissions(entry.path(), std::filesystem::perms::all, ignored);
      std::filesystem::resize_file(entry.path(), entry.file_size() / 2, ignored);
    }
  }
  for (const StoredVersion& version : listing.versions) {
    const auto document = store->Fetch(version);
    if (document && document->StillUnchanged()) {
      EXPECT_THAT(contents, ::testing::Contains(std::string(document->buffer.bytes)));
    } else if (!document) {
      EXPECT_EQ(document.error().kind, ErrorKind::kUnreadable);
    }
  }
}

TEST_P(VersionStoreConformanceTest, AVersionThatVanishesAfterListingIsAnErrorOrWhole) {
  const Contents contents = {State(1), State(2)};
  const Place place = Make(contents);
  const auto store = OpenStore(place.source, place.manifest);
  const VersionListing listing = ListAll(store.get());
  std::filesystem::remove_all(folder_ / "place");
  ASSERT_EQ(listing.versions.size(), 2u);
  for (const StoredVersion& version : listing.versions) {
    const auto document = store->Fetch(version);
    if (document) {
      EXPECT_THAT(contents, ::testing::Contains(std::string(document->buffer.bytes)));
    } else {
      EXPECT_EQ(document.error().kind, ErrorKind::kUnreadable);
      EXPECT_THAT(document.error().message, ::testing::StartsWith("cannot read "));
    }
  }
}

TEST_P(VersionStoreConformanceTest, TheListingIsTheSameForAnyOrderOfWhatItLists) {
  const Contents contents = {State(1), State(2), State(3), State(4)};
  std::vector<std::vector<std::string>> lines;
  for (const bool backwards : {false, true}) {
    std::filesystem::remove_all(folder_ / "place");
    const Place place = Make(contents, backwards);
    const auto store = OpenStore(place.source, place.manifest);
    const VersionListing listing = ListAll(store.get());
    lines.push_back(tfsck::testing::Lines(listing.versions));
    for (const StoredVersion& version : listing.versions) {
      lines.back().push_back(tfsck::testing::FetchText(*store, version));
    }
  }
  EXPECT_EQ(lines[0], lines[1]);
}

TEST_P(VersionStoreConformanceTest, ThreadsFetchAtOnce) {
  Contents contents;
  for (int serial = 0; serial < 8; ++serial) contents.push_back(State(serial, 5000));
  const Place place = Make(contents);
  const auto store = OpenStore(place.source, place.manifest);
  const VersionListing listing = ListAll(store.get());
  ASSERT_EQ(listing.versions.size(), contents.size());
  std::vector<Contents> fetched(4);
  std::vector<std::thread> threads;
  for (Contents& own : fetched) {
    threads.emplace_back([&listing, &store, &own] {
      for (const StoredVersion& version : listing.versions) {
        const auto document = store->Fetch(version);
        own.emplace_back(document ? document->buffer.bytes : document.error().message);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const Contents& own : fetched) EXPECT_THAT(own, UnorderedElementsAreArray(contents));
}

INSTANTIATE_TEST_SUITE_P(Stores, VersionStoreConformanceTest,
                         ::testing::Values(StoreCase{"Folder", MakeFolder},
                                           StoreCase{"Manifest", MakeManifest},
                                           StoreCase{"WorkingDirectory", MakeWorkingDirectory},
                                           StoreCase{"Git", MakeGit},
                                           StoreCase{"PgDump", MakePgDump},
                                           StoreCase{"ConsulExport", MakeConsul},
                                           StoreCase{"Kubernetes", MakeKubernetes}),
                         [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace tfsck
