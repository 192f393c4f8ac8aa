// TraceSink: who wants to see what happens in a replication, event by event.
#ifndef TFSCK_SIMULATOR_TRACE_H_
#define TFSCK_SIMULATOR_TRACE_H_

#include <cstdint>

#include "simulator/sim_time.h"

namespace tfsck {

enum class TraceKind : uint8_t {
  kArrived,
  kAskedForLock,
  kAskedForRunner,
  kLockGranted,
  kRunnerGranted,
  kStepBegan,
  kRefreshed,  // under an account; `detail`: milliseconds that its rate limit added
  kStepEnded,
  kCommitted,
  kLockReleased,
  kLockForced,  // by somebody, under a run that works
  kFailed,      // `detail`: Outcome
  kCrashed,
  kStaleUnlocked,
  kDone,
  kDropped,
  kStoreDown,
  kStoreUp,
};
const char* TraceKindName(TraceKind kind);

struct TraceEvent {
  SimTime time = 0;
  TraceKind kind = TraceKind::kArrived;
  uint64_t run = 0;
  uint32_t source = 0;
  uint32_t operation = 0;
  uint32_t state = 0;
  uint32_t step = 0;
  uint32_t attempt = 0;
  uint32_t detail = 0;
};

class TraceSink {
 public:
  virtual ~TraceSink() = default;
  virtual void Record(const TraceEvent& event) = 0;
};

}  // namespace tfsck

#endif  // TFSCK_SIMULATOR_TRACE_H_
