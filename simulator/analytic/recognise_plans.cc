// Saved plans that others overtake.
#include <algorithm>
#include <utility>

#include "simulator/analytic/recognise.h"

namespace tfsck::analytic {
namespace {

// The pause between making a plan and applying it; nothing where the operation has none.
struct PlanGap {
  bool found = false;
  WorkLaw law;
};

PlanGap GapOf(const Study& study, const RunKind& run, Simplifications& notes) {
  const Operation& operation = study.scenario.operations[run.operation];
  PlanGap gap;
  std::vector<Distribution> parts;
  bool made = false;
  for (uint32_t i = 0; i < operation.steps.size(); ++i) {
    const Step& step = operation.steps[i];
    if (step.checks_plan && made) {
      gap.found = true;
      break;
    }
    if (made) {
      for (Distribution& part : PartsOf(study, run, i, notes)) parts.push_back(std::move(part));
    }
    made = made || step.makes_plan;
  }
  gap.law.kinds.push_back({1, parts});
  return gap;
}

// Commits per second to each workspace of a group.
double CommitRate(const Scenario& scenario, uint32_t group) {
  double rate = 0;
  for (const Source& source : scenario.sources) {
    double all = 0;
    double here = 0;
    for (const Weighted& each : source.workspaces) {
      all += each.weight;
      if (each.index == group) here += each.weight;
    }
    double operations = 0;
    double commits = 0;
    for (const Weighted& choice : source.operations) {
      const auto& steps = scenario.operations[choice.index].steps;
      operations += choice.weight;
      if (std::any_of(steps.begin(), steps.end(), [](const Step& s) { return s.commits; })) {
        commits += choice.weight;
      }
    }
    rate += MeanRate(scenario, source.arrivals) * here / all * commits / operations;
  }
  return rate / scenario.workspaces[group].count;
}

}  // namespace

bool StalePlans(Question& question) {
  const Scenario& scenario = question.scenario;
  bool answered = false;
  for (const Source& source : scenario.sources) {
    if (source.workspaces.empty()) continue;
    const uint32_t group = source.workspaces[0].index;
    for (const Weighted& choice : source.operations) {
      const Operation& operation = scenario.operations[choice.index];
      Simplifications notes;
      const PlanGap gap = GapOf(question.study, {choice.index, group}, notes);
      if (!gap.found) continue;
      question.notes.Add("commits of others taken as a Poisson process", AnswerKind::kExact);
      const double stale = 1 - NoEventWithin(gap.law, CommitRate(scenario, group));
      question.AddFor("operation " + operation.name + " of " + source.name,
                      quantity::kStalePlanChance, stale,
                      "no event of a Poisson process within the gap", AnswerKind::kApproximation);
      answered = true;
    }
  }
  return answered;
}

}  // namespace tfsck::analytic
