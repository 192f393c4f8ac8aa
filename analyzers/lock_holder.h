// What the `Who` of a lock and its operation tell about how long it can live.
// Pure; thread-safe.
#ifndef TFSCK_ANALYZERS_LOCK_HOLDER_H_
#define TFSCK_ANALYZERS_LOCK_HOLDER_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tfsck {

enum class HolderKind : uint8_t {
  kUnknown,    // nothing is known of the holder
  kPerson,     // a user on a machine, or at least nothing that looks like automation
  kRunner,     // a job of a CI system
  kContainer,  // a container: its name is a container id, a UUID or a pod's
};
std::string_view HolderKindId(HolderKind kind);  // "unknown", "person", "runner", "container"

struct Holder {
  HolderKind kind = HolderKind::kUnknown;
  std::string_view system;  // "GitHub Actions"; "" where it is none in particular
  // After which its system ends every job; nothing where it has no such limit by default.
  std::optional<int64_t> limit_us;
};

// By the table of user and host names that CI systems give their jobs; docs/manual.md shows it.
Holder ClassifyHolder(std::string_view who);

// After which an operation of this name is no longer plausible; nothing for unknown names.
// Commands that only rewrite the state take seconds; plans and refreshes end with their runner; an
// apply can stand at its prompt over a day.
std::optional<int64_t> OperationLimit(std::string_view operation);

// "apply", "plan", "import", ...: the operation in words; its own text where it is not known.
std::string OperationWords(std::string_view operation);

}  // namespace tfsck

#endif  // TFSCK_ANALYZERS_LOCK_HOLDER_H_
