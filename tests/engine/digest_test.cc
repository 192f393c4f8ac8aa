#include "engine/digest.h"

#include <gtest/gtest.h>

#include "tests/support/check_support.h"

namespace tfsck {
namespace {

TEST(Digest, IsMd5InHex) {
  // RFC 1321, appendix A.5.
  EXPECT_EQ(Md5Hex(""), "d41d8cd98f00b204e9800998ecf8427e");
  EXPECT_EQ(Md5Hex("abc"), "900150983cd24fb0d6963f7d28e17f72");
}

TEST(Digest, IsWhatTerraformStoredForTheObjectAndS3GaveAsETag) {
  EXPECT_EQ(
      Md5Hex(test::ReadFile(test::CorpusPath("locks/recorded/s3/ddb-state-after-kill9.json"))),
      "39eb50b3716242fdce1549f801f4178d");
  EXPECT_EQ(
      Md5Hex(test::ReadFile(test::CorpusPath("locks/recorded/s3/mid-state-after-kill9.json"))),
      "8c51922056243f103ffd354eb310a90b");
}

TEST(Digest, IsRecognised) {
  EXPECT_TRUE(IsMd5Hex("39eb50b3716242fdce1549f801f4178d"));
  EXPECT_FALSE(IsMd5Hex("39EB50B3716242FDCE1549F801F4178D"));
  EXPECT_FALSE(IsMd5Hex("39eb50b3716242fdce1549f801f4178"));
  EXPECT_FALSE(IsMd5Hex("39eb50b3716242fdce1549f801f4178d-2"));
}

TEST(Digest, ComesOutOfBase64) {
  EXPECT_EQ(Md5HexFromBase64("LhwGJLZCqn4fM1M6ykvg8Q=="), "2e1c0624b642aa7e1f33533aca4be0f1");
  EXPECT_EQ(Md5HexFromBase64("LhwG"), "");
  EXPECT_EQ(Md5HexFromBase64("?"), "");
}

}  // namespace
}  // namespace tfsck
