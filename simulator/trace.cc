#include "simulator/trace.h"

#include <array>
#include <cstddef>

namespace tfsck {

const char* TraceKindName(TraceKind kind) {
  static constexpr std::array kNames = {
      "arrived",     "asked for lock", "asked for runner", "lock granted",       "runner granted",
      "step began",  "refreshed",      "step ended",       "committed",          "lock released",
      "lock forced", "failed",         "crashed",          "stale lock removed", "done",
      "dropped",     "store down",     "store up"};
  return kNames[static_cast<size_t>(kind)];
}

}  // namespace tfsck
