#include "report/quantity_text.h"

#include <fmt/format.h>

#include <array>
#include <cmath>

namespace tfsck {
namespace {

struct Pair {
  double unit;
  const char* name;
  double smaller;
  const char* smaller_name;
};

// Whole units and, where it tells something, a rest in the next smaller one.
std::string InTwoUnits(double seconds, const Pair& pair) {
  const double rounded = std::round(seconds / pair.smaller) * pair.smaller;
  const double whole = std::floor(rounded / pair.unit);
  const double rest = std::round((rounded - whole * pair.unit) / pair.smaller);
  if (rest == 0) return fmt::format("{} {}", whole, pair.name);
  return fmt::format("{} {} {} {}", whole, pair.name, rest, pair.smaller_name);
}

}  // namespace

std::string SpanText(double seconds) {
  if (std::isnan(seconds)) return "-";
  if (seconds < 0) return "-" + SpanText(-seconds);
  if (seconds < 0.0005) return "0 s";
  if (seconds < 0.9995) return fmt::format("{} ms", std::round(seconds * 1000));
  if (seconds < 9.95) return fmt::format("{:.1f} s", seconds);
  if (seconds < 59.5) return fmt::format("{:.0f} s", seconds);
  if (seconds < 3600 - 0.5) return InTwoUnits(seconds, {60, "min", 1, "s"});
  if (seconds < 86400 - 30) return InTwoUnits(seconds, {3600, "h", 60, "min"});
  if (std::isinf(seconds)) return "for ever";
  return InTwoUnits(seconds, {86400, "d", 3600, "h"});
}

std::string ShareInWords(double share) {
  if (std::isnan(share)) return "-";
  const double percent = share * 100;
  const double size = std::abs(percent);
  if (size == 0) return "0 %";
  if (size < 0.01) return percent < 0 ? "-<0.01 %" : "<0.01 %";
  if (size < 0.995) return fmt::format("{:.2f} %", percent);
  if (size < 9.95) return fmt::format("{:.1f} %", percent);
  return fmt::format("{:.0f} %", percent);
}

std::string CountText(double count) {
  if (std::isnan(count)) return "-";
  const double size = std::abs(count);
  if (size == 0) return "0";
  if (size >= 1e6) return fmt::format("{:.3g}", count);
  if (size >= 99.95) return fmt::format("{:.0f}", count);
  if (size >= 9.995) return fmt::format("{:.1f}", count);
  if (size >= 0.1) return fmt::format("{:.2f}", count);
  return fmt::format("{:.2g}", count);
}

std::string QuantityText(MetricUnit unit, double value) {
  switch (unit) {
    case MetricUnit::kTime:
      return SpanText(value);
    case MetricUnit::kShare:
      return ShareInWords(value);
    case MetricUnit::kPerSecond:
      return CountText(value * 3600) + " per hour";
    case MetricUnit::kPerWeek:
      return CountText(value) + " per week";
    case MetricUnit::kHoursPerWeek:
      return CountText(value) + " h per week";
    case MetricUnit::kSquaredTime:
      return CountText(value) + " s²";
    default:
      return CountText(value);
  }
}

std::string DifferenceText(MetricUnit unit, double value) {
  return (value > 0 ? "+" : "") + QuantityText(unit, value);
}

std::string EstimateText(MetricUnit unit, const Estimate& estimate) {
  if (estimate.count == 0) return "-";
  const std::string mean = QuantityText(unit, estimate.mean);
  // A half-width that rounds to nothing, or says nothing, is not shown.
  const std::string half_width = QuantityText(unit, estimate.half_width);
  if (std::isinf(estimate.half_width) || half_width == QuantityText(unit, 0)) return mean;
  return mean + " ± " + half_width;
}

std::string HourOfWeekText(SimTime instant) {
  static constexpr std::array<const char*, 7> kDays = {
      "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};
  const SimTime in_week = instant % kWeek;
  return fmt::format("{} {:02}:{:02}", kDays[static_cast<size_t>(in_week / kDay)],
                     in_week % kDay / kHour, in_week % kHour / kMinute);
}

}  // namespace tfsck
