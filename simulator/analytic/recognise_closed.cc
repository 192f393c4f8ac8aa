// A fixed number of people at one lock, at a pool of runners, or at several locks one after
// another.
#include <algorithm>
#include <optional>

#include "simulator/analytic/closed.h"
#include "simulator/analytic/closed_scenario.h"

namespace tfsck::analytic {
namespace {

// One population: the sources agree on thinking and on the mean of their only, exponential, step.
struct Population {
  uint32_t people = 0;
  double think = 0;
  double hold = 0;
};

std::optional<Population> OnePopulation(const Scenario& scenario, bool locked) {
  Population all;
  for (const Source& source : scenario.sources) {
    const double think = MeanOf(source.arrivals.closed.think);
    if (all.people > 0 && think != all.think) return std::nullopt;
    all.think = think;
    all.people += source.arrivals.closed.actors;
    for (const Weighted& choice : source.operations) {
      const Operation& operation = scenario.operations[choice.index];
      const Step* step = SingleStep(operation);
      if (step == nullptr || (all.hold > 0 && all.hold != step->time.mean)) return std::nullopt;
      const LockMode mode = ModeOf(scenario, operation, *step);
      if (locked != (mode == LockMode::kExclusive)) return std::nullopt;
      if (!locked && (mode != LockMode::kNone || !step->runner)) return std::nullopt;
      if (step->workspace >= 0) return std::nullopt;
      all.hold = step->time.mean;
    }
  }
  return all;
}

void AddRepair(Question& question, const Population& all, uint32_t servers) {
  const ClosedAnswer answer = MachineRepair(all.people, all.think, all.hold, servers);
  constexpr std::string_view kTheorem = "machine repair (Palm 1947)";
  question.Add(quantity::kThroughput, answer.throughput, kTheorem, question.OfRest());
  question.Add(quantity::kUtilisation, answer.utilisation, kTheorem, question.OfRest());
  question.Add(quantity::kMeanWait, answer.mean_wait, kTheorem, question.OfMean());
  question.Add(quantity::kMeanNumber, answer.lengths[0], kTheorem, question.OfRest());
  if (servers == 1) {
    question.Add(quantity::kSaturation, SaturationPopulation(all.think, all.hold), "Kleinrock 1976",
                 AnswerKind::kExact);
  }
}

}  // namespace

bool ClosedOneLock(Question& question) {
  const Scenario& scenario = question.scenario;
  if (!IsPlainlyClosed(scenario) || scenario.runners.count > 0 ||
      scenario.lock.scope != LockScope::kState || scenario.lock.validation != Validation::kNone ||
      scenario.workspaces.size() != 1 || scenario.workspaces[0].count != 1) {
    return false;
  }
  const auto all = OnePopulation(scenario, true);
  if (!all) return false;
  NotePolling(question);
  AddRepair(question, *all, 1);
  return true;
}

bool ClosedRunners(Question& question) {
  const Scenario& scenario = question.scenario;
  if (!IsPlainlyClosed(scenario) || scenario.runners.count == 0) {
    return false;
  }
  const auto all = OnePopulation(scenario, false);
  if (!all) return false;
  AddRepair(question, *all, scenario.runners.count);
  return true;
}

bool ClosedStations(Question& question) {
  const Scenario& scenario = question.scenario;
  if (!IsPlainlyClosed(scenario) || scenario.sources.size() != 1 || scenario.runners.count > 0 ||
      scenario.lock.scope != LockScope::kState || scenario.sources[0].operations.size() != 1) {
    return false;
  }
  const Source& source = scenario.sources[0];
  std::vector<int> seen;
  std::vector<double> demands;
  for (const Step* step : StepsOf(scenario.operations[source.operations[0].index])) {
    if (step->lock != LockMode::kExclusive || step->workspace < 0 || step->refresh || step->apply ||
        !IsExponential(step->time) ||
        std::find(seen.begin(), seen.end(), step->workspace) != seen.end()) {
      return false;
    }
    seen.push_back(step->workspace);
    demands.push_back(step->time.mean);
  }
  if (demands.size() < 2) return false;
  NotePolling(question);
  const ClosedArrivals& closed = source.arrivals.closed;
  const ClosedAnswer answer = MeanValueAnalysis(closed.actors, MeanOf(closed.think), demands);
  constexpr std::string_view kTheorem = "mean value analysis (Reiser and Lavenberg 1980)";
  question.Add(quantity::kThroughput, answer.throughput, kTheorem, question.OfRest());
  question.Add(quantity::kMeanSojourn, answer.response, kTheorem, question.OfMean());
  question.Add(quantity::kMeanWait, answer.mean_wait, kTheorem, question.OfMean());
  for (size_t i = 0; i < seen.size(); ++i) {
    const auto place = static_cast<size_t>(seen[i]);
    question.AddFor("lock of " + scenario.workspaces[place].name, quantity::kMeanNumber,
                    answer.lengths[i], kTheorem, question.OfRest());
  }
  return true;
}

}  // namespace tfsck::analytic
