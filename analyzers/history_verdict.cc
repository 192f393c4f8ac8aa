#include "analyzers/history_verdict.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string_view>

namespace tfsck {
namespace {

constexpr std::array kBreaking = {kHIS001, kHIS002, kHIS004, kHIS005, kHIS009,
                                  kHIS010, kHIS017, kHIS018, kHIS024};

using Breaks = std::map<uint32_t, RuleIndex>;  // by row: the first rule of the catalogue

Breaks BreaksOf(std::span<const Finding> findings) {
  Breaks breaks;
  for (const Finding& finding : findings) {
    const auto rule = static_cast<RuleIndex>(finding.rule);
    if (std::ranges::find(kBreaking, rule) == kBreaking.end()) continue;
    breaks.try_emplace(static_cast<uint32_t>(finding.offset), rule);
  }
  return breaks;
}

// The recovery file with the highest serial among those that are newer than the live state.
VerdictVersions Unpushed(const History& history, const Breaks& breaks) {
  VerdictVersions versions{history.newest, kNoVersion, history.newest, history.newest, kHIS017};
  for (const auto& [row, rule] : breaks) {
    if (rule != kHIS017) continue;
    const bool higher = versions.last_good == kNoVersion ||
                        history.versions[row].serial > history.versions[versions.last_good].serial;
    if (history.versions[row].readable && higher) versions.last_good = row;
  }
  return versions;
}

// Where nothing readable stands before the break: the file beside the live state that has the
// highest serial.
uint32_t BestRecovery(const History& history, const Breaks& breaks) {
  uint32_t best = kNoVersion;
  for (uint32_t row = 0; row < history.versions.size(); ++row) {
    const HistoryVersion& version = history.versions[row];
    const bool recovery =
        version.stored.role == VersionRole::kBackup || version.stored.role == VersionRole::kErrored;
    if (!recovery || !version.readable || breaks.contains(row)) continue;
    if (best == kNoVersion || version.serial > history.versions[best].serial) best = row;
  }
  return best;
}

// Addresses that a version behind the break touched: that was an apply's doing.
std::set<std::string_view> MeantLater(const History& history, const VerdictVersions& versions) {
  std::set<std::string_view> meant;
  for (size_t row = size_t{versions.broken_at} + 1; row < history.versions.size(); ++row) {
    for (const ObjectDelta& object : history.versions[row].delta.objects) {
      // What comes back under its address is another object: the lost one stays lost.
      const bool new_there =
          object.change == ObjectChange::kAdded || object.change == ObjectChange::kMoved;
      if (object.managed && object.deposed.empty() && !new_there) meant.insert(object.address);
    }
  }
  return meant;
}

uint64_t HighestSerial(const History& history) {
  uint64_t highest = 0;
  for (const HistoryVersion& version : history.versions) {
    if (version.has_serial) highest = std::max(highest, version.serial);
  }
  return highest;
}

}  // namespace

VerdictVersions ChooseVersions(const History& history, std::span<const Finding> findings) {
  const Breaks breaks = BreaksOf(findings);
  VerdictVersions versions;
  versions.newest = history.newest;
  if (breaks.empty()) return versions;
  if (std::ranges::any_of(breaks, [](const auto& entry) { return entry.second == kHIS017; })) {
    return Unpushed(history, breaks);
  }
  uint32_t row = breaks.rbegin()->first;
  versions.last_break = row;
  versions.broken_at = row;
  while (row > 0) {
    --row;
    if (breaks.contains(row)) {
      versions.broken_at = row;
    } else if (history.versions[row].readable) {
      versions.last_good = row;
      break;
    }
  }
  versions.broken_by = breaks.at(versions.broken_at);
  if (versions.last_good == kNoVersion) versions.last_good = BestRecovery(history, breaks);
  return versions;
}

HistoryVerdict Conclude(const History& history, const VerdictVersions& versions,
                        const std::optional<VersionDelta>& since) {
  HistoryVerdict verdict;
  verdict.versions = versions;
  const uint64_t highest = HighestSerial(history);
  verdict.next_serial = highest == UINT64_MAX ? 0 : highest + 1;
  if (versions.broken_at == kNoVersion) return verdict;
  if (!since) {
    verdict.kind = HistoryVerdict::Kind::kUnknown;
    return verdict;
  }
  const std::set<std::string_view> meant = MeantLater(history, versions);
  for (const ObjectDelta& object : since->objects) {
    if (!object.managed || !object.deposed.empty()) continue;
    if (object.change == ObjectChange::kAdded) verdict.gained.push_back(object);
    if (meant.contains(object.address)) continue;
    if (object.change == ObjectChange::kRemoved) verdict.lost.push_back(object);
    if (object.change == ObjectChange::kReplaced) verdict.replaced.push_back(object);
    if (object.change == ObjectChange::kChanged) verdict.changed.push_back(object);
  }
  const bool went_on = versions.newest > versions.last_break;
  const bool whole = verdict.lost.empty() && verdict.replaced.empty() && verdict.changed.empty();
  verdict.kind = went_on && whole ? HistoryVerdict::Kind::kHealed : HistoryVerdict::Kind::kBroken;
  return verdict;
}

}  // namespace tfsck
