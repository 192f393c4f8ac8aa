// Keys of old modules' `resources`: `[data.]type.name[.N]`.
//
// Pure; safe from any thread.
#ifndef TFSCK_ENGINE_LEGACY_ADDRESS_H_
#define TFSCK_ENGINE_LEGACY_ADDRESS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace tfsck {

struct LegacyAddress {
  bool data = false;
  std::string type;
  std::string name;
  std::optional<int64_t> key;

  // Text as Terraform prints it today, without and with the key in brackets.
  std::string Resource() const;
  std::string Instance() const;
};

// Parses a key; the error is Terraform's refusal, without its prefix.
// Source: TF v1.11.4 internal/states/statefile/version3_upgrade.go (parseLegacyResourceAddress).
tl::expected<LegacyAddress, std::string> ParseLegacyAddress(std::string_view text);

}  // namespace tfsck

#endif  // TFSCK_ENGINE_LEGACY_ADDRESS_H_
