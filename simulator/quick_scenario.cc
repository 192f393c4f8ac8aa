// A scenario from the few numbers of a command line.
#include <fmt/format.h>

#include <algorithm>

#include "engine/base/units.h"
#include "simulator/calendars.h"
#include "simulator/presets.h"

namespace tfsck {
namespace {

// People come back; how soon and how often nobody has counted.
Retry UsualRetry() {
  Retry retry;
  retry.on_failure = OnFailure::kRetry;
  retry.after = Distribution::Deterministic(20 * 60);
  retry.most = 3;
  return retry;
}

void Assume(Scenario* scenario, std::string_view what, std::string value, std::string_view source) {
  scenario->assumptions.push_back({std::string(what), std::move(value), std::string(source)});
}

// One hold of a known length: what happens in it does not matter.
Operation HoldOperation(double hold) {
  Step init;
  init.kind = StepKind::kInit;
  init.time = DefaultTimes().init;
  init.runner = true;
  Step change;
  change.time = Distribution::LognormalByMean(hold, 1);
  change.lock = LockMode::kExclusive;
  change.runner = change.makes_plan = change.commits = true;
  Operation operation;
  operation.name = "change";
  operation.steps = {init, change};
  return operation;
}

void AddOperation(const QuickLoad& load, const Preset& preset, Scenario* scenario) {
  if (load.hold) {
    scenario->operations = {HoldOperation(*load.hold)};
    Assume(scenario, "spread of the holds", "lognormal, cv 1", "assumed; only the mean was given");
    scenario->assumptions.push_back(DefaultTimeSources()[0].assumption);
    return;
  }
  scenario->operations = {MakeOperation(preset.operation, "change", DefaultTimes())};
  const auto used = TimesOf(preset.operation);
  for (const TimeSource& source : DefaultTimeSources()) {
    if (std::find(used.begin(), used.end(), source.key) == used.end()) continue;
    scenario->assumptions.push_back(source.assumption);
  }
}

void AddTeam(const QuickLoad& load, const Preset& preset, Scenario* scenario) {
  Source team;
  team.name = "engineers";
  team.engineers = load.engineers;
  const double each = load.per_day / (ToSeconds(kWeek) / 5);  // a fifth of a week: a working day
  team.arrivals = ArrivalsByCalendar(each * load.engineers, OfficeCalendar());
  team.operations = {{0, 1}};
  team.workspaces = {{0, 1}};
  const double timeout = load.lock_timeout.value_or(preset.lock_timeout);
  if (timeout >= 0) team.lock_patience = Distribution::Deterministic(timeout);
  team.retry = UsualRetry();
  scenario->sources = {team};
  Assume(scenario, "hours", "office hours, UTC, two humps on working days",
         "shape of the activity of public repositories; weights assumed");
  if (!load.lock_timeout) {
    Assume(scenario, "lock-timeout", timeout < 0 ? "forever" : DurationText(timeout),
           preset.timeout_source);
  }
  Assume(scenario, "after a failure", "again after 20m, 3 times at most", "assumed");
}

void AddRules(const QuickLoad& load, const Preset& preset, Scenario* scenario) {
  scenario->lock = FindLockDiscipline(preset.discipline)->discipline;
  scenario->lock.latency = preset.latency;
  // A refused client asks who holds the lock: as long as an attempt takes.
  if (scenario->lock.wait == WaitRule::kPoll) scenario->lock.race_window = preset.latency;
  scenario->runners.count = load.runners.value_or(preset.runners);
  scenario->runners.order = preset.order;
  scenario->runners.priority = preset.priority;
  if (preset.latency > 0) {
    Assume(scenario, "an attempt at the lock", DurationText(ToSeconds(preset.latency)),
           preset.latency_source);
  }
  if (load.runners) return;
  Assume(scenario, "runners",
         preset.runners == 0 ? "as many as wanted" : fmt::format("{}", preset.runners),
         preset.runners_source);
}

}  // namespace

Scenario QuickScenario(const QuickLoad& load, const Preset& preset) {
  Scenario scenario;
  scenario.name = std::string(preset.name);
  WorkspaceGroup states;
  states.name = "state";
  states.count = load.states;
  states.resources = load.resources;
  scenario.workspaces = {states};
  AddOperation(load, preset, &scenario);
  AddTeam(load, preset, &scenario);
  AddRules(load, preset, &scenario);
  return scenario;
}

}  // namespace tfsck
