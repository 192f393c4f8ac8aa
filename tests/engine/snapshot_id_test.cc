#include "engine/snapshot_id.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/support/memory_store.h"

namespace tfsck {
namespace {

std::string Glance(const std::string& text) {
  const auto document = MakeDocument("state", Buffer::Copy(text));
  const SnapshotId id = GlanceAtSnapshot(*document);
  return id.known ? std::to_string(id.serial) + " " + id.lineage : "unknown " + id.lineage;
}

TEST(SnapshotId, IsWhatTheStateSays) {
  EXPECT_EQ(Glance(test::Write({7, {{"t.a", "1"}}})), "7 L");
  EXPECT_EQ(
      Glance(
          R"({"version":4,"resources":[{"serial":1}],"lineage":"x","serial":18446744073709551615})"),
      "18446744073709551615 x");
  EXPECT_EQ(Glance(R"({"version":4,"serial":0})"), "0 ");
  EXPECT_EQ(Glance(R"({"version":4,"SERIAL":3,"Lineage":"x"})"), "3 x") << "as Go folds keys";
  EXPECT_EQ(Glance(R"({"version":4,"serial":3,"lineage":null})"), "3 ");
  EXPECT_EQ(Glance(R"({"version":3,"serial":3,"lineage":"x"})"), "3 x");
}

TEST(SnapshotId, IsUnknownWithoutASerialThatTerraformReads) {
  EXPECT_EQ(Glance(R"({"version":4,"lineage":"x"})"), "unknown x");
  EXPECT_EQ(Glance(R"({"version":4,"serial":"7","lineage":"x"})"), "unknown x");
  EXPECT_EQ(Glance(R"({"version":4,"serial":1.5,"lineage":"x"})"), "unknown x");
  EXPECT_EQ(Glance(R"({"version":4,"serial":-1,"lineage":"x"})"), "unknown x");
  EXPECT_EQ(Glance(R"({"version":4,"serial":18446744073709551616,"lineage":"x"})"), "unknown x");
}

TEST(SnapshotId, OfAStateThatIsCutOffWhatCameBefore) {
  const std::string whole = test::Write({7, {{"t.a", "1"}}});
  for (size_t size = whole.find("outputs"); size < whole.size(); ++size) {
    EXPECT_EQ(Glance(whole.substr(0, size)), "7 L") << size;
  }
  EXPECT_EQ(Glance(R"({"version":4,"serial":7)"), "7 ");
}

TEST(SnapshotId, OfAnEnvelopeItsClearPart) {
  EXPECT_EQ(
      Glance(
          R"({"serial":7,"lineage":"x","meta":{},"encrypted_data":"","encryption_version":"v0"})"),
      "7 x");
  EXPECT_EQ(Glance(R"({"meta":{},"encrypted_data":"","encryption_version":"v0"})"), "unknown ");
}

TEST(SnapshotId, OfNothingElse) {
  EXPECT_EQ(Glance(""), "unknown ");
  EXPECT_EQ(Glance("<html>"), "unknown ");
  EXPECT_EQ(Glance(R"({"a":7})"), "unknown ");
}

}  // namespace
}  // namespace tfsck
