// Whether a question about the long run has an answer: where more is asked for than there is and
// nobody leaves, waiting grows without end.
#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "simulator/refresh.h"
#include "simulator/sampler.h"
#include "simulator/scenario_check_parts.h"

namespace tfsck {
namespace {

double MeanSeconds(const Distribution& law) { return MomentsOf(law).mean; }

// Runs per second in the long run; 0 for those that adapt (closed) or end (trace).
double RunRate(const Arrivals& arrivals) {
  double rate = 0;
  if (arrivals.kind == Arrivals::Kind::kPoisson) rate = arrivals.poisson.rate;
  if (arrivals.kind == Arrivals::Kind::kCalendar) {
    const auto& rates = arrivals.calendar.rates;
    rate = std::accumulate(rates.begin(), rates.end(), 0.0) / static_cast<double>(rates.size());
  }
  if (arrivals.kind == Arrivals::Kind::kMmpp) {
    const MmppArrivals& mmpp = arrivals.mmpp;
    rate = (mmpp.rates[0] * mmpp.leave[1] + mmpp.rates[1] * mmpp.leave[0]) /
           (mmpp.leave[0] + mmpp.leave[1]);
  }
  if (arrivals.kind == Arrivals::Kind::kHawkes) {
    rate = arrivals.hawkes.base / (1 - arrivals.hawkes.branching);
  }
  return rate * arrivals.batch_mean;
}

double WeightSum(const std::vector<Weighted>& mix) {
  double sum = 0;
  for (const Weighted& each : mix) sum += each.weight;
  return sum;
}

// At least: others may refresh under the same account.
double RefreshSeconds(const Scenario& scenario, const RefreshWork& work,
                      const WorkspaceGroup& group) {
  const double calls = group.resources * work.calls_per_resource;
  const double own = calls * MeanSeconds(work.latency) / work.parallelism;
  const double rate = ProviderRateAlone(scenario, work, group);
  return rate > 0 ? std::max(own, calls / rate) : own;
}

// At least.
double StepSeconds(const Scenario& scenario, const Step& step, size_t group, ApplyFloors& applies) {
  double seconds = MeanSeconds(step.time);
  if (step.refresh) {
    seconds += RefreshSeconds(scenario, *step.refresh, scenario.workspaces[group]);
  }
  if (step.apply) seconds += applies.At(*step.apply, group);
  return seconds;
}

bool TakesWholeLock(const Scenario& scenario, const Operation& operation, const Step& step) {
  if (operation.plans_only && step.lock == LockMode::kExclusive) {
    return scenario.lock.plans == LockMode::kExclusive;
  }
  return step.lock == LockMode::kExclusive;
}

// Calls `visit(group, seconds per second)` for what a source asks of each lock of a group.
template <typename Visit>
void ForEachLockLoad(const Scenario& scenario, const Source& source, ApplyFloors& applies,
                     Visit visit) {
  const double rate = RunRate(source.arrivals);
  const double operations = WeightSum(source.operations);
  const double groups = WeightSum(source.workspaces);
  const double states = 1 + source.cross_state_share * (source.cross_state_count - 1.0);
  for (const Weighted& each : source.operations) {
    const Operation& operation = scenario.operations[each.index];
    const double operation_rate = rate * each.weight / operations;
    for (const Weighted& where : source.workspaces) {
      const WorkspaceGroup& group = scenario.workspaces[where.index];
      const double group_rate = operation_rate * where.weight / groups;
      for (const Step& step : operation.steps) {
        if (!TakesWholeLock(scenario, operation, step)) continue;
        const double seconds = StepSeconds(scenario, step, where.index, applies);
        if (step.workspace >= 0) {
          visit(static_cast<size_t>(step.workspace), group_rate * seconds);
        } else {
          visit(where.index, group_rate * states * seconds / group.count);
        }
      }
    }
  }
}

// Whether a run that is refused is gone in the end.
bool Leaves(const Scenario& scenario, const Source& source) {
  const bool comes_back =
      source.retry.on_failure != OnFailure::kGiveUp && source.retry.most == UINT32_MAX;
  if (comes_back) return false;
  const bool full =
      scenario.lock.wait == WaitRule::kQueue && scenario.lock.queue_limit != UINT32_MAX;
  return source.lock_patience.has_value() || full || scenario.lock.wait == WaitRule::kFail;
}

void CheckLocks(const Scenario& scenario, ScenarioProblems* problems) {
  if (scenario.lock.scope != LockScope::kState || scenario.lock.validation != Validation::kNone) {
    return;
  }
  std::vector<bool> somebody_leaves(scenario.workspaces.size(), false);
  ApplyFloors applies(scenario);
  for (const Source& source : scenario.sources) {
    if (!Leaves(scenario, source)) continue;
    ForEachLockLoad(scenario, source, applies,
                    [&](size_t group, double) { somebody_leaves[group] = true; });
  }
  const auto loads = OfferedLoads(scenario);
  for (size_t i = 0; i < loads.size(); ++i) {
    if (loads[i] < 1 || somebody_leaves[i]) continue;
    problems->Add(
        "analysis.kind",
        fmt::format("is steady-state, but each lock of '{}' is asked for {:.3g} times the "
                    "time there is and nobody leaves: waiting grows without end; ask for "
                    "less than 1 (fewer changes, shorter holds, more workspaces), say "
                    "after which lock-timeout people give up, or ask a terminating "
                    "question",
                    scenario.workspaces[i].name, loads[i]));
  }
}

double RunnerSeconds(const Scenario& scenario, const Source& source, ApplyFloors& applies) {
  const double operations = WeightSum(source.operations);
  const double groups = WeightSum(source.workspaces);
  double seconds = 0;
  for (const Weighted& each : source.operations) {
    for (const Weighted& where : source.workspaces) {
      const double share = each.weight / operations * where.weight / groups;
      for (const Step& step : scenario.operations[each.index].steps) {
        if (!step.runner) continue;
        seconds += share * StepSeconds(scenario, step, where.index, applies);
      }
    }
  }
  return seconds;
}

void CheckRunners(const Scenario& scenario, ScenarioProblems* problems) {
  const Runners& runners = scenario.runners;
  if (runners.count == 0 || runners.queue_limit != UINT32_MAX) return;
  double load = 0;
  ApplyFloors applies(scenario);
  for (const Source& source : scenario.sources) {
    if (source.runner_patience) return;
    // Whoever gives up on the lock may ask a runner for less.
    if (Leaves(scenario, source)) return;
    load += RunRate(source.arrivals) * RunnerSeconds(scenario, source, applies) / runners.count;
  }
  if (load < 1) return;
  problems->Add("analysis.kind",
                fmt::format("is steady-state, but the runners are asked for {:.3g} times the time "
                            "there is and nobody leaves: waiting grows without end; say more "
                            "runners, a runner-timeout, or ask a terminating question",
                            load));
}

// Calls `visit(account, seconds per second)` for what a source asks of each account.
template <typename Visit>
void ForEachAccountLoad(const Scenario& scenario, const Source& source, Visit visit) {
  const double rate =
      RunRate(source.arrivals) / WeightSum(source.operations) / WeightSum(source.workspaces);
  for (const Weighted& each : source.operations) {
    for (const Weighted& where : source.workspaces) {
      const WorkspaceGroup& group = scenario.workspaces[where.index];
      for (const Step& step : scenario.operations[each.index].steps) {
        const int account = step.refresh ? AccountOf(*step.refresh, group) : -1;
        if (account < 0) continue;
        const double calls = group.resources * step.refresh->calls_per_resource;
        visit(static_cast<size_t>(account),
              rate * each.weight * where.weight * calls /
                  scenario.accounts[static_cast<size_t>(account)].rate);
      }
    }
  }
}

void CheckAccountLoads(const Scenario& scenario, ScenarioProblems* problems) {
  std::vector<bool> somebody_leaves(scenario.accounts.size(), false);
  for (const Source& source : scenario.sources) {
    if (!Leaves(scenario, source) && !source.runner_patience) continue;
    ForEachAccountLoad(scenario, source,
                       [&](size_t account, double) { somebody_leaves[account] = true; });
  }
  const auto loads = AccountLoads(scenario);
  for (size_t i = 0; i < loads.size(); ++i) {
    if (loads[i] < 1 || somebody_leaves[i]) continue;
    problems->Add("analysis.kind",
                  fmt::format("is steady-state, but the account '{}' is asked for {:.3g} times the "
                              "calls it allows and nobody leaves: refreshes grow without end; say "
                              "a higher rate, fewer changes, or ask a terminating question",
                              scenario.accounts[i].name, loads[i]));
  }
}

}  // namespace

std::vector<double> AccountLoads(const Scenario& scenario) {
  std::vector<double> loads(scenario.accounts.size(), 0);
  for (const Source& source : scenario.sources) {
    ForEachAccountLoad(scenario, source,
                       [&](size_t account, double load) { loads[account] += load; });
  }
  return loads;
}

std::vector<double> OfferedLoads(const Scenario& scenario) {
  std::vector<double> loads(scenario.workspaces.size(), 0);
  ApplyFloors applies(scenario);
  for (const Source& source : scenario.sources) {
    ForEachLockLoad(scenario, source, applies,
                    [&](size_t group, double load) { loads[group] += load; });
  }
  return loads;
}

void CheckLoads(const Scenario& scenario, ScenarioProblems* problems) {
  if (scenario.analysis.kind != AnalysisKind::kSteady) return;
  CheckLocks(scenario, problems);
  CheckRunners(scenario, problems);
  CheckAccountLoads(scenario, problems);
}

}  // namespace tfsck
