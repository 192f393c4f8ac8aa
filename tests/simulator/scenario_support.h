// Scenarios in a few words, for tests of their reader, checker and writer.
#ifndef TFSCK_TESTS_SIMULATOR_SCENARIO_SUPPORT_H_
#define TFSCK_TESTS_SIMULATOR_SCENARIO_SUPPORT_H_

#include <string>
#include <string_view>

#include "simulator/scenario_reader.h"

namespace tfsck::testing {

// The smallest scenario, with `more` at its end.
inline std::string SmallScenario(std::string_view more = "") {
  return "version: 1\n"
         "workspaces: [{name: app, resources: 100}]\n"
         "operations: [{name: change, steps: [{lock: exclusive, time: 6m}]}]\n"
         "teams: [{name: a, engineers: 2, changes: 5/day, hours: always}]\n"
         "analysis: {kind: terminating, horizon: 1w}\n" +
         std::string(more);
}

// What is said of `assignment` ("teams[0].changes=x") in the small scenario; "" where it is fine.
inline std::string FailureWith(const std::string& assignment) {
  const std::string assignments[] = {assignment};
  const auto read = ReadScenario("s.yaml", SmallScenario(), {.assignments = assignments});
  return read ? "" : read.error().message;
}

inline std::string FailureOf(const std::string& yaml) {
  const auto read = ReadScenario("s.yaml", yaml);
  return read ? "" : read.error().message;
}

}  // namespace tfsck::testing

#endif  // TFSCK_TESTS_SIMULATOR_SCENARIO_SUPPORT_H_
