#include "engine/cty_number.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>

#include "engine/cty_big_float.h"

namespace tfsck {
namespace {

constexpr size_t kExactDigits = 150;      // any decimal this long survives 512 bits
constexpr size_t kMaxDigits = 20'000;     // beyond: kHuge
constexpr int64_t kMaxExponent = 10'000;  // of numbers that need exact arithmetic; beyond: kHuge
constexpr int64_t kMaxZeros = 100'000;    // what AppendFixed adds to the digits
constexpr size_t kHashDigits = 10;
constexpr double kMaxBinaryExponent = 2147483647.0;
constexpr double kBitsPerDigit = 3.321928094887362;
constexpr double kBitsPerFive = 2.321928094887362;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// A number as written: 0.digits * 10^point, times 2^exponent2.
struct Written {
  bool negative = false;
  std::string digits;
  int64_t point = 0;
  int64_t exponent2 = 0;
  int64_t exponent10 = 0;  // what stands behind 'e', for Go's range check
};

// Takes digits and at most one point; false where there is no digit.
bool TakeMantissa(std::string_view* text, Written* out) {
  bool any = false;
  bool fraction = false;
  size_t at = 0;
  for (; at < text->size(); ++at) {
    const char c = (*text)[at];
    if (c == '.' && !fraction) {
      fraction = true;
      continue;
    }
    if (!IsDigit(c)) break;
    any = true;
    if (c == '0' && out->digits.empty()) {
      if (fraction) --out->point;
      continue;
    }
    out->digits += c;
    if (!fraction) ++out->point;
  }
  text->remove_prefix(at);
  return any;
}

// Takes an exponent if there is one; false where it is malformed or beyond 64 bits.
bool TakeExponent(std::string_view* text, Written* out) {
  if (text->empty()) return true;
  const char letter = static_cast<char>(text->front() | 0x20);
  if (letter != 'e' && letter != 'p') return true;
  text->remove_prefix(1);
  if (!text->empty() && text->front() == '+') {
    text->remove_prefix(1);
    if (!text->empty() && text->front() == '-') return false;
  }
  int64_t* const to = letter == 'e' ? &out->exponent10 : &out->exponent2;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), *to);
  if (error != std::errc()) return false;
  text->remove_prefix(static_cast<size_t>(end - text->data()));
  return true;
}

bool IsInfinity(std::string_view text) { return text == "Inf" || text == "inf"; }

// The binary exponent that Go computes before it applies the power of five.
bool ExponentInRange(const Written& number) {
  const double integer_bits = static_cast<double>(number.digits.size()) * kBitsPerDigit;
  const double tens = static_cast<double>(number.point) + static_cast<double>(number.exponent10) -
                      static_cast<double>(number.digits.size());
  return std::abs(integer_bits + tens + static_cast<double>(number.exponent2)) <=
         kMaxBinaryExponent;
}

void Settle(const Written& written, CtyNumber* out) {
  out->point = written.point + written.exponent10;
  const int64_t tens = out->point - static_cast<int64_t>(written.digits.size());
  const double bits =
      static_cast<double>(out->point) * kBitsPerDigit + static_cast<double>(written.exponent2);
  if (static_cast<double>(std::abs(tens)) * kBitsPerFive > kMaxBinaryExponent ||
      std::abs(bits) > kMaxBinaryExponent) {
    if (tens > 0 || bits > 0) out->form = CtyNumber::Form::kInfinite;
    return;  // else it underflows to zero: `digits` is empty
  }
  if (written.digits.size() <= kExactDigits && written.exponent2 == 0) {
    out->digits = written.digits;
    return;
  }
  if (written.digits.size() > kMaxDigits || std::abs(tens) > kMaxExponent ||
      std::abs(written.exponent2) > kMaxExponent) {
    out->form = CtyNumber::Form::kHuge;
    out->digits = written.digits;
    return;
  }
  DecimalDigits rounded = ShortestOf512Bits(written.digits, tens, written.exponent2);
  out->digits = std::move(rounded.digits);
  out->point = rounded.point;
}

struct Rounded {
  std::string digits;
  int64_t point;
};

// Ten significant digits.  A tie in decimal need not be one in binary: then the float decides.
Rounded RoundForHash(const CtyNumber& number) {
  Rounded out{number.digits, number.point};
  if (out.digits.size() <= kHashDigits) return out;
  bool up = out.digits[kHashDigits] >= '5';
  if (out.digits.size() == kHashDigits + 1 && out.digits.back() == '5') {
    up = ((out.digits[kHashDigits - 1] - '0') & 1) != 0;
    const int64_t tens = number.point - static_cast<int64_t>(number.digits.size());
    if (std::abs(tens) <= kMaxExponent) {
      const DecimalDigits exact = ExactOf512Bits(number.digits, tens, 0);
      if (exact.digits != number.digits) up = exact.digits[kHashDigits] >= '5';
    }
  }
  out.digits.resize(kHashDigits);
  if (!up) {
    out.digits.erase(out.digits.find_last_not_of('0') + 1);
    return out;
  }
  out.digits.erase(out.digits.find_last_not_of('9') + 1);
  if (out.digits.empty()) return {"1", out.point + 1};
  ++out.digits.back();
  return out;
}

void AppendPlain(std::string_view digits, int64_t point, std::string* out) {
  const auto size = static_cast<int64_t>(digits.size());
  if (point <= 0) {
    *out += digits.empty() ? "0" : "0.";
    out->append(digits.empty() ? 0 : static_cast<size_t>(-point), '0');
    *out += digits;
  } else if (point >= size) {
    *out += digits;
    out->append(static_cast<size_t>(point - size), '0');
  } else {
    *out += digits.substr(0, static_cast<size_t>(point));
    *out += '.';
    *out += digits.substr(static_cast<size_t>(point));
  }
}

void AppendScientific(std::string_view digits, int64_t exponent, std::string* out) {
  *out += digits[0];
  if (digits.size() > 1) {
    *out += '.';
    *out += digits.substr(1);
  }
  *out += exponent < 0 ? "e-" : "e+";
  const std::string text = std::to_string(std::abs(exponent));
  if (text.size() < 2) *out += '0';
  *out += text;
}

int CompareMagnitudes(const CtyNumber& a, const CtyNumber& b) {
  const bool infinite_a = a.form == CtyNumber::Form::kInfinite;
  const bool infinite_b = b.form == CtyNumber::Form::kInfinite;
  if (infinite_a || infinite_b) return static_cast<int>(infinite_a) - static_cast<int>(infinite_b);
  if (a.digits.empty() || b.digits.empty()) {
    return static_cast<int>(b.digits.empty()) - static_cast<int>(a.digits.empty());
  }
  if (a.point != b.point) return a.point < b.point ? -1 : 1;
  return a.digits.compare(b.digits);
}

bool IsZero(const CtyNumber& number) {
  return number.form == CtyNumber::Form::kFinite && number.digits.empty();
}

}  // namespace

std::optional<CtyNumber> ParseCtyNumber(std::string_view text) {
  Written written;
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) {
    written.negative = text.front() == '-';
    text.remove_prefix(1);
  }
  CtyNumber out;
  out.negative = written.negative;
  if (IsInfinity(text)) {
    out.form = CtyNumber::Form::kInfinite;
    return out;
  }
  if (!TakeMantissa(&text, &written) || !TakeExponent(&text, &written) || !text.empty()) {
    return std::nullopt;
  }
  if (written.digits.empty()) return out;
  if (!ExponentInRange(written)) return std::nullopt;
  written.digits.erase(written.digits.find_last_not_of('0') + 1);
  Settle(written, &out);
  return out;
}

int Compare(const CtyNumber& a, const CtyNumber& b) {
  if (IsZero(a) && IsZero(b)) return 0;
  if (a.negative != b.negative) {
    if (IsZero(a)) return b.negative ? 1 : -1;
    return a.negative ? -1 : 1;
  }
  const int magnitude = CompareMagnitudes(a, b);
  return a.negative ? -magnitude : magnitude;
}

bool AppendFixed(const CtyNumber& number, std::string* out) {
  if (number.form != CtyNumber::Form::kFinite) return false;
  const auto size = static_cast<int64_t>(number.digits.size());
  if (size != 0 && (number.point < -kMaxZeros || number.point > size + kMaxZeros)) return false;
  if (number.negative) *out += '-';
  AppendPlain(number.digits, size == 0 ? 0 : number.point, out);
  return true;
}

void AppendGeneral(const CtyNumber& number, std::string* out) {
  if (number.form == CtyNumber::Form::kInfinite) {
    *out += number.negative ? "-Inf" : "+Inf";
    return;
  }
  if (number.negative) *out += '-';
  if (number.digits.empty()) {
    *out += '0';
    return;
  }
  const Rounded rounded = RoundForHash(number);
  const auto size = static_cast<int64_t>(rounded.digits.size());
  int64_t limit = kHashDigits;
  if (limit > size && size >= rounded.point) limit = size;
  const int64_t exponent = rounded.point - 1;
  if (exponent < -4 || exponent >= limit) {
    AppendScientific(rounded.digits, exponent, out);
  } else {
    AppendPlain(rounded.digits, rounded.point, out);
  }
}

}  // namespace tfsck
