#include "engine/lock_info.h"

#include <gtest/gtest.h>

#include "engine/base/buffer.h"

namespace tfsck {
namespace {

LockInfo Read(std::string_view text) { return ReadLockInfo(Buffer::Copy(text).bytes); }

TEST(ReadLockInfoTest, ReadsWhatTerraformWrites) {
  const LockInfo lock = Read(
      R"({"ID":"6ba7b810","Operation":"OperationTypeApply","Info":"i","Who":"ann@ci","Version":"1.11.4",)"
      R"("Created":"2026-11-21T18:41:16.302551669Z","Path":"terraform.tfstate"})");
  EXPECT_EQ(lock.flaw, "");
  EXPECT_EQ(lock.id, "6ba7b810");
  EXPECT_EQ(lock.operation, "OperationTypeApply");
  EXPECT_EQ(lock.info, "i");
  EXPECT_EQ(lock.who, "ann@ci");
  EXPECT_EQ(lock.version, "1.11.4");
  EXPECT_EQ(lock.created, "2026-11-21T18:41:16.302551669Z");
  EXPECT_EQ(lock.path, "terraform.tfstate");
}

TEST(ReadLockInfoTest, ReadsAsGoDoes) {
  const LockInfo lock = Read(R"({"id":"a","ID":"b","Who":"\u0041","WHO":null,"extra":{"ID":"c"}})");
  EXPECT_EQ(lock.flaw, "");
  EXPECT_EQ(lock.id, "b");
  EXPECT_EQ(lock.who, "A");
}

TEST(ReadLockInfoTest, SaysWhatIsWrong) {
  EXPECT_EQ(Read("").flaw, "unexpected end of JSON input");
  EXPECT_EQ(Read("[]").flaw, "array instead of an object");
  EXPECT_EQ(Read(R"({"ID":7,"Who":"w"})").flaw, "ID is not a string");
  EXPECT_EQ(Read(R"({"ID":7,"Who":"w"})").who, "w");
  EXPECT_EQ(Read(R"({"ID":"a","Operation")").flaw, "unexpected end of JSON input");
}

}  // namespace
}  // namespace tfsck
