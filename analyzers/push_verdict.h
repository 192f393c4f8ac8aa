// What `terraform state push` would say, store and lose.
//
// A model of Terraform 1.11.4's command, its state managers and backends; nothing is written and
// no backend is asked.  Pure; safe from any thread.  Owns its text.
// Source: TF v1.11.4 internal/command/state_push.go, internal/states/statemgr/{filesystem,migrate}
// .go, internal/states/remote/state.go, internal/backend/remote-state/*/backend_state.go.  The
// local and http backends are compared with the real command by tests/live/push_verdict_test.cc;
// the others are read from the source.
#ifndef TFSCK_ANALYZERS_PUSH_VERDICT_H_
#define TFSCK_ANALYZERS_PUSH_VERDICT_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/document.h"
#include "engine/state_diff.h"

namespace tfsck {

// How a kind of backend behaves where it makes a difference here.
struct BackendKind {
  std::string_view name;  // as in a `backend` block; "cloud" for the block of that name
  bool local = false;     // writes the file at once, and a backup of what was there
  bool workspaces = true;
  bool creates_default = false;  // opening the default workspace stores an empty state
  bool creates_others = true;    // opening any other one does
  bool empty_is_absent = true;   // zero bytes are taken for no state, not for a broken one
};

std::span<const BackendKind> BackendKinds();
const BackendKind* FindBackendKind(std::string_view name);  // null: there is none

// A document and what ReadState makes of it.
struct PushSide {
  Document document;
  StateSnapshot state;
};

struct PushRequest {
  const PushSide* source = nullptr;
  const PushSide* destination = nullptr;  // null: nothing is stored
  const BackendKind* backend = nullptr;
  bool default_workspace = true;
  bool force = false;
};

enum class PushAnswer : uint8_t {
  kAccepted,
  kSourceUnreadable,
  kDestinationUnreadable,
  kUnrelatedLineage,
  kOlderSerial,
  kSameSerial,  // other content under the serial that is stored
};

// One way the command may end.
struct PushOutcome {
  PushAnswer answer = PushAnswer::kAccepted;
  int exit_status = 0;
  std::string message;  // what it prints; "" is nothing
  bool writes = false;  // the stored bytes are replaced
  // What is stored afterwards, if the answer is kAccepted.
  uint64_t serial = 0;
  std::string lineage;
  bool new_lineage = false;  // a random one, so `lineage` is ""

  friend bool operator==(const PushOutcome&, const PushOutcome&) = default;
};

// Where the source stands to what is stored; of a state that OpenTofu encrypted by its clear
// lineage and serial.
enum class PushRelation : uint8_t {
  kUnknown,       // one of the two cannot be read
  kNothingThere,  // nothing, or a state without resources and outputs
  kSame,
  kAhead,      // newer, same lineage
  kBehind,     // older, same lineage
  kForked,     // same lineage and serial, other content
  kUnrelated,  // other lineage
  kUnguarded,  // one has no lineage, so Terraform compares nothing
};

enum class PushNote : uint8_t {
  kBackendPointer,     // the source is no state but is read as an empty one
  kOldFormat,          // the source is of format 1 to 3 and is stored as 4
  kVersionLabelWrong,  // the source has the body of one format and the number of another
  kDropsResources,     // resources of the source are dropped when it is read
  kLineageNotKept,     // nothing is stored, and this backend gives a new lineage and serial 1
  kLineageLost,        // the source has no lineage: every later push is unguarded
  kSerialWraps,        // 2^64-1 + 1 is 0
  kBackupWritten,      // local: what was there goes to terraform.tfstate.backup
  kLocked,             // a Terraform run holds the destination's lock now
  kEncrypted,          // OpenTofu's encryption: Terraform cannot read it, OpenTofu with the key can
  kOtherKind,          // the source or the destination is another kind of document
  kLuck,               // check results are written in random order, so the answer may vary
};

struct PushVerdict {
  // The first is the answer; others only where Terraform's random order of check results decides.
  std::vector<PushOutcome> outcomes;
  // What -force goes past: the answer without it; kAccepted where it makes no difference.
  PushAnswer without_force = PushAnswer::kAccepted;
  std::string message_without_force;
  PushRelation relation = PushRelation::kUnknown;
  std::vector<PushNote> notes;

  // From the destination to the source, where both can be read and something is stored.
  std::optional<StateDiff> diff;

  const PushOutcome& outcome() const { return outcomes.front(); }
  // Objects or outputs of the destination that are not in the source.
  bool Loses() const;
  // Objects or outputs that are overwritten with what is older or another's, through -force.
  bool OverwritesNewer() const;
  // Accepted whatever the order of check results, and nothing is lost: exit status 0.
  bool Safe() const;
  bool Has(PushNote note) const;
};

// REQUIRES a source and a backend.
PushVerdict JudgePush(const PushRequest& request);

// A state without resources and outputs: Terraform lets anything overwrite it.
bool IsEmptyState(const StateSnapshot& state);

}  // namespace tfsck

#endif  // TFSCK_ANALYZERS_PUSH_VERDICT_H_
