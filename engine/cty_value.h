// Values of outputs: whether Terraform accepts them for their type, and how it writes them back.
//
// Pure functions, safe from any thread; nothing is kept.  All `json` must be one whole value or ""
// (absent), and needs 64 readable bytes behind it.  Linear, sets apart: their elements are sorted,
// nested sets once per level.  No recursion.
// Source: go-cty v1.16.0, cty/json/{unmarshal,marshal}.go, cty/value_init.go, cty/set.
#ifndef TFSCK_ENGINE_CTY_VALUE_H_
#define TFSCK_ENGINE_CTY_VALUE_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "engine/cty_type.h"

namespace tfsck {

struct CtyVerdict {
  enum class Kind : uint8_t {
    kConforms,
    kConverted,  // a scalar of another kind, or a missing attribute: the next plan shows a change
    kRefused,    // Terraform refuses the state
    kPanics,     // Terraform crashes
  };
  Kind kind = Kind::kConforms;
  std::string message;  // kRefused: what stands behind "has an invalid value for output %q: "
};

// Judges an output's value as Terraform's reader does.
CtyVerdict CheckCtyValue(std::string_view json, const CtyType& type);

// Appends the value as Terraform writes it back, without white space.  The written type may be
// narrower than the declared one ("dynamic" never survives a value); it is appended to `type_out`
// where given.  False where the value is not accepted, or cannot be written: infinity, a number
// over 100,000 digits, over 64 MiB beyond 16 times the text.  Then nothing is appended.
bool AppendCtyValue(std::string_view json, const CtyType& type, std::string* out,
                    std::string* type_out = nullptr);

// A dynamic value, {"value":V,"type":T} or null, as Terraform writes it back, or as it stands
// where it could not be written; the error is go-cty's.  Steps of sensitive paths are stored so.
tl::expected<std::string, CtyVerdict> CanonicalDynamicValue(std::string_view json);

}  // namespace tfsck

#endif  // TFSCK_ENGINE_CTY_VALUE_H_
