#include "engine/hcl_number.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>
#include <string>
#include <utility>

namespace tfsck {
namespace {

// Limits of Go's math/big.Float: MinExp, MaxExp, and the powers of ten below which a value is
// zero because its binary exponent, or the power of five it is divided by, leaves the range.
constexpr double kMaxBinaryExponent = 2147483647.0;
constexpr double kMinBinaryExponent = -2147483648.0;
constexpr double kLog2Of10 = 3.321928094887362;
constexpr double kUnderflowDecimalExponent = -646456993.0;
constexpr int kMantissaBits = 512;
constexpr int64_t kMaxInt64Digits = 19;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// digits * 10^exponent; no leading zeros in `digits`, which is empty for zero.
struct Decimal {
  std::string digits;
  int64_t exponent = 0;
};

// Splits mantissa and exponent; nothing when Go's scanner would not take the whole text or its
// exponent does not fit 64 bits.
std::optional<Decimal> ScanDecimal(std::string_view token) {
  Decimal result;
  size_t i = 0;
  int64_t fraction_digits = 0;
  bool point = false;
  for (; i < token.size(); ++i) {
    if (IsDigit(token[i])) {
      fraction_digits += point ? 1 : 0;
      if (token[i] != '0' || !result.digits.empty()) result.digits.push_back(token[i]);
    } else if (token[i] == '.' && !point) {
      point = true;
    } else {
      break;
    }
  }
  if (i < token.size()) {
    if (token[i] != 'e' && token[i] != 'E') return std::nullopt;
    ++i;
    if (i < token.size() && token[i] == '+') ++i;
    const char* end = token.data() + token.size();
    const auto [stop, error] = std::from_chars(token.data() + i, end, result.exponent);
    if (error != std::errc() || stop != end) return std::nullopt;
  }
  if (result.exponent < std::numeric_limits<int64_t>::min() + fraction_digits) return std::nullopt;
  result.exponent -= fraction_digits;
  return result;
}

// The decimal digits behind the point of 2^-power, exactly.
std::string PowerOfHalf(int power) {
  std::string digits;
  int remainder = 1;  // of the digit to the left; at first the one before the point
  for (int step = 0; step < power; ++step) {
    for (char& digit : digits) {
      const int value = remainder * 10 + (digit - '0');
      digit = static_cast<char>('0' + value / 2);
      remainder = value % 2;
    }
    digits.push_back(remainder != 0 ? '5' : '0');
    remainder = 0;
  }
  return digits;
}

// Compares two fractions given by their digits behind the point; shorter ones end in zeros.
int CompareFractions(std::string_view a, std::string_view b) {
  const size_t size = std::max(a.size(), b.size());
  for (size_t i = 0; i < size; ++i) {
    const char x = i < a.size() ? a[i] : '0';
    const char y = i < b.size() ? b[i] : '0';
    if (x != y) return x < y ? -1 : 1;
  }
  return 0;
}

// 1 - fraction, digit by digit, for a fraction that is not zero.
std::string Complement(std::string_view fraction) {
  std::string out(fraction);
  const size_t last = out.find_last_not_of('0');
  out.resize(last + 1);
  for (char& c : out) c = static_cast<char>('0' + ('9' - c));
  ++out.back();
  return out;
}

int BitLength(uint64_t value) {
  int bits = 0;
  for (; value != 0; value >>= 1) ++bits;
  return bits;
}

// The whole number that whole.fraction rounds to in a mantissa of 512 bits, if it does.
std::optional<uint64_t> RoundToWhole(uint64_t whole, std::string_view fraction) {
  if (fraction.find_first_not_of('0') == std::string_view::npos) return whole;
  const std::string half_ulp = PowerOfHalf(kMantissaBits - BitLength(whole) + 1);
  if (whole != 0 && CompareFractions(fraction, half_ulp) <= 0) return whole;
  if (CompareFractions(Complement(fraction), half_ulp) <= 0) return whole + 1;
  return std::nullopt;
}

// Bits of a whole number given by its digits; exact for up to 15 of them.
double MantissaBits(const std::string& digits) {
  const std::string_view head = std::string_view(digits).substr(0, 15);
  uint64_t value = 0;
  std::from_chars(head.data(), head.data() + head.size(), value);
  const double tail = static_cast<double>(digits.size() - head.size());
  return std::floor(std::log2(static_cast<double>(value)) + tail * kLog2Of10) + 1;
}

NumberLiteral ToInteger(const Decimal& decimal) {
  constexpr NumberLiteral kNotWhole{NumberLiteral::Kind::kNotWhole, 0};
  const auto count = static_cast<int64_t>(decimal.digits.size());
  const int64_t whole_digits = count + decimal.exponent;  // before the point
  if (whole_digits > kMaxInt64Digits) return kNotWhole;
  std::string whole = decimal.digits.substr(0, std::max<int64_t>(whole_digits, 0));
  if (decimal.exponent > 0) whole.append(decimal.exponent, '0');
  uint64_t value = 0;
  std::from_chars(whole.data(), whole.data() + whole.size(), value);
  // Below 0.1: far from one, and a float never rounds to zero.
  if (whole_digits < 0) return kNotWhole;
  const std::string fraction = decimal.digits.substr(std::min(whole_digits, count));
  const std::optional<uint64_t> rounded = RoundToWhole(value, fraction);
  if (!rounded || *rounded > static_cast<uint64_t>(std::numeric_limits<int64_t>::max())) {
    return kNotWhole;
  }
  return {NumberLiteral::Kind::kInteger, static_cast<int64_t>(*rounded)};
}

}  // namespace

size_t NumberTokenLength(std::string_view text) {
  if (text.empty() || !IsDigit(text[0])) return 0;
  size_t end = 1;  // the token never ends in a point
  for (size_t i = 1; i < text.size();) {
    size_t exponent = i + 1;
    if (IsDigit(text[i])) {
      end = ++i;
    } else if (text[i] == '.') {
      ++i;
    } else if (text[i] == 'e' || text[i] == 'E') {
      if (exponent < text.size() && (text[exponent] == '+' || text[exponent] == '-')) ++exponent;
      if (exponent >= text.size() || !IsDigit(text[exponent])) break;
      end = i = exponent + 1;
    } else {
      break;
    }
  }
  return end;
}

NumberLiteral ParseNumberLiteral(std::string_view token) {
  constexpr NumberLiteral kZero{NumberLiteral::Kind::kInteger, 0};
  const std::optional<Decimal> decimal = ScanDecimal(token);
  if (!decimal) return {};
  if (decimal->digits.empty()) return kZero;
  const double exponent = static_cast<double>(decimal->exponent);
  const double size = static_cast<double>(decimal->digits.size());
  // Of the digits times a power of two; the power of five is applied after this check.
  const double binary_exponent = MantissaBits(decimal->digits) + exponent;
  if (binary_exponent > kMaxBinaryExponent || binary_exponent < kMinBinaryExponent) return {};
  if (size + exponent <= kUnderflowDecimalExponent) return kZero;
  return ToInteger(*decimal);
}

}  // namespace tfsck
