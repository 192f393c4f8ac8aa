// Scenarios drawn at random, for properties that must hold whatever is simulated.
#ifndef TFSCK_TESTS_SIMULATOR_SUPPORT_RANDOM_SCENARIO_H_
#define TFSCK_TESTS_SIMULATOR_SUPPORT_RANDOM_SCENARIO_H_

#include <cstdint>

#include "simulator/scenario.h"

namespace tfsck::testing {

// Small, busy, and with a little of everything: several workspaces, operations and sources, sets
// across states, runner pools, patience, retries, crashes, outages.  Half of them live on a lattice
// of half seconds, where things happen at the same instant all the time.  CheckScenario finds
// nothing wrong with it.
Scenario RandomScenario(uint64_t seed);

// The same with a lock that is polled for.
Scenario RandomPollingScenario(uint64_t seed);

}  // namespace tfsck::testing

#endif  // TFSCK_TESTS_SIMULATOR_SUPPORT_RANDOM_SCENARIO_H_
