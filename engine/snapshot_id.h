// SnapshotId: the metadata that places one version among the others, read without its resources.
//
// Pure; thread-safe.  Cost: the beginning of the document where Terraform wrote it (version, serial
// and lineage come first), the whole of it where somebody sorted the keys.
#ifndef TFSCK_ENGINE_SNAPSHOT_ID_H_
#define TFSCK_ENGINE_SNAPSHOT_ID_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/document.h"

namespace tfsck {

struct SnapshotId {
  bool known = false;  // a serial was found; the lineage may be ""
  std::string lineage;
  uint64_t serial = 0;
};

// A glance: keys repeated behind the first ones, which hardly any document has, are not seen, so a
// reader of the whole document may find another serial or lineage.
SnapshotId GlanceAtSnapshot(const Document& document);

// The same for the first bytes of a state, which may be cut off anywhere: known only where both
// stand in them.  `bytes` have Buffer::kPadding readable bytes behind them.
SnapshotId GlanceAtHead(std::string_view bytes);

}  // namespace tfsck

#endif  // TFSCK_ENGINE_SNAPSHOT_ID_H_
