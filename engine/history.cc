#include "engine/history.h"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <string_view>
#include <tuple>

namespace tfsck {
namespace {

using Rows = std::vector<uint32_t>;

bool AllTimed(const std::vector<OrderingFacts>& versions) {
  return std::ranges::all_of(versions, [](const OrderingFacts& version) {
    return version.stored->time_source != TimeSource::kNone;
  });
}

// Services and commits tell the order of equal times by the order they are listed in; files only by
// their serial and then by their name.
std::tuple<int64_t, uint64_t, std::string_view> TimePlace(const OrderingFacts& version) {
  const bool file = version.stored->time_source == TimeSource::kName;
  if (!file) return {version.stored->time_us, 0, {}};
  return {version.stored->time_us, version.serial, version.stored->name};
}

// The serial that places a version: its own, or that of the last version with one whose name
// stands before its.  A live state that cannot be read stands last.
std::vector<std::tuple<uint64_t, bool>> PlacesBySerial(const std::vector<OrderingFacts>& versions,
                                                       const Rows& by_name) {
  std::vector<std::tuple<uint64_t, bool>> places(versions.size());
  uint64_t last = 0;
  for (const uint32_t row : by_name) {
    const OrderingFacts& version = versions[row];
    if (version.has_serial) last = version.serial;
    const bool live = !version.has_serial && version.stored->role == VersionRole::kCurrent;
    places[row] = {live ? UINT64_MAX : last, !version.has_serial};
  }
  return places;
}

}  // namespace

std::vector<uint32_t> OrderVersions(const std::vector<OrderingFacts>& versions,
                                    HistoryOrder* order) {
  Rows rows(versions.size());
  std::iota(rows.begin(), rows.end(), 0);
  if (AllTimed(versions)) {
    *order = HistoryOrder::kTime;
    std::ranges::stable_sort(rows, [&](uint32_t a, uint32_t b) {
      return TimePlace(versions[a]) < TimePlace(versions[b]);
    });
    return rows;
  }
  std::ranges::stable_sort(rows, [&](uint32_t a, uint32_t b) {
    return versions[a].stored->name < versions[b].stored->name;
  });
  *order = HistoryOrder::kName;
  if (std::ranges::none_of(versions, &OrderingFacts::has_serial)) return rows;
  *order = HistoryOrder::kSerial;
  const auto places = PlacesBySerial(versions, rows);
  std::ranges::stable_sort(rows, [&](uint32_t a, uint32_t b) { return places[a] < places[b]; });
  return rows;
}

bool ContinuesChange(const HistoryVersion& before, const HistoryVersion& version, int64_t gap_us) {
  return before.has_serial && version.has_serial && before.HasTime() && version.HasTime() &&
         before.lineage == version.lineage && version.serial == before.serial + 1 &&
         version.stored.time_us - before.stored.time_us <= gap_us;
}

uint64_t CountChanges(const History& history, int64_t gap_us) {
  uint64_t changes = history.versions.empty() ? 0 : 1;
  for (size_t i = 1; i < history.versions.size(); ++i) {
    changes += ContinuesChange(history.versions[i - 1], history.versions[i], gap_us) ? 0 : 1;
  }
  return changes;
}

std::string_view OrderName(HistoryOrder order) {
  constexpr std::string_view kNames[] = {"recorded time", "serial", "name"};
  return kNames[static_cast<size_t>(order)];
}

}  // namespace tfsck
