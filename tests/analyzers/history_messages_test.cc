// What a person reads of a history: the whole line of each rule, and where it says nothing.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tests/support/memory_store.h"

namespace tfsck {
namespace {

using test::MemoryStore;
using test::TestObject;
using test::TestState;
using test::Write;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const TestObject kA = {"t.a", "1"};
const TestObject kB = {"t.b", "2", "", {"t.a"}};

// One version; by default an hour behind the one before it.
struct Version {
  std::string text;
  std::string special = "";  // "marker", "absent"
  VersionRole role = VersionRole::kVersion;
};

Version Of(TestState state) { return {Write(state)}; }
Version Of(uint64_t serial, std::vector<TestObject> objects) {
  return {Write({serial, std::move(objects)})};
}
// A state of one object with this value.
Version Value(uint64_t serial, std::string value) {
  return Of(serial, {{"t.a", "1", std::move(value)}});
}

// Lines of one rule, or of all but it, over versions named v1, v2, ... that are an hour apart.
std::vector<std::string> Lines(const std::vector<Version>& versions, std::string_view rule,
                               bool timed = true) {
  MemoryStore store;
  store.listing.keyed = true;
  for (size_t i = 0; i < versions.size(); ++i) {
    const std::string name = fmt::format("v{}", i + 1);
    StoredVersion& stored =
        timed ? store.AddAt(static_cast<int64_t>(i) * 3600, name, versions[i].text)
              : store.Add(name, versions[i].text);
    stored.delete_marker = versions[i].special == "marker";
    stored.absent = versions[i].special == "absent";
    stored.role = versions[i].role;
  }
  std::vector<std::string> lines = test::HistoryLines(test::Histories(store).histories.at(0));
  std::erase_if(lines, [&](const std::string& line) { return !line.starts_with(rule); });
  return lines;
}

std::vector<TestObject> Many(int count) {
  std::vector<TestObject> objects;
  for (int i = 0; i < count; ++i) {
    objects.push_back({fmt::format("t.n{:02}", i), fmt::format("i{}", i)});
  }
  return objects;
}

TEST(HistoryMessages, Fork) {
  EXPECT_THAT(Lines({Value(1, "x"), Value(1, "y")}, "HIS001"),
              ElementsAre("HIS001 v2: serial 1 was written twice with different content: v1 and "
                          "v2"));
  EXPECT_THAT(Lines({Value(1, "x"), Value(1, "y"), Value(1, "x"), Value(1, "z")}, "HIS001"),
              ElementsAre("HIS001 v2: serial 1 was written twice with different content: v1 and "
                          "v2",
                          "HIS001 v4: serial 1 was written twice with different content: v1 and "
                          "v4"))
      << "each content once";
  EXPECT_THAT(Lines({Value(1, "a"), Value(2, "b"), Value(3, "c"), Value(1, "a"), Value(2, "x"),
                     Value(3, "y"), Value(4, "z")},
                    "HIS001"),
              ElementsAre("HIS001 v5: serials 2 to 3 were written twice with different content: v2 "
                          "and v5"))
      << "a branch is one finding";
  Version errored = Value(2, "y");
  errored.role = VersionRole::kErrored;
  EXPECT_THAT(Lines({Value(1, "x"), Value(2, "x"), errored}, "HIS001"),
              ElementsAre("HIS001 v3: serial 2 was written twice with different content: v2 and "
                          "v3"))
      << "an errored.tfstate is the other branch";
  EXPECT_THAT(Lines({Value(1, "x"), Of({1, {kA}, "M"})}, "HIS001"), IsEmpty());
}

TEST(HistoryMessages, SerialBack) {
  EXPECT_THAT(Lines({Value(1, "x"), Value(4, "y"), Value(2, "z")}, "HIS002"),
              ElementsAre("HIS002 v3: serial goes back from 4 to 2"));
  EXPECT_THAT(Lines({Value(1, "x"), Value(2, "y"), Value(1, "x")}, "HIS002"),
              ElementsAre("HIS002 v3: serial goes back from 2 to 1, with the content of v1 again"));
  EXPECT_THAT(Lines({Value(4, "x"), Of({2, {kA}, "M"})}, "HIS002"), IsEmpty());
}

TEST(HistoryMessages, SerialGap) {
  EXPECT_THAT(Lines({Value(1, "x"), Value(3, "y"), Value(7, "z")}, "HIS003"),
              ElementsAre("HIS003 v2: serial goes from 1 to 3: up to 1 version is not here",
                          "HIS003 v3: serial goes from 3 to 7: up to 3 versions are not here"));
  EXPECT_THAT(Lines({Value(1, "x"), Of({3, {kA}, "M"})}, "HIS003"), IsEmpty());
}

TEST(HistoryMessages, LineageChange) {
  const Version stranger = Of({5, {kA}, "M"});
  EXPECT_THAT(Lines({Value(1, "x"), stranger}, "HIS004"),
              ElementsAre("HIS004 v2: lineage changes from L to M"));
  EXPECT_THAT(Lines({Value(1, "x"), {"", "marker"}, stranger}, "HIS004"),
              ElementsAre("HIS004 v3: lineage changes from L to M"));
  EXPECT_THAT(Lines({Of({1, {}, "L", "1.11.4", {"o"}}), stranger}, "HIS004"),
              ElementsAre("HIS004 v2: lineage changes from L to M"))
      << "an output is something";
  EXPECT_THAT(Lines({Of(1, {}), stranger}, "HIS004"), IsEmpty());
}

TEST(HistoryMessages, LineageOfEmpty) {
  EXPECT_THAT(Lines({Of(1, {}), Of({5, {kA}, "M"})}, "HIS019"),
              ElementsAre("HIS019 v2: lineage changes from L to M; nothing was in the state "
                          "before"));
  EXPECT_THAT(Lines({Value(1, "x"), Of({5, {kA}, "M"})}, "HIS019"), IsEmpty());
}

TEST(HistoryMessages, LineageEmptied) {
  const std::vector<Version> versions = {Value(1, "x"), Of({2, {kA}, ""}), Of({3, {kA}, ""})};
  EXPECT_THAT(Lines(versions, "HIS005"),
              ElementsAre("HIS005 v2: lineage L is gone: this version has none"));
  EXPECT_THAT(Lines(versions, "HIS004"), IsEmpty());
}

TEST(HistoryMessages, MetadataOnly) {
  Version spaced = Value(1, "x");
  spaced.text += "\n";
  EXPECT_THAT(Lines({Value(1, "x"), spaced}, "HIS006"),
              ElementsAre("HIS006 v2: serial 1 again with the content of v1, in another format"));
  EXPECT_THAT(Lines({Of({1, {kA}, "L", "1.5.7"}), Of({1, {kA}, "L", "1.11.4"})}, "HIS006"),
              ElementsAre("HIS006 v2: serial 1 again with the content of v1, written by 1.11.4 "
                          "instead of 1.5.7"));
}

TEST(HistoryMessages, NoopChurn) {
  EXPECT_THAT(Lines({Value(1, "x"), Value(2, "x"), Value(3, "y"), Value(4, "x")}, "HIS007"),
              ElementsAre("HIS007 v2: serial goes from 1 to 2 and the content stays the same"));
}

TEST(HistoryMessages, ToolDowngrade) {
  EXPECT_THAT(Lines({Of({1, {kA}, "L", "1.11.4"}), Of({2, {kA}, "L", "1.9.8"}),
                     Of({3, {kA}, "L", "1.11.4"})},
                    "HIS008"),
              ElementsAre("HIS008 v2: written by 1.9.8, though 1.11.4 wrote the version before"));
  TestObject tofu = kA;
  tofu.provider = "registry.opentofu.org/acme/cloud";
  EXPECT_THAT(Lines({Of({1, {kA}, "L", "1.5.7"}), Of({2, {tofu}, "L", "1.8.0"})}, "HIS008"),
              ElementsAre("HIS008 v2: written by OpenTofu 1.8.0 behind Terraform 1.5.7"));
  EXPECT_THAT(Lines({Of({1, {kA}, "L", "1.11"}), Of({2, {kA}, "L", "1.11.0"})}, "HIS008"),
              IsEmpty());
  EXPECT_THAT(Lines({Of({1, {kA}, "L", "1.11.4"}), Of({2, {kA}, "L", "odd"})}, "HIS008"),
              IsEmpty());
}

TEST(HistoryMessages, Emptied) {
  EXPECT_THAT(Lines({Of(5, {kA, kB}), Of({6, {}, "", "1.11.4"})}, "HIS009"),
              ElementsAre("HIS009 v2: all 2 managed instances are gone in one step, and it was no "
                          "destroy: the lineage went with them"));
  EXPECT_THAT(Lines({Of(5, {kA}), Of({6, {}, "M"})}, "HIS009"),
              ElementsAre("HIS009 v2: the only managed instance is gone in one step, and it was no "
                          "destroy: the lineage is another"));
  EXPECT_THAT(Lines({Of(5, {kA}), Of(5, {})}, "HIS009"),
              ElementsAre("HIS009 v2: the only managed instance is gone in one step, and it was no "
                          "destroy: the serial went from 5 to 5"));
  EXPECT_THAT(Lines({Of(5, {kA}), Of({6, {}, "L", "1.11.4", {"o"}})}, "HIS009"),
              ElementsAre("HIS009 v2: the only managed instance is gone in one step, and it was no "
                          "destroy: 1 output stayed"));
}

// A push raises the serial by two, an apply by one: known where the history steps by one.
TEST(HistoryMessages, EmptiedByAPushWhereTheHistoryStepsByOne) {
  const std::vector<Version> steps = {Value(1, "a"), Value(2, "b"), Value(3, "c"), Value(4, "d")};
  const auto with = [&](size_t count, Version last) {
    std::vector<Version> versions(steps.begin(), steps.begin() + static_cast<int>(count));
    versions.push_back(std::move(last));
    return versions;
  };
  EXPECT_THAT(Lines(with(4, Of(6, {})), "HIS009"),
              ElementsAre("HIS009 v5: the only managed instance is gone in one step, and it was no "
                          "destroy: the serial went from 4 to 6"));
  EXPECT_THAT(Lines(with(4, Of(5, {})), "HIS009"), IsEmpty());
  EXPECT_THAT(Lines(with(3, Of(5, {})), "HIS009"), IsEmpty()) << "two steps are no habit";
  EXPECT_THAT(Lines(with(3, Of(5, {})), "HIS021"),
              ElementsAre("HIS021 v4: the only managed instance is gone in one step, as `destroy` "
                          "leaves a state"));
}

TEST(HistoryMessages, Destroyed) {
  EXPECT_THAT(Lines({Of(1, {kA, kB}), Of(2, {})}, "HIS021"),
              ElementsAre("HIS021 v2: all 2 managed instances are gone in one step, as `destroy` "
                          "leaves a state"));
  EXPECT_THAT(Lines({Of(1, {}), Of(2, {})}, "HIS021"), IsEmpty());
}

TEST(HistoryMessages, Collapse) {
  EXPECT_THAT(Lines({Of(1, Many(19)), Of(2, Many(9))}, "HIS010"),
              ElementsAre("HIS010 v2: 10 of 19 managed instances are gone in one change"));
  EXPECT_THAT(Lines({Of(1, Many(20)), Of(2, Many(10))}, "HIS010"), IsEmpty()) << "just half";
  EXPECT_THAT(Lines({Of(1, Many(10)), Of(2, Many(1))}, "HIS010"), IsEmpty()) << "only 9";
  EXPECT_THAT(Lines({Of(1, Many(20)), Of(2, {})}, "HIS010"), IsEmpty()) << "that is HIS021";
}

TEST(HistoryMessages, CollapseInSeveralVersionsOfOneChange) {
  MemoryStore store;
  store.listing.keyed = true;
  store.AddAt(0, "v1", Write({1, Many(24)}));
  for (int i = 1; i <= 3; ++i) {
    store.AddAt(3600 + i * 20, fmt::format("v{}", i + 1),
                Write({static_cast<uint64_t>(1 + i), Many(24 - 5 * i)}));
  }
  EXPECT_THAT(test::HistoryLines(test::Histories(store).histories.at(0)),
              ElementsAre("HIS010 v4: 15 of 24 managed instances are gone in one change"));
}

TEST(HistoryMessages, SilentDrop) {
  EXPECT_THAT(Lines({Of(1, {kA, kB}), Of(2, {kB}), Of(3, {kB})}, "HIS011"),
              ElementsAre("HIS011 v2 t.a: it is gone from the state, and t.b still depends on it"));
  EXPECT_THAT(Lines({Of(1, {kA, kB}), Of(2, {{"t.b", "2"}})}, "HIS011"), IsEmpty());
}

// An apply with `count = 0` destroys properly and leaves the name in the lists.
TEST(HistoryMessages, SilentDropIsNoResourceThatWasSwitchedOff) {
  const auto lost = [](std::vector<std::string> addresses) {
    std::vector<TestObject> before;
    for (const std::string& address : addresses) {
      before.push_back({address, "id of " + address});
    }
    const std::string resource = addresses.front().starts_with("module") ? "module.m.t.a" : "t.a";
    before.push_back({"t.b", "2", "", {resource}});
    return !Lines({Of(1, before), Of(2, {before.back()})}, "HIS011").empty();
  };
  EXPECT_FALSE(lost({"t.a[0]"}));
  EXPECT_FALSE(lost({"module.m[0].t.a"}));
  EXPECT_FALSE(lost({"module.m[0].t.a[0]", "module.m[0].t.a[1]"}));
  EXPECT_TRUE(lost({"t.a"}));
  EXPECT_TRUE(lost({"t.a[0]", "t.a[1]"}));
  EXPECT_TRUE(lost({"t.a[1]"}));
  EXPECT_TRUE(lost({"module.m[0].t.a[1]", "module.m[1].t.a[0]"}));
}

TEST(HistoryMessages, SchemaVersionDown) {
  const auto versions = [](int count, int schema) {
    std::vector<TestObject> objects = Many(count);
    for (TestObject& object : objects) object.schema_version = schema;
    return Of(static_cast<uint64_t>(4 - schema), objects);
  };
  EXPECT_THAT(Lines({versions(1, 3), versions(1, 1)}, "HIS012"),
              ElementsAre("HIS012 v2 t.n00: schema_version goes back from 3 to 1"));
  EXPECT_THAT(Lines({versions(2, 3), versions(2, 1)}, "HIS012"),
              ElementsAre("HIS012 v2 t.n00: schema_version goes back from 3 to 1, likewise 1 other "
                          "instance"));
  EXPECT_THAT(Lines({versions(5, 3), versions(5, 1)}, "HIS012"),
              ElementsAre("HIS012 v2 t.n00: schema_version goes back from 3 to 1, likewise 4 other "
                          "instances"));
}

TEST(HistoryMessages, IdChanged) {
  const auto versions = [](int count, uint64_t serial) {
    std::vector<TestObject> objects = Many(count);
    for (TestObject& object : objects) object.id += "-" + std::to_string(serial);
    return Of(serial, objects);
  };
  EXPECT_THAT(Lines({versions(1, 1), versions(1, 2)}, "HIS013"),
              ElementsAre("HIS013 v2 t.n00: another real object stands at this address"));
  EXPECT_THAT(
      Lines({versions(5, 1), versions(5, 2)}, "HIS013"),
      ElementsAre("HIS013 v2 t.n00: another real object stands at t.n00, t.n01, t.n02 and 2 more"));
  EXPECT_THAT(Lines({versions(3, 1), versions(3, 2)}, "HIS013"),
              ElementsAre("HIS013 v2 t.n00: another real object stands at t.n00, t.n01 and t.n02"));
}

TEST(HistoryMessages, TimeReversed) {
  const std::vector<Version> versions = {Value(1, "a"), Value(3, "c"), Value(2, "b"),
                                         Value(4, "d")};
  EXPECT_THAT(Lines(versions, "HIS0"),
              ElementsAre("HIS014 v3: serial 2 comes behind serial 3 by its recorded time"))
      << "neither a gap nor a step back";
  EXPECT_THAT(Lines({Value(1, "a"), Value(3, "c"), Value(2, "b"), Value(1, "a")}, "HIS002"),
              ElementsAre("HIS002 v4: serial goes back from 3 to 1, with the content of v1 again"));
}

TEST(HistoryMessages, ProviderChanged) {
  const auto from = [](int count, uint64_t serial, const std::string& provider) {
    std::vector<TestObject> objects = Many(count);
    for (TestObject& object : objects) object.provider = provider;
    return Of(serial, objects);
  };
  EXPECT_THAT(Lines({from(1, 1, "acme/cloud"), from(1, 2, "mirror.example/acme/cloud")}, "HIS015"),
              ElementsAre("HIS015 v2 t.n00: its provider changes from "
                          "registry.terraform.io/acme/cloud to mirror.example/acme/cloud"));
  EXPECT_THAT(Lines({from(3, 1, "acme/cloud"), from(3, 2, "acme/other")}, "HIS015"),
              ElementsAre("HIS015 v2 t.n00: its provider changes from "
                          "registry.terraform.io/acme/cloud to registry.terraform.io/acme/other, "
                          "likewise 2 other instances"));
}

TEST(HistoryMessages, Flapping) {
  EXPECT_THAT(
      Lines({Value(1, "x"), Value(2, "y"), Value(3, "x"), Value(4, "y"), Value(5, "x")}, "HIS016"),
      ElementsAre("HIS016 v4: the content goes back and forth between serial 2 (v2) and serial 3 "
                  "(v3)"))
      << "once per series";
  EXPECT_THAT(Lines({Value(1, "x"), Value(2, "y"), Value(3, "x")}, "HIS016"), IsEmpty())
      << "a change that was reverted";
  EXPECT_THAT(Lines({Value(1, "x"), Value(2, "x"), Value(3, "x"), Value(4, "x")}, "HIS016"),
              IsEmpty())
      << "nothing changes at all";
  EXPECT_THAT(Lines({Value(1, "x"), Value(2, "y"), Value(1, "x"), Value(2, "y")}, "HIS016"),
              IsEmpty())
      << "restored versions are HIS002";
}

TEST(HistoryMessages, BackupNewer) {
  Version current = Value(7, "x");
  current.role = VersionRole::kCurrent;
  Version errored = Value(8, "y");
  errored.role = VersionRole::kErrored;
  Version backup = Value(9, "z");
  backup.role = VersionRole::kBackup;
  EXPECT_THAT(Lines({current, errored, backup}, "HIS017", false),
              ElementsAre("HIS017 v2: it has serial 8, the live state 7",
                          "HIS017 v3: it has serial 9, the live state 7"));
  current.text = "";
  EXPECT_THAT(Lines({current, errored}, "HIS", false),
              ElementsAre("HIS024 v1: the newest version cannot be read: it holds nothing"))
      << "one finding for one accident";
  backup.text = Write({9, {kA}, "M"});
  current.text = Write({9, {kA}});
  EXPECT_THAT(Lines({current, errored, backup}, "HIS017", false), IsEmpty());
}

TEST(HistoryMessages, StateDeleted) {
  const Version marker = {"", "marker"};
  EXPECT_THAT(Lines({Of(7, {kA, kB}), marker}, "HIS018"),
              ElementsAre("HIS018 v2: the state is deleted; serial 7 (v1) held 2 managed "
                          "instances"));
  EXPECT_THAT(Lines({Of({7, {}, "L", "1.11.4", {"o", "p"}}), marker}, "HIS018"),
              ElementsAre("HIS018 v2: the state is deleted; serial 7 (v1) held 2 outputs"));
  EXPECT_THAT(Lines({Of(7, {kA}), Of(8, {}), marker}, "HIS018"), IsEmpty());
  EXPECT_THAT(Lines({Of(7, {kA}), marker, Of(8, {kA})}, "HIS018"), IsEmpty());
  EXPECT_THAT(Lines({marker}, "HIS018"), IsEmpty());
}

TEST(HistoryMessages, DuplicateVersion) {
  EXPECT_THAT(Lines({Value(1, "x"), Value(2, "y"), Value(2, "y")}, "HIS"),
              ElementsAre("HIS020 v3: byte for byte the same as v2"));
}

TEST(HistoryMessages, VersionUnreadable) {
  const Version first = Value(1, "x");
  const Version last = Value(3, "y");
  const auto line = [&](Version version) { return Lines({first, version, last}, "HIS022"); };
  EXPECT_THAT(line({""}), ElementsAre("HIS022 v2: the version cannot be read: it holds nothing"));
  EXPECT_THAT(
      line({"<!doctype html>"}),
      ElementsAre("HIS022 v2: the version cannot be read: it is no state: HTML or XML page"));
  EXPECT_THAT(line({Value(2, "z").text.substr(0, 100)}),
              ElementsAre("HIS022 v2: the version cannot be read: no Terraform reads it"));
  EXPECT_THAT(line({"", "marker"}), IsEmpty());
  EXPECT_THAT(line({"", "absent"}), IsEmpty());
}

TEST(HistoryMessages, VersionThatCannotBeFetched) {
  MemoryStore store;
  store.listing.keyed = true;
  for (int i = 1; i <= 3; ++i) {
    store.AddAt(i * 3600, fmt::format("v{}", i), Value(static_cast<uint64_t>(i), "x").text);
  }
  store.Fail("v2", "v2: permission denied");
  EXPECT_THAT(test::HistoryLines(test::Histories(store).histories.at(0)),
              ElementsAre("HIS022 v2: the version cannot be read: v2: permission denied",
                          "HIS003 v3: serial goes from 1 to 3: up to 1 version is not here",
                          "HIS007 v3: serial goes from 1 to 3 and the content stays the same"));
}

TEST(HistoryMessages, VersionEncrypted) {
  const std::string envelope =
      R"({"serial":2,"lineage":"L","meta":{},"encrypted_data":"AA==","encryption_version":"v0"})";
  EXPECT_THAT(Lines({Value(1, "x"), {envelope}, Value(3, "y")}, "HIS"),
              ElementsAre("HIS023 v2: the version is encrypted: its serial and lineage were "
                          "compared, its content not"));
  EXPECT_THAT(Lines({Value(1, "x"), {"age-encryption.org/v1\n-> X25519 abc\n"}}, "HIS"),
              ElementsAre("HIS023 v2: the version is encrypted and was not compared: file "
                          "encrypted by age"));
}

TEST(HistoryMessages, NewestUnreadable) {
  EXPECT_THAT(Lines({Value(1, "x"), {""}}, "HIS"),
              ElementsAre("HIS024 v2: the newest version cannot be read: it holds nothing"));
  EXPECT_THAT(Lines({Value(1, "x"), {Value(2, "y").text.substr(0, 100)}}, "HIS"),
              ElementsAre("HIS024 v2: the newest version cannot be read: no Terraform reads it"));
}

TEST(HistoryMessages, VersionAbsent) {
  EXPECT_THAT(Lines({Value(1, "x"), {"", "absent"}}, "HIS"),
              ElementsAre("HIS025 v2: the listing names this version, and its bytes are not here"));
}

TEST(HistoryMessages, Reappeared) {
  EXPECT_THAT(Lines({Of(6, {kA, {"t.c", "3"}}), Of(7, {{"t.c", "3"}}), Of(8, {{"t.c", "3"}}),
                     Of(9, {kA, {"t.c", "3"}})},
                    "HIS026"),
              ElementsAre("HIS026 v4 t.a: the same real object is back; serial 7 (v2) had lost "
                          "it"));
  EXPECT_THAT(Lines({Of(6, {kA}), Of(7, {kB}), Of(8, {{"t.a", "9"}, kB})}, "HIS026"), IsEmpty());
}

// An apply of every kind, and nothing to say above what is only information.
TEST(HistoryMessages, AHealthyHistoryHasNoFinding) {
  EXPECT_THAT(Lines({Of(1, {}), Of(2, {kA}), Of(3, {kA, kB}), Of(4, {{"t.a", "1", "changed"}, kB}),
                     Of(5, {{"t.b", "2"}}), Of(6, {{"module.m.t.b", "2"}})},
                    "HIS"),
              IsEmpty());
}

}  // namespace
}  // namespace tfsck
