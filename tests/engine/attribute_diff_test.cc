#include "engine/attribute_diff.h"

#include <gtest/gtest.h>

#include <string>

#include "engine/base/buffer.h"

namespace tfsck {
namespace {

// "path", "+path", "-path", joined; then the respellings in brackets.
std::string Diff(const std::string& before, const std::string& after) {
  const Buffer a = Buffer::Copy(before);
  const Buffer b = Buffer::Copy(after);
  const AttributeDiff diff = DiffAttributes(a.bytes, b.bytes);
  std::string text;
  for (const AttributeChange& change : diff.changes) {
    if (!text.empty()) text += ' ';
    if (change.kind == AttributeChange::Kind::kAdded) text += '+';
    if (change.kind == AttributeChange::Kind::kRemoved) text += '-';
    text += change.path.empty() ? "(all)" : change.path;
  }
  const Respelling& respelled = diff.respelled;
  if (respelled.key_order) text += "[order]";
  if (respelled.numbers) text += "[numbers]";
  if (respelled.strings) text += "[strings]";
  if (respelled.repeated_keys) text += "[repeated]";
  return text;
}

TEST(AttributeDiff, NamesPathsAsAPersonWritesThem) {
  const struct {
    const char* before;
    const char* after;
    const char* diff;
  } kCases[] = {
      {R"({"ami":"a","id":"i"})", R"({"ami":"b","id":"i"})", "ami"},
      {R"({"tags":{"Name":"a"}})", R"({"tags":{"Name":"b"}})", R"(tags["Name"])"},
      {R"({"tags":{"a":"1","b":"2"}})", R"({"tags":{"b":"2","c":"3"}})",
       R"(-tags["a"] +tags["c"])"},
      {R"({"ingress":[{"cidr_blocks":["1"]}]})", R"({"ingress":[{"cidr_blocks":["2"]}]})",
       "ingress[0].cidr_blocks[0]"},
      {R"({"a":{"b":{"c":1}}})", R"({"a":{"b":{"c":2}}})", R"(a["b"]["c"])"},
      {R"({"a":[{"m":{"k":1}}]})", R"({"a":[{"m":{"k":2}}]})", R"(a[0].m["k"])"},
      {R"({"a":1})", R"({})", "-a"},
      {R"({})", R"({"a":null})", "+a"},
      {R"({"a":"1"})", R"({"a":1})", "a"},
      {R"({"a":{}})", R"({"a":[]})", "a"},
      {R"({"a":true,"b":null})", R"({"a":false,"b":0})", "a b"},
      {R"({"odd name\n":1})", R"({"odd name\n":2})", R"(["odd name\n"])"},
      {R"({"a":1})", "null", "(all)"},
      {"[1]", "[2]", "[0]"},
  };
  for (const auto& row : kCases) EXPECT_EQ(Diff(row.before, row.after), row.diff) << row.before;
}

TEST(AttributeDiff, SetsAsideWhatListsBeginAndEndWith) {
  EXPECT_EQ(Diff(R"({"l":[1,2,3]})", R"({"l":[0,1,2,3]})"), "+l[0]");
  EXPECT_EQ(Diff(R"({"l":[1,2,3]})", R"({"l":[1,3]})"), "-l[1]");
  EXPECT_EQ(Diff(R"({"l":[1,2,3]})", R"({"l":[1,9,8,3]})"), "l[1] +l[2]");
  EXPECT_EQ(Diff(R"({"l":[]})", R"({"l":[1,1]})"), "+l[0] +l[1]");
}

TEST(AttributeDiff, WhatMeansTheSameIsNoChange) {
  EXPECT_EQ(Diff(R"({"a":1,"b":2})", R"({ "a" : 1,  "b":2 })"), "");
  EXPECT_EQ(Diff(R"({"a":1,"b":2})", R"({"b":2,"a":1})"), "[order]");
  EXPECT_EQ(Diff(R"({"a":1,"b":100})", R"({"a":1.0,"b":1e2})"), "[numbers]");
  EXPECT_EQ(Diff(R"({"a":"A"})", R"({"a":"\u0041"})"), "[strings]");
  EXPECT_EQ(Diff(R"({"a":1})", R"({"a":9,"a":1})"), "[repeated]");
  EXPECT_EQ(Diff(R"({"m":{"x":1,"y":[1]}})", R"({"m":{"y":[1.0],"x":1}})"), "[order][numbers]");
  EXPECT_EQ(Diff(R"({"a":12345678901234567890123})", R"({"a":12345678901234567890124})"), "a");
}

TEST(AttributeDiff, SeesThroughValuesOfDynamicType) {
  EXPECT_EQ(Diff(R"({"input":{"value":{"k":"a"},"type":["object",{"k":"string"}]}})",
                 R"({"input":{"value":{"k":"b"},"type":["object",{"k":"string"}]}})"),
            R"(input["k"])");
  EXPECT_EQ(Diff(R"({"input":{"value":"1","type":"string"}})",
                 R"({"input":{"value":1,"type":"number"}})"),
            "input");
  EXPECT_EQ(Diff(R"({"input":{"value":"1","type":"banana"}})",
                 R"({"input":{"value":"2","type":"banana"}})"),
            R"(input["value"])");
}

TEST(AttributeDiff, CountsWhatItDoesNotKeep) {
  std::string before = "{\"l\":[0";
  std::string after = "{\"l\":[1";
  for (int i = 1; i < 1500; ++i) {
    before += ",0";
    after += ",1";
  }
  const Buffer a = Buffer::Copy(before + "]}");
  const Buffer b = Buffer::Copy(after + "]}");
  const AttributeDiff diff = DiffAttributes(a.bytes, b.bytes);
  EXPECT_EQ(diff.changes.size(), AttributeDiff::kMostChanges);
  EXPECT_EQ(diff.left_out, 500u);
}

TEST(AttributeDiff, StopsAtAContainerThatIsTooDeep) {
  const std::string open(5000, '[');
  const std::string close(5000, ']');
  std::string expected = "a";
  for (int i = 0; i < 63; ++i) expected += "[0]";
  EXPECT_EQ(Diff("{\"a\":" + open + "1" + close + "}", "{\"a\":" + open + "2" + close + "}"),
            expected);
}

TEST(AttributeDiff, SensitivePathsReadTheSameAndHideElementsOfSets) {
  const auto text = [](const char* json) {
    const Buffer buffer = Buffer::Copy(json);
    const auto paths = ParseSensitivePaths(buffer.bytes);
    return paths ? PathText(paths->front()) : "unreadable";
  };
  EXPECT_EQ(text(R"([[{"type":"get_attr","value":"tags"},
                      {"type":"index","value":{"value":"Name","type":"string"}}]])"),
            R"(tags["Name"])");
  EXPECT_EQ(text(R"([[{"type":"get_attr","value":"block"},
                      {"type":"index","value":{"value":0,"type":"number"}},
                      {"type":"get_attr","value":"password"}]])"),
            "block[0].password");
  EXPECT_EQ(text(R"([[{"type":"get_attr","value":"set"},
                      {"type":"index","value":{"value":{"pw":"SECRET"},
                       "type":["object",{"pw":"string"}]}}]])"),
            "set[...]");
}

}  // namespace
}  // namespace tfsck
