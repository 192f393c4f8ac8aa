// IDN001-IDN009, IDN017: what a resource or instance is called, mostly as the reader met it.
#include <fmt/format.h>

#include <algorithm>

#include "analyzers/fact_walk.h"
#include "analyzers/rule_functions.h"
#include "analyzers/words.h"
#include "engine/identifier.h"

namespace tfsck {
namespace {

bool IsIdentifier(std::string_view text) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; };
  const auto plain = [&](char c) { return letter(c) || (c >= '0' && c <= '9') || c == '-'; };
  if (!text.empty() && letter(text.front()) && std::ranges::all_of(text, plain)) return true;
  return IsValidIdentifier(text);
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
  for (uint32_t row = 0; row < state.resources.size(); ++row) {
    const Resource& resource = state.resources[row];
    if (!resource.readable) continue;
    const bool type_ok = IsIdentifier(resource.type);
    if (type_ok && IsIdentifier(resource.name)) continue;
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
