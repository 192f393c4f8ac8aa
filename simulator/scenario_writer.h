// WriteScenario: a Scenario as the YAML that ReadScenario reads as the same Scenario.
//
// Everything is said, also what is a default, in the words a person would choose where those give
// exactly the same numbers ("changes-per-engineer: 5/workday", "kind: apply").  Equal but for the
// assumptions, which are comments.  Pure but for the time zone database; thread-safe; linear.
#ifndef TFSCK_SIMULATOR_SCENARIO_WRITER_H_
#define TFSCK_SIMULATOR_SCENARIO_WRITER_H_

#include <string>

#include "simulator/scenario.h"

namespace tfsck {

// REQUIRES that CheckScenario finds no problem.  `comments`: with the assumptions on top.
std::string WriteScenario(const Scenario& scenario, bool comments = true);

// A law on one line: "6m", "{lognormal: {mean: 6m, cv: 1}}".
std::string DistributionText(const Distribution& law);

}  // namespace tfsck

#endif  // TFSCK_SIMULATOR_SCENARIO_WRITER_H_
