// ReadState: a document's bytes into a StateSnapshot, meaning what Terraform's reader would.
//
// One pass over the bytes; every byte is validated.  Never fails: whatever is wrong is a fact, and
// reading goes on as far as that is safe, so a damaged document gives what stands before the
// damage.  Versions 1 to 3 are upgraded as Terraform upgrades them; offsets are those of the
// original.  Source: TF: internal/states/statefile/{read,version4,version3_upgrade}.go.
// Cost: about 0.5 ns per byte; memory: see engine/state.h.  Pure; safe from any thread.
#ifndef TFSCK_ENGINE_STATE_READER_H_
#define TFSCK_ENGINE_STATE_READER_H_

#include "engine/document.h"
#include "engine/state.h"

namespace tfsck {

// The snapshot shares ownership of the document's buffer.
StateSnapshot ReadState(const Buffer& buffer);

}  // namespace tfsck

#endif  // TFSCK_ENGINE_STATE_READER_H_
