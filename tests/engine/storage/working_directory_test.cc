#include "engine/storage/working_directory.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/engine/storage/store_support.h"

namespace tfsck {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using tfsck::testing::Lines;
using tfsck::testing::ListAll;
using tfsck::testing::OpenStore;
using tfsck::testing::State;
using tfsck::testing::TempFolder;

constexpr auto kS3Pointer = R"({"version": 3, "backend": {"type": "s3", "config": {}, "hash": 1}})";

TEST(WorkingDirectoryTest, EveryFileIsWhatTerraformWroteItFor) {
  const TempFolder folder;
  folder.Write("main.tf", "");
  folder.Write("terraform.tfstate", State(5));
  folder.Write("terraform.tfstate.backup", State(4));
  folder.Write("terraform.tfstate.1795286439.backup", State(3));
  folder.Write("errored.tfstate", State(6));
  folder.Write(".terraform.tfstate.lock.info", "{}");
  folder.Write("terraform.tfstate.d/prod/terraform.tfstate", State(2));
  folder.Write("terraform.tfstate.d/prod/terraform.tfstate.1795286440.backup", State(1));
  folder.Write("terraform.tfstate.d/prod/notes.txt", "");
  folder.Write("terraform.tfstate.d/empty/.keep", "");
  folder.Write("old/terraform.tfstate", State(1));
  folder.Write("terraform.tfstate.d/stray.tfstate", State(1));
  const auto store = OpenStore(folder.path());
  EXPECT_EQ(store->Kind(), "working directory");
  const VersionListing listing = ListAll(store.get());
  EXPECT_TRUE(listing.keyed);
  EXPECT_THAT(Lines(listing.versions),
              ElementsAre("default  - E", "default  - LC", "default  1795286439 B", "default  - B",
                          "prod  - LC", "prod  1795286440 B"));
  EXPECT_THAT(Lines(listing.locks), ElementsAre(".terraform.tfstate.lock.info  - "));
  EXPECT_THAT(listing.unlisted, ElementsAre(folder / "old/terraform.tfstate",
                                            folder / "terraform.tfstate.d/stray.tfstate"));
  EXPECT_THAT(listing.remarks, IsEmpty());
}

TEST(WorkingDirectoryTest, WithARemoteBackendTheSelectedWorkspaceLeftTheFiles) {
  const TempFolder folder;
  folder.Write(".terraform/environment", "prod\n");
  folder.Write(".terraform/terraform.tfstate", kS3Pointer);
  folder.Write("errored.tfstate", State(6));
  folder.Write("terraform.tfstate.1795286439.backup", State(3));
  folder.Write("terraform.tfstate", State(1));
  const auto store = OpenStore(folder.path());
  const VersionListing listing = ListAll(store.get());
  EXPECT_THAT(Lines(listing.versions),
              ElementsAre("default  - LC", "prod  - E", "prod  1795286439 B"));
  EXPECT_THAT(listing.unlisted, IsEmpty());
  EXPECT_THAT(listing.remarks,
              ElementsAre(".terraform/terraform.tfstate names a backend of type s3: the state is "
                          "kept there, and what lies in the working directory may be older"));
}

TEST(WorkingDirectoryTest, AMigrationToARemoteBackendLeavesAnEmptyStateThatIsNoVersion) {
  const TempFolder folder;
  folder.Write("terraform.tfstate", "");
  folder.Write("terraform.tfstate.backup", State(3));
  folder.Write("main.tf", "");
  EXPECT_THAT(Lines(ListAll(OpenStore(folder.path()).get()).versions),
              ElementsAre("default  - LC", "default  - B"))
      << "with a local backend the state is lost";
  folder.Write(".terraform/terraform.tfstate", kS3Pointer);
  const auto store = OpenStore(folder.path());
  const VersionListing listing = ListAll(store.get());
  EXPECT_THAT(Lines(listing.versions), ElementsAre("default  - B"));
  EXPECT_THAT(listing.unlisted, IsEmpty());
  EXPECT_THAT(
      listing.remarks,
      ElementsAre(".terraform/terraform.tfstate names a backend of type s3: the state is kept "
                  "there, and what lies in the working directory may be older",
                  "an empty terraform.tfstate is no version: migrating to that backend leaves it"));
}

TEST(WorkingDirectoryTest, AFolderOfSnapshotsIsNone) {
  const TempFolder folder;
  folder.Write("terraform.tfstate", State(1));
  folder.Write("terraform.tfstate.backup", State(1));
  EXPECT_TRUE(LooksLikeWorkingDirectory(folder.path()));
  folder.Write("0001.tfstate", State(1));
  EXPECT_FALSE(LooksLikeWorkingDirectory(folder.path()));
  folder.Write("main.tf", "");
  EXPECT_TRUE(LooksLikeWorkingDirectory(folder.path()));
  EXPECT_FALSE(LooksLikeWorkingDirectory(folder / "gone"));
}

TEST(WorkingDirectoryTest, DamagedPointersAndSelectionsAreNoMatter) {
  const TempFolder folder;
  folder.Write(".terraform/environment", "");
  folder.Write(".terraform/terraform.tfstate", "{\"version\": 3, \"backend\": {\"type\": [[[");
  folder.Write("terraform.tfstate", "");
  const auto store = OpenStore(folder.path());
  const VersionListing listing = ListAll(store.get());
  EXPECT_THAT(Lines(listing.versions), ElementsAre("default  - LC"));
  EXPECT_THAT(listing.remarks, IsEmpty());
}

TEST(WorkingDirectoryTest, TheCorpusHasOneWithWorkspaces) {
  const auto store = OpenStore(std::string(TFSCK_SOURCE_DIR) + "/corpus/archives/acme/platform");
  EXPECT_THAT(Lines(ListAll(store.get()).versions),
              ElementsAre("default  - LC", "default  - B", "prod  - LC", "prod  1795293489 B",
                          "prod  - B", "review-117  - LC", "review-117  - B", "staging  - LC"));
}

}  // namespace
}  // namespace tfsck
