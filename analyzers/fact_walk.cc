#include "analyzers/fact_walk.h"

#include <fmt/format.h>

namespace tfsck {

std::string FactAddress(const StateSnapshot& state, const FormatFact& fact) {
  if (fact.instance != kNoId) return state.InstanceAddress(fact.instance);
  if (fact.resource != kNoId) return state.ResourceAddressText(fact.resource);
  return {};
}

void ReportDetails(const RuleInput& input, Reporter& reporter, RuleIndex rule, FactKind kind,
                   std::string_view lead) {
  ReportFacts(input, reporter, rule, kind,
              [lead](const FormatFact& fact) { return fmt::format("{}{}", lead, fact.detail); });
}

std::string KindPhrase(std::string_view kind) {
  if (kind == "null") return "null";
  if (kind.find(' ') != std::string_view::npos) return fmt::format("the {}", kind);
  const bool vowel = kind.starts_with('a') || kind.starts_with('o');
  return fmt::format("{} {}", vowel ? "an" : "a", kind);
}

void ReportFieldKinds(const RuleInput& input, Reporter& reporter, RuleIndex rule, FactKind kind) {
  ReportFacts(input, reporter, rule, kind, [](const FormatFact& fact) {
    const size_t colon = fact.detail.find(": ");
    if (colon == std::string_view::npos) return std::string(fact.detail);
    return fmt::format("{} cannot be {}", fact.detail.substr(0, colon),
                       KindPhrase(fact.detail.substr(colon + 2)));
  });
}

}  // namespace tfsck
