#include "engine/lock_time.h"

#include <fmt/format.h>

#include <array>
#include <chrono>
#include <string_view>

namespace tfsck {
namespace {

constexpr int64_t kSecond = 1'000'000;  // in microseconds
constexpr int64_t kDay = 86'400;        // in seconds

}  // namespace

std::string FormatUtc(int64_t time_us) {
  const std::chrono::sys_time<std::chrono::microseconds> time{std::chrono::microseconds(time_us)};
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const int64_t seconds = std::chrono::floor<std::chrono::seconds>(time - day).count();
  return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02} UTC", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     seconds / 3600, seconds / 60 % 60, seconds % 60);
}

std::string FormatLength(int64_t length_us) {
  struct Unit {
    int64_t seconds;
    std::string_view name;
  };
  constexpr std::array kUnits = {Unit{kDay, "d"}, Unit{3600, "h"}, Unit{60, "min"}, Unit{1, "s"}};
  const int64_t seconds = length_us / kSecond;
  for (size_t i = 0; i + 1 < kUnits.size(); ++i) {
    const Unit& unit = kUnits[i];
    const Unit& next = kUnits[i + 1];
    if (seconds < unit.seconds) continue;
    std::string text = fmt::format("{} {}", seconds / unit.seconds, unit.name);
    const int64_t rest = seconds % unit.seconds / next.seconds;
    if (rest != 0) text += fmt::format(" {} {}", rest, next.name);
    return text;
  }
  return seconds > 0 ? fmt::format("{} s", seconds) : fmt::format("{} ms", length_us / 1000);
}

}  // namespace tfsck
