#include "engine/base/base64.h"

#include <gtest/gtest.h>

namespace tfsck {
namespace {

TEST(Base64Test, SizesAreThoseOfGo) {
  EXPECT_EQ(Base64DecodedSize(""), 0u);
  EXPECT_EQ(Base64DecodedSize("QQ=="), 1u);
  EXPECT_EQ(Base64DecodedSize("QUI="), 2u);
  EXPECT_EQ(Base64DecodedSize("QUJD"), 3u);
  EXPECT_EQ(Base64DecodedSize("QR=="), 1u);              // stray low bits are ignored
  EXPECT_EQ(Base64DecodedSize("QU\r\nJD\nQQ==\n"), 4u);  // and line breaks
}

TEST(Base64Test, RefusesWhatGoRefuses) {
  for (const auto* text : {"Q", "QQ", "QQ=", "QUJ", "Q===", "=", "QQ==QQ==", "QUJ_", "QU J",
                           "QUJD=", "QUJD====", "QQ=A", "====", "\xff"}) {
    EXPECT_EQ(Base64DecodedSize(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace tfsck
