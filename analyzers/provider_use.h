// Which resources use which provider configuration.
#ifndef TFSCK_ANALYZERS_PROVIDER_USE_H_
#define TFSCK_ANALYZERS_PROVIDER_USE_H_

#include <fmt/format.h>

#include <cstdint>
#include <string>
#include <vector>

#include "engine/state.h"

namespace tfsck {

struct ProviderUse {
  uint32_t first = kNoId;  // row of resources
  uint32_t count = 0;
};

// Per row of providers.
inline std::vector<ProviderUse> CountProviderUse(const StateSnapshot& state) {
  std::vector<ProviderUse> uses(state.providers.size());
  for (uint32_t row = 0; row < state.resources.size(); ++row) {
    const uint32_t provider = state.resources[row].provider;
    if (provider == kNoId) continue;
    if (uses[provider].count++ == 0) uses[provider].first = row;
  }
  return uses;
}

// registry.terraform.io/hashicorp/aws
inline std::string SourceText(const ProviderAddress& address) {
  return fmt::format("{}/{}/{}", address.host, address.namespace_, address.type);
}

// ", like 4 more resources" behind a finding that speaks for all users of a provider.
inline std::string OtherUsers(const ProviderUse& use) {
  if (use.count < 2) return "";
  return fmt::format(", like {} more resource{}", use.count - 1, use.count == 2 ? "" : "s");
}

}  // namespace tfsck

#endif  // TFSCK_ANALYZERS_PROVIDER_USE_H_
