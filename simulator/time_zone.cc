#include "simulator/time_zone.h"

#include <date/tz.h>
#include <fmt/format.h>

#include <chrono>
#include <exception>
#include <stdexcept>
#include <string>
#include <vector>

#include "engine/base/nearest_name.h"

namespace tfsck {
namespace {

// The name with its case or a letter set right.
std::string Suggestion(std::string_view zone) {
  const date::tzdb& database = date::get_tzdb();
  std::vector<std::string_view> names;
  for (const date::time_zone& each : database.zones) names.push_back(each.name());
  const auto nearest = NearestName(zone, names);
  return nearest ? fmt::format(": did you mean '{}'?", *nearest) : std::string();
}

// nullptr where there is none of that name; throws where there is no database.
const date::time_zone* FindZone(std::string_view zone) {
  static_cast<void>(date::get_tzdb());
  try {
    return date::locate_zone(zone);
  } catch (const std::runtime_error&) {
    return nullptr;
  }
}

int MinutesInReferenceWeek(const date::time_zone& zone) {
  const date::sys_seconds monday = date::sys_days(date::year(2026) / 1 / 5);
  const std::chrono::seconds offset = zone.get_info(monday).offset;
  return static_cast<int>(std::chrono::duration_cast<std::chrono::minutes>(offset).count());
}

}  // namespace

Result<int> UtcOffsetMinutes(std::string_view zone) {
  if (zone == "UTC") return 0;  // works without a database
  try {
    if (const date::time_zone* found = FindZone(zone)) return MinutesInReferenceWeek(*found);
    return MakeError(ErrorKind::kUsage,
                     fmt::format("must be a time zone such as Europe/Berlin or UTC, not '{}'{}",
                                 zone, Suggestion(zone)));
  } catch (const std::exception& failure) {
    return MakeError(ErrorKind::kUsage,
                     fmt::format("is '{}', but the system's time zones cannot be read ({}): say "
                                 "utc-offset",
                                 zone, failure.what()));
  }
}

}  // namespace tfsck
