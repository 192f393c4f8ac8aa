// Rules over the chain of a history: lineage, serial and whether the content is the same.
#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "analyzers/history_rules.h"
#include "analyzers/history_walk.h"
#include "analyzers/rule_functions.h"

namespace tfsck {
namespace {

// Calls visit(before, row) for each version of the chain and the one before it.
template <typename Visit>
void ForEachStep(const History& history, Visit visit) {
  const std::vector<uint32_t> chain = ChainOf(history);
  for (size_t i = 1; i < chain.size(); ++i) visit(chain[i - 1], chain[i]);
}

bool SameLineage(const HistoryVersion& a, const HistoryVersion& b) {
  return a.lineage == b.lineage;
}

// Rows of versions that only came to be stored late: their serial fills the hole that their
// neighbours by serial, both stored before, had left.
std::set<uint32_t> LateRows(const History& history) {
  std::set<uint32_t> late;
  std::set<std::pair<std::string_view, uint64_t>> seen;
  uint64_t highest = 0;
  for (const uint32_t row : ChainOf(history)) {
    const HistoryVersion& version = history.versions[row];
    const auto there = [&](uint64_t serial) { return seen.contains({version.lineage, serial}); };
    const uint64_t serial = version.serial;
    if (serial < highest && serial > 0 && !there(serial) && there(serial - 1) &&
        there(serial + 1)) {
      late.insert(row);
    }
    seen.insert({version.lineage, serial});
    highest = std::max(highest, serial);
  }
  return late;
}

// What a version of one lineage and serial is to those before it.
enum class Twin : uint8_t { kOtherBody, kOtherBytes, kSameBytes };

// Calls visit(twin, earlier, row) for each version whose lineage and serial stood before.  Of a
// working directory all count: an errored.tfstate can be the other branch of a fork.
template <typename Visit>
void ForEachTwin(const History& history, Visit visit) {
  using Bodies = std::map<Hash128, std::map<Hash128, uint32_t>>;  // rows by body, then by bytes
  std::map<std::pair<std::string_view, uint64_t>, std::pair<uint32_t, Bodies>> seen;
  for (uint32_t row = 0; row < history.versions.size(); ++row) {
    const HistoryVersion& version = history.versions[row];
    if (!version.readable) continue;
    const auto [id, is_new] = seen.try_emplace({version.lineage, version.serial}, row, Bodies());
    auto& [first_row, bodies] = id->second;
    auto& rows = bodies[version.body];
    if (rows.empty() && !is_new) {
      visit(Twin::kOtherBody, first_row, row);
    } else if (const auto same = rows.find(version.bytes); same != rows.end()) {
      visit(Twin::kSameBytes, same->second, row);
    } else if (!rows.empty()) {
      visit(Twin::kOtherBytes, rows.begin()->second, row);
    }
    rows.emplace(version.bytes, row);
  }
}

// Calls visit(before, row) where the lineage changes and both are known.
template <typename Visit>
void ForEachLineageChange(const History& history, Visit visit) {
  ForEachStep(history, [&](uint32_t before, uint32_t row) {
    const HistoryVersion& former = history.versions[before];
    const HistoryVersion& version = history.versions[row];
    if (former.lineage.empty() || version.lineage.empty() || SameLineage(former, version)) return;
    visit(former, version, row);
  });
}

bool KnownToBeEmpty(const HistoryVersion& version) { return version.readable && !version.Holds(); }

}  // namespace

void CheckFork(const HistoryInput& input, Reporter& reporter) {
  const History& history = input.history;
  std::map<uint32_t, uint32_t> first_branch;  // by row of the second one
  ForEachTwin(history, [&](Twin twin, uint32_t earlier, uint32_t row) {
    if (twin == Twin::kOtherBody) first_branch.emplace(row, earlier);
  });
  // Versions that follow each other are one branch: its serials are all taken.
  for (auto fork = first_branch.begin(); fork != first_branch.end();) {
    auto end = std::next(fork);
    while (end != first_branch.end() && end->first == std::prev(end)->first + 1) ++end;
    const HistoryVersion& version = history.versions[fork->first];
    const HistoryVersion& last = history.versions[std::prev(end)->first];
    const auto [low, high] = std::minmax(version.serial, last.serial);
    const std::string serials = low == high ? fmt::format("serial {} was", low)
                                            : fmt::format("serials {} to {} were", low, high);
    reporter.Report(kHIS001, fork->first, "",
                    fmt::format("{} written twice with different content: {} and {}", serials,
                                history.versions[fork->second].label, version.label));
    fork = end;
  }
}

void CheckSerialBack(const HistoryInput& input, Reporter& reporter) {
  const History& history = input.history;
  const std::set<uint32_t> late = LateRows(history);
  std::map<uint32_t, uint32_t> copy_of;
  ForEachTwin(history, [&](Twin twin, uint32_t earlier, uint32_t row) {
    if (twin != Twin::kOtherBody) copy_of[row] = earlier;
  });
  uint32_t last = kNoVersion;
  ForEachStep(history, [&](uint32_t before, uint32_t row) {
    if (!late.contains(before)) last = before;
    const HistoryVersion& former = history.versions[last];
    const HistoryVersion& version = history.versions[row];
    if (!SameLineage(former, version) || version.serial >= former.serial || late.contains(row)) {
      return;
    }
    const auto copy = copy_of.find(row);
    reporter.Report(
        kHIS002, row, "",
        fmt::format("serial goes back from {} to {}{}", former.serial, version.serial,
                    copy == copy_of.end() ? ""
                                          : fmt::format(", with the content of {} again",
                                                        history.versions[copy->second].label)));
  });
}

void CheckSerialGap(const HistoryInput& input, Reporter& reporter) {
  const History& history = input.history;
  std::set<std::pair<std::string_view, uint64_t>> all;
  for (const uint32_t row : ChainOf(history)) {
    all.insert({history.versions[row].lineage, history.versions[row].serial});
  }
  ForEachStep(history, [&](uint32_t before, uint32_t row) {
    const HistoryVersion& former = history.versions[before];
    const HistoryVersion& version = history.versions[row];
    if (!SameLineage(former, version) || version.serial < former.serial ||
        version.serial - former.serial < 2 || all.contains({version.lineage, version.serial - 1})) {
      return;
    }
    reporter.Report(
        kHIS003, row, "",
        fmt::format("serial goes from {} to {}: up to {} not here", former.serial, version.serial,
                    version.serial - former.serial == 2
                        ? "1 version is"
                        : fmt::format("{} versions are", version.serial - former.serial - 1)));
  });
}

void CheckLineageChange(const HistoryInput& input, Reporter& reporter) {
  ForEachLineageChange(input.history, [&](const HistoryVersion& former,
                                          const HistoryVersion& version, uint32_t row) {
    if (KnownToBeEmpty(former)) return;
    reporter.Report(kHIS004, row, "",
                    fmt::format("lineage changes from {} to {}", former.lineage, version.lineage));
  });
}

void CheckLineageOfEmpty(const HistoryInput& input, Reporter& reporter) {
  ForEachLineageChange(input.history, [&](const HistoryVersion& former,
                                          const HistoryVersion& version, uint32_t row) {
    if (!KnownToBeEmpty(former)) return;
    reporter.Report(kHIS019, row, "",
                    fmt::format("lineage changes from {} to {}; nothing was in the state before",
                                former.lineage, version.lineage));
  });
}

void CheckLineageEmptied(const HistoryInput& input, Reporter& reporter) {
  const History& history = input.history;
  ForEachStep(history, [&](uint32_t before, uint32_t row) {
    const HistoryVersion& former = history.versions[before];
    if (former.lineage.empty() || !history.versions[row].lineage.empty()) return;
    reporter.Report(kHIS005, row, "",
                    fmt::format("lineage {} is gone: this version has none", former.lineage));
  });
}

void CheckMetadataOnly(const HistoryInput& input, Reporter& reporter) {
  const History& history = input.history;
  ForEachTwin(history, [&](Twin twin, uint32_t earlier, uint32_t row) {
    if (twin != Twin::kOtherBytes) return;
    const HistoryVersion& former = history.versions[earlier];
    const HistoryVersion& version = history.versions[row];
    reporter.Report(
        kHIS006, row, "",
        fmt::format("serial {} again with the content of {}, {}", version.serial, former.label,
                    former.tool_version == version.tool_version
                        ? "in another format"
                        : fmt::format("written by {} instead of {}", version.tool_version,
                                      former.tool_version)));
  });
}

void CheckDuplicate(const HistoryInput& input, Reporter& reporter) {
  const History& history = input.history;
  ForEachTwin(history, [&](Twin twin, uint32_t earlier, uint32_t row) {
    if (twin != Twin::kSameBytes) return;
    reporter.Report(kHIS020, row, "",
                    fmt::format("byte for byte the same as {}", history.versions[earlier].label));
  });
}

void CheckNoopChurn(const HistoryInput& input, Reporter& reporter) {
  const History& history = input.history;
  ForEachStep(history, [&](uint32_t before, uint32_t row) {
    const HistoryVersion& former = history.versions[before];
    const HistoryVersion& version = history.versions[row];
    if (!Comparable(former, version) || !SameLineage(former, version) ||
        version.serial <= former.serial || former.body != version.body) {
      return;
    }
    reporter.Report(kHIS007, row, "",
                    fmt::format("serial goes from {} to {} and the content stays the same",
                                former.serial, version.serial));
  });
}

void CheckTimeReversed(const HistoryInput& input, Reporter& reporter) {
  const History& history = input.history;
  for (const uint32_t row : LateRows(history)) {
    reporter.Report(
        kHIS014, row, "",
        fmt::format("serial {} comes behind serial {} by its {}", history.versions[row].serial,
                    history.versions[row].serial + 1, OrderName(history.order)));
  }
}

void CheckFlapping(const HistoryInput& input, Reporter& reporter) {
  const History& history = input.history;
  const std::vector<uint32_t> chain = ChainOf(history);
  uint64_t returns = 0;
  for (size_t i = 2; i < chain.size(); ++i) {
    const HistoryVersion& first = history.versions[chain[i - 2]];
    const HistoryVersion& middle = history.versions[chain[i - 1]];
    const HistoryVersion& version = history.versions[chain[i]];
    const bool back = Comparable(first, version) && middle.readable && first.body == version.body &&
                      middle.body != version.body && first.serial < middle.serial &&
                      middle.serial < version.serial && SameLineage(first, version) &&
                      SameLineage(middle, version);
    returns = back ? returns + 1 : 0;
    if (returns != input.thresholds.flapping_returns) continue;
    reporter.Report(kHIS016, chain[i], "",
                    fmt::format("the content goes back and forth between {} and {}",
                                NameVersion(first), NameVersion(middle)));
  }
}

}  // namespace tfsck
