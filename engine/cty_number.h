// Numbers as cty keeps them: 512-bit binary floats, read from and written as decimal text.
//
// A number of at most 150 significant digits survives unchanged, so it is handled as text; only
// longer ones, and binary exponents, go through exact arithmetic.  Pure functions.
// Source: go-cty v1.16.0 cty.ParseNumberVal; Go math/big floatconv.go, ftoa.go.
#ifndef TFSCK_ENGINE_CTY_NUMBER_H_
#define TFSCK_ENGINE_CTY_NUMBER_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tfsck {

struct CtyNumber {
  enum class Form : uint8_t {
    kFinite,
    kInfinite,  // "Inf", or an exponent beyond Go's range; reads, but cannot be written
    kHuge,      // more digits or a larger exponent than this program computes with
  };
  Form form = Form::kFinite;
  bool negative = false;
  std::string digits;  // no zero at either end; "" is zero
  int64_t point = 0;   // the value is 0.digits * 10^point
};

// Reads a number; nothing where Go says "a number is required".  Linear for up to 150 digits; at
// most about a millisecond for more.
std::optional<CtyNumber> ParseCtyNumber(std::string_view text);

// <0, 0 or >0 by value; minus zero equals zero.  REQUIRES: both finite or infinite.
int Compare(const CtyNumber& a, const CtyNumber& b);

// Appends the shortest decimal without exponent (Go: Text('f', -1)); false where that would be
// over 100,000 zeros long, or the number is not finite.
bool AppendFixed(const CtyNumber& number, std::string* out);

// Appends ten significant digits (Go: Text('g', 10)), as cty hashes numbers.
void AppendGeneral(const CtyNumber& number, std::string* out);

}  // namespace tfsck

#endif  // TFSCK_ENGINE_CTY_NUMBER_H_
