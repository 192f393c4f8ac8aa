#include "engine/storage/manifest_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/digest.h"
#include "tests/engine/storage/store_support.h"

namespace tfsck {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using tfsck::testing::FetchError;
using tfsck::testing::FetchText;
using tfsck::testing::Lines;
using tfsck::testing::ListAll;
using tfsck::testing::ListError;
using tfsck::testing::OpenStore;
using tfsck::testing::State;
using tfsck::testing::TempFolder;

std::string Version(const std::string& key, const std::string& id, bool latest = false) {
  return fmt::format(R"({{"Key": "{}", "VersionId": "{}", "IsLatest": {}, )"
                     R"("LastModified": "2026-11-21T18:40:39Z"}})",
                     key, id, latest);
}

TEST(ManifestStoreTest, WhatCephGaveComesBackWithTheListedDigests) {
  const std::string corpus = std::string(TFSCK_SOURCE_DIR) + "/corpus/stores/s3/";
  const auto store = OpenStore(corpus + "objects", corpus + "versions.json");
  EXPECT_EQ(store->Kind(), "folder of objects with a listing");
  const VersionListing listing = ListAll(store.get());
  EXPECT_THAT(Lines(listing.versions),
              ElementsAre("prod/app/terraform.tfstate ptIqxbHqwZAMzOrHLP9A5kNveUohvF3 "
                          "1795286296.857 ",
                          "prod/app/terraform.tfstate z79FFhH-kvZplXNzNPwavaY9Nql0rOy "
                          "1795286297.017 ",
                          "prod/app/terraform.tfstate 2gvNhLrBh4Hx2eXA0sTt39mfWXInQbo "
                          "1795286297.148 L"));
  for (const StoredVersion& version : listing.versions) {
    EXPECT_EQ(Md5Hex(FetchText(*store, version)), version.md5);
  }
  EXPECT_TRUE(listing.keyed);
  EXPECT_THAT(listing.unlisted, IsEmpty());
  EXPECT_THAT(listing.remarks, IsEmpty());
}

TEST(ManifestStoreTest, FilesAreFoundInTheLayoutsThatPeopleHave) {
  for (const auto* layout :
       {"env/prod/s.tfstate/v1", "env/prod/s.tfstate.v1", "env/prod/s.tfstate@v1",
        "env/prod/s.tfstate?versionId=v1", "env/prod/s.tfstate#v1", "v1", "v1.json",
        "v1.tfstate.gz", "s.tfstate/v1", "s.tfstate.v1.json", "s.tfstate", "env/prod/s.tfstate"}) {
    const TempFolder folder;
    folder.Write(std::string("objects/") + layout, State(1));
    const std::string manifest =
        folder.Write("m", R"({"Versions": [)" + Version("env/prod/s.tfstate", "v1", true) + "]}");
    const auto store = OpenStore(folder / "objects", manifest);
    const VersionListing listing = ListAll(store.get());
    ASSERT_EQ(listing.versions.size(), 1u) << layout;
    ASSERT_FALSE(listing.versions[0].absent) << layout;
    EXPECT_EQ(listing.versions[0].name, folder / "objects/" + layout);
    EXPECT_EQ(FetchText(*store, listing.versions[0]), State(1));
    EXPECT_THAT(listing.unlisted, IsEmpty()) << layout;
  }
}

TEST(ManifestStoreTest, AbsentAndUnlistedFilesAreSaid) {
  const TempFolder folder;
  folder.Write("o/s.tfstate/v2", State(2));
  folder.Write("o/s.tfstate/v3", State(3));
  folder.Write("o/notes.txt", "x\n");
  const std::string manifest = folder.Write(
      "o/list.json", R"({"Versions": [)" + Version("s.tfstate", "v2", true) + "," +
                         Version("s.tfstate", "v1") + "," + Version("s.tfstate.tflock", "l1") +
                         "," + Version("logs/x.txt", "w") + "]}");
  const auto store = OpenStore(folder / "o", manifest);
  const VersionListing listing = ListAll(store.get());
  EXPECT_THAT(Lines(listing.versions),
              ElementsAre("s.tfstate v1 1795286439 A", "s.tfstate v2 1795286439 L"));
  EXPECT_EQ(listing.versions[0].name, "s.tfstate@v1");
  EXPECT_THAT(Lines(listing.locks), ElementsAre("s.tfstate.tflock l1 1795286439 A"));
  EXPECT_THAT(listing.unlisted, ElementsAre(folder / "o/s.tfstate/v3"));
  EXPECT_THAT(listing.remarks,
              ElementsAre("objects that do not look like states were passed over: 1 of them"));
}

TEST(ManifestStoreTest, HostileIdsLeadNowhere) {
  const TempFolder folder;
  const std::string secret = folder.Write("secret", State(9));
  folder.Write("o/readme", "x\n");
  std::string entries;
  for (const std::string& id : {std::string("../secret"), std::string("../../secret"), secret,
                                std::string("o/../../secret"), std::string("%2e%2e/secret"),
                                std::string("a\\u0000b"), std::string(5000, 'x')}) {
    entries += Version("s.tfstate", id) + "," + Version("../secret", id + "1", true) + ",";
  }
  entries.pop_back();
  const std::string manifest = folder.Write("m", R"({"Versions": [)" + entries + "]}");
  const auto store = OpenStore(folder / "o", manifest);
  for (const StoredVersion& version : ListAll(store.get()).versions) {
    EXPECT_TRUE(version.absent) << version.name;
  }
}

TEST(ManifestStoreTest, AnIdThatTwoKeysShareIsNoNameOfAFile) {
  const TempFolder folder;
  folder.Write("o/null", State(1));
  const std::string manifest =
      folder.Write("m", R"({"Versions": [)" + Version("a.tfstate", "null") + "," +
                            Version("b.tfstate", "null") + "]}");
  const auto store = OpenStore(folder / "o", manifest);
  for (const StoredVersion& version : ListAll(store.get()).versions) {
    EXPECT_TRUE(version.absent);
  }
}

TEST(ManifestStoreTest, AFileOfAnotherSizeIsNotTheVersion) {
  const TempFolder folder;
  const std::string path = folder.Write("o/s.tfstate", State(1));
  const std::string manifest =
      folder.Write("m", R"({"Contents": [{"Key": "s.tfstate", "Size": 9000}]})");
  const auto store = OpenStore(folder / "o", manifest);
  const VersionListing listing = ListAll(store.get());
  EXPECT_EQ(FetchError(*store, listing.versions[0]),
            fmt::format("cannot read {}: it has {} bytes where the listing says 9000: it is cut "
                        "short, or another version",
                        path, State(1).size()));
}

TEST(ManifestStoreTest, AManifestThatIsMissingOrDamagedIsAnError) {
  const TempFolder folder;
  folder.Write("o/s.tfstate", State(1));
  EXPECT_EQ(ListError(folder / "o", folder / "gone"),
            "cannot read " + folder / "gone" + ": there is no such file");
  const std::string damaged = folder.Write("m", "{\"Versions\": [");
  EXPECT_EQ(ListError(folder / "o", damaged),
            "cannot read " + damaged + ": line 1, column 15: unexpected end of JSON input");
}

}  // namespace
}  // namespace tfsck
