#include "engine/base/config_document.h"

#include <gtest/gtest.h>

#include <string>

namespace tfsck {
namespace {

std::string Failure(const std::string& text) {
  const auto document = ConfigDocument::Parse("c.yaml", text);
  return document ? "" : document.error().message;
}

TEST(ConfigDocument, GivesWhatStandsInIt) {
  const auto document = ConfigDocument::Parse("c.yaml", "a: [x, 'y']\nb: {c: true, d: 7}\ne:\n");
  ASSERT_TRUE(document);
  const ConfigNode root = document->root();
  EXPECT_EQ(*root.Find("a")->AsStrings(), (std::vector<std::string>{"x", "y"}));
  EXPECT_EQ(*root.Find("b")->Find("c")->AsBool(), true);
  EXPECT_EQ(*root.Find("b")->Find("d")->AsInt(0, 9), 7);
  EXPECT_EQ(root.Find("b")->Find("d")->path(), "b.d");
  EXPECT_FALSE(root.Find("e"));
}

TEST(ConfigDocument, SaysWhereAndWhatIsRefused) {
  EXPECT_EQ(Failure("a: 1\na: 2\n"),
            "c.yaml:2:1: the key 'a' stands here again; it is first in line 1");
  EXPECT_EQ(Failure("a: \xff"), "c.yaml:1:4: not UTF-8");
  EXPECT_EQ(Failure("a: \x04"), "c.yaml:1:4: the control character U+0004");
  EXPECT_EQ(Failure("a: &x [*x]\n"), "c.yaml:1:8: the alias stands for what it stands in");
  EXPECT_EQ(Failure("a: !foo b\n"), "c.yaml:1:4: the tag '!foo' has no meaning here");
  EXPECT_EQ(Failure(std::string(70, '[') + std::string(70, ']')),
            "c.yaml:1:65: more than 64 levels deep");
  EXPECT_EQ(Failure(std::string(kMaxConfigBytes + 1, 'x')), "c.yaml: larger than 1048576 bytes");
}

TEST(ConfigDocument, SaysOfAKeyOrKindWhatWasExpected) {
  constexpr std::string_view kKnown[] = {"fail-on", "for"};
  const auto document = ConfigDocument::Parse("c.yaml", "for: [x]\nfail-onn: y\n");
  ASSERT_TRUE(document);
  EXPECT_EQ(document->root().CheckKeys(kKnown).error().message,
            "c.yaml:2:1: unknown key 'fail-onn': did you mean 'fail-on'?");
  EXPECT_EQ(document->root().Find("for")->AsString().error().message,
            "c.yaml:1:6: 'for' must be a text, not a list");
  EXPECT_EQ(document->root().Require("seed").error().message,
            "c.yaml:1:1: the document lacks 'seed'");
}

TEST(ConfigDocument, BoundsWhatAliasesMultiply) {
  std::string text = "a: &a [1,1,1,1,1,1,1,1,1]\n";
  for (char c = 'b'; c < 'j'; ++c) {
    text += std::string(1, c) + ": &" + c + " [";
    for (int i = 0; i < 9; ++i) text += std::string(i ? "," : "") + "*" + static_cast<char>(c - 1);
    text += "]\n";
  }
  EXPECT_NE(Failure(text).find("more than 100000 values, aliases counted as what they stand for"),
            std::string::npos);
}

}  // namespace
}  // namespace tfsck
