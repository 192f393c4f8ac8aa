#include "analyzers/fact_walk.h"

#include <fmt/format.h>

#include <algorithm>

namespace tfsck {

std::string FactAddress(const StateSnapshot& state, const FormatFact& fact) {
  if (fact.instance != kNoId) return state.InstanceAddress(fact.instance);
  if (fact.resource != kNoId) return state.ResourceAddressText(fact.resource);
  return {};
}

void ReportDetails(const RuleInput& input, Reporter& reporter, RuleIndex rule, FactKind kind,
                   std::string_view lead) {
  ReportFacts(input, reporter, rule, kind, [lead](const FormatFact& fact) {
    // Terraform's words are sentences.
    std::string_view words = fact.detail;
    if (words.ends_with('.')) words.remove_suffix(1);
    return fmt::format("{}{}", lead, words);
  });
}

bool HasWrongKind(const StateSnapshot& state, std::string_view field) {
  return std::ranges::any_of(state.facts, [field](const FormatFact& fact) {
    return fact.kind == FactKind::kFieldType && fact.detail.starts_with(field) &&
           fact.detail.substr(field.size()).starts_with(": ");
  });
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
