#include "report/time_text.h"

#include <fmt/format.h>

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
    int64_t seconds;
    std::string_view name;
    int64_t fewest;  // of this unit, before a smaller one says it better
  };
  constexpr Unit kUnits[] = {{86'400, "days", 2}, {3'600, "h", 2}, {60, "min", 2}, {1, "s", 0}};
  const int64_t seconds = (span_us < 0 ? -span_us : span_us) / kSecond;
  for (const Unit& unit : kUnits) {
    if (seconds < unit.fewest * unit.seconds) continue;
    return fmt::format("{}{} {}", span_us < 0 ? "-" : "", seconds / unit.seconds, unit.name);
  }
  return "0 s";
}

}  // namespace tfsck
