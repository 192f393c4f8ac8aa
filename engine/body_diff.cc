#include "engine/body_diff.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <utility>

#include "engine/cty_type.h"
#include "engine/cty_value.h"

namespace tfsck {
namespace {

// Calls on_pair(key, value of `before` or null, value of `after` or null) for every key of either.
template <typename Key, typename Value, typename OnPair>
void JoinMaps(const std::map<Key, const Value*>& before, const std::map<Key, const Value*>& after,
              OnPair&& on_pair) {
  auto a = before.begin();
  auto b = after.begin();
  while (a != before.end() || b != after.end()) {
    const bool first = b == after.end() || (a != before.end() && a->first < b->first);
    const bool second = a == before.end() || (b != after.end() && b->first < a->first);
    on_pair(second ? b->first : a->first, second ? nullptr : a->second,
            first ? nullptr : b->second);
    if (!second) ++a;
    if (!first) ++b;
  }
}

// ---- outputs ----

using OutputMap = std::map<std::string_view, const Output*>;

OutputMap OutputsByName(const StateSnapshot& state) {
  OutputMap outputs;
  for (const Output& output : state.outputs) outputs[output.name] = &output;
  return outputs;
}

struct WrittenOutput {
  std::string value;
  std::string type;
};

// As Terraform writes it; where it cannot, as it stands.
WrittenOutput Written(const Output& output) {
  WrittenOutput written;
  const auto type = ParseCtyType(output.type);
  if (!type || !AppendCtyValue(output.value, *type, &written.value, &written.type)) {
    written = {std::string(output.value), std::string(output.type)};
  }
  return written;
}

void DiffOutput(const Output& before, const Output& after, OutputDiff* diff) {
  if (before.value != after.value || before.type != after.type) {
    const WrittenOutput a = Written(before);
    const WrittenOutput b = Written(after);
    diff->value = a.value != b.value;
    diff->type = a.type != b.type;
  }
  if (before.sensitive != after.sensitive) {
    diff->sensitive = BeforeAfter<bool>{before.sensitive, after.sensitive};
  }
}

// ---- check results ----

using CheckKey = std::pair<std::string_view, std::string_view>;  // address, kind
using CheckMap = std::map<CheckKey, const CheckResult*>;
using CheckObjectMap = std::map<std::string_view, const CheckObject*>;

// Of repeated results the last counts, as in Terraform's maps.
CheckMap ChecksByAddress(const StateSnapshot& state) {
  CheckMap checks;
  for (const CheckResult& check : state.checks) checks[{check.address, check.kind}] = &check;
  return checks;
}

CheckObjectMap ObjectsByAddress(const CheckResult& check) {
  CheckObjectMap objects;
  for (const CheckObject& object : check.objects) objects[object.address] = &object;
  return objects;
}

uint64_t CountDifferentObjects(const CheckResult& before, const CheckResult& after) {
  uint64_t count = 0;
  JoinMaps(ObjectsByAddress(before), ObjectsByAddress(after),
           [&](std::string_view, const CheckObject* a, const CheckObject* b) {
             const bool same = a != nullptr && b != nullptr && a->status == b->status &&
                               a->failure_messages == b->failure_messages;
             count += same ? 0 : 1;
           });
  return count;
}

bool SameOrder(const StateSnapshot& before, const StateSnapshot& after) {
  const auto same_address = [](const CheckObject& a, const CheckObject& b) {
    return a.address == b.address;
  };
  const auto same_check = [&](const CheckResult& a, const CheckResult& b) {
    return a.address == b.address && a.kind == b.kind &&
           std::ranges::equal(a.objects, b.objects, same_address);
  };
  return std::ranges::equal(before.checks, after.checks, same_check);
}

CheckDiff MakeCheckDiff(const CheckKey& key, const CheckResult* before, const CheckResult* after) {
  CheckDiff diff;
  diff.address = key.first;
  diff.check_kind = key.second;
  if (before != nullptr) diff.status.before = before->status;
  if (after != nullptr) diff.status.after = after->status;
  if (before == nullptr) diff.kind = CheckDiff::Kind::kAdded;
  if (after == nullptr) diff.kind = CheckDiff::Kind::kRemoved;
  if (before != nullptr && after != nullptr) diff.objects = CountDifferentObjects(*before, *after);
  return diff;
}

// ---- resources without instances ----

std::set<std::string> EmptyResources(const StateSnapshot& state) {
  std::set<std::string> empty;
  std::vector<bool> holds(state.resources.size());
  for (const Resource& resource : state.resources) {
    if (resource.readable && resource.instance_count > 0) holds[resource.same_as] = true;
  }
  for (uint32_t row = 0; row < state.resources.size(); ++row) {
    const Resource& resource = state.resources[row];
    const bool kept = resource.readable && !resource.dropped && resource.same_as == row;
    if (kept && !holds[row]) empty.insert(state.ResourceAddressText(row));
  }
  return empty;
}

}  // namespace

void DiffOutputs(const StateSnapshot& before, const StateSnapshot& after, StateDiff* diff) {
  JoinMaps(OutputsByName(before), OutputsByName(after),
           [&](std::string_view name, const Output* a, const Output* b) {
             OutputDiff output;
             output.name = name;
             if (a == nullptr) output.kind = OutputDiff::Kind::kAdded;
             if (b == nullptr) output.kind = OutputDiff::Kind::kRemoved;
             if (a != nullptr && b != nullptr) DiffOutput(*a, *b, &output);
             const bool changed = output.kind != OutputDiff::Kind::kChanged || output.value ||
                                  output.type || output.sensitive;
             if (changed) diff->outputs.push_back(std::move(output));
           });
}

void DiffChecks(const StateSnapshot& before, const StateSnapshot& after, StateDiff* diff) {
  JoinMaps(ChecksByAddress(before), ChecksByAddress(after),
           [&](const CheckKey& key, const CheckResult* a, const CheckResult* b) {
             CheckDiff check = MakeCheckDiff(key, a, b);
             const bool changed = check.kind != CheckDiff::Kind::kChanged || check.objects > 0 ||
                                  check.status.before != check.status.after;
             if (changed) diff->checks.push_back(std::move(check));
           });
  diff->check_order = diff->checks.empty() && !SameOrder(before, after);
}

bool HasRandomOrder(const StateSnapshot& state) {
  const CheckMap checks = ChecksByAddress(state);
  return checks.size() > 1 || std::ranges::any_of(checks, [](const auto& check) {
           return ObjectsByAddress(*check.second).size() > 1;
         });
}

void DiffEmptyResources(const StateSnapshot& before, const StateSnapshot& after, StateDiff* diff) {
  const std::set<std::string> a = EmptyResources(before);
  const std::set<std::string> b = EmptyResources(after);
  std::ranges::set_difference(b, a, std::back_inserter(diff->empty_resources_added));
  std::ranges::set_difference(a, b, std::back_inserter(diff->empty_resources_removed));
}

}  // namespace tfsck
