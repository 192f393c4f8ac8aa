// GRF001, GRF002, GRF005, GRF012, GRF013: the entries of dependency lists.
#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "analyzers/fact_walk.h"
#include "analyzers/rule_functions.h"
#include "analyzers/words.h"
#include "engine/tool_version.h"

namespace tfsck {
namespace {

// Calls visit(instance row, list) once per distinct list, with the first instance that has it.
template <typename Visit>
void ForEachList(const StateSnapshot& state, Visit&& visit) {
  std::vector<uint8_t> seen(state.dependency_lists.size(), 0);
  seen[0] = 1;  // the empty list
  for (uint32_t row = 0; row < state.instances.size(); ++row) {
    const uint32_t list = state.instances[row].dependency_list;
    if (seen[list] != 0) continue;
    seen[list] = 1;
    visit(row, state.Dependencies(list));
  }
}

// Reports each wanted dependency once, at the first instance that names it; say(target) words it.
template <typename Say>
void ReportTargets(const RuleInput& input, Reporter& reporter, RuleIndex rule,
                   std::vector<uint8_t> wanted, Say&& say) {
  const StateSnapshot& state = input.state;
  ForEachList(state, [&](uint32_t instance, std::span<const uint32_t> list) {
    for (uint32_t target : list) {
      if (wanted[target] == 0) continue;
      wanted[target] = 0;
      std::string message = say(target);
      const size_t others = input.graph.dependents(target).size();
      if (others > 1) message += fmt::format(", like {} more", others - 1);
      reporter.ReportInstance(rule, state, instance, std::move(message));
    }
  });
}

// What is wrong with the form of a list; "" for one that Terraform could have written.
// `known_next` remembers pairs found in order: closures share most of their neighbours.
std::string FormProblem(const StateSnapshot& state, std::span<const uint32_t> list,
                        std::vector<uint32_t>& known_next) {
  for (size_t at = 1; at < list.size(); ++at) {
    const uint32_t before = list[at - 1];
    const uint32_t here = list[at];
    if (known_next[before] == here) continue;
    const HubResource& a = state.hubs[before];
    const HubResource& b = state.hubs[here];
    if (before == here) return fmt::format("the dependencies name {} twice", a.text);
    if (b.text < a.text) {
      return fmt::format("the dependencies are not sorted: {} stands behind {}", b.text, a.text);
    }
    known_next[before] = here;
  }
  return "";
}

}  // namespace

void CheckDependencyBad(const RuleInput& input, Reporter& reporter) {
  ReportFacts(input, reporter, kGRF001, FactKind::kDependencyBad, [](const FormatFact& fact) {
    return fmt::format("an element of the dependencies cannot be read: {}",
                       WithoutStop(fact.detail));
  });
}

void CheckDependencyDangling(const RuleInput& input, Reporter& reporter) {
  const StateSnapshot& state = input.state;
  std::vector<uint8_t> wanted(state.hubs.size(), 0);
  for (uint32_t row = 0; row < wanted.size(); ++row) {
    const HubResource& target = state.hubs[row];
    wanted[row] = !target.in_state && target.mode != ResourceMode::kEphemeral ? 1 : 0;
  }
  if (std::ranges::find(wanted, 1) == wanted.end()) return;
  ReportTargets(input, reporter, kGRF002, std::move(wanted), [&](uint32_t target) {
    return fmt::format("depends on {}, which is not in the state", state.hubs[target].text);
  });
}

void CheckDependencyForm(const RuleInput& input, Reporter& reporter) {
  const StateSnapshot& state = input.state;
  ReportFacts(input, reporter, kGRF005, FactKind::kDependencyNonCanonical,
              [](const FormatFact& fact) {
                return fmt::format("Terraform writes the dependency as {}", fact.detail);
              });
  std::vector<uint32_t> known_next(state.hubs.size(), kNoId);
  ForEachList(state, [&](uint32_t instance, std::span<const uint32_t> list) {
    std::string problem = FormProblem(state, list, known_next);
    if (!problem.empty()) reporter.ReportInstance(kGRF005, state, instance, std::move(problem));
  });
}

void CheckDependencyEphemeral(const RuleInput& input, Reporter& reporter) {
  const StateSnapshot& state = input.state;
  std::vector<uint8_t> wanted(state.hubs.size(), 0);
  for (uint32_t row = 0; row < wanted.size(); ++row) {
    wanted[row] = state.hubs[row].mode == ResourceMode::kEphemeral ? 1 : 0;
  }
  if (std::ranges::find(wanted, 1) == wanted.end()) return;
  ReportTargets(input, reporter, kGRF012, std::move(wanted), [&](uint32_t target) {
    return fmt::format("depends on {}, and a state never holds ephemeral resources",
                       state.hubs[target].text);
  });
}

void CheckDependsOnLegacy(const RuleInput& input, Reporter& reporter) {
  const StateSnapshot& state = input.state;
  if (state.extras.empty() || state.format_version != 4) return;
  // Under a later version the key is OpenTofu 1.13's, which means something else by it (SCH014).
  const std::optional<ToolVersion> version = ParseToolVersion(state.tool_version);
  if (version.has_value() && version->AtLeast(0, 13)) return;
  for (uint32_t row = 0; row < state.instances.size(); ++row) {
    const uint32_t extra = state.instances[row].extra;
    if (extra == kNoId || state.extras[extra].depends_on.empty()) continue;
    reporter.ReportInstance(kGRF013, state, row,
                            "the object has a `depends_on` list, which only Terraform 0.12 reads");
  }
}

}  // namespace tfsck
