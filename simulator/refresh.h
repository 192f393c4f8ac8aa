// Refresh: how long it takes to read every resource of a state from its provider.
//
// A fluid model: n resources of c calls each, L seconds a call, p calls at a time, and r calls per
// second that the provider grants; whichever of the two limits is narrower sets the pace (facts:
// simulation-model 1.4, R(n); Terraform's default p is 10).  It is exact for n far above p; below,
// it says less than the c * L that one resource takes.  Pure; safe from any thread; O(1).
#ifndef TFSCK_SIMULATOR_REFRESH_H_
#define TFSCK_SIMULATOR_REFRESH_H_

#include <algorithm>
#include <cstdint>

#include "simulator/scenario.h"
#include "simulator/sim_time.h"

namespace tfsck {

// max(n c L / p, n c / r) with the drawn `latency` (seconds) for L; r = 0 is no limit.  REQUIRES
// work.parallelism >= 1, latency >= 0.
inline SimTime RefreshTime(const RefreshWork& work, uint64_t resources, double latency) {
  const double calls = static_cast<double>(resources) * work.calls_per_resource;
  const double slots = calls / work.parallelism * latency;
  const double rate_limit = work.provider_rate > 0 ? calls / work.provider_rate : 0;
  return FromSeconds(std::max(slots, rate_limit));
}

}  // namespace tfsck

#endif  // TFSCK_SIMULATOR_REFRESH_H_
