// Decimal text through a 512-bit binary float, exactly as Go's math/big rounds it.
//
// Internal to cty_number.  Pure functions; cost grows with the square of the digits and exponents,
// which the caller bounds.  Source: Go math/big floatconv.go (scan, pow5), ftoa.go (roundShortest).
#ifndef TFSCK_ENGINE_CTY_BIG_FLOAT_H_
#define TFSCK_ENGINE_CTY_BIG_FLOAT_H_

#include <cstdint>
#include <string>
#include <string_view>

namespace tfsck {

// 0.digits * 10^point; no zero at either end of the digits.
struct DecimalDigits {
  std::string digits;
  int64_t point = 0;
};

// The float nearest to digits * 10^exponent10 * 2^exponent2, as the shortest decimal that reads
// back as the same float.  REQUIRES: `digits` begins with 1-9.
DecimalDigits ShortestOf512Bits(std::string_view digits, int64_t exponent10, int64_t exponent2);

// The same float, to its last digit.
DecimalDigits ExactOf512Bits(std::string_view digits, int64_t exponent10, int64_t exponent2);

}  // namespace tfsck

#endif  // TFSCK_ENGINE_CTY_BIG_FLOAT_H_
