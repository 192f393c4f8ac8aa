// RunnerPool: so many runners, and who waits for one.
#ifndef TFSCK_SIMULATOR_RUNNER_POOL_H_
#define TFSCK_SIMULATOR_RUNNER_POOL_H_

#include <cstdint>

#include "simulator/run.h"

namespace tfsck {

struct RunnerPool {
  uint32_t count = 0;  // 0: as many as wanted
  uint32_t busy = 0;
  RunQueue waiting;  // in the order in which they will be served

  bool Free() const { return count == 0 || busy < count; }
};

}  // namespace tfsck

#endif  // TFSCK_SIMULATOR_RUNNER_POOL_H_
