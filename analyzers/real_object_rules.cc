// IDN018, GRF009: one real object behind two entries.
#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "analyzers/deposed_objects.h"
#include "analyzers/object_kind.h"
#include "analyzers/real_object.h"
#include "analyzers/rule_functions.h"
#include "engine/base/hash.h"

namespace tfsck {
namespace {

bool IsManagedCurrent(const StateSnapshot& state, const Instance& instance) {
  const Resource& resource = state.resources[instance.resource];
  return resource.mode == ResourceMode::kManaged && !resource.dropped && IsCurrent(instance);
}

// The provider configuration of an instance, its alias and (OpenTofu) its key included.
std::string_view ProviderText(const StateSnapshot& state, const Instance& instance) {
  const uint32_t provider = state.resources[instance.resource].provider;
  if (provider != kNoId) return state.providers[provider].text;
  return instance.extra == kNoId ? std::string_view() : state.extras[instance.extra].provider;
}

std::string_view AnyName(const Instance& instance) {
  return instance.unique_name.empty() ? instance.id : instance.unique_name;
}

// Rows whose object name shares a slot of a small table with another row's: all that can be
// duplicates and few that are not, without sorting or keeping a text per instance.
std::vector<uint32_t> SharedSlotRows(const StateSnapshot& state) {
  constexpr uint32_t kAhead = 16;
  const size_t slots = std::bit_ceil(state.instances.size() * 16 + 64);
  std::vector<bool> seen(slots);
  std::vector<bool> shared(slots);
  std::vector<std::pair<uint32_t, size_t>> named;  // row, slot
  named.reserve(state.instances.size());
  for (uint32_t row = 0; row < state.instances.size(); ++row) {
    // Names lie far apart in the document; waiting for each of them took most of this rule's time.
    if (row + kAhead < state.instances.size()) {
      __builtin_prefetch(AnyName(state.instances[row + kAhead]).data());
    }
    const std::string_view name = AnyName(state.instances[row]);
    if (name.empty()) continue;
    const size_t slot = Hash64(name) & (slots - 1);
    if (seen[slot]) shared[slot] = true;
    seen[slot] = true;
    named.emplace_back(row, slot);
  }
  std::vector<uint32_t> rows;
  for (const auto& [row, slot] : named) {
    if (shared[slot]) rows.push_back(row);
  }
  return rows;
}

struct Candidate {
  std::string_view name;
  std::string_view provider;
  std::string_view type;
  std::string scope;
  uint32_t instance;

  bool MayEqual(const Candidate& other) const {
    return std::tie(name, provider, type) == std::tie(other.name, other.provider, other.type);
  }
};

std::vector<Candidate> FindCandidates(const StateSnapshot& state) {
  std::vector<Candidate> candidates;
  for (uint32_t row : SharedSlotRows(state)) {
    const Instance& instance = state.instances[row];
    if (!IsManagedCurrent(state, instance)) continue;
    const std::string_view name = RealObjectName(state, instance);
    if (name.empty()) continue;
    candidates.push_back({name, ProviderText(state, instance),
                          state.resources[instance.resource].type, std::string(), row});
  }
  std::ranges::sort(candidates, {}, [](const Candidate& candidate) {
    return std::tie(candidate.name, candidate.provider, candidate.type, candidate.instance);
  });
  return candidates;
}

// Reports every candidate but the first of each real object among [begin, end).
void ReportGroup(const RuleInput& input, Reporter& reporter, std::vector<Candidate>::iterator begin,
                 std::vector<Candidate>::iterator end) {
  if (end - begin < 2) return;
  for (auto it = begin; it != end; ++it) {
    it->scope = RealObjectScope(input.state.instances[it->instance]);
  }
  std::sort(begin, end, [](const Candidate& a, const Candidate& b) {
    return std::tie(a.scope, a.instance) < std::tie(b.scope, b.instance);
  });
  for (auto first = begin, it = begin + 1; it != end; ++it) {
    if (it->scope != first->scope) {
      first = it;
      continue;
    }
    const bool by_name = !input.state.instances[it->instance].unique_name.empty();
    reporter.ReportInstance(
        kIDN018, input.state, it->instance,
        fmt::format("has the same {} as {}", by_name ? "arn or self_link" : "id",
                    input.state.InstanceAddress(first->instance)));
  }
}

}  // namespace

void CheckDuplicateObject(const RuleInput& input, Reporter& reporter) {
  std::vector<Candidate> candidates = FindCandidates(input.state);
  for (auto begin = candidates.begin(); begin != candidates.end();) {
    const auto end = std::find_if(begin, candidates.end(), [&](const Candidate& candidate) {
      return !candidate.MayEqual(*begin);
    });
    ReportGroup(input, reporter, begin, end);
    begin = end;
  }
}

void CheckDeposedSameObject(const RuleInput& input, Reporter& reporter) {
  const StateSnapshot& state = input.state;
  for (const DeposedObject& object : FindDeposedObjects(state)) {
    if (object.current == kNoId) continue;
    const Instance& deposed = state.instances[object.instance];
    const Instance& current = state.instances[object.current];
    const std::string_view name = RealObjectName(state, deposed);
    if (name.empty() || name != RealObjectName(state, current)) continue;
    if (deposed.unique_name.empty() != current.unique_name.empty()) continue;
    if (RealObjectScope(deposed) != RealObjectScope(current)) continue;
    reporter.ReportInstance(
        kGRF009, state, object.instance,
        fmt::format("the deposed object {} and the current one are the same real object",
                    deposed.deposed));
  }
}

}  // namespace tfsck
