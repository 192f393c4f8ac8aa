// Provider source addresses: [hostname/][namespace/]type.
//
// Pure, safe from any thread; results own their text.
// Source: hashicorp/terraform-registry-address provider.go, TF:internal/addrs/provider.go.
#ifndef TFSCK_ENGINE_PROVIDER_SOURCE_H_
#define TFSCK_ENGINE_PROVIDER_SOURCE_H_

#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "engine/hcl_problems.h"

namespace tfsck {

inline constexpr std::string_view kTerraformRegistry = "registry.terraform.io";
inline constexpr std::string_view kOpenTofuRegistry = "registry.opentofu.org";
inline constexpr std::string_view kLegacyNamespace = "-";

struct ProviderSource {
  std::string host;        // as shown: Unicode, lower case, with the port unless it is 443
  std::string namespace_;  // "hashicorp" when the text has none; "-" for legacy addresses
  std::string type;
};

// Parses a source as the state's reader does (TF: ParseProviderSourceString).  `registry` is the
// host of sources that name none, and the only one of legacy addresses.
tl::expected<ProviderSource, AddressError> ParseProviderSource(
    std::string_view text, std::string_view registry = kTerraformRegistry);

// host/namespace/type (tfaddr: Provider.String).
std::string ToString(const ProviderSource& source);

}  // namespace tfsck

#endif  // TFSCK_ENGINE_PROVIDER_SOURCE_H_
