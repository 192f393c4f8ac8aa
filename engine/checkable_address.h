// Addresses of check results: `config_addr` and `object_addr` of the state's check_results.
//
// Pure functions, safe from any thread, linear in the text; results own their text.
// Source: TF:internal/addrs/checkable.go, TF:internal/states/statefile/version4.go
// (decodeCheckResultsV4).
#ifndef TFSCK_ENGINE_CHECKABLE_ADDRESS_H_
#define TFSCK_ENGINE_CHECKABLE_ADDRESS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/address.h"

namespace tfsck {

enum class CheckableKind : uint8_t { kResource, kOutput, kCheck, kVariable };

// The kind that `object_kind` names, none for any other text: Terraform drops those results.
std::optional<CheckableKind> ParseCheckableKind(std::string_view text);

// What Terraform makes of a checkable's address.
struct CheckableVerdict {
  enum class Outcome : uint8_t {
    kAccepted,
    kRefused,  // the state cannot be read
    kCrash,    // Terraform 1.11.4 panics: the kind and the address do not go together
  };
  Outcome outcome = Outcome::kAccepted;
  std::string text;                // kAccepted: canonical
  bool has_instance_keys = false;  // kAccepted: as a config_addr it is refused all the same
  AddressError error;              // otherwise
};

// Judges an address as the state's reader does for an object of `kind`.
CheckableVerdict ParseCheckable(CheckableKind kind, std::string_view text);

// What Terraform says of a config_addr that carries instance keys; it has no detail.
std::string IndexedConfigAddressMessage(std::string_view text);

}  // namespace tfsck

#endif  // TFSCK_ENGINE_CHECKABLE_ADDRESS_H_
