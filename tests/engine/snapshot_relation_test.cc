#include "engine/snapshot_relation.h"

#include <gtest/gtest.h>

namespace tfsck {
namespace {

// The table of TF: internal/states/statemgr/migrate.go, SnapshotMeta.Compare, row by row.
TEST(SnapshotRelation, ComparesLineageFirstThenSerial) {
  EXPECT_EQ(Relate("a", 1, "a", 2), SnapshotRelation::kOlder);
  EXPECT_EQ(Relate("a", 3, "a", 2), SnapshotRelation::kNewer);
  EXPECT_EQ(Relate("a", 2, "a", 2), SnapshotRelation::kEqual);
  EXPECT_EQ(Relate("a", 1, "b", 1), SnapshotRelation::kUnrelated);
  EXPECT_EQ(Relate("a", 1, "b", 2), SnapshotRelation::kUnrelated);
  EXPECT_EQ(Relate("", 1, "a", 2), SnapshotRelation::kLegacy);
  EXPECT_EQ(Relate("a", 1, "", 2), SnapshotRelation::kLegacy);
  EXPECT_EQ(Relate("", 1, "", 1), SnapshotRelation::kLegacy);
}

TEST(SnapshotRelation, HasANameForEach) {
  EXPECT_EQ(RelationName(SnapshotRelation::kOlder), "older");
  EXPECT_EQ(RelationName(SnapshotRelation::kNewer), "newer");
  EXPECT_EQ(RelationName(SnapshotRelation::kEqual), "equal");
  EXPECT_EQ(RelationName(SnapshotRelation::kUnrelated), "unrelated");
  EXPECT_EQ(RelationName(SnapshotRelation::kLegacy), "legacy");
}

}  // namespace
}  // namespace tfsck
