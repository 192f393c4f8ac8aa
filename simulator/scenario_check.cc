#include "simulator/scenario_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "simulator/fifo_control.h"
#include "simulator/sampler.h"
#include "simulator/scenario_check_parts.h"

namespace tfsck {
namespace {

void CheckLock(const LockDiscipline& lock, ScenarioProblems* problems) {
  problems->Require(lock.poll.first > 0, "lock.poll.first", "must be above 0s");
  problems->Require(lock.poll.factor >= 1, "lock.poll.factor", "must be 1 or above, not 0");
  problems->Require(lock.poll.ceiling >= lock.poll.first, "lock.poll.ceiling",
                    "must not be below lock.poll.first");
  problems->Require(lock.latency >= 0, "lock.latency", "must not be negative");
  problems->Require(lock.race_window >= 0, "lock.race-window", "must not be negative");
}

void CheckFaults(const Faults& faults, ScenarioProblems* problems) {
  problems->Share("faults.crash-per-run", faults.crash_per_run);
  problems->Number("faults.crash-per-minute", faults.crash_per_minute);
  problems->Share("faults.leaves-lock", faults.leaves_lock);
  if (faults.unlock_delay) problems->Law("faults.unlock-delay", *faults.unlock_delay);
  const bool hours = faults.office_begin >= 0 && faults.office_begin < faults.office_end &&
                     faults.office_end <= 24;
  problems->Require(hours, "faults.office-hours",
                    "must begin before they end, within 0 to 24 hours of the day");
  problems->Share("faults.wrong-unlock-per-hold", faults.wrong_unlock_per_hold);
  problems->Number("faults.runner-loss-per-minute", faults.runner_loss_per_minute);
  problems->Number("faults.outage.every", faults.outage_mean_up);
  problems->Law("faults.outage.for", faults.outage);
}

void CheckSpan(const Analysis& analysis, ScenarioProblems* problems) {
  problems->Require(analysis.horizon > 0, "analysis.horizon", "must be above 0s");
  problems->Require(analysis.start >= 0, "analysis.start", "must not be negative");
  problems->Require(analysis.horizon < kEndOfTime - std::max<SimTime>(analysis.start, 0),
                    "analysis.horizon", "must end within 1,000 years");
  if (!analysis.warm_up) return;
  problems->Require(analysis.kind == AnalysisKind::kSteady, "analysis.warm-up",
                    "belongs to a steady-state question: a terminating one begins empty");
  problems->Require(*analysis.warm_up >= 0 && *analysis.warm_up < analysis.horizon,
                    "analysis.warm-up", "must be shorter than the horizon");
}

void CheckAnalysis(const Analysis& analysis, ScenarioProblems* problems) {
  CheckSpan(analysis, problems);
  problems->Require(analysis.most_replications <= kReplicationLimit, "analysis.most-replications",
                    fmt::format("must be at most {}", kReplicationLimit));
  problems->Require(analysis.replications >= 1, "analysis.replications",
                    "must be 1 or above, not 0");
  problems->Require(analysis.most_replications >= analysis.replications,
                    "analysis.most-replications", "must not be below analysis.replications");
  problems->Share("analysis.precision", analysis.precision);
  problems->Require(analysis.confidence > 0 && analysis.confidence < 1, "analysis.confidence",
                    "must be between 0% and 100%, such as 95%");
  problems->Number("analysis.budget", analysis.budget_seconds);
}

// Of a scenario that is right but for this.
void CheckControl(const Scenario& scenario, ScenarioProblems* problems) {
  if (scenario.analysis.control == ControlVariate::kNone) return;
  const auto control = FifoControlOf(scenario);
  if (control) return;
  problems->Add("analysis.control",
                fmt::format("is fifo, but the mean of that wait is not known here: {}; leave it "
                            "out, or say none",
                            control.error().message));
}

void CheckCosts(const Costs& costs, ScenarioProblems* problems) {
  problems->Number("costs.engineer-per-hour", costs.engineer_per_hour);
  problems->Number("costs.runner-per-minute", costs.runner_per_minute);
  problems->Number("costs.context-switch", costs.context_switch_minutes);
}

}  // namespace

void ScenarioProblems::Add(std::string path, std::string_view message) {
  std::string text = fmt::format("'{}' {}", path, message);
  problems_.push_back({std::move(path), std::move(text)});
}

void ScenarioProblems::Require(bool fine, std::string path, std::string_view message) {
  if (!fine) Add(std::move(path), message);
}

void ScenarioProblems::Law(const std::string& path, const Distribution& law) {
  const auto problem = CheckDistribution(law);
  if (problem) problems_.push_back({path, fmt::format("'{}': {}", path, *problem)});
}

void ScenarioProblems::Number(const std::string& path, double value) {
  if (std::isfinite(value) && value >= 0) return;
  Add(path, fmt::format("must be a number, 0 or above, not {}", value));
}

void ScenarioProblems::Share(const std::string& path, double value) {
  if (value >= 0 && value <= 1) return;
  Add(path, fmt::format("must be a share from 0 to 1, not {}", value));
}

void ScenarioProblems::Names(std::string_view section, const std::vector<std::string>& paths,
                             const std::vector<std::string_view>& names) {
  std::unordered_map<std::string_view, size_t> first;
  for (size_t i = 0; i < names.size(); ++i) {
    if (names[i].empty()) Add(paths[i] + ".name", "must not be empty");
    const auto [before, fresh] = first.emplace(names[i], i);
    if (fresh || names[i].empty()) continue;
    Add(paths[i] + ".name", fmt::format("is '{}', as that of {}: the names of {} must differ",
                                        names[i], paths[before->second], section));
  }
}

std::vector<ScenarioProblem> CheckScenario(const Scenario& scenario) {
  ScenarioProblems problems;
  CheckAccounts(scenario, &problems);
  CheckWorkspaces(scenario, &problems);
  CheckOperations(scenario, &problems);
  CheckSources(scenario, &problems);
  CheckLock(scenario.lock, &problems);
  CheckFaults(scenario.faults, &problems);
  CheckAnalysis(scenario.analysis, &problems);
  CheckCosts(scenario.costs, &problems);
  auto found = problems.Take();
  if (!found.empty()) return found;
  CheckLoads(scenario, &problems);
  found = problems.Take();
  if (!found.empty()) return found;
  CheckControl(scenario, &problems);
  return problems.Take();
}

}  // namespace tfsck
