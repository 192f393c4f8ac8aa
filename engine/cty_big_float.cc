#include "engine/cty_big_float.h"

#include <algorithm>
// g++ 12 at -O3 takes the inline limbs of Boost's integers for uninitialised.
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif
#include <boost/multiprecision/cpp_int.hpp>

namespace tfsck {
namespace {

using boost::multiprecision::cpp_int;

constexpr int64_t kPrecision = 512;
// Go computes powers of five with more bits than it needs, but not with all of them.
constexpr int64_t kPowerPrecision = kPrecision + 64;
constexpr int64_t kFactorPrecision = kPowerPrecision + 64;

// mantissa * 2^exponent
struct BigFloat {
  cpp_int mantissa;
  int64_t exponent = 0;
};

int64_t BitLength(const cpp_int& value) {
  return value.is_zero() ? 0 : static_cast<int64_t>(msb(value)) + 1;
}

// Rounds half to even; `sticky` says that the value is a little more than its mantissa.
void Round(BigFloat* value, int64_t precision, bool sticky = false) {
  const int64_t excess = BitLength(value->mantissa) - precision;
  if (excess <= 0) return;
  const cpp_int half = cpp_int(1) << static_cast<unsigned>(excess - 1);
  const cpp_int rest = value->mantissa & ((half << 1) - 1);
  value->mantissa >>= static_cast<unsigned>(excess);
  value->exponent += excess;
  const bool odd = bit_test(value->mantissa, 0);
  if (rest > half || (rest == half && (sticky || odd))) ++value->mantissa;
}

BigFloat Product(const BigFloat& a, const BigFloat& b, int64_t precision) {
  BigFloat out{a.mantissa * b.mantissa, a.exponent + b.exponent};
  Round(&out, precision);
  return out;
}

BigFloat Quotient(const BigFloat& a, const BigFloat& b) {
  const int64_t shift =
      std::max<int64_t>(0, kPrecision + 2 + BitLength(b.mantissa) - BitLength(a.mantissa));
  const cpp_int widened = a.mantissa << static_cast<unsigned>(shift);
  BigFloat out;
  cpp_int rest;
  divide_qr(widened, b.mantissa, out.mantissa, rest);
  out.exponent = a.exponent - b.exponent - shift;
  Round(&out, kPrecision, !rest.is_zero());
  return out;
}

BigFloat PowerOfFive(uint64_t n) {
  constexpr uint64_t kTabulated = 27;  // the largest power in 64 bits
  BigFloat out{pow(cpp_int(5), static_cast<unsigned>(std::min(n, kTabulated))), 0};
  if (n <= kTabulated) return out;
  BigFloat factor{5, 0};
  for (n -= kTabulated; n > 0; n >>= 1) {
    if ((n & 1) != 0) out = Product(out, factor, kPowerPrecision);
    factor = Product(factor, factor, kFactorPrecision);
  }
  return out;
}

BigFloat Read(std::string_view digits, int64_t exponent10, int64_t exponent2) {
  BigFloat value{cpp_int(std::string(digits)), exponent10 + exponent2};
  if (exponent10 == 0) {
    Round(&value, kPrecision);
    return value;
  }
  const BigFloat power = PowerOfFive(static_cast<uint64_t>(std::abs(exponent10)));
  return exponent10 < 0 ? Quotient(value, power) : Product(value, power, kPrecision);
}

DecimalDigits ToDecimal(const BigFloat& value) {
  cpp_int whole = value.mantissa;
  int64_t fraction_digits = 0;
  if (value.exponent >= 0) {
    whole <<= static_cast<unsigned>(value.exponent);
  } else {
    // m / 2^k = m * 5^k / 10^k, with as small a k as there is.
    const int64_t even = static_cast<int64_t>(lsb(whole));
    const int64_t shift = std::min(even, -value.exponent);
    fraction_digits = -value.exponent - shift;
    whole >>= static_cast<unsigned>(shift);
    whole *= pow(cpp_int(5), static_cast<unsigned>(fraction_digits));
  }
  DecimalDigits out{whole.str(), 0};
  out.point = static_cast<int64_t>(out.digits.size()) - fraction_digits;
  out.digits.erase(out.digits.find_last_not_of('0') + 1);
  return out;
}

char DigitAt(const DecimalDigits& number, size_t i) {
  return i < number.digits.size() ? number.digits[i] : '0';
}

void Truncate(DecimalDigits* number, size_t count) {
  number->digits.resize(count);
  number->digits.erase(number->digits.find_last_not_of('0') + 1);
}

void RoundUp(DecimalDigits* number, size_t count) {
  std::string& digits = number->digits;
  digits.resize(count);
  digits.erase(digits.find_last_not_of('9') + 1);
  if (digits.empty()) {
    digits = "1";
    ++number->point;
  } else {
    ++digits.back();
  }
}

void RoundNearest(DecimalDigits* number, size_t count) {
  if (count >= number->digits.size()) return;
  const char next = number->digits[count];
  const bool half = next == '5' && count + 1 == number->digits.size();
  const bool odd = count > 0 && ((number->digits[count - 1] - '0') & 1) != 0;
  if (half ? odd : next >= '5') {
    RoundUp(number, count);
  } else {
    Truncate(number, count);
  }
}

// Cuts the exact digits where they single the float out between its neighbours (Go: roundShortest,
// which compares digit by digit and regards the borders as aligned).
DecimalDigits Shorten(const BigFloat& value) {
  DecimalDigits out = ToDecimal(value);
  const int64_t widen = kPrecision + 1 - BitLength(value.mantissa);
  const BigFloat fine{value.mantissa << static_cast<unsigned>(widen), value.exponent - widen};
  const DecimalDigits lower = ToDecimal({fine.mantissa - 1, fine.exponent});
  const DecimalDigits upper = ToDecimal({fine.mantissa + 1, fine.exponent});
  const bool inclusive = !bit_test(fine.mantissa, 1);
  for (size_t i = 0; i < out.digits.size(); ++i) {
    const char digit = out.digits[i];
    const char high = DigitAt(upper, i);
    const bool down = DigitAt(lower, i) != digit || (inclusive && i + 1 == lower.digits.size());
    const bool up = digit != high && (inclusive || digit + 1 < high || i + 1 < upper.digits.size());
    if (down && up) {
      RoundNearest(&out, i + 1);
      break;
    }
    if (down) {
      Truncate(&out, i + 1);
      break;
    }
    if (up) {
      RoundUp(&out, i + 1);
      break;
    }
  }
  return out;
}

}  // namespace

DecimalDigits ShortestOf512Bits(std::string_view digits, int64_t exponent10, int64_t exponent2) {
  return Shorten(Read(digits, exponent10, exponent2));
}

DecimalDigits ExactOf512Bits(std::string_view digits, int64_t exponent10, int64_t exponent2) {
  return ToDecimal(Read(digits, exponent10, exponent2));
}

}  // namespace tfsck
