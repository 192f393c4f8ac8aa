// Number literals of HCL as instance keys: what go-cty makes of their digits.
//
// Pure; safe from any thread.  Cost: linear in the text.
#ifndef TFSCK_ENGINE_HCL_NUMBER_H_
#define TFSCK_ENGINE_HCL_NUMBER_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tfsck {

struct NumberLiteral {
  enum class Kind : uint8_t {
    kInteger,   // exactly an int64
    kNotWhole,  // a number, but a fraction or out of the range of int64
    kInvalid,   // not a number: two points, two exponents, an exponent out of range
  };
  Kind kind = Kind::kInvalid;
  int64_t value = 0;
};

// Bytes of the number token that `text` begins with, 0 when it begins with none (HCL:
// hclsyntax/scan_tokens.rl, NumberLit; it may hold several points and exponents).
size_t NumberTokenLength(std::string_view text);

// The value of a number token: a binary float of 512 bits of precision, so digits far behind the
// point may round away (go-cty: cty.ParseNumberVal, cty/gocty/out.go).
NumberLiteral ParseNumberLiteral(std::string_view token);

}  // namespace tfsck

#endif  // TFSCK_ENGINE_HCL_NUMBER_H_
