// Polling without poll events is to the bit what an event for each attempt gives.
#include <gtest/gtest.h>

#include "simulator/replication.h"
#include "simulator/scenario_check.h"
#include "tests/simulator/support/random_scenario.h"
#include "tests/simulator/support/scenario_builder.h"
#include "tests/support/sanitized.h"

namespace tfsck::testing {
namespace {

std::string WithEachAttempt(Scenario scenario, bool each, uint32_t replication) {
  scenario.lock.polls_each_attempt = each;
  const Model model = CompileOrDie(scenario);
  Replication carried(model);
  return Everything(carried.Carry({.seed = 7, .replication = replication}));
}

TEST(PollingOracle, RandomScenariosAreScenarios) {
  for (uint64_t seed = 0; seed < 250; ++seed) {
    for (const Scenario& scenario : {RandomScenario(seed), RandomPollingScenario(seed)}) {
      for (const ScenarioProblem& problem : CheckScenario(scenario)) {
        ADD_FAILURE() << seed << ": " << problem.path << ": " << problem.message;
      }
    }
  }
}

TEST(PollingOracle, EachAttemptAsAnEventGivesTheSameInRandomScenarios) {
  for (uint64_t seed = 0; seed < TenthIfSanitized(250u); ++seed) {
    const Scenario scenario = RandomPollingScenario(seed);
    for (uint32_t replication = 0; replication < 2; ++replication) {
      ASSERT_EQ(WithEachAttempt(scenario, false, replication),
                WithEachAttempt(scenario, true, replication))
          << "seed " << seed << ", replication " << replication;
    }
  }
}

TEST(PollingOracle, NoInvariantBreaksInRandomScenarios) {
  for (uint64_t seed = 0; seed < TenthIfSanitized(600u); ++seed) {
    const Scenario scenario = seed % 2 == 0 ? RandomScenario(seed) : RandomPollingScenario(seed);
    const Model model = CompileOrDie(scenario);
    Replication replication(model);
    ASSERT_EQ(replication.Carry({.seed = 7}).violation, "")
        << "seed " << seed << ", " << scenario.lock.name;
  }
}

}  // namespace
}  // namespace tfsck::testing
