#include "engine/version_delta.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/support/memory_store.h"

namespace tfsck {
namespace {

using test::TestObject;
using test::TestState;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

VersionRecord Record(const TestState& state) {
  const auto document = MakeDocument("state", Buffer::Copy(test::Write(state)));
  VersionRecord record = SummariseDocument(*document);
  EXPECT_TRUE(record.readable);
  return record;
}

VersionDelta Delta(std::vector<TestObject> before, std::vector<TestObject> after) {
  return CompareVersions(Record({1, std::move(before)}), Record({2, std::move(after)}));
}

// "+ t.a", "- t.a", "~ t.a", "! t.a" (replaced), "t.a => t.b"; a deposed one with its key.
std::vector<std::string> Lines(const VersionDelta& delta) {
  std::vector<std::string> lines;
  for (const ObjectDelta& object : delta.objects) {
    const std::string name = object.address + (object.deposed.empty() ? "" : " " + object.deposed);
    lines.push_back(object.change == ObjectChange::kMoved
                        ? object.former + " => " + name
                        : fmt::format("{} {}", "+-~!"[static_cast<size_t>(object.change)], name));
  }
  return lines;
}

std::vector<std::string> Lines(const std::vector<ObjectShift>& shifts) {
  std::vector<std::string> lines;
  for (const ObjectShift& shift : shifts) {
    lines.push_back(shift.address + ": " + shift.before + " -> " + shift.after);
  }
  return lines;
}

std::string Counts(const VersionDelta& delta) {
  return fmt::format("+{} -{} ~{} !{} >{}", delta.added, delta.removed, delta.changed,
                     delta.replaced, delta.moved);
}

TEST(VersionDelta, EqualVersionsHaveNone) {
  const VersionDelta delta = Delta({{"t.a", "1"}}, {{"t.a", "1"}});
  EXPECT_TRUE(delta.Empty());
  EXPECT_EQ(Counts(delta), "+0 -0 ~0 !0 >0");
}

TEST(VersionDelta, TellsAddedRemovedChangedAndReplaced) {
  const VersionDelta delta =
      Delta({{"t.gone", "1"}, {"t.kept", "2"}, {"t.changed", "3", "x"}, {"t.replaced", "4"}},
            {{"t.changed", "3", "y"}, {"t.kept", "2"}, {"t.new", "5"}, {"t.replaced", "6"}});
  EXPECT_THAT(Lines(delta), ElementsAre("~ t.changed", "- t.gone", "+ t.new", "! t.replaced"));
  EXPECT_EQ(Counts(delta), "+1 -1 ~1 !1 >0");
  EXPECT_EQ(delta.objects[1].real_id, HashBytes128("1"));
  EXPECT_EQ(delta.objects[2].type, "t");
}

TEST(VersionDelta, AnIdThatAppearsIsNoReplacement) {
  EXPECT_THAT(Lines(Delta({{"t.a", ""}}, {{"t.a", "1"}})), ElementsAre("~ t.a"));
}

TEST(VersionDelta, TheSameRealObjectElsewhereWasMoved) {
  const VersionDelta delta =
      Delta({{"t.a", "1"}, {"t.b", "2"}}, {{"module.m.t.z", "1", "changed too"}, {"t.b", "2"}});
  EXPECT_THAT(Lines(delta), ElementsAre("t.a => module.m.t.z"));
  EXPECT_EQ(Counts(delta), "+0 -0 ~0 !0 >1");
  EXPECT_EQ(delta.objects[0].module_size, std::string("module.m").size());
}

TEST(VersionDelta, AnExchangeOfAddressesIsTwoReplacements) {
  EXPECT_THAT(Lines(Delta({{"t.a", "1"}, {"t.b", "2"}}, {{"t.a", "2"}, {"t.b", "1"}})),
              ElementsAre("! t.a", "! t.b"));
}

struct NoMove {
  std::string why;
  std::vector<TestObject> before;
  std::vector<TestObject> after;
};

TEST(VersionDelta, NoMoveWhereItIsAmbiguousOrAnotherObject) {
  const NoMove kRows[] = {
      {"no id", {{"t.a", ""}}, {{"t.b", ""}}},
      {"another id", {{"t.a", "1"}}, {{"t.b", "2"}}},
      {"another type", {{"t.a", "1"}}, {{"u.b", "1"}}},
      {"another provider", {{"t.a", "1"}}, {{"t.b", "1", "", {}, 0, "other/cloud"}}},
      {"two went", {{"t.a", "1"}, {"t.b", "1"}}, {{"t.c", "1"}}},
      {"two came", {{"t.a", "1"}}, {{"t.b", "1"}, {"t.c", "1"}}},
      {"the former one stayed", {{"t.a", "1"}}, {{"t.a", "1"}, {"t.b", "1"}}},
  };
  for (const NoMove& row : kRows) {
    EXPECT_EQ(Delta(row.before, row.after).moved, 0u) << row.why;
  }
}

TEST(VersionDelta, AnAliasOfTheProviderIsTheSameProvider) {
  VersionRecord before = Record({1, {{"t.a", "1"}, {"t.b", "2"}}});
  VersionRecord after = before;
  after.instances[0].provider = "module.m." + after.instances[0].provider;
  before.instances[1].provider += ".east";
  after.instances[1].provider += ".west";
  after.instances[1].address = "t.z";
  const VersionDelta delta = CompareVersions(before, after);
  EXPECT_THAT(Lines(delta), ElementsAre("t.b => t.z"));
  EXPECT_THAT(delta.provider_changed, IsEmpty());
}

// A replacement that creates before it destroys leaves the former object deposed for a while.
TEST(VersionDelta, DeposedObjectsAreNamedByTheirKeyAndNotCounted) {
  const TestObject deposed = {"t.a", "1", "", {}, 0, "acme/cloud", "0a0b0c0d"};
  VersionRecord before = Record({1, {{"t.a", "1"}}});
  VersionRecord after = Record({2, {{"t.a", "2"}}});
  after.instances.push_back(before.instances[0]);
  after.instances.back().deposed = deposed.deposed;
  const VersionDelta delta = CompareVersions(before, after);
  EXPECT_THAT(Lines(delta), ElementsAre("! t.a", "+ t.a 0a0b0c0d"));
  EXPECT_EQ(Counts(delta), "+0 -0 ~0 !1 >0");
}

TEST(VersionDelta, DataSourcesAreListedAndNotCounted) {
  VersionRecord before = Record({1, {}});
  VersionRecord after = Record({2, {{"t.a", "1"}}});
  after.instances[0].managed = false;
  const VersionDelta delta = CompareVersions(before, after);
  EXPECT_THAT(Lines(delta), ElementsAre("+ t.a"));
  EXPECT_FALSE(delta.objects[0].managed);
  EXPECT_EQ(Counts(delta), "+0 -0 ~0 !0 >0");
}

// No readable state has them; a record of any content must not lose any.
TEST(VersionDelta, RepeatedAddressesPairUpInOrder) {
  VersionRecord once = Record({1, {{"t.a", "1"}}});
  VersionRecord twice = once;
  twice.instances.push_back(twice.instances[0]);
  EXPECT_THAT(Lines(CompareVersions(twice, twice)), IsEmpty());
  EXPECT_THAT(Lines(CompareVersions(twice, once)), ElementsAre("- t.a"));
  EXPECT_THAT(Lines(CompareVersions(once, twice)), ElementsAre("+ t.a"));
}

TEST(VersionDelta, SchemaVersionsThatWentDownAreNoted) {
  const VersionDelta delta =
      Delta({{"t.a", "1", "", {}, 3}, {"t.b", "2", "", {}, 1}, {"t.c", "3", "", {}, 5}},
            {{"t.a", "1", "", {}, 2}, {"t.b", "2", "", {}, 2}, {"t.z", "4", "", {}, 0}});
  EXPECT_THAT(Lines(delta.schema_lowered), ElementsAre("t.a: 3 -> 2"));
}

TEST(VersionDelta, ProviderSourcesThatChangedAreNoted) {
  const VersionDelta delta = Delta({{"t.a", "1", "", {}, 0, "acme/cloud"}},
                                   {{"t.a", "1", "", {}, 0, "mirror.example/acme/cloud"}});
  EXPECT_THAT(Lines(delta.provider_changed),
              ElementsAre("t.a: registry.terraform.io/acme/cloud -> mirror.example/acme/cloud"));
}

TEST(VersionDelta, AResourceThatWentFromUnderItsDependentsWasDropped) {
  const TestObject b = {"t.b", "2", "", {"t.a"}};
  const VersionDelta delta = Delta({{"t.a", "1"}, b}, {b});
  ASSERT_EQ(delta.dropped.size(), 1u);
  EXPECT_EQ(delta.dropped[0].resource, "t.a");
  EXPECT_EQ(delta.dropped[0].dependent, "t.b");
}

TEST(VersionDelta, NothingWasDroppedWhere) {
  const TestObject b = {"t.b", "2", "", {"t.a"}};
  EXPECT_THAT(Delta({b}, {b}).dropped, IsEmpty()) << "it was not there before";
  EXPECT_THAT(Delta({{"t.a", "1"}, b}, {{"t.b", "2"}}).dropped, IsEmpty())
      << "the list was rewritten";
  EXPECT_THAT(Delta({{"t.a", "1"}, b}, {{"t.z", "1"}, b}).dropped, IsEmpty()) << "it was moved";
  EXPECT_THAT(Delta({{"t.a", "1"}, b}, {}).dropped, IsEmpty()) << "the dependent went too";
}

TEST(VersionDelta, SourceOfProviderStripsModuleAndAlias) {
  constexpr std::string_view kSource = "registry.terraform.io/hashicorp/aws";
  EXPECT_EQ(SourceOfProvider(R"(provider["registry.terraform.io/hashicorp/aws"])"), kSource);
  EXPECT_EQ(SourceOfProvider(R"(module.m.provider["registry.terraform.io/hashicorp/aws"].east)"),
            kSource);
  EXPECT_EQ(SourceOfProvider(R"(provider["registry.terraform.io/hashicorp/aws"].east["k"])"),
            kSource);
  EXPECT_EQ(SourceOfProvider("no provider"), "no provider");
  EXPECT_EQ(SourceOfProvider(R"(provider["unclosed)"), "unclosed");
  EXPECT_EQ(SourceOfProvider(""), "");
}

}  // namespace
}  // namespace tfsck
