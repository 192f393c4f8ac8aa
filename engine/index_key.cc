#include "engine/index_key.h"

#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <string>

namespace tfsck {
namespace {

constexpr double kTwoTo63 = 9223372036854775808.0;
// Every integer up to this one is a double.
constexpr int64_t kExactInDouble = int64_t{1} << 53;

}  // namespace

IndexNumber ReadIndexNumber(std::string_view text) {
  IndexNumber number;
  int64_t exact = 0;
  const char* const end = text.data() + text.size();
  const auto [at, error] = std::from_chars(text.data(), end, exact);
  const bool integer = error == std::errc() && at == end;
  if (integer && std::llabs(exact) <= kExactInDouble) {
    number.value = exact;  // the usual case
    return number;
  }
  const double value = std::strtod(std::string(text).c_str(), nullptr);
  number.fits = std::isfinite(value);
  if (!number.fits) return number;
  const bool in_range = value >= -kTwoTo63 && value < kTwoTo63;
  number.value = in_range ? static_cast<int64_t>(value) : std::numeric_limits<int64_t>::min();
  number.lossy = integer ? number.value != exact
                         : std::trunc(value) != value || std::fabs(value) > kExactInDouble;
  return number;
}

}  // namespace tfsck
