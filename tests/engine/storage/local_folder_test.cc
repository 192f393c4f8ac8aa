#include "engine/storage/local_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "tests/engine/storage/temp_folder.h"

namespace tfsck {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using tfsck::testing::RunUnprivileged;
using tfsck::testing::TempFolder;

// Paths below the folder; "!" marks a live lock.
std::vector<std::string> States(const TempFolder& folder, const FolderListing& listing) {
  std::vector<std::string> out;
  for (const ListedState& state : listing.states) {
    EXPECT_TRUE(state.path.starts_with(folder.path() + "/")) << state.path;
    out.push_back(state.path.substr(folder.path().size() + 1) + (state.live_lock ? "!" : ""));
  }
  return out;
}

std::vector<std::string> Companions(const TempFolder& folder, const FolderListing& listing) {
  std::vector<std::string> out;
  for (const ListedCompanion& companion : listing.companions) {
    out.push_back(companion.path.substr(folder.path().size() + 1));
  }
  return out;
}

TEST(RoleOfTest, NamesTellTheRole) {
  for (const auto* name :
       {"terraform.tfstate", "errored.tfstate", "terraform.tfstate.backup", ".tfstate",
        "terraform.tfstate.1700000000.backup", "prod.tfstate.d.backup", ".hidden.tfstate"}) {
    EXPECT_EQ(RoleOf(name, false), FileRole::kState) << name;
    EXPECT_EQ(RoleOf(name, true), FileRole::kBackendPointer) << name;
  }
  for (const auto* name : {".terraform.tfstate.lock.info", "default.tflock", "a.tfstate.tflock"}) {
    EXPECT_EQ(RoleOf(name, false), FileRole::kLockInfo) << name;
  }
  for (const auto* name : {"x.tfplan", "tfplan", "plan.out"}) {
    EXPECT_EQ(RoleOf(name, false), FileRole::kPlanFile) << name;
  }
  for (const auto* name : {"main.tf", ".terraform.lock.hcl", "terraform.tfstate.old", "tfstate",
                           "backup", "x.tfstate.json", "lock.info", "plan.json", ""}) {
    EXPECT_EQ(RoleOf(name, false), FileRole::kOther) << name;
  }
}

TEST(ListStatesTest, FindsStatesBelowInBytewiseOrder) {
  const TempFolder folder;
  for (const auto* name :
       {"b/terraform.tfstate", "a.tfstate", "a/terraform.tfstate.backup", "B.tfstate", "main.tf",
        "a/terraform.tfstate.1700000000.backup", "errored.tfstate", "\xff.tfstate",
        "terraform.tfstate.d/dev/terraform.tfstate", "terraform.tfstate.d/dev/notes.txt",
        ".hidden/x.tfstate"}) {
    folder.Write(name, "{}");
  }
  const auto listing = ListStates(folder.path());
  ASSERT_TRUE(listing);
  EXPECT_THAT(States(folder, *listing),
              ElementsAre(".hidden/x.tfstate", "B.tfstate", "a.tfstate",
                          "a/terraform.tfstate.1700000000.backup", "a/terraform.tfstate.backup",
                          "b/terraform.tfstate", "errored.tfstate",
                          "terraform.tfstate.d/dev/terraform.tfstate", "\xff.tfstate"));
  EXPECT_EQ(listing->other_files, 2u);
  EXPECT_THAT(listing->companions, IsEmpty());
  EXPECT_THAT(listing->unreadable, IsEmpty());
}

TEST(ListStatesTest, NamesCompanions) {
  const TempFolder folder;
  for (const auto* name : {".terraform/terraform.tfstate", ".terraform/environment",
                           ".terraform.tfstate.lock.info", "x.tfplan", "default.tflock"}) {
    folder.Write(name, "{}");
  }
  const auto listing = ListStates(folder.path());
  ASSERT_TRUE(listing);
  EXPECT_THAT(listing->states, IsEmpty());
  EXPECT_THAT(Companions(folder, *listing),
              ElementsAre(".terraform.tfstate.lock.info", ".terraform/terraform.tfstate",
                          "default.tflock", "x.tfplan"));
  EXPECT_EQ(listing->companions[1].role, FileRole::kBackendPointer);
  EXPECT_EQ(listing->other_files, 1u);
  const auto inside = ListStates(folder / ".terraform");  // asked for by name, it means the same
  ASSERT_TRUE(inside);
  EXPECT_EQ(inside->companions.size(), 1u);
}

TEST(ListStatesTest, LockInfoBesideAStateMarksIt) {
  const TempFolder folder;
  for (const auto* name :
       {"a/terraform.tfstate", "a/.terraform.tfstate.lock.info", "a/terraform.tfstate.backup",
        "b/terraform.tfstate", "b/.x.tfstate", "b/.x.tfstate.lock.info", "gcs/default.tfstate",
        "gcs/default.tflock", "s3/k.tfstate", "s3/k.tfstate.tflock"}) {
    folder.Write(name, "{}");
  }
  const auto listing = ListStates(folder.path());
  ASSERT_TRUE(listing);
  EXPECT_THAT(States(folder, *listing),
              ElementsAre("a/terraform.tfstate!", "a/terraform.tfstate.backup", "b/.x.tfstate!",
                          "b/terraform.tfstate", "gcs/default.tfstate!", "s3/k.tfstate!"));
}

TEST(ListStatesTest, LeavesOutWhatIsNotTheUsers) {
  const TempFolder folder;
  for (const auto* name :
       {".git/x.tfstate", ".terraform/providers/x.tfstate", ".terraform/modules/m/x.tfstate",
        ".terraform/plugins/x.tfstate", "modules/m/x.tfstate", "providers/x.tfstate"}) {
    folder.Write(name, "{}");
  }
  const auto listing = ListStates(folder.path());
  ASSERT_TRUE(listing);
  EXPECT_THAT(States(folder, *listing), ElementsAre("modules/m/x.tfstate", "providers/x.tfstate"));
}

TEST(ListStatesTest, PipesAndSocketsAreCountedAndNotOpened) {
  const TempFolder folder;
  ASSERT_EQ(mkfifo((folder / "pipe.tfstate").c_str(), 0600), 0);
  const int sock = socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un name = {AF_UNIX, {}};
  (folder / "s.tfstate").copy(name.sun_path, sizeof name.sun_path - 1);
  ASSERT_EQ(bind(sock, reinterpret_cast<sockaddr*>(&name), sizeof name), 0);
  close(sock);
  std::filesystem::create_symlink("/dev/null", folder / "null.tfstate");
  const auto listing = ListStates(folder.path());
  ASSERT_TRUE(listing);
  EXPECT_EQ(listing->special_files, 3u);
  EXPECT_THAT(listing->states, IsEmpty());
}

TEST(ListStatesTest, LinksToFoldersAreNotFollowedLinksToFilesAre) {
  const TempFolder folder;
  folder.Write("real/a.tfstate", "{}");
  std::filesystem::create_directory_symlink("..", folder / "real/loop");
  std::filesystem::create_symlink("real/a.tfstate", folder / "b.tfstate");
  std::filesystem::create_symlink("gone", folder / "dangling.tfstate");
  std::filesystem::create_symlink("self.tfstate", folder / "self.tfstate");
  const auto listing = ListStates(folder.path());
  ASSERT_TRUE(listing);
  EXPECT_EQ(listing->linked_folders, 1u);
  EXPECT_THAT(States(folder, *listing),
              ElementsAre("b.tfstate", "dangling.tfstate", "real/a.tfstate", "self.tfstate"));
}

TEST(ListStatesTest, AnUnreadableFolderHidesNothingElse) {
  const TempFolder folder;
  folder.Write("a/x.tfstate", "{}");
  folder.Write("b/x.tfstate", "{}");
  folder.Write("c/x.tfstate", "{}");
  ASSERT_EQ(chmod((folder / "b").c_str(), 0), 0);
  EXPECT_TRUE(RunUnprivileged([&] {
    const auto listing = ListStates(folder.path());
    return listing && listing->states.size() == 2 && listing->unreadable.size() == 1 &&
           listing->unreadable[0].kind == ErrorKind::kUnreadable &&
           listing->unreadable[0].message ==
               "cannot read " + (folder / "b") + ": permission denied" &&
           ListStates(folder / "b").error().message == listing->unreadable[0].message;
  }));
  chmod((folder / "b").c_str(), 0755);
}

TEST(ListStatesTest, SaysWhyAFolderCannotBeListed) {
  const TempFolder folder;
  folder.Write("file", "{}");
  const auto message = [&](const std::string& path) { return ListStates(path).error().message; };
  EXPECT_EQ(message(folder / "gone"),
            "cannot read " + (folder / "gone") + ": there is no such file");
  EXPECT_EQ(message(folder / "file"), "cannot read " + (folder / "file") + ": it is not a folder");
  EXPECT_EQ(message(""), "cannot read : the name is empty");
}

TEST(ListStatesTest, ThisFolderGivesRelativePaths) {
  const TempFolder folder;
  folder.Write("a/x.tfstate", "{}");
  EXPECT_TRUE(tfsck::testing::RunElsewhere([&] {
    if (chdir(folder.path().c_str()) != 0) return false;
    const auto listing = ListStates(".");
    return listing && listing->states.size() == 1 && listing->states[0].path == "a/x.tfstate";
  }));
  const auto slashed = ListStates(folder.path() + "/");
  ASSERT_TRUE(slashed);
  EXPECT_EQ(slashed->states[0].path, folder / "a/x.tfstate");
}

}  // namespace
}  // namespace tfsck
