// Which providers may manage which types, and what is odd about keys.
#include "analyzers/provider_names.h"

#include <gtest/gtest.h>

#include "analyzers/key_text.h"

namespace tfsck {
namespace {

ProviderAddress Provider(std::string namespace_, std::string type) {
  ProviderAddress address;
  address.host = "registry.terraform.io";
  address.namespace_ = std::move(namespace_);
  address.type = std::move(type);
  return address;
}

TEST(ProviderNames, PrefixIsTheFirstWord) {
  EXPECT_EQ(TypePrefix("aws_s3_bucket"), "aws");
  EXPECT_EQ(TypePrefix("http"), "http");
  EXPECT_EQ(TypePrefix(""), "");
}

TEST(ProviderNames, KnownProvidersManageTheirOwnTypes) {
  EXPECT_TRUE(MayManage(Provider("hashicorp", "aws"), "aws"));
  EXPECT_FALSE(MayManage(Provider("hashicorp", "aws"), "google"));
  EXPECT_FALSE(MayManage(Provider("hashicorp", "aws"), "acme"));
}

TEST(ProviderNames, AProviderMayCarryItsPrefixAsAWord) {
  EXPECT_TRUE(MayManage(Provider("hashicorp", "google-beta"), "google"));
  EXPECT_TRUE(MayManage(Provider("hashicorp", "kubernetes-alpha"), "kubernetes"));
  EXPECT_TRUE(MayManage(Provider("figma", "aws-4-49-0"), "aws"));
  EXPECT_FALSE(MayManage(Provider("hashicorp", "google-beta"), "aws"));
}

TEST(ProviderNames, UnknownProvidersAreDoubtedOnlyForKnownTypes) {
  EXPECT_TRUE(MayManage(Provider("acme", "things"), "acme"));
  EXPECT_FALSE(MayManage(Provider("acme", "things"), "aws"));
}

TEST(ProviderNames, ArchivedOnTerraformsRegistryOnly) {
  EXPECT_TRUE(IsArchivedProvider(Provider("hashicorp", "template")));
  EXPECT_FALSE(IsArchivedProvider(Provider("hashicorp", "aws")));
  EXPECT_FALSE(IsArchivedProvider(Provider("cloudposse", "template")));
  ProviderAddress mirrored = Provider("hashicorp", "template");
  mirrored.host = "registry.opentofu.org";
  EXPECT_FALSE(IsArchivedProvider(mirrored));
}

TEST(KeyText, WholeNumbersHaveNoLeadingZero) {
  EXPECT_TRUE(IsWholeNumber("0"));
  EXPECT_TRUE(IsWholeNumber("10"));
  EXPECT_FALSE(IsWholeNumber("01"));
  EXPECT_FALSE(IsWholeNumber("-1"));
  EXPECT_FALSE(IsWholeNumber(""));
}

TEST(KeyText, SaysWhatIsOdd) {
  EXPECT_EQ(UnprintableKeyProblem("web"), "");
  EXPECT_EQ(UnprintableKeyProblem("\u00FCn\u00EF"), "");
  EXPECT_EQ(UnprintableKeyProblem("zero\u200Bwidth"), "");
  EXPECT_EQ(UnprintableKeyProblem("web\r"), "contains the control character U+000D");
  EXPECT_EQ(UnprintableKeyProblem("a\u0085"), "contains the control character U+0085");
  EXPECT_EQ(UnprintableKeyProblem("a\u202Eb"), "contains the bidirectional character U+202E");
  EXPECT_EQ(UnprintableKeyProblem("e\u0301"), "is not in Unicode normalisation form C");
}

}  // namespace
}  // namespace tfsck
