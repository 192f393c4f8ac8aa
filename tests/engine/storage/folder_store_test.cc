#include "engine/storage/folder_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include "tests/engine/storage/store_support.h"

namespace tfsck {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using tfsck::testing::FetchError;
using tfsck::testing::FetchText;
using tfsck::testing::ListAll;
using tfsck::testing::ListError;
using tfsck::testing::OpenStore;
using tfsck::testing::State;
using tfsck::testing::TempFolder;

std::string Gzip(const std::string& text) {
  std::string out(compressBound(text.size()) + 64, '\0');
  z_stream stream = {};
  EXPECT_EQ(deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

std::vector<std::string> Names(const TempFolder& folder,
                               const std::vector<StoredVersion>& versions) {
  std::vector<std::string> names;
  for (const StoredVersion& version : versions) {
    names.push_back(version.name.substr(folder.path().size() + 1));
  }
  return names;
}

TEST(FolderStoreTest, ContentAndNamesTellWhatBelongs) {
  const TempFolder folder;
  folder.Write("a/state-of-monday", State(1));
  folder.Write("b.gz", Gzip(State(2, 200000)));
  folder.Write("c.json", R"({"serial": 4, "lineage": "x", "encryption_version": "v0"})");
  folder.Write("d.tfstate", "");
  folder.Write("e.tfstate", "<html>502 Bad Gateway</html>");
  folder.Write("f", R"({"version": 4, "serial": 3, "resources": [)");
  folder.Write("g.age", "age-encryption.org/v1\n-> X25519 abc\n");
  folder.Write(".gitkeep", "");
  folder.Write("README.md", "states\n");
  folder.Write("h.json", R"({"a": 1})");
  folder.Write("i.gz", Gzip("a log\n"));
  folder.Write("default.tflock", R"({"ID": "1", "Operation": "x", "Who": "y"})");
  folder.Write("lock.json", R"({"ID": "1", "Operation": "x", "Who": "y"})");
  const auto store = OpenStore(folder.path());
  EXPECT_EQ(store->Kind(), "folder of snapshots");
  const VersionListing listing = ListAll(store.get());
  EXPECT_THAT(Names(folder, listing.versions), ElementsAre("a/state-of-monday", "b.gz", "c.json",
                                                           "d.tfstate", "e.tfstate", "f", "g.age"));
  EXPECT_THAT(Names(folder, listing.locks), ElementsAre("default.tflock", "lock.json"));
  EXPECT_FALSE(listing.keyed);
  EXPECT_THAT(listing.remarks, IsEmpty());
  EXPECT_EQ(FetchText(*store, listing.versions[1]), State(2, 200000));
}

TEST(FolderStoreTest, TimesComeFromNamesOnly) {
  const TempFolder folder;
  folder.Write("x.tfstate", State(1));
  folder.Write("2026-11-21T18-40-39Z/y.tfstate", State(1));
  folder.Write("z-2026-11-21T18-40-39Z.tfstate", State(1));
  const auto store = OpenStore(folder.path());
  const VersionListing listing = ListAll(store.get());
  ASSERT_EQ(listing.versions.size(), 3u);
  EXPECT_EQ(listing.versions[0].time_source, TimeSource::kNone);
  EXPECT_EQ(listing.versions[1].time_source, TimeSource::kNone);
  EXPECT_EQ(listing.versions[2].time_source, TimeSource::kName);
  EXPECT_EQ(listing.versions[2].time_us, 1795286439000000);
}

TEST(FolderStoreTest, LinksToFoldersAreNotFollowedAndSaid) {
  const TempFolder folder;
  folder.Write("a/1.tfstate", State(1));
  std::filesystem::create_symlink("..", folder / "a/up");
  std::filesystem::create_symlink("self", folder / "self");
  std::filesystem::create_symlink("a/1.tfstate", folder / "linked.tfstate");
  const auto store = OpenStore(folder.path());
  const VersionListing listing = ListAll(store.get());
  EXPECT_THAT(Names(folder, listing.versions), ElementsAre("a/1.tfstate", "linked.tfstate"));
  EXPECT_THAT(listing.remarks,
              ElementsAre("symbolic links to folders were not followed: 1 of them",
                          "files that are not named like a state cannot be read: 1 of them"));
}

TEST(FolderStoreTest, AFileThatGrewSinceIsAnError) {
  const TempFolder folder;
  const std::string path = folder.Write("1.tfstate", State(1));
  const auto store = OpenStore(folder.path());
  const VersionListing listing = ListAll(store.get());
  folder.Write("1.tfstate", State(1, 5));
  EXPECT_EQ(FetchError(*store, listing.versions[0]),
            fmt::format("cannot read {}: it changed since it was listed: it had {} bytes and now "
                        "has {}",
                        path, State(1).size(), State(1).size() + 5));
}

TEST(FolderStoreTest, OneFileIsAHistoryOfOneVersion) {
  const TempFolder folder;
  const std::string path = folder.Write("terraform.tfstate.1795286439.backup", State(7));
  const auto store = OpenStore(path);
  const VersionListing listing = ListAll(store.get());
  ASSERT_EQ(listing.versions.size(), 1u);
  EXPECT_FALSE(listing.keyed);
  EXPECT_EQ(listing.versions[0].name, path);
  EXPECT_EQ(listing.versions[0].time_us, 1795286439000000);
  EXPECT_EQ(FetchText(*store, listing.versions[0]), State(7));
}

TEST(OpenVersionStoreTest, SaysWhatCannotBeAHistory) {
  const TempFolder folder;
  const std::string page = folder.Write("page", "<html></html>");
  EXPECT_EQ(ListError(page), page + " is a HTML or XML page, which holds no versions of a state");
  EXPECT_EQ(ListError(folder / "gone"),
            "cannot read " + folder / "gone" + ": there is no such file");
  const std::string state = folder.Write("s", State(1));
  EXPECT_EQ(ListError(state, page), "a manifest belongs to a folder, and " + state + " is none");
  EXPECT_EQ(ListError("git:" + folder.path(), page),
            "a manifest belongs to a folder, and git:" + folder.path() + " is none");
  EXPECT_THAT(ListError(std::string("a\0b", 3)), HasSubstr("the path contains a NUL"));
  EXPECT_EQ(ListError(""), "cannot read : the name is empty");
}

}  // namespace
}  // namespace tfsck
