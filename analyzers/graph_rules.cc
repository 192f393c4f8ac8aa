// GRF003, GRF004, GRF006, GRF011: what the dependency graph shows as a whole.
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "analyzers/hub_text.h"
#include "analyzers/object_kind.h"
#include "analyzers/rule_functions.h"

namespace tfsck {
namespace {

// "a -> b -> a", beginning with the smallest text; long ways keep both ends.
std::string ClosedPath(const StateSnapshot& state, const std::vector<uint32_t>& cycle) {
  constexpr size_t kShown = 12;
  std::string path;
  for (size_t at = 0; at < cycle.size(); ++at) {
    if (cycle.size() > kShown && at == kShown - 1) {
      path += fmt::format("({} more) -> ", cycle.size() - kShown);
      at = cycle.size() - 1;
    }
    path += fmt::format("{} -> ", state.hubs[cycle[at]].text);
  }
  path += state.hubs[cycle.front()].text;
  return path;
}

void RotateToSmallest(const StateSnapshot& state, std::vector<uint32_t>& cycle) {
  const auto text = [&](uint32_t vertex) { return state.hubs[vertex].text; };
  const auto smallest = std::ranges::min_element(cycle, {}, text);
  std::rotate(cycle.begin(), smallest, cycle.end());  // clang 14 cannot compile ranges::rotate
}

// Per hub: its first instance, and whether any current object has the create_before_destroy flag.
struct HubFlags {
  std::vector<uint32_t> first_instance;
  std::vector<uint8_t> create_before_destroy;
};

HubFlags CollectFlags(const StateSnapshot& state) {
  HubFlags flags;
  flags.first_instance.assign(state.hubs.size(), kNoId);
  flags.create_before_destroy.assign(state.hubs.size(), 0);
  for (uint32_t row = 0; row < state.instances.size(); ++row) {
    const uint32_t hub = state.resources[state.instances[row].resource].hub;
    if (hub == kNoId || !IsCurrent(state.instances[row])) continue;
    if (flags.first_instance[hub] == kNoId) flags.first_instance[hub] = row;
    if (state.instances[row].create_before_destroy) flags.create_before_destroy[hub] = 1;
  }
  return flags;
}

}  // namespace

void CheckDependencySelf(const RuleInput& input, Reporter& reporter) {
  if (input.graph.self_loops().empty()) return;
  const StateSnapshot& state = input.state;
  const std::vector<uint32_t> first = FirstResourceOfHub(state);
  for (uint32_t hub : input.graph.self_loops()) {
    reporter.Report(kGRF003, HubOffset(state, first, hub), std::string(state.hubs[hub].text),
                    "the resource depends on itself");
  }
}

void CheckCycle(const RuleInput& input, Reporter& reporter) {
  const std::vector<std::vector<uint32_t>> components = Cycles(input.graph);
  if (components.empty()) return;
  const StateSnapshot& state = input.state;
  const std::vector<uint32_t> first = FirstResourceOfHub(state);
  for (const std::vector<uint32_t>& component : components) {
    std::vector<uint32_t> cycle = ShortestCycle(input.graph, component);
    RotateToSmallest(state, cycle);
    std::string message = fmt::format("dependency cycle: {}", ClosedPath(state, cycle));
    if (component.size() > cycle.size()) {
      message += fmt::format(", in a set of {} that all depend on each other", component.size());
    }
    reporter.Report(kGRF004, HubOffset(state, first, cycle.front()),
                    std::string(state.hubs[cycle.front()].text), std::move(message));
  }
}

void CheckDependencyClosure(const RuleInput& input, Reporter& reporter) {
  constexpr size_t kMostMissing = 1000;  // entries looked at; the rest is more of the same
  const std::vector<MissingClosure> missing = FindMissingClosure(input.graph, kMostMissing);
  if (missing.empty()) return;
  const StateSnapshot& state = input.state;
  const std::vector<uint32_t> first = FirstResourceOfHub(state);
  uint32_t reported = kNoId;
  for (const MissingClosure& entry : missing) {
    const HubResource& target = state.hubs[entry.missing];
    if (entry.dependent == reported || entry.dependent == entry.missing || !target.in_state) {
      continue;
    }
    reported = entry.dependent;
    reporter.Report(kGRF006, HubOffset(state, first, entry.dependent),
                    std::string(state.hubs[entry.dependent].text),
                    fmt::format("depends on {}, which depends on {}, but does not list the latter",
                                state.hubs[entry.through].text, target.text));
  }
}

void CheckCreateBeforeDestroy(const RuleInput& input, Reporter& reporter) {
  const StateSnapshot& state = input.state;
  const auto flagged = [](const Instance& instance) { return instance.create_before_destroy; };
  if (std::ranges::none_of(state.instances, flagged)) return;
  const HubFlags flags = CollectFlags(state);
  std::vector<uint8_t> reported(flags.first_instance.size(), 0);
  for (uint32_t hub = 0; hub < flags.first_instance.size(); ++hub) {
    if (flags.create_before_destroy[hub] == 0) continue;
    for (uint32_t target : input.graph.dependencies(hub)) {
      if (flags.create_before_destroy[target] != 0 || reported[target] != 0) continue;
      if (state.hubs[target].mode != ResourceMode::kManaged) continue;
      if (flags.first_instance[target] == kNoId) continue;
      reported[target] = 1;
      reporter.ReportInstance(
          kGRF011, state, flags.first_instance[target],
          fmt::format(
              "{}, which depends on it, has create_before_destroy, but this object does not",
              state.hubs[hub].text));
    }
  }
}

}  // namespace tfsck
