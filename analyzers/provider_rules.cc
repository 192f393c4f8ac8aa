// PRV001-PRV005, PRV008, PRV015: the provider addresses of resources.
#include <fmt/format.h>

#include <string>
#include <vector>

#include "analyzers/fact_walk.h"
#include "analyzers/provider_names.h"
#include "analyzers/provider_use.h"
#include "analyzers/rule_functions.h"

namespace tfsck {
namespace {

// Reports once per provider configuration that `say` has words for, at its first resource.
template <typename Say>
void ReportProviders(const RuleInput& input, Reporter& reporter, RuleIndex rule, Say&& say) {
  const StateSnapshot& state = input.state;
  const std::vector<ProviderUse> uses = CountProviderUse(state);
  for (uint32_t row = 0; row < uses.size(); ++row) {
    const Provider& provider = state.providers[row];
    if (!provider.parsed || uses[row].count == 0) continue;
    const std::string message = say(provider);
    if (message.empty()) continue;
    reporter.ReportResource(rule, state, uses[row].first, message + OtherUsers(uses[row]));
  }
}

}  // namespace

void CheckProviderUnparsable(const RuleInput& input, Reporter& reporter) {
  ReportFacts(input, reporter, kPRV001, FactKind::kProviderUnparsable, [](const FormatFact& fact) {
    return fmt::format("the provider address `{}` cannot be read", fact.detail);
  });
  // Terraform looks for the address on the resource only, and finds none.
  if (input.tool != ToolFamily::kTerraform) return;
  ReportFacts(input, reporter, kPRV001, FactKind::kProviderOnInstance, [](const FormatFact&) {
    return std::string(
        "the provider address stands on the instances, where Terraform does not look");
  });
}

void CheckInstanceProvider(const RuleInput& input, Reporter& reporter) {
  if (input.tool == ToolFamily::kTerraform) return;  // PRV001
  ReportFacts(input, reporter, kPRV002, FactKind::kProviderOnInstance, [](const FormatFact&) {
    return std::string("the provider address stands on the instances");
  });
}

void CheckProviderConflict(const RuleInput& input, Reporter& reporter) {
  ReportFacts(input, reporter, kPRV003, FactKind::kProviderBothLevels, [](const FormatFact&) {
    return std::string("the resource and one of its instances both name a provider configuration");
  });
  ReportFacts(input, reporter, kPRV003, FactKind::kProviderDiffers, [](const FormatFact&) {
    return std::string("the instances do not all name the same provider configuration");
  });
}

void CheckProviderLegacy(const RuleInput& input, Reporter& reporter) {
  ReportProviders(input, reporter, kPRV004, [](const Provider& provider) -> std::string {
    if (!provider.address.legacy_namespace) return "";
    return fmt::format("the provider address {} has no namespace", SourceText(provider.address));
  });
}

void CheckProviderNonCanonical(const RuleInput& input, Reporter& reporter) {
  ReportFacts(input, reporter, kPRV005, FactKind::kProviderNonCanonical,
              [](const FormatFact& fact) {
                return fmt::format("Terraform writes the provider address as {}", fact.detail);
              });
}

void CheckProviderInModule(const RuleInput& input, Reporter& reporter) {
  ReportProviders(input, reporter, kPRV008, [](const Provider& provider) -> std::string {
    if (provider.address.module.empty()) return "";
    return fmt::format("the configuration of provider {} stands in {}", provider.address.type,
                       provider.address.module);
  });
}

void CheckProviderArchived(const RuleInput& input, Reporter& reporter) {
  ReportProviders(input, reporter, kPRV015, [](const Provider& provider) -> std::string {
    if (!IsArchivedProvider(provider.address)) return "";
    return fmt::format("provider {} is archived", SourceText(provider.address));
  });
}

}  // namespace tfsck
