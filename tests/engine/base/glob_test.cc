#include "engine/base/glob.h"

#include <gtest/gtest.h>

namespace tfsck {
namespace {

bool Path(const char* glob, const char* text) { return Glob(glob, GlobStyle::kPath).Matches(text); }
bool Text(const char* glob, const char* text) { return Glob(glob, GlobStyle::kText).Matches(text); }

TEST(Glob, StarStaysWithinASegmentOfAPath) {
  EXPECT_TRUE(Path("a/*.tfstate", "a/b.tfstate"));
  EXPECT_TRUE(Path("a*", "a"));
  EXPECT_FALSE(Path("a/*", "a/b/c"));
}

TEST(Glob, TwoStarsCrossFolders) {
  EXPECT_TRUE(Path("**/x", "x"));
  EXPECT_TRUE(Path("**/x", "a/b/x"));
  EXPECT_FALSE(Path("**/x", "ax"));
  EXPECT_TRUE(Path("a/**/x", "a/x"));
  EXPECT_TRUE(Path("a/**/x", "a/b/c/x"));
  EXPECT_FALSE(Path("a/**/x", "a/bx"));
  EXPECT_TRUE(Path("a/**", "a/b/c"));
  EXPECT_FALSE(Path("a/**", "a"));
}

TEST(Glob, QuestionMarkIsOneCharacterAndNoSlash) {
  EXPECT_TRUE(Path("?", "\u00e9"));
  EXPECT_FALSE(Path("?", "/"));
  EXPECT_FALSE(Path("?", ""));
  EXPECT_FALSE(Path("?", "ab"));
}

TEST(Glob, InTextAStarIsAnythingAndBracketsAreThemselves) {
  EXPECT_TRUE(Text("x.y[\"*\"]", "x.y[\"a/b\"]"));
  EXPECT_FALSE(Text("x.y[0]", "x.y0"));
  EXPECT_TRUE(Text("*", ""));
}

TEST(Glob, ManyStarsCostNoMoreThanPatternTimesText) {
  std::string pattern;
  for (int i = 0; i < 300; ++i) pattern += "*a";
  EXPECT_FALSE(Text((pattern + "b").c_str(), std::string(2000, 'a').c_str()));
}

}  // namespace
}  // namespace tfsck
