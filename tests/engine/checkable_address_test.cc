#include "engine/checkable_address.h"

namespace tfsck {
namespace {

using Outcome = CheckableVerdict::Outcome;

TEST(ParseCheckableKind, KnowsFourKindsAndNoOther) {
  EXPECT_EQ(ParseCheckableKind("resource"), CheckableKind::kResource);
  EXPECT_EQ(ParseCheckableKind("output"), CheckableKind::kOutput);
  EXPECT_EQ(ParseCheckableKind("check"), CheckableKind::kCheck);
  EXPECT_EQ(ParseCheckableKind("var"), CheckableKind::kVariable);
  EXPECT_EQ(ParseCheckableKind("Resource"), std::nullopt);
  EXPECT_EQ(ParseCheckableKind(""), std::nullopt);
}

TEST(ParseCheckable, InstanceKeysAreTold) {
  EXPECT_FALSE(ParseCheckable(CheckableKind::kOutput, "module.a.output.x").has_instance_keys);
  EXPECT_TRUE(ParseCheckable(CheckableKind::kOutput, "module.a[0].output.x").has_instance_keys);
  EXPECT_TRUE(ParseCheckable(CheckableKind::kResource, "a.b[\"k\"]").has_instance_keys);
}

TEST(ParseCheckable, AWrongPairMakesTerraformPanic) {
  EXPECT_EQ(ParseCheckable(CheckableKind::kOutput, "check.x").outcome, Outcome::kCrash);
  EXPECT_EQ(ParseCheckable(CheckableKind::kOutput, "output").outcome, Outcome::kCrash);
  EXPECT_EQ(ParseCheckable(CheckableKind::kCheck, "check.x.y").outcome, Outcome::kCrash);
  EXPECT_EQ(ParseCheckable(CheckableKind::kVariable, "var[\"x\"]").outcome, Outcome::kCrash);
}

TEST(ParseCheckable, ABareModuleIsRefusedForEveryKind) {
  for (const CheckableKind kind : {CheckableKind::kResource, CheckableKind::kOutput,
                                   CheckableKind::kCheck, CheckableKind::kVariable}) {
    const CheckableVerdict verdict = ParseCheckable(kind, "module.a");
    EXPECT_EQ(verdict.outcome, Outcome::kRefused);
    EXPECT_EQ(verdict.error.summary, "Invalid checkable address");
    EXPECT_EQ(verdict.error.detail,
              "Module path must be followed by either a resource instance address or an output "
              "value address.");
  }
}

TEST(ParseCheckable, TextIsCanonical) {
  EXPECT_EQ(ParseCheckable(CheckableKind::kCheck, " module . a . check . x # c").text,
            "module.a.check.x");
}

}  // namespace
}  // namespace tfsck
