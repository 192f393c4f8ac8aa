#include "engine/storage/git_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/storage/git_log.h"
#include "tests/engine/storage/store_support.h"

namespace tfsck {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::StartsWith;
using tfsck::testing::FetchText;
using tfsck::testing::ListAll;
using tfsck::testing::ListError;
using tfsck::testing::OpenStore;
using tfsck::testing::RunGitScript;
using tfsck::testing::State;
using tfsck::testing::TempFolder;

// "KEY PATH SECONDS SERIAL", D for a deletion.
std::vector<std::string> History(const std::string& source) {
  const auto store = OpenStore(source);
  std::vector<std::string> lines;
  for (const StoredVersion& version : ListAll(store.get()).versions) {
    std::string serial = "D";
    if (!version.delete_marker) {
      const std::string text = FetchText(*store, version);
      serial = text.substr(text.find("\"serial\": ") + 10, 1);
    }
    lines.push_back(fmt::format("{} {} {} {}", version.key,
                                version.name.substr(version.name.find(':') + 1),
                                version.time_us / 1000000, serial));
  }
  return lines;
}

class GitStoreTest : public ::testing::Test {
 protected:
  // Commits the given serial, with enough alike for git to see a rename.
  void Commit(const std::string& path, int serial, int seconds) {
    folder_.Write("repo/" + path, State(serial, 200));
    Run(fmt::format("git add -A; commit {} serial", 1795280000 + seconds));
  }
  void Run(const std::string& script) { RunGitScript(folder_ / "repo", script); }
  void SetUp() override {
    folder_.Write("repo/README", "");
    Run("git init -q -b main");
  }
  std::string Source(const std::string& rest = "") const {
    return "git:" + folder_ / "repo" + rest;
  }
  const TempFolder folder_;
};

TEST_F(GitStoreTest, EveryCommitThatChangedTheStateIsAVersion) {
  Commit("terraform.tfstate", 1, 1);
  Commit("main.tf", 0, 2);
  Commit("terraform.tfstate", 2, 3);
  const auto store = OpenStore(Source());
  EXPECT_EQ(store->Kind(), "git repository");
  const VersionListing listing = ListAll(store.get());
  ASSERT_EQ(listing.versions.size(), 2u);
  const StoredVersion& newest = listing.versions[1];
  EXPECT_EQ(newest.author, "Ada L <ada@example.com>");
  EXPECT_EQ(newest.time_source, TimeSource::kCommit);
  EXPECT_EQ(newest.time_us, 1795280003000000);
  EXPECT_EQ(newest.version_id.size(), 40u);
  EXPECT_EQ(newest.name, newest.version_id.substr(0, 12) + ":terraform.tfstate");
  EXPECT_TRUE(newest.latest);
  EXPECT_FALSE(listing.versions[0].latest);
  EXPECT_TRUE(listing.keyed);
  EXPECT_THAT(listing.remarks, IsEmpty());
}

TEST_F(GitStoreTest, RenamesAreFollowedAndDeletionsAreMarkers) {
  Commit("old.tfstate", 1, 1);
  Commit("old.tfstate", 2, 2);
  Run("mkdir env; git mv old.tfstate env/new.tfstate; commit 1795280003 move");
  Commit("env/new.tfstate", 3, 4);
  Commit("old.tfstate", 7, 5);  // another state of the old name
  Run("git rm -q env/new.tfstate; commit 1795280006 remove");
  Commit("env/new.tfstate", 4, 7);
  const std::vector<std::string> env = {"env/new.tfstate old.tfstate 1795280001 1",
                                        "env/new.tfstate old.tfstate 1795280002 2",
                                        "env/new.tfstate env/new.tfstate 1795280004 3",
                                        "env/new.tfstate env/new.tfstate 1795280006 D",
                                        "env/new.tfstate env/new.tfstate 1795280007 4"};
  std::vector<std::string> all = env;
  all.emplace_back("old.tfstate old.tfstate 1795280005 7");
  EXPECT_EQ(History(Source()), all);
  EXPECT_EQ(History(Source(":env/new.tfstate")), env);
  EXPECT_THAT(History(Source(":old.tfstate")), ElementsAre("old.tfstate old.tfstate 1795280001 1",
                                                           "old.tfstate old.tfstate 1795280002 2",
                                                           "old.tfstate old.tfstate 1795280005 7"));
}

TEST_F(GitStoreTest, OfAMergeOnlyItsOwnContentIsAVersion) {
  Commit("s.tfstate", 1, 1);
  Run("git checkout -q -b side");
  Commit("s.tfstate", 2, 2);
  Run("git checkout -q main");
  Commit("s.tfstate", 3, 3);
  Run("git merge -q -s ours side -m ours");
  EXPECT_THAT(History(Source(":s.tfstate")),
              ::testing::UnorderedElementsAre("s.tfstate s.tfstate 1795280001 1",
                                              "s.tfstate s.tfstate 1795280002 2",
                                              "s.tfstate s.tfstate 1795280003 3"));
  Run("git checkout -q -b other HEAD~1");
  Commit("s.tfstate", 4, 4);
  Run("git checkout -q main; git merge -q -s ours --no-commit other >&/dev/null");
  Commit("s.tfstate", 5, 5);
  EXPECT_EQ(History(Source(":s.tfstate")).size(), 5u);
  EXPECT_EQ(History(Source(":s.tfstate")).back(), "s.tfstate s.tfstate 1795280005 5");
}

TEST_F(GitStoreTest, ARevisionEndsTheHistory) {
  Commit("s.tfstate", 1, 1);
  Run("git tag v1");
  Commit("s.tfstate", 2, 2);
  EXPECT_THAT(History(Source(":s.tfstate@v1")), ElementsAre("s.tfstate s.tfstate 1795280001 1"));
  EXPECT_THAT(History(Source(":@v1")), ElementsAre("s.tfstate s.tfstate 1795280001 1"));
  EXPECT_EQ(ListError(Source(":s.tfstate@v9")),
            "cannot read " + folder_ / "repo: the repository has no revision v9");
  EXPECT_EQ(ListError(Source(":s.tfstate@--all")),
            "cannot read " + folder_ / "repo: the repository has no revision --all");
}

TEST_F(GitStoreTest, ASubfolderIsARepositoryToo) {
  Commit("env/prod/s.tfstate", 1, 1);
  Commit("other.tfstate", 1, 2);
  EXPECT_THAT(History(Source("/env")),
              ElementsAre("env/prod/s.tfstate env/prod/s.tfstate 1795280001 1"));
  EXPECT_THAT(History(Source("/env:prod/s.tfstate")),
              ElementsAre("env/prod/s.tfstate env/prod/s.tfstate 1795280001 1"));
}

TEST_F(GitStoreTest, APathThatWasNeverThereIsAnErrorThatNamesWhatIs) {
  Commit("env/prod.tfstate", 1, 1);
  const std::string begin = "cannot read " + folder_ / "repo: no commit that leads to HEAD holds ";
  EXPECT_EQ(ListError(Source(":env/prd.tfstate")),
            begin + "env/prd.tfstate; did you mean env/prod.tfstate?");
  EXPECT_EQ(ListError(Source(":terraform.tfstate")),
            begin + "terraform.tfstate; there are env/prod.tfstate");
}

TEST_F(GitStoreTest, AnyPathCanBeNamed) {
  Commit("state.json", 1, 1);
  Commit("a:b *[x].tfstate", 2, 2);
  EXPECT_THAT(History(Source(":state.json")), ElementsAre("state.json state.json 1795280001 1"));
  EXPECT_THAT(History(Source(":a:b *[x].tfstate")),
              ElementsAre("a:b *[x].tfstate a:b *[x].tfstate 1795280002 2"));
}

TEST_F(GitStoreTest, AShallowRepositoryIsSaidToBeShallow) {
  Commit("s.tfstate", 1, 1);
  Commit("s.tfstate", 2, 2);
  Run("git clone -q --depth 1 \"file://$PWD\" ../clone");
  const auto store = OpenStore("git:" + folder_ / "clone");
  const VersionListing listing = ListAll(store.get());
  ASSERT_EQ(listing.versions.size(), 1u);
  EXPECT_THAT(listing.remarks,
              ElementsAre("the repository is shallow: commits before " +
                          listing.versions[0].version_id.substr(0, 12) + " are not here"));
}

TEST_F(GitStoreTest, LocksBackupsAndLinksAreToldApart) {
  folder_.Write("repo/terraform.tfstate.backup", State(1));
  folder_.Write("repo/.terraform.tfstate.lock.info", "{}");
  folder_.Write("repo/.terraform/terraform.tfstate", "{}");
  std::filesystem::create_symlink("elsewhere", folder_ / "repo/linked.tfstate");
  Commit("terraform.tfstate", 2, 1);
  const auto store = OpenStore(Source());
  const VersionListing listing = ListAll(store.get());
  ASSERT_EQ(listing.versions.size(), 2u);
  EXPECT_EQ(listing.versions[1].key, "terraform.tfstate.backup");
  EXPECT_EQ(listing.versions[1].role, VersionRole::kBackup);
  ASSERT_EQ(listing.locks.size(), 1u);
  EXPECT_EQ(listing.locks[0].key, ".terraform.tfstate.lock.info");
  EXPECT_THAT(listing.remarks,
              ElementsAre("committed symbolic links and submodules were passed over: 1 of them"));
}

TEST_F(GitStoreTest, ARepositoryWithoutCommitsSaysSo) {
  const auto store = OpenStore(Source());
  EXPECT_THAT(ListAll(store.get()).remarks, ElementsAre("the repository has no commits"));
}

TEST_F(GitStoreTest, NothingThatTheRepositoryConfiguresIsRun) {
  Commit("s.tfstate", 1, 1);
  Commit("s.tfstate", 2, 2);
  Run("git config core.fsmonitor 'touch ran-fsmonitor'; git config diff.external 'touch "
      "ran-external'; git config core.pager 'touch ran-pager'; git config diff.x.textconv 'touch "
      "ran-textconv'; echo '*.tfstate diff=x filter=x' > .gitattributes; git config "
      "filter.x.smudge "
      "'touch ran-smudge'; git config log.showSignature true; git config gpg.program 'touch "
      "ran-gpg'; git config diff.orderFile /dev/full");
  EXPECT_EQ(History(Source()).size(), 2u);
  EXPECT_EQ(History(Source(":s.tfstate")).size(), 2u);
  for (const auto& entry : std::filesystem::directory_iterator(folder_ / "repo")) {
    EXPECT_FALSE(entry.path().filename().string().starts_with("ran-")) << entry.path();
  }
}

TEST(OpenGitStoreTest, SaysWhyItCannotRead) {
  const TempFolder folder;
  const std::string path = folder.Write("place/file", "");
  EXPECT_EQ(ListError("git:" + folder / "place"),
            "cannot read " + folder / "place: it is no git repository");
  EXPECT_EQ(ListError("git:" + path), "cannot read " + path + ": it is no git repository");
  EXPECT_EQ(ListError("git:" + folder / "gone:x@y"),
            "cannot read " + folder / "gone: there is no such file");
  EXPECT_EQ(ListError("git:"), "git: needs a repository: git:REPO[:PATH[@REV]]");
}

TEST(OpenGitStoreTest, WithoutGitItSaysWhatToInstall) {
  const TempFolder folder;
  EXPECT_TRUE(tfsck::testing::RunElsewhere([&folder] {
    setenv("PATH", "/nonexistent", 1);
    return ListError("git:" + folder.path()) ==
           "cannot read git repositories: there is no git on PATH; install the package git";
  }));
}

TEST(GitLogReaderTest, WhatGitDoesNotPrintIsRefused) {
  const std::string id(40, 'a');
  const std::string head = "\x01" + id + std::string("\0001\0A <a>\0", 9);
  for (const std::string& text :
       {std::string("x\0", 2), std::string("\x01zz\0", 4),
        ":100644 100644 " + id + " " + id + " M" + std::string("\0p\0", 3),
        head + std::string(":100644 1 2\0", 12), head + std::string("::::::::\0", 9)}) {
    GitLogReader reader;
    EXPECT_FALSE(reader.Take(text)) << text;
  }
  GitLogReader reader;
  const std::string whole =
      head + ":100644 100644 " + id + " " + std::string(40, 'b') + " M" + std::string("\0p\0", 3);
  for (const char c : whole) ASSERT_TRUE(reader.Take(std::string_view(&c, 1)));
  const GitLog log = reader.Finish();
  ASSERT_EQ(log.changes.size(), 1u);
  EXPECT_EQ(log.changes[0].path, "p");
  EXPECT_THAT(log.commits[0].author, StartsWith("A <a>"));
}

}  // namespace
}  // namespace tfsck
