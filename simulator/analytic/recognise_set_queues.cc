// Locks on sets of resources for which runs wait.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>
#include <utility>

#include "simulator/analytic/recognise.h"
#include "simulator/analytic/set_classes.h"
#include "simulator/analytic/single_lock.h"

namespace tfsck::analytic {
namespace {

using Clique = std::vector<uint32_t>;  // of classes that all exclude each other

bool Alike(double a, double b) { return std::abs(a - b) <= 1e-9 * std::max(a, b); }

// The parts of the graph, where each is a clique; else nothing.
std::optional<std::vector<Clique>> SeparateCliques(const ConflictGraph& graph) {
  std::vector<Clique> cliques;
  std::vector<bool> placed(graph.classes(), false);
  for (uint32_t first = 0; first < graph.classes(); ++first) {
    if (placed[first]) continue;
    Clique& clique = cliques.emplace_back();
    for (uint32_t i = first; i < graph.classes(); ++i) {
      if (!graph.Excludes(first, i)) continue;
      const auto a = graph.row(first);
      const auto b = graph.row(i);
      if (!std::equal(a.begin(), a.end(), b.begin())) return std::nullopt;
      placed[i] = true;
      clique.push_back(i);
    }
  }
  return cliques;
}

// Cuts the classes into cliques: those who write the resource that most is asked of, then the same
// among the others.
std::vector<Clique> CliquesByResource(const SetClasses& sets, uint32_t resources) {
  std::vector<double> asked(resources, 0.0);
  std::vector<std::vector<uint32_t>> writers(resources);
  for (uint32_t i = 0; i < sets.classes.size(); ++i) {
    for (const uint32_t resource : sets.classes[i].set.writes) {
      asked[resource] += sets.classes[i].load;
      writers[resource].push_back(i);
    }
  }
  std::vector<Clique> cliques;
  std::vector<bool> placed(sets.classes.size(), false);
  for (size_t left = sets.classes.size(); left > 0;) {
    const auto busiest =
        static_cast<size_t>(std::max_element(asked.begin(), asked.end()) - asked.begin());
    Clique clique;
    for (const uint32_t i : writers[busiest]) {
      if (placed[i]) continue;
      placed[i] = true;
      clique.push_back(i);
      for (const uint32_t resource : sets.classes[i].set.writes) {
        asked[resource] -= sets.classes[i].load;
      }
    }
    asked[busiest] = -1;
    left -= clique.size();
    if (!clique.empty()) cliques.push_back(std::move(clique));
  }
  return cliques;
}

struct SetQueues {
  const LockDemand& demand;
  const SetClasses& sets;
  std::vector<Moments> moments = {};  // of each stream's holds

  SetQueues(const LockDemand& of, const SetClasses& in) : demand(of), sets(in) {
    for (const Stream& stream : demand.streams) {
      moments.push_back(MomentsOf(WorkLaw({{1, stream.hold.parts}})));
    }
  }
  double RateOf(const Clique& clique) const {
    double rate = 0;
    for (const uint32_t i : clique) rate += sets.classes[i].rate;
    return rate;
  }
  double LoadOf(const Clique& clique) const {
    double load = 0;
    for (const uint32_t i : clique) load += sets.classes[i].load;
    return load;
  }
  // What one lock for each clique would be asked for.
  LockDemand DemandOf(const Clique& clique) const {
    LockDemand own;
    own.group = demand.group;
    for (size_t s = 0; s < demand.streams.size(); ++s) {
      double rate = 0;
      for (const uint32_t i : clique) rate += sets.classes[i].by_stream[s];
      if (rate <= 0) continue;
      own.streams.push_back(demand.streams[s]);
      own.streams.back().rate = rate;
      own.rate += rate;
      own.hold.kinds.push_back({rate, demand.streams[s].hold.parts});
    }
    own.moments = MomentsOf(own.hold);
    own.exponential = IsExponential(own.hold);
    return own;
  }
  Moments MomentsOfHolds(const Clique& clique, double rate) const {
    Moments all;
    for (size_t s = 0; s < moments.size(); ++s) {
      double share = 0;
      for (const uint32_t i : clique) share += sets.classes[i].by_stream[s] / rate;
      if (share <= 0) continue;
      all.mean += share * moments[s].mean;
      all.second += share * moments[s].second;
      all.third += share * moments[s].third;
    }
    return all;
  }
  // The mean over all runs, if each clique were a queue of its own.
  double MeanWait(const std::vector<Clique>& cliques) const {
    double sum = 0;
    for (const Clique& clique : cliques) {
      const double rate = RateOf(clique);
      sum += rate / demand.rate * Mg1MeanWait(rate, MomentsOfHolds(clique, rate));
    }
    return sum;
  }
};

// Where an apply takes longer for some sets than for others, the laws by set are not known.
void NoteApplies(const LockDemand& demand, const SetClasses& sets, Simplifications& notes) {
  const bool applies = std::any_of(demand.streams.begin(), demand.streams.end(),
                                   [](const auto& each) { return !each.hold.applies.empty(); });
  const bool differ = std::any_of(sets.classes.begin(), sets.classes.end(),
                                  [](const auto& each) { return each.set.writes.size() > 1; });
  if (applies && differ) {
    notes.Add("an apply takes as long wherever its change begins", AnswerKind::kApproximation);
  }
}

bool OneLawForAll(const LockDemand& demand) {
  return std::all_of(demand.streams.begin(), demand.streams.end(), [&](const Stream& each) {
    return each.hold.parts == demand.streams[0].hold.parts;
  });
}

std::string_view ReasonNot(const LockQuestion& question) {
  const LockDiscipline& lock = question.scenario.lock;
  if (question.patience.kind != Patience::Kind::kForEver) {
    return "waiting for sets of resources has bounds only where nobody gives up";
  }
  if (lock.wait == WaitRule::kQueue &&
      (lock.order != QueueOrder::kFifo || lock.queue_limit != UINT32_MAX)) {
    return "waiting for sets of resources has bounds only in an unlimited first-come queue";
  }
  return "";
}

void AddBounds(LockQuestion& question, const SetClasses& sets) {
  const LockDemand& demand = question.demand;
  const LockDiscipline& lock = question.scenario.lock;
  const SetQueues queues(demand, sets);
  const std::vector<Clique> cliques =
      CliquesByResource(sets, question.study.model.groups[demand.group].vertices);
  double busiest = 0;
  for (const Clique& clique : cliques) busiest = std::max(busiest, queues.LoadOf(clique));
  question.Add(quantity::kBusiestResource, busiest, "rate times mean hold", question.OfLoad());
  const bool overtaking = lock.wait == WaitRule::kPoll || lock.set_rule == SetRule::kSkipOver;
  const AnswerKind fair =
      overtaking && !OneLawForAll(demand) ? AnswerKind::kApproximation : AnswerKind::kLowerBound;
  question.Add(quantity::kMeanWait, queues.MeanWait(cliques),
               "Pollaczek-Khinchin for sets that share a resource, the others left out",
               Combined(fair, question.OfMean()));
  if (!overtaking && question.Load() < 1) {
    question.Add(quantity::kMeanWait, Mg1MeanWait(demand.rate, demand.moments),
                 "Pollaczek-Khinchin, as if there were one lock",
                 Combined(AnswerKind::kUpperBound, question.OfMean()));
  }
}

}  // namespace

std::optional<SetLocks> SetsAsLocks(const Study& study, const LockDemand& demand,
                                    Simplifications& notes) {
  Simplifications own;
  const auto sets = SetClassesOf(study, demand, own);
  if (!sets || sets->classes.empty()) return std::nullopt;
  const auto cliques = SeparateCliques(ConflictsOf(*sets));
  if (!cliques) return std::nullopt;
  const bool strict = study.scenario.lock.set_rule == SetRule::kStrict &&
                      study.scenario.lock.wait == WaitRule::kQueue;
  if (cliques->size() > 1 && strict) return std::nullopt;  // the head of one queue blocks all
  const SetQueues queues(demand, *sets);
  const bool alike = std::all_of(cliques->begin(), cliques->end(), [&](const Clique& each) {
    return Alike(queues.RateOf(each), queues.RateOf((*cliques)[0])) &&
           Alike(queues.LoadOf(each), queues.LoadOf((*cliques)[0]));
  });
  if (!alike) return std::nullopt;
  NoteApplies(demand, cliques->size() > 1 ? *sets : SetClasses{}, notes);
  return SetLocks{queues.DemandOf((*cliques)[0]), static_cast<uint32_t>(cliques->size())};
}

void SetsQueued(LockQuestion& question) {
  std::string why(ReasonNot(question));
  const auto sets = SetClassesOf(question.study, question.demand, question.notes);
  if (!sets) why = sets.error().message;
  if (!why.empty()) {
    question.unanswered.push_back(question.subject + ": " + why);
    return;
  }
  question.TakeAsPoisson();
  question.LeaveOutFaults();
  NoteApplies(question.demand, *sets, question.notes);
  AddBounds(question, *sets);
}

}  // namespace tfsck::analytic
