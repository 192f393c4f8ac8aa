// tfsck lock as a person runs it.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <nlohmann/json.hpp>
#include <string>

#include "tests/engine/storage/temp_folder.h"
#include "tests/support/json_schema.h"
#include "tests/support/run_command.h"

namespace tfsck::testing {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::Not;

CommandResult Lock(const std::string& arguments) {
  return RunBash("\"$TFSCK\" lock --now 2026-11-22T12:00:00Z " + arguments + " 2>&1");
}

TEST(Lock, TellsALockLikeADoctor) {
  const CommandResult result = Lock("corpus/locks/LCK001/trigger/items.json");
  EXPECT_EQ(result.exit_status, 0);
  EXPECT_EQ(result.output, R"text(LOCK  tfstate/prod/app/terraform.tfstate
  kind      DynamoDB lock item, in corpus/locks/LCK001/trigger/items.json
  holder    root@vm, for apply, with version 1.11.4
  since     2026-11-21 18:38:36 UTC, 17 h 21 min ago
  id        51fba114-a76b-a42a-e200-d7cb048b4aca
  verdict   unknown
    unknown older than holds get?           it is 17 h 21 min old; no past holds of this lock are
                                            known
            bring: --longest-hold TIME, if you know how long a run may take
    no      older than its operation takes? apply, 17 h 21 min old, may take up to 1 d
            bring: nothing but time, or the holder's end (--holder-gone)
    unknown its holder gone?                root@vm is a person or a machine of their own
            bring: that person's word, or the processes of that machine; --holder-gone once it has
                   ended
    unknown nobody writing the state?       when the state was last written is not known
            bring: `aws s3api list-object-versions --bucket tfstate --prefix prod/app/terraform.tfstate`
    unknown the same lock a while later?    there is no second sample
            bring: the same export some minutes later: --again FILE
    unknown no newer version at work?       which version wrote the state is not known
            bring: the state itself (`terraform state pull` takes no lock)
  no command to break it while these are open: age, operation, holder, quiet, same-lock, version

warning LCK001 stale-lock
  tfstate/prod/app/terraform.tfstate
  a lock 17 h 21 min old, taken by root@vm for apply, is held; whether its holder is gone: unknown
  in: corpus/locks/LCK001/trigger/items.json
  why: While it is there every plan and apply of this state fails.
  fix: Find out what became of the holder, then `tfsck lock` with that evidence: it gives the
       commands once nothing speaks against them

1 lock: 1 unknown; 1 warning.
)text");
}

TEST(Lock, JsonSatisfiesItsSchema) {
  const json schema = json::parse(ReadTextFile("docs/formats/lock.schema.json"));
  for (const char* inputs :
       {"corpus/locks/recorded/s3", "corpus/locks/recorded/azure/list-after-kill9.txt",
        "corpus/locks/recorded/gcs corpus/locks/recorded/kubernetes corpus/locks/recorded/http",
        "corpus/locks/LCK006/trigger corpus/locks/LCK009/trigger corpus/locks/LCK013/trigger "
        "corpus/locks/LCK014/trigger corpus/locks/LCK016/trigger"}) {
    const json result = json::parse(Lock(std::string("--format json ") + inputs).output);
    EXPECT_EQ(SchemaViolation(schema, result), "") << inputs;
    EXPECT_FALSE(result["sources"].empty()) << inputs;
  }
}

TEST(Lock, ExitStatusIsPromised) {
  EXPECT_EQ(Lock("corpus/locks/LCK001/trigger").exit_status, 0);
  EXPECT_EQ(Lock("corpus/locks/LCK001/trigger --fail-on warning").exit_status, 1);
  EXPECT_EQ(Lock("corpus/locks/LCK009/trigger").exit_status, 1);
  EXPECT_EQ(Lock("corpus/locks/LCK009/trigger --fail-on never").exit_status, 0);
  EXPECT_EQ(Lock("").exit_status, 2);
  EXPECT_EQ(Lock("corpus/locks/LCK001/trigger --stale-after soon").exit_status, 2);
  EXPECT_EQ(RunBash("\"$TFSCK\" lock x --now noon 2>&1").output,
            "tfsck: --now: 'noon' is no time such as 2026-11-21T18:40:00Z\n");
  const CommandResult missing = Lock("no-such-file");
  EXPECT_EQ(missing.exit_status, 3);
  EXPECT_THAT(missing.output, HasSubstr("no-such-file"));
  const CommandResult other = Lock("corpus/README.md");
  EXPECT_EQ(other.exit_status, 3);
  EXPECT_THAT(other.output,
              HasSubstr("corpus/README.md: no lock record, table export, object listing or state"));
}

TEST(Lock, AFolderWithoutAnythingIsAFailure) {
  const TempFolder folder;
  const CommandResult result = Lock(folder.path());
  EXPECT_EQ(result.exit_status, 3);
  EXPECT_THAT(result.output,
              HasSubstr("holds no lock record, table export, object listing or state"));
}

// A folder is read in the order of its names, whatever order the file system has.
TEST(Lock, FoldersAreReadInBytewiseOrder) {
  const json result = json::parse(Lock("--format json corpus/locks/LCK007/trigger").output);
  std::vector<std::string> paths;
  for (const json& source : result["sources"]) paths.push_back(source["path"]);
  EXPECT_THAT(paths,
              ::testing::ElementsAre("corpus/locks/LCK007/trigger/.terraform/terraform.tfstate",
                                     "corpus/locks/LCK007/trigger/items.json",
                                     "corpus/locks/LCK007/trigger/terraform.tfstate.tflock"));
}

TEST(Lock, HostileTextIsSpelledOut) {
  const CommandResult result = RunBash(
      R"(printf '{"ID":"i\\u001b[31m","Operation":"x\\n::error::y","Who":"a\\u202e@b","Created":"z"}')"
      R"( | "$TFSCK" lock - 2>&1)");
  EXPECT_EQ(result.exit_status, 1);
  EXPECT_THAT(result.output, Not(HasSubstr("\x1b")));
  EXPECT_THAT(result.output, Not(HasSubstr("\n::error")));
  EXPECT_THAT(result.output, HasSubstr("a\\u{202e}@b"));
}

// A process that holds the lock of `path` as Terraform's local backend does, while it lives.
class HeldLock {
 public:
  explicit HeldLock(const std::string& path) : file_(open(path.c_str(), O_RDWR)) {
    struct flock lock {};
    lock.l_type = F_WRLCK;
    EXPECT_EQ(fcntl(file_, F_SETLK, &lock), 0) << path;
  }
  ~HeldLock() { close(file_); }
  HeldLock(const HeldLock&) = delete;
  HeldLock& operator=(const HeldLock&) = delete;

 private:
  int file_;
};

TEST(Lock, SeesWhetherALocalLockIsHeld) {
  TempFolder folder;
  folder.Write("s.tfstate",
               R"({"version":4,"serial":1,"lineage":"l","outputs":{},"resources":[]})");
  folder.Write(".s.tfstate.lock.info",
               R"({"ID":"i","Operation":"OperationTypeApply","Info":"","Who":"a@b",)"
               R"("Version":"1.11.4","Created":"2026-11-22T11:00:00Z","Path":"s.tfstate"})");
  const std::string command = "cd '" + folder.path() +
                              "' && \"$TFSCK\" lock .s.tfstate.lock.info 2>&1 | "
                              "grep -E 'verdict|process behind|^    (cp|rm) '";
  {
    const HeldLock lock(folder.path() + "/s.tfstate");
    EXPECT_EQ(RunBash(command).output,
              "  verdict   live\n"
              "    no      no process behind it?           a process holds the operating system's "
              "lock of the state\n");
  }
  EXPECT_EQ(
      RunBash(command).output,
      "  verdict   probably stale\n"
      "    yes     no process behind it?           no process on this machine holds the state "
      "file's lock\n"
      "    cp s.tfstate s.tfstate.keep\n"
      "    rm .s.tfstate.lock.info\n");
}

TEST(Lock, AManifestBringsBodiesAndBytes) {
  const CommandResult result = RunBash(R"(
    d=$(mktemp -d); r=corpus/locks/recorded/s3; mkdir -p "$d/lfv/app"
    cp $r/lfv-tflock-after-kill9.json "$d/lfv/app/terraform.tfstate.tflock"
    cp $r/lfv-state-after-kill9.json "$d/lfv/app/terraform.tfstate"
    "$TFSCK" lock "$d" --manifest $r/lfv-versions-after-kill9.json --now 2026-11-22T12:00:00Z 2>&1 |
      grep -E 'holder  |newer|UTC  open'
    rm -r "$d")");
  EXPECT_EQ(
      result.output,
      "  holder    root@vm, for apply, with version 1.11.4\n"
      "    yes     no newer version at work?       the lock is of 1.11.4, the state of 1.11.4\n"
      "    2026-11-21 18:39:09 UTC  open, apply by root@vm\n");
}

}  // namespace
}  // namespace tfsck::testing
