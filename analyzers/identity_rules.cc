// IDN001-IDN009, IDN017: what a resource or instance is called, mostly as the reader met it.
#include <fmt/format.h>

#include <vector>

#include "analyzers/fact_walk.h"
#include "analyzers/rule_functions.h"
#include "analyzers/words.h"
#include "engine/identifier.h"

namespace tfsck {
namespace {

// Whether type and name are identifiers.
bool IsWellNamed(const HubResource& hub) {
  return IsValidIdentifier(hub.type) && IsValidIdentifier(hub.name);
}

}  // namespace

void CheckModeBad(const RuleInput& input, Reporter& reporter) {
  ReportFacts(input, reporter, kIDN001, FactKind::kModeBad, [](const FormatFact& fact) {
    return fmt::format("mode \"{}\" is neither \"managed\" nor \"data\"", fact.detail);
  });
}

void CheckModuleBad(const RuleInput& input, Reporter& reporter) {
  ReportFacts(input, reporter, kIDN002, FactKind::kModuleBad, [](const FormatFact& fact) {
    return fmt::format("the module address cannot be read: {}", WithoutStop(fact.detail));
  });
}

void CheckModuleNonCanonical(const RuleInput& input, Reporter& reporter) {
  ReportFacts(input, reporter, kIDN003, FactKind::kModuleNonCanonical, [](const FormatFact& fact) {
    return fmt::format("Terraform writes the module address as {}", fact.detail);
  });
}

void CheckNameInvalid(const RuleInput& input, Reporter& reporter) {
  const StateSnapshot& state = input.state;
  std::vector<uint8_t> well_named(state.hubs.size());
  for (size_t hub = 0; hub < well_named.size(); ++hub) {
    well_named[hub] = state.hubs[hub].in_state && IsWellNamed(state.hubs[hub]) ? 1 : 0;
  }
  for (uint32_t row = 0; row < state.resources.size(); ++row) {
    const Resource& resource = state.resources[row];
    if (!resource.readable || well_named[resource.hub] != 0) continue;
    const bool type_ok = IsValidIdentifier(resource.type);
    reporter.ReportResource(
        kIDN004, state, row,
        fmt::format("the {} \"{}\" is not an identifier", type_ok ? "name" : "type",
                    type_ok ? resource.name : resource.type));
  }
}

void CheckDuplicateCurrent(const RuleInput& input, Reporter& reporter) {
  ReportFacts(input, reporter, kIDN005, FactKind::kDuplicateCurrent, [](const FormatFact&) {
    return std::string("an earlier entry is the current object of this instance too");
  });
}

void CheckDuplicateBlock(const RuleInput& input, Reporter& reporter) {
  ReportFacts(input, reporter, kIDN006, FactKind::kDuplicateBlock, [](const FormatFact&) {
    return std::string("an earlier block records the same resource with other instances");
  });
}

void CheckDuplicateDeposed(const RuleInput& input, Reporter& reporter) {
  ReportFacts(input, reporter, kIDN007, FactKind::kDuplicateDeposed, [](const FormatFact&) {
    return std::string("an earlier deposed object of this instance has the same key");
  });
}

void CheckKeyKind(const RuleInput& input, Reporter& reporter) {
  ReportFacts(input, reporter, kIDN008, FactKind::kKeyKind, [](const FormatFact& fact) {
    return fmt::format("the instance key is {}, not a number or a string", fact.detail);
  });
}

void CheckKeyLossy(const RuleInput& input, Reporter& reporter) {
  const StateSnapshot& state = input.state;
  ReportFacts(input, reporter, kIDN009, FactKind::kKeyLossy, [&](const FormatFact& fact) {
    if (fact.instance == kNoId) return fmt::format("the key {} changes when read", fact.detail);
    return fmt::format("the key {} is read as {}", fact.detail,
                       state.instances[fact.instance].key.number);
  });
}

void CheckHusk(const RuleInput& input, Reporter& reporter) {
  const StateSnapshot& state = input.state;
  for (uint32_t row = 0; row < state.resources.size(); ++row) {
    const Resource& resource = state.resources[row];
    if (resource.instance_count != 0 || !resource.readable || resource.dropped) continue;
    reporter.ReportResource(kIDN017, state, row, "the resource has no instances");
  }
}

}  // namespace tfsck
