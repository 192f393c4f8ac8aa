// LockInfo: who holds a state's lock, as Terraform and OpenTofu write it beside the state, into the
// bucket or into the lock table.  Source: TF: internal/states/statemgr/locker.go.
//
// A pure function that copies what it returns; thread-safe.
#ifndef TFSCK_ENGINE_LOCK_INFO_H_
#define TFSCK_ENGINE_LOCK_INFO_H_

#include <string>
#include <string_view>

namespace tfsck {

struct LockInfo {
  std::string id;  // a UUID; what force-unlock asks for (GCS: the object's generation instead)
  std::string operation;  // OperationTypeApply, state-mv, ...
  std::string info;
  std::string who;      // user@host
  std::string version;  // of the tool
  std::string created;  // RFC 3339, UTC
  std::string path;     // of the state, in the backend's own words
  // Why the text is no lock info, in Go's words where it is a syntax error; "" where it is one.
  std::string flaw;
};

// Reads what there is; keys fold as in Go and the last of repeated ones counts.  `bytes` have
// Buffer::kPadding readable bytes behind them.
LockInfo ReadLockInfo(std::string_view bytes);

}  // namespace tfsck

#endif  // TFSCK_ENGINE_LOCK_INFO_H_
