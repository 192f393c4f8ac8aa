// The commands that break a lock, look at a state or set a digest, for each backend; a copy of what
// they change is always made first.
//
// Text from the evidence is quoted for a POSIX shell.  What is not known stands in capitals:
// BUCKET, TABLE, CONTAINER, NAMESPACE.  Pure; thread-safe.
#ifndef TFSCK_ANALYZERS_LOCK_COMMANDS_H_
#define TFSCK_ANALYZERS_LOCK_COMMANDS_H_

#include <string>
#include <vector>

#include "analyzers/lock_verdict.h"
#include "engine/lock_evidence.h"

namespace tfsck {

// In the order to type them: the backup, then the one that unlocks.  Empty where the record does
// not tell enough (see NoCommandReason).
std::vector<std::string> UnlockCommands(const LockRecord& record, ToolFamily tool);

// Why UnlockCommands would give nothing; "" where it gives commands.
std::string NoCommandReason(const LockRecord& record);

// Which command brings a listing that tells the history of a state's lock; "" where none can.
std::string HistoryCommand(const LockRecord& record);
// Which command tells when the state was last written.
std::string StateTimeCommand(const LockRecord& record);

// ---- the digest of an S3 state ----
std::string SaveDigest(const DigestRecord& digest, const LockOptions& options);
std::string SetDigest(const DigestRecord& digest, const std::string& md5,
                      const LockOptions& options);
std::string DeleteDigest(const DigestRecord& digest, const LockOptions& options);
std::string SaveObject(const StateObject& state);
std::string RestoreVersion(const StateObject& state, const std::string& version_id);

}  // namespace tfsck

#endif  // TFSCK_ANALYZERS_LOCK_COMMANDS_H_
