// What teams and pipelines must be.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "simulator/scenario_check_parts.h"

namespace tfsck {
namespace {

void CheckBatch(const std::string& path, const Arrivals& arrivals, ScenarioProblems* problems) {
  const double mean = arrivals.batch_mean;
  if (!(mean >= 1) || mean > 1e6) {
    return problems->Add(path, fmt::format("must be a mean from 1 to 1000000, not {}", mean));
  }
  problems->Require(arrivals.geometric_batch || mean == std::floor(mean), path,
                    fmt::format("must be a whole number unless geometric, not {}", mean));
  problems->Require(arrivals.kind != Arrivals::Kind::kClosed || mean == 1, path,
                    "is not for closed arrivals: each actor starts one run");
}

void CheckMmpp(const std::string& path, const MmppArrivals& mmpp, ScenarioProblems* problems) {
  for (int phase = 0; phase < 2; ++phase) {
    problems->Number(fmt::format("{}.rates[{}]", path, phase), mmpp.rates[phase]);
    problems->Require(mmpp.leave[phase] > 0 && std::isfinite(mmpp.leave[phase]),
                      fmt::format("{}.leave[{}]", path, phase),
                      "must be a rate above 0: a phase that is never left is a poisson process");
    // Each change of phase before an arrival is a step of its own.
    problems->Require(mmpp.leave[phase] <= 1e6 * std::max(mmpp.rates[0], mmpp.rates[1]),
                      fmt::format("{}.leave[{}]", path, phase),
                      "must be at most a million times the larger of the two rates");
  }
}

void CheckHawkes(const std::string& path, const HawkesArrivals& hawkes,
                 ScenarioProblems* problems) {
  problems->Number(path + ".base", hawkes.base);
  problems->Require(hawkes.branching >= 0 && hawkes.branching < 1, path + ".branching",
                    fmt::format("must be below 1, not {}: each arrival would bring another without "
                                "end",
                                hawkes.branching));
  problems->Require(hawkes.decay > 0 && std::isfinite(hawkes.decay), path + ".decay",
                    "must be a rate above 0");
}

void CheckCalendar(const std::string& path, const CalendarArrivals& calendar,
                   ScenarioProblems* problems) {
  problems->Require(calendar.period > 0, path + ".period", "must be above 0s");
  problems->Require(!calendar.rates.empty(), path + ".rates", "must list at least one rate");
  for (size_t i = 0; i < calendar.rates.size(); ++i) {
    problems->Number(fmt::format("{}.rates[{}]", path, i), calendar.rates[i]);
  }
}

// Calls `visit` with each resource number that an operation names.
template <typename Visit>
void ForEachNamed(const Operation& operation, Visit visit) {
  for (const uint32_t resource : operation.writes) visit(resource);
  for (const uint32_t resource : operation.reads) visit(resource);
  if (operation.uniform_writes > 0) visit(operation.uniform_writes - 1);
}

// The resources that an operation names are there wherever the source carries it out; in a state
// file, which is not read here, Compile looks for them.
void CheckFootprints(const Scenario& scenario, const Source& source, const std::string& path,
                     ScenarioProblems* problems) {
  for (const Weighted& each : source.operations) {
    const Operation& operation = scenario.operations[each.index];
    uint32_t needed = 0;
    ForEachNamed(operation, [&](uint32_t resource) { needed = std::max(needed, resource + 1); });
    for (const Weighted& where : source.workspaces) {
      const WorkspaceGroup& group = scenario.workspaces[where.index];
      if (group.graph.shape == GraphShape::kState || needed <= group.resources) continue;
      problems->Add(path + ".operations",
                    fmt::format("carry out '{}', which needs {} resources, in '{}', which has {}",
                                operation.name, needed, group.name, group.resources));
    }
  }
}

void CheckMix(const std::string& path, const std::vector<Weighted>& mix, size_t size,
              ScenarioProblems* problems) {
  if (size == 0) return;  // said where nothing is defined
  if (mix.empty()) return problems->Add(path, "must name at least one");
  for (const Weighted& each : mix) {
    problems->Require(each.index < size, path, "must name what is defined");
    problems->Require(std::isfinite(each.weight) && each.weight > 0, path,
                      fmt::format("must have weights above 0, not {}", each.weight));
  }
}

void CheckCrossState(const Scenario& scenario, const Source& source, const std::string& path,
                     ScenarioProblems* problems) {
  problems->Share(path + ".share", source.cross_state_share);
  if (source.cross_state_share == 0) return;
  uint64_t there = 0;
  for (const Weighted& each : source.workspaces) there += scenario.workspaces[each.index].count;
  problems->Require(source.cross_state_count >= 2, path + ".count",
                    fmt::format("must be 2 or above, not {}", source.cross_state_count));
  problems->Require(source.cross_state_count <= there, path + ".count",
                    fmt::format("is {}, but there are {} workspaces to choose from",
                                source.cross_state_count, there));
}

bool MixesAreFine(const Scenario& scenario, const Source& source, const std::string& path,
                  ScenarioProblems* problems) {
  ScenarioProblems mixes;
  CheckMix(path + ".operations", source.operations, scenario.operations.size(), &mixes);
  CheckMix(path + ".workspaces", source.workspaces, scenario.workspaces.size(), &mixes);
  const auto found = mixes.Take();
  for (const ScenarioProblem& problem : found) problems->Append(problem);
  return found.empty();
}

void CheckSource(const Scenario& scenario, const Source& source, const std::string& path,
                 ScenarioProblems* problems) {
  CheckArrivals(path, source.arrivals, problems);
  if (MixesAreFine(scenario, source, path, problems)) {
    CheckFootprints(scenario, source, path, problems);
    CheckCrossState(scenario, source, path + ".cross-state", problems);
  }
  problems->Require(std::abs(source.utc_offset_minutes) < 15 * 60, path + ".utc-offset",
                    "must be within 15 hours");
  if (source.lock_patience) problems->Law(path + ".lock-timeout", *source.lock_patience);
  if (source.runner_patience) problems->Law(path + ".runner-timeout", *source.runner_patience);
  problems->Law(path + ".after-failure", source.retry.after);
}

}  // namespace

std::string SourcePath(const Scenario& scenario, size_t source) {
  // As the writer lists them: teams and then pipelines, or all as teams where they are mixed.
  size_t people = 0;
  while (people < scenario.sources.size() && scenario.sources[people].human) ++people;
  for (size_t i = people; i < scenario.sources.size(); ++i) {
    if (scenario.sources[i].human) return fmt::format("teams[{}]", source);
  }
  return source < people ? fmt::format("teams[{}]", source)
                         : fmt::format("pipelines[{}]", source - people);
}

void CheckArrivals(const std::string& path, const Arrivals& arrivals, ScenarioProblems* problems) {
  const std::string at = path + ".arrivals";
  switch (arrivals.kind) {
    case Arrivals::Kind::kPoisson:
      problems->Number(at + ".poisson", arrivals.poisson.rate);
      break;
    case Arrivals::Kind::kCalendar:
      CheckCalendar(at + ".calendar", arrivals.calendar, problems);
      break;
    case Arrivals::Kind::kMmpp:
      CheckMmpp(at + ".mmpp", arrivals.mmpp, problems);
      break;
    case Arrivals::Kind::kHawkes:
      CheckHawkes(at + ".hawkes", arrivals.hawkes, problems);
      break;
    case Arrivals::Kind::kClosed:
      problems->Require(arrivals.closed.actors > 0, at + ".closed.actors",
                        "must be 1 or above, not 0");
      problems->Law(at + ".closed.think", arrivals.closed.think);
      break;
    case Arrivals::Kind::kTrace:
      problems->Require(!arrivals.trace.times.empty(), at + ".trace", "must have an instant");
      problems->Require(std::is_sorted(arrivals.trace.times.begin(), arrivals.trace.times.end()),
                        at + ".trace", "must be in order of time");
      break;
  }
  CheckBatch(path + ".batch", arrivals, problems);
}

void CheckSources(const Scenario& scenario, ScenarioProblems* problems) {
  if (scenario.sources.empty()) {
    return problems->Add("teams", "and pipelines are both empty: nobody starts a run");
  }
  if (scenario.sources.size() > kMostSources) {
    return problems->Add("teams", fmt::format("and pipelines are {}, beyond the limit of {}",
                                              scenario.sources.size(), kMostSources));
  }
  uint64_t actors = 0;
  std::vector<std::string> paths;
  std::vector<std::string_view> names;
  for (const Source& source : scenario.sources) {
    paths.push_back(SourcePath(scenario, paths.size()));
    names.push_back(source.name);
    if (source.arrivals.kind == Arrivals::Kind::kClosed) actors += source.arrivals.closed.actors;
    CheckSource(scenario, source, paths.back(), problems);
  }
  problems->Names("teams and pipelines", paths, names);
  problems->Require(
      actors <= kMostActors, "teams",
      fmt::format("and pipelines have {} actors, beyond the limit of {}", actors, kMostActors));
}

}  // namespace tfsck
