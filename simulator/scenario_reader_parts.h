// The readers of a scenario's sections; for scenario_reader.cc only.  Each takes the document's
// root, fills its part of the scenario and keeps the first mistake in the reading.
#ifndef TFSCK_SIMULATOR_SCENARIO_READER_PARTS_H_
#define TFSCK_SIMULATOR_SCENARIO_READER_PARTS_H_

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/calendars.h"
#include "simulator/scenario_section.h"

namespace tfsck {

using Calendars = std::map<std::string, Calendar, std::less<>>;

// What sections further down refer to.
struct ScenarioNames {
  std::vector<std::string_view> accounts;
  std::vector<std::string_view> workspaces;
};

void ReadAccounts(const ScenarioSection& root, Scenario* scenario);
// After the accounts.
void ReadWorkspaces(const ScenarioSection& root, Scenario* scenario);
// After both of the above, which steps may name.
void ReadOperations(const ScenarioSection& root, Scenario* scenario);
Calendars ReadCalendars(const ScenarioSection& root);
// After all of the above and the lock: teams, then pipelines.
void ReadSources(const ScenarioSection& root, const Calendars& calendars, Scenario* scenario);
void ReadLock(const ScenarioSection& root, LockDiscipline* lock);
void ReadRunners(const ScenarioSection& root, Runners* runners);
void ReadFaults(const ScenarioSection& root, Faults* faults);
void ReadAnalysis(const ScenarioSection& root, Analysis* analysis);
void ReadCosts(const ScenarioSection& root, Costs* costs);
void ReadMetrics(const ScenarioSection& root, MetricGroups* metrics);

// The `arrivals` of a source.
void ReadArrivals(const ConfigNode& node, ScenarioReading* reading, Arrivals* arrivals);
// A step of an operation.
Step ReadStep(const ConfigNode& node, ScenarioReading* reading, const ScenarioNames& names);
void ReadRefreshWork(const ConfigNode& node, ScenarioReading* reading, const ScenarioNames& names,
                     RefreshWork* work);
// The `account` of a section; where there is none, the index stays as it is.
void ReadAccountName(const ScenarioSection& section, const std::vector<std::string_view>& accounts,
                     int* account);
void ReadApplyWork(const ConfigNode& node, ScenarioReading* reading, ApplyWork* work);

// "mon 08:00", or a duration since Monday 00:00.
std::optional<SimTime> InstantOfWeek(std::string_view text);
std::string InstantOfWeekText(SimTime instant);

template <typename Named>
std::vector<std::string_view> NamesOf(const std::vector<Named>& items) {
  std::vector<std::string_view> names;
  for (const Named& item : items) names.push_back(item.name);
  return names;
}

}  // namespace tfsck

#endif  // TFSCK_SIMULATOR_SCENARIO_READER_PARTS_H_
