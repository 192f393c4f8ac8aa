// Locks on sets of resources that are refused where one of them is taken.
#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "simulator/analytic/conflict_loss.h"
#include "simulator/analytic/recognise.h"
#include "simulator/analytic/touched_sets.h"
#include "simulator/footprint.h"

namespace tfsck::analytic {
namespace {

// One class of runs that are refused or not: a fixed set of resources of one workspace.
struct SetClass {
  uint32_t group = 0;
  std::vector<uint32_t> writes;
  std::vector<uint32_t> reads;
  double rate = 0;
  double load = 0;
};

bool Exclude(const SetClass& a, const SetClass& b) {
  return a.group == b.group && Conflicts({a.writes, a.reads}, {b.writes, b.reads});
}

bool RefusesSets(const Scenario& scenario) {
  if (scenario.lock.scope != LockScope::kResource || scenario.lock.wait != WaitRule::kFail ||
      scenario.lock.validation != Validation::kNone) {
    return false;
  }
  return std::all_of(scenario.sources.begin(), scenario.sources.end(), [](const Source& source) {
    return source.arrivals.kind != Arrivals::Kind::kClosed;
  });
}

// False where the sets of some run are not known, or there are too many.
bool AddSetStreams(const Scenario& scenario, const LockDemand& demand,
                   std::vector<SetClass>& classes) {
  for (const Stream& stream : demand.streams) {
    WorkLaw work;
    work.kinds.push_back({1, stream.hold.parts});
    const double mean = MomentsOf(work).mean;
    auto sets = TouchedSets(scenario, scenario.workspaces[demand.group],
                            scenario.operations[stream.operation], kMostConflictClasses);
    if (!sets) return false;
    for (TouchedSet& set : *sets) {
      const double rate = stream.rate * set.chance;
      classes.push_back(
          {demand.group, std::move(set.writes), std::move(set.reads), rate, rate * mean});
    }
  }
  return !classes.empty() && classes.size() <= kMostConflictClasses;
}

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

void AddLoss(Question& question, uint32_t group, const LossAnswer& answer,
             std::string_view theorem) {
  const std::string part = "each workspace " + question.scenario.workspaces[group].name;
  question.AddFor(part, quantity::kRefusedChance, answer.blocked, theorem, question.OfRest());
  question.AddFor(part, quantity::kMeanNumber, answer.mean_concurrency, theorem, question.OfRest());
}

}  // namespace

bool ResourceSetsRefused(Question& question) {
  const Scenario& scenario = question.scenario;
  if (!RefusesSets(scenario)) return false;
  bool answered = false;
  for (uint32_t group = 0; group < scenario.workspaces.size(); ++group) {
    const LockDemand demand = DemandAt(scenario, group, question.notes);
    std::vector<SetClass> classes;
    if (!AddSetStreams(scenario, demand, classes)) continue;
    std::vector<double> loads;
    std::vector<double> rates;
    std::vector<uint32_t> conflicts(classes.size(), 0);
    for (size_t i = 0; i < classes.size(); ++i) {
      loads.push_back(classes[i].load);
      rates.push_back(classes[i].rate);
      for (size_t j = 0; j < classes.size(); ++j) {
        if (Exclude(classes[i], classes[j])) conflicts[i] |= 1u << j;
      }
    }
    NoteRefused(question);
    AddLoss(question, group, ConflictGraphLoss(loads, rates, conflicts),
            "hard-core loss network, any law of the holds");
    answered = true;
  }
  return answered;
}

bool UniformSetsRefused(Question& question) {
  const Scenario& scenario = question.scenario;
  if (!RefusesSets(scenario)) return false;
  bool answered = false;
  for (uint32_t group = 0; group < scenario.workspaces.size(); ++group) {
    const LockDemand demand = DemandAt(scenario, group, question.notes);
    if (demand.streams.empty()) continue;
    const uint32_t j = scenario.operations[demand.streams[0].operation].uniform_writes;
    const bool same =
        std::all_of(demand.streams.begin(), demand.streams.end(), [&](const Stream& stream) {
          const Operation& operation = scenario.operations[stream.operation];
          return operation.uniform_writes == j && operation.reads.empty();
        });
    if (j == 0 || !same) continue;
    NoteRefused(question);
    const double load = demand.rate * demand.moments.mean;
    AddLoss(question, group, UniformLockLoss(scenario.workspaces[group].resources, j, load),
            "Mitra and Weinberger (1984)");
    answered = true;
  }
  return answered;
}

}  // namespace tfsck::analytic
