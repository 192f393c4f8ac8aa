// Refresh: how long it takes to read every resource of a state from its provider, alone.
//
// A fluid model: n resources of c calls each, L seconds a call, p calls at a time, and r calls per
// second that the provider grants; whichever of the two limits is narrower sets the pace (facts:
// simulation-model 1.4, R(n); Terraform's default p is 10), so a refresh that has the provider for
// itself takes the longer of the two times.  It is exact for n far above p; below, it says less
// than the c * L that one resource takes.  Where r is an account's and others refresh under it as
// well: refresh_shared_rate.h.  Pure; safe from any thread; O(1).
#ifndef TFSCK_SIMULATOR_REFRESH_H_
#define TFSCK_SIMULATOR_REFRESH_H_

#include <cstddef>
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

// n c / r of `rate` calls per second; 0 without a limit.
inline SimTime LimitedRefreshTime(const RefreshWork& work, uint64_t resources, double rate) {
  const double calls = static_cast<double>(resources) * work.calls_per_resource;
  return rate > 0 ? FromSeconds(calls / rate) : 0;
}

// The account that it is done under, an index into Scenario::accounts; -1: under none.
inline int AccountOf(const RefreshWork& work, const WorkspaceGroup& group) {
  if (work.account >= 0) return work.account;
  return work.provider_rate > 0 ? -1 : group.account;
}

// The calls per second that it may make while it is alone; 0 without a limit.
inline double ProviderRateAlone(const Scenario& scenario, const RefreshWork& work,
                                const WorkspaceGroup& group) {
  const int account = AccountOf(work, group);
  return account >= 0 ? scenario.accounts[static_cast<size_t>(account)].rate : work.provider_rate;
}

}  // namespace tfsck

#endif  // TFSCK_SIMULATOR_REFRESH_H_
