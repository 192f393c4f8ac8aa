// How two snapshots of one key relate, as `terraform state push` and migration see it.
//
// Source: TF: internal/states/statemgr/migrate.go (SnapshotMetaRel, CheckValidImport).
#ifndef TFSCK_ENGINE_SNAPSHOT_RELATION_H_
#define TFSCK_ENGINE_SNAPSHOT_RELATION_H_

#include <cstdint>
#include <string_view>

namespace tfsck {

enum class SnapshotRelation : uint8_t {
  kOlder,      // same lineage, the first has the lower serial
  kNewer,      // same lineage, the first has the higher serial
  kEqual,      // same lineage and serial; the bodies may still differ
  kUnrelated,  // both have a lineage, and not the same
  kLegacy,     // one has no lineage, so nothing can be said
};

// The relation of `first` to `second`: "first is <relation> than/to second".
SnapshotRelation Relate(std::string_view first_lineage, uint64_t first_serial,
                        std::string_view second_lineage, uint64_t second_serial);

std::string_view RelationName(SnapshotRelation relation);  // "older", "newer", ...

}  // namespace tfsck

#endif  // TFSCK_ENGINE_SNAPSHOT_RELATION_H_
