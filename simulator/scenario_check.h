// CheckScenario: what a Scenario must be to be simulated, whoever made it.
//
// The reader answers what is wrong with a text; this answers what is wrong with its meaning: zero
// teams, a probability beyond 1, a steady-state question that has no answer.  Pure; thread-safe;
// linear in the scenario.
#ifndef TFSCK_SIMULATOR_SCENARIO_CHECK_H_
#define TFSCK_SIMULATOR_SCENARIO_CHECK_H_

#include <cstdint>
#include <string>
#include <vector>

#include "simulator/scenario.h"

namespace tfsck {

inline constexpr uint64_t kMostWorkspaces = 1'000'000;  // of all groups together
inline constexpr uint64_t kMostSources = 1'000'000;
inline constexpr uint64_t kMostActors = 10'000'000;     // of all closed sources together
inline constexpr uint32_t kMostResources = 10'000'000;  // of a workspace

// One thing that is wrong: the path in the language of scenarios ("teams[0].arrivals.closed") and a
// sentence that names it.
struct ScenarioProblem {
  std::string path;
  std::string message;
};

// In the order of the sections; empty where the scenario can be simulated.
std::vector<ScenarioProblem> CheckScenario(const Scenario& scenario);

// "teams[2]" or "pipelines[0]": how the language names a source.
std::string SourcePath(const Scenario& scenario, size_t source);

// The share of its time that each lock of a group is asked for at least, by runs that are served:
// one number for each group.  Above 1 a queue that nobody leaves grows without end.
std::vector<double> OfferedLoads(const Scenario& scenario);

// The calls that each account is asked for, over those it allows, in the long run; runs that give
// up before they refresh counted as well.  Above 1 refreshes slow each other down without end.
std::vector<double> AccountLoads(const Scenario& scenario);

}  // namespace tfsck

#endif  // TFSCK_SIMULATOR_SCENARIO_CHECK_H_
