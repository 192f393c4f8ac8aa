// Locks on sets of resources that are refused where one of them is taken.
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "simulator/analytic/conflict_loss.h"
#include "simulator/analytic/recognise.h"
#include "simulator/analytic/set_classes.h"

namespace tfsck::analytic {
namespace {

void NoteRefused(Question& question) {
  for (const Source& source : question.scenario.sources) {
    if (source.retry.on_failure != OnFailure::kGiveUp) {
      question.notes.Add("whoever fails does not come back", AnswerKind::kLowerBound);
    }
    if (source.arrivals.kind != Arrivals::Kind::kPoisson || source.arrivals.batch_mean > 1) {
      question.notes.Add("arrivals replaced by a Poisson process of their mean rate",
                         AnswerKind::kApproximation);
    }
  }
}

std::string PartOf(const Question& question, const LockDemand& demand) {
  return "each workspace " + question.scenario.workspaces[demand.group].name;
}

void AddLoss(Question& question, const LockDemand& demand, const LossAnswer& answer,
             std::string_view theorem) {
  const std::string part = PartOf(question, demand);
  question.AddFor(part, quantity::kRefusedChance, answer.blocked, theorem, question.OfRest());
  question.AddFor(part, quantity::kMeanNumber, answer.mean_concurrency, theorem, question.OfRest());
}

void AddBounds(Question& question, const LockDemand& demand, const LossBounds& bounds) {
  question.notes.Add(
      "the sets of resources exclude each other in too many ways to add them all up: "
      "bounds from each set and those it excludes",
      AnswerKind::kExact);
  constexpr std::string_view kTheorem = "hard-core loss network, bounds for each set";
  const std::string part = PartOf(question, demand);
  const AnswerKind lower = Combined(AnswerKind::kLowerBound, question.OfRest());
  const AnswerKind upper = Combined(AnswerKind::kUpperBound, question.OfRest());
  question.AddFor(part, quantity::kRefusedChance, bounds.lower.blocked, kTheorem, lower);
  question.AddFor(part, quantity::kRefusedChance, bounds.upper.blocked, kTheorem, upper);
  question.AddFor(part, quantity::kMeanNumber, bounds.upper.mean_concurrency, kTheorem, lower);
  question.AddFor(part, quantity::kMeanNumber, bounds.lower.mean_concurrency, kTheorem, upper);
}

// How many resources every run draws; 0 where they differ.
uint32_t DrawnByAll(const Scenario& scenario, const LockDemand& demand) {
  const uint32_t drawn = scenario.operations[demand.streams[0].operation].uniform_writes;
  const bool same =
      std::all_of(demand.streams.begin(), demand.streams.end(), [&](const auto& each) {
        const Operation& operation = scenario.operations[each.operation];
        return operation.uniform_writes == drawn && operation.reads.empty();
      });
  return same ? drawn : 0;
}

}  // namespace

void SetsRefused(Question& question, const LockDemand& demand) {
  NoteRefused(question);
  if (const uint32_t drawn = DrawnByAll(question.scenario, demand); drawn > 0) {
    const double load = demand.rate * demand.moments.mean;
    AddLoss(question, demand,
            UniformLockLoss(question.study.model.groups[demand.group].vertices, drawn, load),
            "Mitra and Weinberger (1984)");
    return;
  }
  const auto sets = SetClassesOf(question.study, demand, question.notes);
  if (!sets) {
    question.unanswered.push_back(fmt::format("{}, {}: {}", question.subject,
                                              PartOf(question, demand), sets.error().message));
    return;
  }
  std::vector<double> loads;
  std::vector<double> rates;
  for (const SetClass& each : sets->classes) {
    loads.push_back(each.load);
    rates.push_back(each.rate);
  }
  const ConflictGraph conflicts = ConflictsOf(*sets);
  if (const auto exact = ConflictGraphLoss(loads, rates, conflicts)) {
    AddLoss(question, demand, *exact, "hard-core loss network, any law of the holds");
  } else {
    AddBounds(question, demand, ConflictLossBounds(loads, rates, conflicts));
  }
}

}  // namespace tfsck::analytic
