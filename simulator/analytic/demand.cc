#include "simulator/analytic/demand.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <utility>

#include "simulator/refresh.h"

namespace tfsck::analytic {
namespace {

double TotalWeight(const std::vector<Weighted>& choices) {
  return std::accumulate(choices.begin(), choices.end(), 0.0,
                         [](double sum, const Weighted& each) { return sum + each.weight; });
}

// The law of factor * S.
Distribution Stretched(Distribution law, double factor) {
  for (double* each :
       {&law.mean, &law.median, &law.scale, &law.shift, &law.minimum, &law.maximum}) {
    *each *= factor;
  }
  for (double& value : law.values) value *= factor;
  for (Distribution& part : law.parts) part = Stretched(std::move(part), factor);
  return law;
}

std::string ErrorText(double error) { return fmt::format("{:.2g} %", std::max(error, 1e-4) * 100); }

Distribution ApplyLawOf(const Study& study, const RunKind& run, uint32_t step,
                        Simplifications& notes) {
  const ApplyLaw& apply = study.applies.Of(run.operation, step, run.group);
  if (apply.draws == 0) return apply.law;
  const std::string what =
      fmt::format("what '{}' takes to apply in '{}'", study.scenario.operations[run.operation].name,
                  study.scenario.workspaces[run.group].name);
  if (apply.mean_error == 0) {
    notes.Add(fmt::format("{}: the mean is exact, the law that of {} draws of the model's own "
                          "schedule",
                          what, apply.draws),
              AnswerKind::kApproximation);
  } else {
    notes.AddOfHolds(fmt::format("{}: by {} draws of the model's own schedule, its mean within {}",
                                 what, apply.draws, ErrorText(apply.mean_error)),
                     AnswerKind::kApproximation);
  }
  return apply.law;
}

LockMode ModeOf(const Scenario& scenario, const Operation& operation, const Step& step) {
  if (step.lock == LockMode::kNone || scenario.lock.validation != Validation::kNone) {
    return LockMode::kNone;
  }
  return operation.plans_only ? scenario.lock.plans : step.lock;
}

// What runs of other workspaces that take several locks add to the rate at one.
double CrossStateRate(const Scenario& scenario, const Source& source, double own,
                      Simplifications& notes) {
  if (source.cross_state_share <= 0) return 0;
  uint32_t states = 0;
  for (const Weighted& each : source.workspaces) states += scenario.workspaces[each.index].count;
  const uint32_t wanted = std::min(source.cross_state_count, states);
  if (wanted < 2) return 0;
  if (source.cross_state_share < 1 || wanted < states) {
    notes.Add("runs across states ask for each of their locks alone", AnswerKind::kApproximation);
  }
  const double others = MeanRate(scenario, source.arrivals) - own;
  return source.cross_state_share * others * (wanted - 1) / (states - 1);
}

void AddStreams(const Study& study, uint32_t source_index, uint32_t group, LockDemand& demand,
                Simplifications& notes) {
  const Scenario& scenario = study.scenario;
  const Source& source = scenario.sources[source_index];
  double own = RateAt(scenario, source, group);
  if (own > 0) own += CrossStateRate(scenario, source, own, notes);
  const double total = MeanRate(scenario, source.arrivals);
  const double all = TotalWeight(source.operations);
  for (const Weighted& choice : source.operations) {
    bool first = true;
    for (Hold& hold : HoldsOf(study, {choice.index, group}, notes)) {
      const bool here = hold.workspace < 0 || hold.workspace == static_cast<int>(group);
      const double rate = (hold.workspace < 0 ? own : total) * choice.weight / all;
      if (here && hold.mode != LockMode::kNone && rate > 0) {
        demand.streams.push_back({source_index, choice.index, rate, std::move(hold), first});
      }
      first = false;
    }
  }
}

}  // namespace

// n c L / p, one latency for all calls (refresh.h), or what the provider allows where that is
// longer.
Distribution RefreshLaw(const Scenario& scenario, const RefreshWork& work,
                        const WorkspaceGroup& group, uint64_t resources, Simplifications& notes) {
  const double calls = work.calls_per_resource * static_cast<double>(resources);
  Distribution own = Stretched(work.latency, calls / std::max(1u, work.parallelism));
  const double rate = ProviderRateAlone(scenario, work, group);
  const double limited = rate > 0 ? calls / rate : 0;
  if (AccountOf(work, group) >= 0) {
    notes.AddOfHolds("each refresh has the whole rate of its provider account",
                     AnswerKind::kLowerBound);
  }
  if (limited == 0) return own;
  if (own.kind != Distribution::Kind::kDeterministic) {  // Jensen: a maximum of means is too small
    notes.AddOfHolds("each refresh takes the longer of its mean and what the provider allows",
                     AnswerKind::kLowerBound);
  }
  return Distribution::Deterministic(std::max(MeanOf(own), limited));
}

void Simplifications::AddOfHolds(std::string sentence, AnswerKind effect) {
  holds_ = Combined(holds_, effect);
  Add(std::move(sentence), effect);
}

void Simplifications::Add(std::string sentence, AnswerKind effect) {
  waits_ = Combined(waits_, effect);
  if (std::find(sentences_.begin(), sentences_.end(), sentence) == sentences_.end()) {
    sentences_.push_back(std::move(sentence));
  }
}

AnswerKind Combined(AnswerKind a, AnswerKind b) {
  if (a == AnswerKind::kExact || a == b) return b;
  return b == AnswerKind::kExact ? a : AnswerKind::kApproximation;
}

bool IsExponential(const Distribution& law) { return IsExponential(WorkLaw(law)); }

double MeanOf(const Distribution& law) { return MomentsOf(law).mean; }

double RateAt(const Scenario& scenario, const Source& source, uint32_t group) {
  const double all = TotalWeight(source.workspaces);
  double weight = 0;
  for (const Weighted& each : source.workspaces) {
    if (each.index == group) weight += each.weight;
  }
  if (weight == 0) return 0;
  return MeanRate(scenario, source.arrivals) * weight / all / scenario.workspaces[group].count;
}

double MeanRate(const Scenario& scenario, const Arrivals& arrivals) {
  const double size = arrivals.batch_mean;
  switch (arrivals.kind) {
    case Arrivals::Kind::kPoisson:
      return arrivals.poisson.rate * size;
    case Arrivals::Kind::kCalendar: {
      const auto& rates = arrivals.calendar.rates;
      if (rates.empty()) return 0;
      return std::accumulate(rates.begin(), rates.end(), 0.0) / static_cast<double>(rates.size()) *
             size;
    }
    case Arrivals::Kind::kMmpp: {
      const MmppArrivals& mmpp = arrivals.mmpp;
      return (mmpp.rates[0] * mmpp.leave[1] + mmpp.rates[1] * mmpp.leave[0]) /
             (mmpp.leave[0] + mmpp.leave[1]) * size;
    }
    case Arrivals::Kind::kHawkes:
      return arrivals.hawkes.base / (1 - arrivals.hawkes.branching) * size;
    case Arrivals::Kind::kTrace:
      return static_cast<double>(arrivals.trace.times.size()) /
             ToSeconds(scenario.analysis.horizon) * size;
    case Arrivals::Kind::kClosed:
      return 0;
  }
  return 0;
}

std::vector<Distribution> PartsOf(const Study& study, const RunKind& run, uint32_t index,
                                  Simplifications& notes) {
  const Step& step = study.scenario.operations[run.operation].steps[index];
  std::vector<Distribution> parts;
  if (MeanOf(step.time) > 0) parts.push_back(step.time);
  if (step.refresh) {
    parts.push_back(RefreshLaw(study.scenario, *step.refresh, study.scenario.workspaces[run.group],
                               study.model.groups[run.group].resources, notes));
  }
  if (step.apply) parts.push_back(ApplyLawOf(study, run, index, notes));
  return parts;
}

std::vector<Hold> LocksOf(const Scenario& scenario, const Operation& operation) {
  std::vector<Hold> holds;
  bool open = false;  // the last hold goes on
  for (uint32_t i = 0; i < operation.steps.size(); ++i) {
    const Step& step = operation.steps[i];
    const LockMode mode = ModeOf(scenario, operation, step);
    if (mode == LockMode::kNone) {
      open = false;
      continue;
    }
    if (!open || step.new_hold || holds.back().workspace != step.workspace) {
      holds.push_back({.mode = mode, .workspace = step.workspace});
    }
    open = true;
    Hold& hold = holds.back();
    if (mode == LockMode::kExclusive) hold.mode = mode;
    hold.runner = hold.runner || step.runner;
    hold.steps.push_back(i);
    if (step.apply) hold.applies.push_back(i);
  }
  return holds;
}

std::vector<Hold> HoldsOf(const Study& study, const RunKind& run, Simplifications& notes) {
  std::vector<Hold> holds = LocksOf(study.scenario, study.scenario.operations[run.operation]);
  for (Hold& hold : holds) {
    for (const uint32_t step : hold.steps) {
      for (Distribution& part : PartsOf(study, run, step, notes)) {
        hold.parts.push_back(std::move(part));
      }
    }
  }
  return holds;
}

bool TakesLocks(const Scenario& scenario, const Operation& operation) {
  return std::any_of(operation.steps.begin(), operation.steps.end(), [&](const Step& step) {
    return ModeOf(scenario, operation, step) != LockMode::kNone;
  });
}

std::vector<Distribution> WorkOf(const Study& study, const RunKind& run, bool any,
                                 Simplifications& notes) {
  const Operation& operation = study.scenario.operations[run.operation];
  std::vector<Distribution> parts;
  for (uint32_t i = 0; i < operation.steps.size(); ++i) {
    if (!any && !operation.steps[i].runner) continue;
    for (Distribution& part : PartsOf(study, run, i, notes)) parts.push_back(std::move(part));
  }
  return parts;
}

void AddWorkOf(const Study& study, const Source& source, bool any, double weight, WorkLaw& work,
               Simplifications& notes) {
  const double operations = TotalWeight(source.operations);
  for (const Weighted& choice : source.operations) {
    const auto& steps = study.scenario.operations[choice.index].steps;
    const bool alike = std::none_of(steps.begin(), steps.end(), [](const Step& step) {
      return step.refresh.has_value() || step.apply.has_value();
    });
    const size_t places = alike ? 1 : source.workspaces.size();
    const double all = alike ? source.workspaces[0].weight : TotalWeight(source.workspaces);
    for (size_t i = 0; i < places; ++i) {
      const Weighted& where = source.workspaces[i];
      std::vector<Distribution> parts = WorkOf(study, {choice.index, where.index}, any, notes);
      if (parts.empty() || where.weight == 0) continue;
      work.kinds.push_back(
          {weight * choice.weight / operations * where.weight / all, std::move(parts)});
    }
  }
}

LockDemand DemandAt(const Study& study, uint32_t group, Simplifications& notes) {
  LockDemand demand;
  demand.group = group;
  for (uint32_t i = 0; i < study.scenario.sources.size(); ++i) {
    AddStreams(study, i, group, demand, notes);
  }
  for (const Stream& stream : demand.streams) {
    demand.rate += stream.rate;
    demand.hold.kinds.push_back({stream.rate, stream.hold.parts});
  }
  demand.moments = MomentsOf(demand.hold);
  demand.exponential = IsExponential(demand.hold);
  return demand;
}

}  // namespace tfsck::analytic
