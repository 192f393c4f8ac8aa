#include "engine/state_diff.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "engine/state_reader.h"

namespace tfsck {
namespace {

constexpr const char* kInstance = R"({"attributes":{"id":"1"}})";

std::string Resource(const std::string& module, const std::string& name,
                     const std::string& instances, const std::string& source = "h/p") {
  return R"({"module":")" + module + R"(","mode":"managed","type":"t","name":")" + name +
         R"(","provider":"provider[\"registry.terraform.io/)" + source + R"(\"]","instances":[)" +
         instances + "]}";
}

std::string Root(const std::string& name, const std::string& instances) {
  return R"({"mode":"managed","type":"t","name":")" + name +
         R"(","provider":"provider[\"registry.terraform.io/h/p\"]","instances":[)" + instances +
         "]}";
}

struct Parts {
  std::string resources;
  std::string outputs;
  std::string checks = "null";
  std::string serial = "7";
  std::string lineage = "l";
};

StateSnapshot Read(const Parts& parts) {
  return ReadState(Buffer::Copy(R"({"version":4,"terraform_version":"1.11.4","serial":)" +
                                parts.serial + R"(,"lineage":")" + parts.lineage +
                                R"(","outputs":{)" + parts.outputs + R"(},"resources":[)" +
                                parts.resources + R"(],"check_results":)" + parts.checks + "}"));
}

std::string_view PlainId(const StateSnapshot&, const Instance& object) { return object.id; }

StateDiff Diff(const Parts& before, const Parts& after) {
  const StateSnapshot a = Read(before);
  const StateSnapshot b = Read(after);
  EXPECT_TRUE(a.Readable());
  EXPECT_TRUE(b.Readable());
  return DiffStates(a, b, PlainId);
}

StateDiff DiffResources(const std::string& before, const std::string& after) {
  return Diff({.resources = before}, {.resources = after});
}

// The one change of the one object of `t.a`.
ChangedParts DiffInstance(const std::string& before, const std::string& after) {
  StateDiff diff = DiffResources(Root("a", before), Root("a", after));
  EXPECT_EQ(diff.changed.size(), 1u) << after;
  EXPECT_FALSE(diff.terraform_equal);
  return diff.changed.empty() ? ChangedParts() : diff.changed.front().change;
}

std::string Names(const std::vector<ObjectRef>& objects) {
  std::string text;
  for (const ObjectRef& object : objects) {
    text += (text.empty() ? "" : " ") + object.address;
    if (!object.deposed.empty()) text += "/" + object.deposed;
  }
  return text;
}

TEST(StateDiff, FindsWhatCameAndWentInListOrder) {
  const StateDiff diff =
      DiffResources(Root("a", R"({"index_key":0},{"index_key":1})") + "," + Root("b", kInstance),
                    Resource("module.m", "a", "{}") + "," + Root("b", kInstance) + "," +
                        Root("a", R"({"index_key":10},{"index_key":2},{"index_key":1},
                       {"index_key":1,"deposed":"0a0b0c0d"})"));
  EXPECT_EQ(Names(diff.removed), "t.a[0]");
  EXPECT_EQ(Names(diff.added), "t.a[1]/0a0b0c0d t.a[2] t.a[10] module.m.t.a");
  EXPECT_EQ(diff.unchanged, 2u);
  EXPECT_TRUE(diff.changed.empty());
  EXPECT_TRUE(diff.Differs());
}

TEST(StateDiff, OrderOfTheDocumentIsNoDifference) {
  const std::string a = Root("a", R"({"index_key":0},{"index_key":1})");
  const std::string a_turned = Root("a", R"({"index_key":1},{"index_key":0})");
  const std::string b = Root("b", kInstance);
  const StateDiff diff = DiffResources(a + "," + b, b + ",\n" + a_turned);
  EXPECT_FALSE(diff.Differs());
  EXPECT_TRUE(diff.terraform_equal);
  EXPECT_FALSE(diff.same_bytes);
  EXPECT_EQ(diff.unchanged, 3u);
  EXPECT_TRUE(DiffResources(a, a).same_bytes);
}

TEST(StateDiff, TellsEveryAspectOfAChange) {
  const std::string base = R"({"attributes":{"id":"1"}})";
  EXPECT_EQ(DiffInstance(base, R"({"attributes":{"id":"2"}})").attributes.front().path, "id");
  EXPECT_EQ(DiffInstance(base, R"({"attributes":null})").attributes.front().path, "");
  EXPECT_TRUE(DiffInstance(base, R"({"attributes":{"id":"1"},"status":"tainted"})").tainted->after);
  EXPECT_EQ(
      DiffInstance(base, R"({"attributes":{"id":"1"},"schema_version":3})").schema_version->after,
      3u);
  EXPECT_TRUE(DiffInstance(base, R"({"attributes":{"id":"1"},"create_before_destroy":true})")
                  .create_before_destroy->after);
  EXPECT_TRUE(DiffInstance(base, R"({"attributes":{"id":"1"},"private":"YQ=="})").private_data);
  EXPECT_EQ(
      DiffInstance(base, R"({"attributes":{"id":"1"},"dependencies":["t.y"]})").dependencies_added,
      std::vector<std::string>{"t.y"});
  const std::string sensitive =
      R"({"attributes":{"id":"1"},"sensitive_attributes":[[{"type":"get_attr","value":"id"}]]})";
  EXPECT_EQ(DiffInstance(base, sensitive).sensitive_added, std::vector<std::string>{"id"});
  EXPECT_EQ(DiffInstance(sensitive, base).sensitive_removed, std::vector<std::string>{"id"});
}

TEST(StateDiff, EachAspectStandsAlone) {
  const ChangedParts change = DiffInstance(R"({"attributes":{"id":"1"},"dependencies":["t.x"]})",
                                           R"({"attributes":{"id":"1"},"dependencies":["t.y"]})");
  EXPECT_TRUE(change.attributes.empty());
  EXPECT_FALSE(change.tainted || change.schema_version || change.create_before_destroy);
  EXPECT_FALSE(change.private_data || change.identity || change.provider);
  EXPECT_EQ(change.dependencies_added, std::vector<std::string>{"t.y"});
  EXPECT_EQ(change.dependencies_removed, std::vector<std::string>{"t.x"});
}

TEST(StateDiff, SeesAnotherProvider) {
  const StateDiff diff = DiffResources(Resource("module.m", "a", kInstance, "h/p"),
                                       Resource("module.m", "a", kInstance, "acme/p"));
  ASSERT_EQ(diff.changed.size(), 1u);
  EXPECT_EQ(diff.changed[0].change.provider->before, R"(provider["registry.terraform.io/h/p"])");
  EXPECT_EQ(diff.changed[0].change.provider->after, R"(provider["registry.terraform.io/acme/p"])");
}

// Terraform 1.11 does not read it, and so calls the states equal.
TEST(StateDiff, SeesTheIdentityOfNewerTerraform) {
  const StateDiff diff = DiffResources(Root("a", R"({"attributes":{},"identity":{"k":"1"}})"),
                                       Root("a", R"({"attributes":{},"identity":{"k":"2"}})"));
  ASSERT_EQ(diff.changed.size(), 1u);
  EXPECT_TRUE(diff.changed[0].change.identity);
  EXPECT_TRUE(diff.terraform_equal);
}

// Terraform compares the text of attributes, so it calls these different (facts 5.11).
TEST(StateDiff, FormatAloneIsNeverAChange) {
  const struct {
    const char* before;
    const char* after;
  } kCases[] = {
      {R"({"attributes":{"a":1,"b":2}})", R"({"attributes":{"b":2,"a":1}})"},
      {R"({"attributes":{"a":1}})", R"({"attributes":{"a":1.0}})"},
      {R"({"attributes":{"a":1},"dependencies":["t.x","t.y"]})",
       R"({"attributes":{"a":1},"dependencies":["t.y","t.x"]})"},
      {R"({"attributes":{},"sensitive_attributes":[[{"type":"get_attr","value":"a"}],
           [{"type":"get_attr","value":"b"}]]})",
       R"({"attributes":{},"sensitive_attributes":[[{"type":"get_attr","value":"b"}],
           [{"type":"get_attr","value":"a"}]]})"},
  };
  for (const auto& row : kCases) {
    const StateDiff diff = DiffResources(Root("a", row.before), Root("a", row.after));
    EXPECT_FALSE(diff.Differs()) << row.after;
    EXPECT_FALSE(diff.terraform_equal) << row.after;
    ASSERT_EQ(diff.reformatted.size(), 1u) << row.after;
    EXPECT_TRUE(diff.reformatted[0].format.any());
  }
}

TEST(StateDiff, WhatIsAbsentOrEmptyIsTheSame) {
  const StateDiff diff = DiffResources(
      Root("a", R"({"attributes":{}})"),
      Root("a", R"({"sensitive_attributes":[],"dependencies":null,"zzz":1,"schema_version":0})"));
  EXPECT_FALSE(diff.Differs());
  EXPECT_TRUE(diff.terraform_equal);
  EXPECT_EQ(diff.unchanged, 1u);
}

// ---- moves ----

TEST(StateDiff, OneRealThingUnderAnotherAddressHasMoved) {
  const StateDiff diff =
      DiffResources(Root("a", R"({"attributes":{"id":"1","n":1}})"),
                    Resource("module.m[0]", "b", R"({"attributes":{"id":"1","n":2}})"));
  EXPECT_TRUE(diff.added.empty());
  EXPECT_TRUE(diff.removed.empty());
  ASSERT_EQ(diff.moved.size(), 1u);
  EXPECT_EQ(diff.moved[0].from.address, "t.a");
  EXPECT_EQ(diff.moved[0].to.address, "module.m[0].t.b");
  EXPECT_EQ(diff.moved[0].change.attributes.front().path, "n");
}

TEST(StateDiff, OnlyUniqueMatchesAreMoves) {
  const std::string one = R"({"attributes":{"id":"1"}})";
  EXPECT_TRUE(DiffResources(Root("a", one) + "," + Root("b", one), Root("c", one)).moved.empty());
  EXPECT_TRUE(DiffResources(Root("a", one), Root("b", one) + "," + Root("c", one)).moved.empty());
  EXPECT_TRUE(
      DiffResources(Root("a", one), Root("b", R"({"attributes":{"id":"2"}})")).moved.empty());
  EXPECT_TRUE(DiffResources(Root("a", "{}"), Root("b", "{}")).moved.empty());
  EXPECT_TRUE(
      DiffResources(Resource("module.m", "a", one, "h/p"), Resource("module.m", "b", one, "acme/p"))
          .moved.empty());
}

TEST(StateDiff, AnObjectThatWasDeposedHasMoved) {
  const StateDiff diff =
      DiffResources(Root("a", R"({"attributes":{"id":"1"}})"),
                    Root("a", R"({"attributes":{"id":"1"},"deposed":"0a0b0c0d"})"));
  ASSERT_EQ(diff.moved.size(), 1u);
  EXPECT_EQ(diff.moved[0].to.deposed, "0a0b0c0d");
}

// ---- the rest of the body ----

TEST(StateDiff, OutputsByNameAndWhatAboutThem) {
  const StateDiff diff =
      Diff({.outputs = R"("a":{"value":1,"type":"number"},"b":{"value":1,"type":"number"},
                     "c":{"value":"1","type":"string"},"gone":{"value":1,"type":"number"})"},
           {.outputs = R"("a":{"value":1.0,"type":"number"},"b":{"value":2,"type":"number"},
                     "c":{"value":"1","type":"string","sensitive":true},
                     "new":{"value":1,"type":"number"})"});
  ASSERT_EQ(diff.outputs.size(), 4u);
  EXPECT_EQ(diff.outputs[0].name, "b");
  EXPECT_TRUE(diff.outputs[0].value);
  EXPECT_FALSE(diff.outputs[0].type);
  EXPECT_EQ(diff.outputs[1].name, "c");
  EXPECT_FALSE(diff.outputs[1].value);
  EXPECT_TRUE(diff.outputs[1].sensitive->after);
  EXPECT_EQ(diff.outputs[2].kind, OutputDiff::Kind::kRemoved);
  EXPECT_EQ(diff.outputs[3].kind, OutputDiff::Kind::kAdded);
}

std::string Check(const std::string& name, const std::string& status,
                  const std::string& message = "") {
  return R"({"object_kind":"check","config_addr":"check.)" + name + R"(","status":")" + status +
         R"(","objects":[{"object_addr":"check.)" + name + R"(","status":")" + status +
         R"(","failure_messages":[)" + message + "]}]}";
}

TEST(StateDiff, CheckResultsByAddress) {
  const StateDiff diff =
      Diff({.checks = "[" + Check("a", "pass") + "," + Check("b", "fail", "\"x\"") + "," +
                      Check("gone", "pass") + "]"},
           {.checks = "[" + Check("b", "fail", "\"y\"") + "," + Check("a", "fail") + "," +
                      Check("new", "pass") + "]"});
  ASSERT_EQ(diff.checks.size(), 4u);
  EXPECT_EQ(diff.checks[0].address, "check.a");
  EXPECT_EQ(diff.checks[0].status.before, CheckStatus::kPass);
  EXPECT_EQ(diff.checks[0].status.after, CheckStatus::kFail);
  EXPECT_EQ(diff.checks[1].address, "check.b");
  EXPECT_EQ(diff.checks[1].objects, 1u);
  EXPECT_EQ(diff.checks[2].kind, CheckDiff::Kind::kRemoved);
  EXPECT_EQ(diff.checks[3].kind, CheckDiff::Kind::kAdded);
  EXPECT_TRUE(diff.Differs());
}

// Terraform writes them in random order, so its own comparison is a matter of luck.
TEST(StateDiff, OrderOfCheckResultsIsFormatAndLuck) {
  const std::string a = Check("a", "pass");
  const std::string b = Check("b", "pass");
  const StateDiff diff =
      Diff({.checks = "[" + a + "," + b + "]"}, {.checks = "[" + b + "," + a + "]"});
  EXPECT_FALSE(diff.Differs());
  EXPECT_TRUE(diff.check_order);
  EXPECT_TRUE(diff.terraform_equal);
  EXPECT_TRUE(diff.lucky);
  EXPECT_FALSE(Diff({.checks = "[" + a + "]"}, {.checks = "[" + a + "]"}).lucky);
}

TEST(StateDiff, ResourcesWithoutInstancesCount) {
  const StateDiff diff = DiffResources(Root("a", ""), Root("b", ""));
  EXPECT_EQ(diff.empty_resources_removed, std::vector<std::string>{"t.a"});
  EXPECT_EQ(diff.empty_resources_added, std::vector<std::string>{"t.b"});
  EXPECT_FALSE(diff.terraform_equal);
  EXPECT_TRUE(diff.Differs());
}

TEST(StateDiff, MetadataIsTold) {
  const StateDiff diff = Diff({}, {.serial = "9"});
  EXPECT_EQ(diff.relation, SnapshotRelation::kNewer);
  EXPECT_EQ(diff.metadata.before.serial, 7u);
  EXPECT_EQ(diff.metadata.after.serial, 9u);
  EXPECT_EQ(diff.metadata.after.tool_version, "1.11.4");
  EXPECT_FALSE(diff.Differs());
  EXPECT_EQ(Diff({}, {.serial = "6"}).relation, SnapshotRelation::kOlder);
  EXPECT_EQ(Diff({}, {.lineage = "m"}).relation, SnapshotRelation::kUnrelated);
  EXPECT_EQ(Diff({}, {.lineage = ""}).relation, SnapshotRelation::kLegacy);
}

// A repeated `resources` gives its objects a second half elsewhere: equal bytes, other meaning.
TEST(StateDiff, ObjectsThatAreMergedFromTwoPlacesAreNotComparedByBytes) {
  const std::string first = Root("a", R"({"attributes":{"id":"1"},"schema_version":1})");
  const std::string second = Root("a", R"({"attributes":{"id":"2"}})");
  const StateDiff diff = DiffResources(first + R"(],"resources":[)" + second, second);
  ASSERT_EQ(diff.changed.size(), 1u);
  EXPECT_EQ(diff.changed[0].change.schema_version->before, 1u);
}

}  // namespace
}  // namespace tfsck
