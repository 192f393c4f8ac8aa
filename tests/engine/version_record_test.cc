#include "engine/version_record.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "engine/body_hash.h"
#include "engine/state_reader.h"
#include "engine/state_writer.h"

namespace tfsck {
namespace {

std::string State(std::string_view serial, std::string_view instances, std::string_view more = "") {
  return R"({"version":4,"terraform_version":"1.11.4","serial":)" + std::string(serial) +
         R"(,"lineage":"l","outputs":{},"resources":[{"mode":"managed","type":"t","name":"n",)" +
         R"("provider":"provider[\"terraform.io/builtin/terraform\"]","instances":[)" +
         std::string(instances) + "]}]" + std::string(more) + "}";
}

VersionRecord Record(const std::string& text) {
  Document document;
  document.kind = DocumentKind::kState;
  document.buffer = Buffer::Copy(text);
  return Summarise(document, ReadState(document.buffer));
}

TEST(VersionRecord, KeepsMetadataAndObjectsWithoutTheirValues) {
  const VersionRecord record = Record(State(
      "7", R"({"schema_version":2,"attributes":{"id":"secret-id"},"status":"tainted"},)"
           R"({"deposed":"00000001","attributes":{"id":"old"},"create_before_destroy":true})"));
  EXPECT_TRUE(record.readable);
  EXPECT_EQ(record.serial, 7u);
  EXPECT_EQ(record.lineage, "l");
  ASSERT_EQ(record.instances.size(), 2u);
  EXPECT_EQ(record.instances[0].address, "t.n");
  EXPECT_EQ(record.instances[0].deposed, "");
  EXPECT_EQ(record.instances[0].schema_version, 2u);
  EXPECT_TRUE(record.instances[0].tainted);
  EXPECT_EQ(record.instances[0].provider, "provider[\"terraform.io/builtin/terraform\"]");
  EXPECT_EQ(record.instances[0].real_id, HashBytes128("secret-id"));
  EXPECT_EQ(record.instances[1].deposed, "00000001");
  EXPECT_TRUE(record.instances[1].create_before_destroy);
}

// What Terraform's own comparison does not see (shared facts 5.11).
TEST(VersionRecord, BodyHashSeesNoFormat) {
  const VersionRecord plain = Record(State("7", R"({"schema_version":0,"attributes":{"id":"1"}})"));
  const std::string spaced =
      State("9",
            "{ \"attributes\" : {\"id\":\"1\"}, \"sensitive_attributes\":null,\n"
            "\"dependencies\":[], \"zzz\":1 }",
            R"(,"check_results":[])");
  const VersionRecord other = Record(spaced);
  EXPECT_EQ(plain.body, other.body);
  EXPECT_EQ(plain.instances[0].content, other.instances[0].content);
  EXPECT_NE(plain.bytes, other.bytes);
}

TEST(VersionRecord, BodyHashSeesEveryChange) {
  const VersionRecord base = Record(State("7", R"({"attributes":{"a":1,"b":2}})"));
  for (const char* changed :
       {R"({"attributes":{"b":2,"a":1}})", R"({"attributes":{"a":1.0,"b":2}})",
        R"({"attributes":null})", R"({"attributes":{"a":1,"b":2},"status":"tainted"})",
        R"({"attributes":{"a":1,"b":2},"private":"YQ=="})",
        R"({"attributes":{"a":1,"b":2},"dependencies":["t.x"]})"}) {
    EXPECT_NE(base.body, Record(State("7", changed)).body) << changed;
  }
}

TEST(VersionRecord, OrderOfCheckResultsIsNoChange) {
  const std::string a =
      R"({"object_kind":"resource","config_addr":"t.n","status":"pass","objects":null})";
  const std::string b =
      R"({"object_kind":"output","config_addr":"output.o","status":"fail","objects":null})";
  const auto with = [&](const std::string& checks) {
    return Record(State("7", R"({"attributes":{}})", ",\"check_results\":[" + checks + "]")).body;
  };
  EXPECT_EQ(with(a + "," + b), with(b + "," + a));
  EXPECT_NE(with(a), with(b));
}

TEST(VersionRecord, UnreadableStateHasMetadataOnly) {
  const VersionRecord record = Record(State("7", R"({"attributes":{},"status":"odd"})"));
  EXPECT_FALSE(record.readable);
  EXPECT_EQ(record.serial, 7u);
  EXPECT_TRUE(record.instances.empty());
  EXPECT_EQ(record.body, Hash128{});
}

// Terraform drops a resource whose provider stands on its instances; OpenTofu holds it.
TEST(VersionRecord, WhatOnlyOpenTofuHoldsCountsInItsStates) {
  const auto tofu = [](const std::string& value) {
    return Record(
        R"({"version":4,"terraform_version":"1.9.0","serial":1,"lineage":"l","outputs":{},)"
        R"("resources":[{"mode":"managed","type":"t","name":"n","instances":[)"
        R"({"index_key":"a","schema_version":0,"attributes":{"id":")" +
        value + R"("},"provider":"provider[\"registry.opentofu.org/h/t\"].by[\"a\"]"}]}],)" +
        R"("check_results":null})");
  };
  const VersionRecord one = tofu("1");
  const VersionRecord two = tofu("2");
  ASSERT_EQ(one.instances.size(), 1u);
  EXPECT_EQ(one.body, tofu("1").body);
  EXPECT_NE(one.body, two.body);
  EXPECT_NE(one.instances[0].content, two.instances[0].content);
}

TEST(VersionRecord, ForTerraformWhatOnlyOpenTofuHoldsDoesNotCount) {
  const std::string path = TFSCK_SOURCE_DIR "/corpus/valid/";
  size_t states = 0;
  for (const auto& entry : std::filesystem::directory_iterator(path)) {
    const auto document = LoadDocument(entry.path().string());
    if (!document || document->kind != DocumentKind::kState) continue;
    const StateSnapshot state = ReadState(document->buffer);
    if (!state.Readable()) continue;
    const std::string written = WriteState(state, {.tool_version = "1.11.4"});
    EXPECT_EQ(BodyHash(state), BodyHash(ReadState(Buffer::Copy(written)))) << entry.path();
    ++states;
  }
  EXPECT_GT(states, 80u);
}

// Keys and texts that only differ in how they are written.
TEST(VersionRecord, EqualBodiesAreThoseThatAreWrittenAlike) {
  const std::vector<std::string> instances = {
      R"({"attributes":{"a":"<"}})",
      R"({"attributes":{"a":"\u003c"}})",
      R"({"attributes":{ "a" : "\u003c" }})",
      R"({"attributes":{"a":"\u003C"}})",
      R"({"attributes":{"a":"x y"}})",
      R"({"attributes":{"a":"x  y"}})",
      R"({"attributes":{}})",
      R"({"schema_version":0})",
      R"({"attributes":null})",
      R"({"attributes":{"a":"1"},"sensitive_attributes":[]})",
      R"({"attributes":{"a":"1"},"sensitive_attributes":[[{"type":"get_attr","value":"a"}]]})",
      R"({"attributes":{"a":"1"},"sensitive_attributes":[[ {"value":"a","type":"get_attr"} ]]})",
  };
  for (const std::string& a : instances) {
    for (const std::string& b : instances) {
      Document first;
      first.kind = DocumentKind::kState;
      first.buffer = Buffer::Copy(State("1", a));
      Document second = first;
      second.buffer = Buffer::Copy(State("1", b));
      const StateSnapshot x = ReadState(first.buffer);
      const StateSnapshot y = ReadState(second.buffer);
      const WriteOptions options{.tool_version = "1.11.4"};
      EXPECT_EQ(BodyHash(x) == BodyHash(y), WriteState(x, options) == WriteState(y, options))
          << a << " and " << b;
    }
  }
}

}  // namespace
}  // namespace tfsck
