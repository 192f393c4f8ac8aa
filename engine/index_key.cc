#include "engine/index_key.h"

#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <string>

namespace tfsck {
namespace {

constexpr double kTwoTo63 = 9223372036854775808.0;
constexpr double kTwoTo53 = 9007199254740992.0;

}  // namespace

IndexNumber ReadIndexNumber(std::string_view text) {
  IndexNumber number;
  int64_t small = 0;
  const char* const end = text.data() + text.size();
  if (const auto [at, error] = std::from_chars(text.data(), end, small);
      error == std::errc() && at == end && std::llabs(small) <= (int64_t{1} << 53)) {
    number.value = small;  // the usual case: a plain integer that every double holds
    return number;
  }
  const double value = std::strtod(std::string(text).c_str(), nullptr);
  number.fits = std::isfinite(value);
  if (!number.fits) return number;
  const bool in_range = value >= -kTwoTo63 && value < kTwoTo63;
  number.value = in_range ? static_cast<int64_t>(value) : std::numeric_limits<int64_t>::min();
  number.lossy = std::trunc(value) != value || std::fabs(value) > kTwoTo53;
  return number;
}

}  // namespace tfsck
