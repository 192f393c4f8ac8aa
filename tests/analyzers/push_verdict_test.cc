#include "analyzers/push_verdict.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <string_view>

#include "engine/state_reader.h"

namespace tfsck {
namespace {

constexpr std::string_view kBody =
    R"("outputs":{"o":{"value":"v","type":"string"}},"resources":[{"mode":"managed","type":"t",)"
    R"("name":"a","provider":"provider[\"h/p\"]","instances":[{"attributes":{"id":"1"}}]}])";
constexpr std::string_view kOtherBody =
    R"("outputs":{"o":{"value":"v","type":"string"}},"resources":[{"mode":"managed","type":"t",)"
    R"("name":"a","provider":"provider[\"h/p\"]","instances":[{"attributes":{"id":"2"}}]}])";
constexpr std::string_view kNothing = R"("outputs":{},"resources":[])";
constexpr std::string_view kTwoChecks =
    R"("resources":[{"mode":"managed","type":"t","name":"a","provider":"provider[\"h/p\"]",)"
    R"("instances":[]}],"check_results":[)"
    R"({"object_kind":"check","config_addr":"check.a","status":"pass","objects":null},)"
    R"({"object_kind":"check","config_addr":"check.b","status":"pass","objects":null}])";

std::string State(const std::string& serial, const std::string& lineage,
                  std::string_view body = kBody) {
  return R"({"version":4,"serial":)" + serial + R"(,"lineage":")" + lineage + "\"," +
         std::string(body) + "}";
}

PushSide Side(const std::string& name, const std::string& text) {
  PushSide side;
  side.document = *MakeDocument(name, Buffer::Copy(text));
  side.state = ReadState(side.document.buffer);
  return side;
}

struct Options {
  std::string_view backend = "http";
  bool force = false;
  bool default_workspace = true;
};

PushVerdict Judge(const std::string& source, const std::optional<std::string>& destination,
                  const Options& options = {}) {
  const PushSide from = Side("in.tfstate", source);
  std::optional<PushSide> to;
  if (destination) to = Side("stored", *destination);
  PushRequest request;
  request.source = &from;
  request.destination = to ? &*to : nullptr;
  request.backend = FindBackendKind(options.backend);
  request.force = options.force;
  request.default_workspace = options.default_workspace;
  return JudgePush(request);
}

// "8 l" for what is stored, "8 l (kept)" where nothing is written, or Terraform's words.
std::string Text(const PushOutcome& outcome) {
  if (outcome.answer != PushAnswer::kAccepted) {
    return std::to_string(outcome.exit_status) + ": " + outcome.message;
  }
  return std::to_string(outcome.serial) + " " + (outcome.new_lineage ? "(new)" : outcome.lineage) +
         (outcome.writes ? "" : " (kept)");
}

std::string Answer(const std::string& source, const std::optional<std::string>& destination,
                   const Options& options = {}) {
  std::string text;
  for (const PushOutcome& outcome : Judge(source, destination, options).outcomes) {
    text += (text.empty() ? "" : " or ") + Text(outcome);
  }
  return text;
}

TEST(PushVerdict, ComparesLineageThenSerialThenContent) {
  const std::string stored = State("7", "l");
  EXPECT_EQ(Answer(State("8", "l"), stored), "9 l");
  EXPECT_EQ(Answer(State("7", "l"), stored), "7 l (kept)");
  EXPECT_EQ(Answer(State("6", "l"), stored),
            "1: Failed to write state: cannot import state with serial 6 over newer state with "
            "serial 7");
  EXPECT_EQ(Answer(State("7", "l", kOtherBody), stored),
            "1: Failed to write state: cannot overwrite existing state with serial 7 with a "
            "different state that has the same serial");
  EXPECT_EQ(Answer(State("9", "m"), stored),
            "1: Failed to write state: cannot import state with lineage \"m\" over unrelated state "
            "with lineage \"l\"");
}

TEST(PushVerdict, ForceGoesPastTheComparison) {
  const std::string stored = State("7", "l");
  EXPECT_EQ(Answer(State("6", "l"), stored, {.force = true}), "7 l");
  EXPECT_EQ(Answer(State("7", "l", kOtherBody), stored, {.force = true}), "8 l");
  EXPECT_EQ(Answer(State("9", "m"), stored, {.force = true}), "10 m");
  const PushVerdict verdict = Judge(State("6", "l", kOtherBody), stored, {.force = true});
  EXPECT_EQ(verdict.without_force, PushAnswer::kOlderSerial);
  EXPECT_EQ(verdict.message_without_force,
            "Failed to write state: cannot import state with serial 6 over newer state with serial "
            "7");
  EXPECT_TRUE(verdict.OverwritesNewer());
  EXPECT_FALSE(verdict.Safe());
  EXPECT_FALSE(Judge(State("8", "l", kOtherBody), stored, {.force = true}).OverwritesNewer());
}

TEST(PushVerdict, LocalKeepsTheSerialUnlessTheContentDiffers) {
  const std::string stored = State("7", "l");
  const Options local{.backend = "local"};
  EXPECT_EQ(Answer(State("8", "l"), stored, local), "8 l");
  EXPECT_EQ(Answer(State("8", "l", kOtherBody), stored, local), "9 l");
  EXPECT_EQ(Answer(State("7", "l"), stored, local), "7 l");
  EXPECT_EQ(Answer(State("7", "l"), std::nullopt, local), "7 l");
  EXPECT_EQ(Answer(State("7", "l"), "", local), "7 l");
  EXPECT_TRUE(Judge(State("8", "l", kOtherBody), stored, local).Has(PushNote::kBackupWritten));
  EXPECT_FALSE(Judge(State("8", "l"), stored, local).Has(PushNote::kBackupWritten));
}

TEST(PushVerdict, AnythingGoesOverAnEmptyStateOrWithoutLineage) {
  EXPECT_EQ(Answer(State("1", "m"), State("7", "l", kNothing)), "2 m");
  EXPECT_EQ(Answer(State("1", ""), State("7", "l")), "2 ");
  EXPECT_EQ(Answer(State("1", "m"), State("7", "")), "2 m");
  EXPECT_TRUE(Judge(State("1", ""), State("7", "l")).Has(PushNote::kLineageLost));
  // Never the same: Terraform writes wherever a lineage or serial is not there.
  EXPECT_EQ(Answer(State("7", ""), State("7", "")), "8 ");
  EXPECT_EQ(Answer(State("0", "l"), State("0", "l")), "1 l");
}

// A resource without instances is no empty state.
TEST(PushVerdict, AResourceWithoutInstancesIsSomething) {
  const std::string husk = State("7", "l",
                                 R"("resources":[{"mode":"managed","type":"t","name":"a",)"
                                 R"("provider":"provider[\"h/p\"]","instances":[]}])");
  EXPECT_EQ(Judge(State("1", "m"), husk).outcome().answer, PushAnswer::kUnrelatedLineage);
}

TEST(PushVerdict, WhereNothingIsStoredTheBackendDecides) {
  const std::string source = State("7", "l");
  for (const char* name : {"http", "s3", "oss", "cos", "oci", "pg", "consul", "remote", "cloud"}) {
    EXPECT_EQ(Answer(source, std::nullopt, {.backend = name}), "1 (new)") << name;
  }
  for (const char* name : {"gcs", "azurerm", "kubernetes"}) {
    EXPECT_EQ(Answer(source, std::nullopt, {.backend = name}), "8 l") << name;
  }
  for (const char* name : {"s3", "oss", "cos", "oci", "pg", "consul", "gcs"}) {
    EXPECT_EQ(Answer(source, std::nullopt, {.backend = name, .default_workspace = false}), "8 l")
        << name;
  }
  EXPECT_EQ(Answer(source, std::nullopt, {.backend = "cloud", .default_workspace = false}),
            "1 (new)");
  EXPECT_TRUE(Judge(source, std::nullopt).Has(PushNote::kLineageNotKept));
  EXPECT_FALSE(Judge(source, std::nullopt, {.backend = "gcs"}).Has(PushNote::kLineageNotKept));
}

TEST(PushVerdict, ZeroBytesAreNoStateOrABrokenOne) {
  const std::string source = State("7", "l");
  EXPECT_EQ(Answer(source, ""), "1 (new)");
  EXPECT_EQ(Answer(source, "", {.backend = "gcs"}),
            "1: Failed to load destination state: no state");
  EXPECT_EQ(Answer(source, "", {.backend = "pg"}),
            "1: Failed to refresh destination state: no state");
  EXPECT_EQ(Answer("", State("7", "l"), {.force = true}),
            "1: Error reading source state \"in.tfstate\": no state");
}

TEST(PushVerdict, TheSerialWrapsAround) {
  const PushVerdict verdict = Judge(State("18446744073709551615", "l"), State("7", "l"));
  EXPECT_EQ(Text(verdict.outcome()), "0 l");
  EXPECT_TRUE(verdict.Has(PushNote::kSerialWraps));
}

// Terraform writes check results in random order, and compares what it wrote.
TEST(PushVerdict, ForeseesEveryEndingThatLuckDecides) {
  const std::string stored = State("7", "l", kTwoChecks);
  const std::string refusal =
      "1: Failed to write state: cannot overwrite existing state with serial 7 with a different "
      "state that has the same serial";
  EXPECT_EQ(Answer(stored, stored), "7 l (kept) or 8 l or " + refusal);
  EXPECT_EQ(Answer(stored, stored, {.force = true}), "7 l (kept) or 8 l");
  EXPECT_EQ(Answer(stored, stored, {.backend = "local"}), "7 l or 8 l or " + refusal);
  EXPECT_EQ(Answer(stored, std::nullopt, {.backend = "local"}), "7 l or 8 l");
  EXPECT_EQ(Answer(State("8", "l", kTwoChecks), stored), "9 l");
  EXPECT_FALSE(Judge(stored, stored).Safe());
  EXPECT_TRUE(Judge(stored, stored).Has(PushNote::kLuck));
}

TEST(PushVerdict, TellsWhatIsLost) {
  const PushVerdict verdict = Judge(State("8", "l", kNothing), State("7", "l"));
  EXPECT_EQ(verdict.outcome().answer, PushAnswer::kAccepted);
  EXPECT_TRUE(verdict.Loses());
  EXPECT_FALSE(verdict.Safe());
  ASSERT_EQ(verdict.diff->removed.size(), 1u);
  EXPECT_EQ(verdict.diff->removed[0].address, "t.a");
  EXPECT_TRUE(Judge(State("8", "l", kOtherBody), State("7", "l")).Safe());
  EXPECT_FALSE(Judge(State("6", "l", kNothing), State("7", "l")).Loses());  // it is refused
}

TEST(PushVerdict, TheBackendPointerEmptiesWhatIsStored) {
  const PushVerdict verdict =
      Judge(R"({"version":3,"terraform_version":"1.11.4","backend":{"type":"s3","config":{},)"
            R"("hash":1}})",
            State("7", "l"));
  EXPECT_EQ(Text(verdict.outcome()), "1 ");
  EXPECT_TRUE(verdict.Has(PushNote::kBackendPointer));
  EXPECT_TRUE(verdict.Loses());
}

TEST(PushVerdict, RelationIsForTriage) {
  const std::string stored = State("7", "l");
  const auto relation = [&](const std::string& source) { return Judge(source, stored).relation; };
  EXPECT_EQ(relation(State("8", "l")), PushRelation::kAhead);
  EXPECT_EQ(relation(State("6", "l")), PushRelation::kBehind);
  EXPECT_EQ(relation(State("7", "l")), PushRelation::kSame);
  EXPECT_EQ(relation(State("7", "l", kOtherBody)), PushRelation::kForked);
  EXPECT_EQ(relation(State("7", "m")), PushRelation::kUnrelated);
  EXPECT_EQ(relation(State("7", "")), PushRelation::kUnguarded);
  EXPECT_EQ(relation("{"), PushRelation::kUnknown);
  EXPECT_EQ(Judge(stored, std::nullopt).relation, PushRelation::kNothingThere);
  EXPECT_EQ(Judge(stored, State("9", "m", kNothing)).relation, PushRelation::kNothingThere);
}

// OpenTofu leaves lineage and serial in clear.
TEST(PushVerdict, EncryptedStatesAreRelatedByWhatIsClear) {
  const auto encrypted = [](const std::string& serial, const std::string& lineage) {
    return R"({"serial":)" + serial + R"(,"lineage":")" + lineage +
           R"(","meta":{"k":"QQ=="},"encrypted_data":"QUJD","encryption_version":"v0"})";
  };
  const std::string stored = encrypted("7", "l");
  EXPECT_EQ(Judge(encrypted("8", "l"), stored).relation, PushRelation::kAhead);
  EXPECT_EQ(Judge(encrypted("6", "l"), State("7", "l")).relation, PushRelation::kBehind);
  EXPECT_EQ(Judge(State("8", "m"), stored).relation, PushRelation::kUnrelated);
  EXPECT_EQ(Judge(encrypted("7", "l"), stored).relation, PushRelation::kUnknown);
  EXPECT_EQ(Judge(stored, stored).outcome().answer, PushAnswer::kSourceUnreadable);
}

TEST(PushVerdict, WhatIsNoStateIsRefusedInTerraformsWords) {
  const std::string stored = State("7", "l");
  const std::string not_json =
      "1: Error reading source state \"in.tfstate\": 2 problems:\n\n- Unsupported state file "
      "format: The state file could not be parsed as JSON: syntax error at byte offset 1.\n- "
      "Unsupported state file format: The state file does not have a \"version\" attribute, which "
      "is required to identify the format version.";
  EXPECT_EQ(Answer("<html></html>", stored), not_json);
  EXPECT_EQ(
      Answer("{\"encrypted_data\":\"QUJD\",\"encryption_version\":\"v0\",\"meta\":{}}", stored),
      "1: Error reading source state \"in.tfstate\": Unsupported state file format: The "
      "state file does not have a \"version\" attribute, which is required to identify the "
      "format version.");
  EXPECT_EQ(Answer(stored, "nonsense", {.backend = "local"}).substr(0, 62),
            "1: Error acquiring the state lock\n\nError message: 2 problems:\n");
  EXPECT_TRUE(
      Judge("{\"encrypted_data\":\"QUJD\",\"encryption_version\":\"v0\",\"meta\":{}}", stored)
          .Has(PushNote::kEncrypted));
  EXPECT_TRUE(Judge("<html></html>", stored).Has(PushNote::kOtherKind));
}

// A state as Consul and Kubernetes keep it is no file to push.
TEST(PushVerdict, APackedSourceIsRefused) {
  PushSide source = Side("in.tfstate", State("7", "l"));
  source.document.gzip = true;  // was unpacked for us
  PushRequest request;
  request.source = &source;
  request.backend = FindBackendKind("s3");
  const PushVerdict verdict = JudgePush(request);
  EXPECT_EQ(verdict.outcome().answer, PushAnswer::kSourceUnreadable);
  EXPECT_EQ(verdict.relation, PushRelation::kUnknown);
}

TEST(PushVerdict, ResourcesThatTerraformDropsAreNoted) {
  const std::string source =
      State("8", "l",
            R"("resources":[{"mode":"managed","type":"t","name":"a","provider":"garbage",)"
            R"("instances":[{"attributes":{}}]}])");
  const PushVerdict verdict = Judge(source, State("7", "l"));
  EXPECT_TRUE(verdict.Has(PushNote::kDropsResources));
  EXPECT_TRUE(verdict.Loses());
}

}  // namespace
}  // namespace tfsck
