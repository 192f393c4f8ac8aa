// Provider references of old states, rewritten to the form that Terraform 0.12 recorded.
//
// Pure; safe from any thread.  Source: TF v1.11.4 internal/states/statefile/version3_upgrade.go,
// internal/addrs/provider_config.go (ParseLegacyAbsProviderConfig), internal/configs/provider.go
// (ParseProviderConfigCompact).
#ifndef TFSCK_ENGINE_LEGACY_PROVIDER_H_
#define TFSCK_ENGINE_LEGACY_PROVIDER_H_

#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace tfsck {

// From `provider` of an instance to `[module.name.]provider.type[.alias]`.  `module` is the static
// text of the instance's module, `type` the resource's type, `instance` its address inside the
// module.  The error is Terraform's refusal, without its prefix.
tl::expected<std::string, std::string> UpgradeProviderReference(std::string_view provider,
                                                                std::string_view module,
                                                                std::string_view type,
                                                                std::string_view instance);

}  // namespace tfsck

#endif  // TFSCK_ENGINE_LEGACY_PROVIDER_H_
