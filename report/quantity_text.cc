#include "report/quantity_text.h"

#include <fmt/format.h>

#include <algorithm>
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

// What stands behind a count.
const char* SuffixOf(MetricUnit unit) {
  switch (unit) {
    case MetricUnit::kPerSecond:
      return " per hour";
    case MetricUnit::kPerWeek:
      return " per week";
    case MetricUnit::kHoursPerWeek:
      return " h per week";
    case MetricUnit::kSquaredTime:
      return " s²";
    default:
      return "";
  }
}

// An interval in seconds or minutes is told in the same unit as its middle, and not at all where it
// rounds to nothing.
std::string TimeEstimate(double mean, double half_width) {
  const double size = std::max(std::abs(mean), half_width);
  if (size < 0.9995) {
    const double milliseconds = std::round(half_width * 1000);
    return SpanText(mean) + (milliseconds == 0 ? "" : fmt::format(" ± {} ms", milliseconds));
  }
  if (size < 59.5) {
    const int decimals = size < 9.95 || half_width < 0.95 ? 1 : 0;
    const std::string middle = fmt::format("{:.{}f} s", mean, decimals);
    if (half_width < 0.05) return SpanText(mean);
    return middle + fmt::format(" ± {:.{}f} s", half_width, decimals);
  }
  if (half_width < 0.5) return SpanText(mean);
  const std::string half =
      half_width < 59.5 ? fmt::format("{:.0f} s", half_width) : SpanText(half_width);
  return SpanText(mean) + " ± " + half;
}

// As many decimals as the share alone would have, or more where the interval asks for it.
std::string ShareEstimate(double mean, double half_width) {
  const double percent = mean * 100;
  const double half = half_width * 100;
  if (half < 0.005) return ShareInWords(mean);
  int decimals = std::abs(percent) < 0.995 ? 2 : std::abs(percent) < 9.95 ? 1 : 0;
  while (decimals < 2 && half < 0.5 * std::pow(10, -decimals)) ++decimals;
  return fmt::format("{:.{}f} ± {:.{}f} %", percent, decimals, half, decimals);
}

// The interval with two digits, its middle to the same place.
std::string CountEstimate(double mean, double half_width) {
  constexpr int kMostDecimals = 6;
  if (half_width < 0.5e-6) return CountText(mean);
  if (std::abs(mean) >= 1e6) return CountText(mean) + " ± " + CountText(half_width);
  const auto magnitude = static_cast<int>(std::floor(std::log10(half_width)));
  const int decimals = std::clamp(1 - magnitude, 0, kMostDecimals);
  return fmt::format("{:.{}f} ± {:.{}f}", mean, decimals, half_width, decimals);
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
      return CountText(value * 3600) + SuffixOf(unit);
    default:
      return CountText(value) + SuffixOf(unit);
  }
}

std::string EstimateText(MetricUnit unit, const Estimate& estimate) {
  if (estimate.count == 0) return "-";
  // A half-width that says nothing is not shown.
  if (!std::isfinite(estimate.half_width) || !std::isfinite(estimate.mean)) {
    return QuantityText(unit, estimate.mean);
  }
  switch (unit) {
    case MetricUnit::kTime:
      return TimeEstimate(estimate.mean, estimate.half_width);
    case MetricUnit::kShare:
      return ShareEstimate(estimate.mean, estimate.half_width);
    case MetricUnit::kPerSecond:
      return CountEstimate(estimate.mean * 3600, estimate.half_width * 3600) + SuffixOf(unit);
    default:
      return CountEstimate(estimate.mean, estimate.half_width) + SuffixOf(unit);
  }
}

std::string DifferenceText(MetricUnit unit, const Estimate& difference) {
  return (difference.mean > 0 ? "+" : "") + EstimateText(unit, difference);
}

std::string HourOfWeekText(SimTime instant) {
  static constexpr std::array<const char*, 7> kDays = {
      "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};
  const SimTime in_week = instant % kWeek;
  return fmt::format("{} {:02}:{:02}", kDays[static_cast<size_t>(in_week / kDay)],
                     in_week % kDay / kHour, in_week % kHour / kMinute);
}

}  // namespace tfsck
