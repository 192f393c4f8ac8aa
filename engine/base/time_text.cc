#include "engine/base/time_text.h"

#include <fmt/format.h>

#include <array>
#include <chrono>
#include <string_view>

namespace tfsck {
namespace {

constexpr int64_t kSecond = 1'000'000;
constexpr int64_t kFirst = -62'167'219'200 * kSecond;  // year 0
constexpr int64_t kLast = 253'402'300'799 * kSecond;   // the last second of 9999

std::string Calendar(int64_t time_us, char between) {
  using std::chrono::days;
  using std::chrono::floor;
  using std::chrono::seconds;
  const std::chrono::sys_time<std::chrono::microseconds> time{std::chrono::microseconds(time_us)};
  const auto day = floor<days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(floor<seconds>(time - day));
  return fmt::format("{:04}-{:02}-{:02}{}{:02}:{:02}:{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     between, clock.hours().count(), clock.minutes().count(),
                     clock.seconds().count());
}

bool OutOfRange(int64_t time_us) { return time_us < kFirst || time_us > kLast; }

}  // namespace

std::string UtcText(int64_t time_us) {
  return OutOfRange(time_us) ? "out of range" : Calendar(time_us, ' ');
}

std::string Rfc3339Text(int64_t time_us) {
  if (OutOfRange(time_us)) return "out of range";
  std::string fraction;
  if (const int64_t rest = (time_us % kSecond + kSecond) % kSecond; rest != 0) {
    fraction = fmt::format(".{:06}", rest);
    fraction.erase(fraction.find_last_not_of('0') + 1);
  }
  return Calendar(time_us, 'T') + fraction + "Z";
}

std::string SpanText(int64_t span_us) {
  struct Unit {
    uint64_t seconds;
    std::string_view name;
  };
  constexpr std::array kUnits = {Unit{86'400, "d"}, Unit{3'600, "h"}, Unit{60, "min"},
                                 Unit{1, "s"}};
  const std::string_view sign = span_us < 0 ? "-" : "";
  const uint64_t length =
      span_us < 0 ? 0 - static_cast<uint64_t>(span_us) : static_cast<uint64_t>(span_us);
  const uint64_t seconds = length / kSecond;
  for (size_t i = 0; i + 1 < kUnits.size(); ++i) {
    const Unit& unit = kUnits[i];
    const Unit& next = kUnits[i + 1];
    if (seconds < unit.seconds) continue;
    std::string text = fmt::format("{}{} {}", sign, seconds / unit.seconds, unit.name);
    const uint64_t rest = seconds % unit.seconds / next.seconds;
    if (rest != 0) text += fmt::format(" {} {}", rest, next.name);
    return text;
  }
  return seconds > 0 ? fmt::format("{}{} s", sign, seconds)
                     : fmt::format("{}{} ms", sign, length / 1000);
}

}  // namespace tfsck
