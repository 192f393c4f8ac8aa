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

// n c L / p with the drawn `latency` (seconds) for L.  REQUIRES work.parallelism >= 1, latency >=
// 0.
inline SimTime OwnRefreshTime(const RefreshWork& work, uint64_t resources, double latency) {
  const double calls = static_cast<double>(resources) * work.calls_per_resource;
  return FromSeconds(calls / work.parallelism * latency);
}

// n c / r; 0 without a limit.
inline SimTime LimitedRefreshTime(const RefreshWork& work, uint64_t resources) {
  const double calls = static_cast<double>(resources) * work.calls_per_resource;
  return work.provider_rate > 0 ? FromSeconds(calls / work.provider_rate) : 0;
}

// The longer of the two: a refresh that has the provider for itself (else refresh_shared_rate.h).
inline SimTime RefreshTime(const RefreshWork& work, uint64_t resources, double latency) {
  return std::max(OwnRefreshTime(work, resources, latency), LimitedRefreshTime(work, resources));
}

}  // namespace tfsck

#endif  // TFSCK_SIMULATOR_REFRESH_H_
