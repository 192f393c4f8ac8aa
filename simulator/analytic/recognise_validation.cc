// Runs that take no lock, and find at their commit that others were there before.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>
#include <utility>

#include "simulator/analytic/recognise.h"
#include "simulator/analytic/set_classes.h"

namespace tfsck::analytic {
namespace {

constexpr int kRounds = 200;
constexpr size_t kGrid = 512;

// NoEventWithin for rates up to a largest one, read off a table: a law of many values is asked
// about many rates.  Error: (step of the rates)^2 E[S^2] / 8.
class KeptChance {
 public:
  KeptChance(const WorkLaw& work, double most) : step_(most / kGrid) {
    for (size_t i = 0; i <= kGrid; ++i) {
      values_.push_back(NoEventWithin(work, step_ * static_cast<double>(i)));
    }
  }
  double At(double rate) const {
    const double place = std::min(rate / step_, kGrid - 1e-9);
    const auto whole = static_cast<size_t>(place);
    const double part = place - static_cast<double>(whole);
    return values_[whole] + part * (values_[whole + 1] - values_[whole]);
  }

 private:
  double step_;
  std::vector<double> values_;
};

// Runs of one operation that commit, in one workspace: from when they read to when they commit.
struct Committers {
  Stream stream;
  WorkLaw work;
};

// The steps from the last that makes a plan (the first of all, where none does) to the first that
// commits after it.
WorkLaw CommitWork(const Study& study, const RunKind& run, Simplifications& notes) {
  const auto& steps = study.scenario.operations[run.operation].steps;
  std::vector<Distribution> parts;
  for (uint32_t i = 0; i < steps.size(); ++i) {
    if (steps[i].makes_plan) parts.clear();
    for (Distribution& part : PartsOf(study, run, i, notes)) parts.push_back(std::move(part));
    if (steps[i].commits) break;
  }
  WorkLaw law;
  law.kinds.push_back({1, std::move(parts)});
  return law;
}

bool Commits(const Operation& operation) {
  return std::any_of(operation.steps.begin(), operation.steps.end(),
                     [](const Step& step) { return step.commits; });
}

std::vector<Committers> CommittersAt(Question& question, uint32_t group) {
  std::vector<Committers> found;
  const Scenario& scenario = question.scenario;
  for (uint32_t i = 0; i < scenario.sources.size(); ++i) {
    const Source& source = scenario.sources[i];
    double weights = 0;
    for (const Weighted& choice : source.operations) weights += choice.weight;
    for (const Weighted& choice : source.operations) {
      const double rate = RateAt(scenario, source, group) * choice.weight / weights;
      if (rate <= 0 || !Commits(scenario.operations[choice.index])) continue;
      Stream stream{.source = i, .operation = choice.index, .rate = rate, .hold = {}};
      found.push_back(
          {std::move(stream), CommitWork(question.study, {choice.index, group}, question.notes)});
    }
  }
  return found;
}

// What each class suffers from: the classes whose commits make it fail.
std::vector<std::vector<uint32_t>> Spoilers(const Scenario& scenario, const SetClasses& sets) {
  const bool whole = scenario.lock.validation == Validation::kState;
  std::vector<std::vector<uint32_t>> spoilers(sets.classes.size());
  for (uint32_t i = 0; i < sets.classes.size(); ++i) {
    const Footprint& own = sets.classes[i].set;
    for (uint32_t j = 0; j < sets.classes.size(); ++j) {
      const auto written = sets.classes[j].set.writes;
      if (whole || Intersects(written, own.writes) || Intersects(written, own.reads)) {
        spoilers[i].push_back(j);
      }
    }
  }
  return spoilers;
}

// The chance that a first attempt is in vain, of all; commits of others are taken as Poisson.
double SpoiltChance(const std::vector<Committers>& committers, const SetClasses& sets,
                    const std::vector<std::vector<uint32_t>>& spoilers, bool redone) {
  std::vector<double> commits;
  double rate = 0;
  for (const SetClass& each : sets.classes) {
    commits.push_back(each.rate);
    rate += each.rate;
  }
  std::vector<KeptChance> kept_chances;
  for (const Committers& each : committers) kept_chances.emplace_back(each.work, rate);
  double spoilt = 0;
  for (int round = 0; round < kRounds; ++round) {
    std::vector<double> next = commits;
    double sum = 0;
    for (size_t i = 0; i < sets.classes.size(); ++i) {
      double others = 0;
      for (const uint32_t j : spoilers[i]) others += commits[j];
      double kept = 0;
      for (size_t s = 0; s < committers.size(); ++s) {
        const double own = sets.classes[i].by_stream[s];
        if (own > 0) kept += own * kept_chances[s].At(others);
      }
      sum += sets.classes[i].rate - kept;
      if (!redone) next[i] = (commits[i] + kept) / 2;  // who fails does not commit
    }
    const double before = std::exchange(spoilt, sum / rate);
    commits = std::move(next);
    if (std::abs(spoilt - before) <= 1e-9) break;
  }
  return spoilt;
}

void AskGroup(Question& question, uint32_t group) {
  const Scenario& scenario = question.scenario;
  const std::vector<Committers> committers = CommittersAt(question, group);
  if (committers.empty()) return;
  LockDemand demand;
  demand.group = group;
  for (const Committers& each : committers) demand.streams.push_back(each.stream);
  const std::string part = "each workspace " + scenario.workspaces[group].name;
  SetClasses sets;
  if (scenario.lock.validation == Validation::kState) {
    SetClass& all = sets.classes.emplace_back();
    for (const Stream& stream : demand.streams) {
      all.by_stream.push_back(stream.rate);
      all.rate += stream.rate;
    }
  } else {
    auto found = SetClassesOf(question.study, demand, question.notes);
    if (!found) {
      question.unanswered.push_back(
          fmt::format("{}, {}: {}", question.subject, part, found.error().message));
      return;
    }
    sets = std::move(*found);
  }
  const bool redone =
      std::any_of(committers.begin(), committers.end(), [&](const Committers& each) {
        return scenario.sources[each.stream.source].retry.on_failure != OnFailure::kGiveUp;
      });
  question.AddFor(part, quantity::kFirstAbort,
                  SpoiltChance(committers, sets, Spoilers(scenario, sets), redone),
                  "no commit of others within the run, were these a Poisson process",
                  AnswerKind::kApproximation);
}

}  // namespace

void ValidatedAtCommit(Question& question) {
  const Scenario& scenario = question.scenario;
  if (scenario.lock.validation == Validation::kNone) return;
  question.notes.Add("commits of others taken as a Poisson process", AnswerKind::kApproximation);
  if (std::any_of(scenario.sources.begin(), scenario.sources.end(), [](const Source& source) {
        return source.retry.on_failure != OnFailure::kGiveUp;
      })) {
    question.notes.Add("whoever fails comes back until the commit succeeds",
                       AnswerKind::kApproximation);
  }
  if (scenario.runners.count > 0) {
    question.notes.Add("runners are never short", AnswerKind::kLowerBound);
  }
  for (uint32_t group = 0; group < scenario.workspaces.size(); ++group) AskGroup(question, group);
}

}  // namespace tfsck::analytic
