// IDN019-IDN022, GRF008, GRF014, GRF015: deposed and tainted objects.
#include <fmt/format.h>

#include <algorithm>

#include "analyzers/deposed_objects.h"
#include "analyzers/fact_walk.h"
#include "analyzers/object_kind.h"
#include "analyzers/rule_functions.h"

namespace tfsck {
namespace {

constexpr size_t kDeposedKeySize = 8;  // TF: internal/states/resource.go, NewDeposedKey

bool IsWriterKey(std::string_view key) {
  return std::ranges::all_of(
      key, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

}  // namespace

void CheckDeposedKeyFormat(const RuleInput& input, Reporter& reporter) {
  const StateSnapshot& state = input.state;
  for (uint32_t row = 0; row < state.instances.size(); ++row) {
    const std::string_view key = state.instances[row].deposed;
    if (key.size() != kDeposedKeySize || IsWriterKey(key)) continue;
    reporter.ReportInstance(
        kIDN019, state, row,
        fmt::format("the deposed key \"{}\" is not 8 lower-case hexadecimal digits", key));
  }
}

void CheckDeposedKeyLength(const RuleInput& input, Reporter& reporter) {
  ReportFacts(input, reporter, kIDN021, FactKind::kDeposedKeyLength, [](const FormatFact& fact) {
    return fmt::format("the deposed key \"{}\" is {} bytes long, not 8", fact.detail,
                       fact.detail.size());
  });
}

void CheckDataDeposed(const RuleInput& input, Reporter& reporter) {
  const StateSnapshot& state = input.state;
  for (uint32_t row = 0; row < state.instances.size(); ++row) {
    const Instance& instance = state.instances[row];
    if (instance.deposed.empty()) continue;
    if (state.resources[instance.resource].mode != ResourceMode::kData) continue;
    reporter.ReportInstance(
        kIDN020, state, row,
        fmt::format("a data resource has the deposed object {}", instance.deposed));
  }
}

void CheckDataTainted(const RuleInput& input, Reporter& reporter) {
  const StateSnapshot& state = input.state;
  for (uint32_t row = 0; row < state.instances.size(); ++row) {
    const Instance& instance = state.instances[row];
    if (!instance.tainted) continue;
    if (state.resources[instance.resource].mode != ResourceMode::kData) continue;
    reporter.ReportInstance(kIDN022, state, row, "a data resource is tainted");
  }
}

void CheckDeposedOrphan(const RuleInput& input, Reporter& reporter) {
  for (const DeposedObject& object : FindDeposedObjects(input.state)) {
    if (object.current != kNoId) continue;
    reporter.ReportInstance(kGRF008, input.state, object.instance,
                            fmt::format("the deposed object {} has no current object beside it",
                                        input.state.instances[object.instance].deposed));
  }
}

void CheckDeposedBesideCurrent(const RuleInput& input, Reporter& reporter) {
  for (const DeposedObject& object : FindDeposedObjects(input.state)) {
    if (object.current == kNoId) continue;
    reporter.ReportInstance(kGRF015, input.state, object.instance,
                            fmt::format("the deposed object {} stands beside the current one",
                                        input.state.instances[object.instance].deposed));
  }
}

void CheckTainted(const RuleInput& input, Reporter& reporter) {
  const StateSnapshot& state = input.state;
  for (uint32_t row = 0; row < state.instances.size(); ++row) {
    const Instance& instance = state.instances[row];
    if (!instance.tainted || !IsCurrent(instance)) continue;
    if (state.resources[instance.resource].mode != ResourceMode::kManaged) continue;
    reporter.ReportInstance(kGRF014, state, row, "the object is tainted");
  }
}

}  // namespace tfsck
