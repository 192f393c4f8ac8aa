// Addresses of provider configurations, as `resources[].provider` records them.
//
// Pure functions, safe from any thread, linear in the text; results own their text.
// Source: TF:internal/addrs/provider_config.go, OT:internal/addrs/provider_config.go.
#ifndef TFSCK_ENGINE_PROVIDER_ADDRESS_H_
#define TFSCK_ENGINE_PROVIDER_ADDRESS_H_

#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "engine/address.h"
#include "engine/provider_source.h"

namespace tfsck {

struct ProviderAddress {
  std::string module;  // static text of the module path, "" for the root module
  std::string host;
  std::string namespace_;
  std::string type;
  std::string alias;              // "" for the default configuration
  bool legacy_namespace = false;  // namespace "-": written before Terraform 0.13
};

// Parses the text as the state's reader does: the form with a source in brackets, else the form
// of Terraform 0.12, `[module.name.]provider.type[.alias]`.  Where both fail Terraform drops the
// resource silently; the error is what it computed for the first form and threw away.
// `crashes` is set where Terraform 1.11.4 panics.
tl::expected<ProviderAddress, AddressError> ParseProviderAddress(std::string_view text);

// Canonical text, as every writer writes it (TF: AbsProviderConfig.String).
std::string ToString(const ProviderAddress& address);

// OpenTofu >= 1.9: a configuration with for_each, named by an instance.
struct ProviderInstanceAddress {
  ProviderAddress config;
  InstanceKey::Kind key_kind = InstanceKey::Kind::kNone;
  int64_t key_number = 0;
  std::string key_text;

  // A view into this address.
  InstanceKey instance_key() const { return {key_kind, key_number, key_text}; }
};

// Parses `instances[].provider`, also without a key: provider["source"].alias["key"] (OT:
// ParseAbsProviderInstanceStr).
tl::expected<ProviderInstanceAddress, AddressError> ParseOpenTofuProviderInstance(
    std::string_view text);

}  // namespace tfsck

#endif  // TFSCK_ENGINE_PROVIDER_ADDRESS_H_
