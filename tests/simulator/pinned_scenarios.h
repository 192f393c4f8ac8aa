// A scenario for every way a run can take through the event engine, small enough to be simulated in
// a moment.
#ifndef TFSCK_TESTS_SIMULATOR_PINNED_SCENARIOS_H_
#define TFSCK_TESTS_SIMULATOR_PINNED_SCENARIOS_H_

#include <string>
#include <vector>

#include "simulator/model.h"
#include "simulator/scenario.h"

namespace tfsck::test {

struct PinnedScenario {
  std::string name;
  Scenario scenario;
};

std::vector<PinnedScenario> PinnedScenarios();

}  // namespace tfsck::test

#endif  // TFSCK_TESTS_SIMULATOR_PINNED_SCENARIOS_H_
