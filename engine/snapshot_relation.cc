#include "engine/snapshot_relation.h"

#include <array>

namespace tfsck {

SnapshotRelation Relate(std::string_view first_lineage, uint64_t first_serial,
                        std::string_view second_lineage, uint64_t second_serial) {
  if (first_lineage.empty() || second_lineage.empty()) return SnapshotRelation::kLegacy;
  if (first_lineage != second_lineage) return SnapshotRelation::kUnrelated;
  if (first_serial < second_serial) return SnapshotRelation::kOlder;
  return first_serial > second_serial ? SnapshotRelation::kNewer : SnapshotRelation::kEqual;
}

std::string_view RelationName(SnapshotRelation relation) {
  constexpr std::array<std::string_view, 5> kNames = {"older", "newer", "equal", "unrelated",
                                                      "legacy"};
  return kNames[static_cast<size_t>(relation)];
}

}  // namespace tfsck
