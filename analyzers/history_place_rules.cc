// Rules over what the place of a history says: versions that are missing, unreadable or deleted,
// and files beside the live state.
#include <fmt/format.h>

#include <string>
#include <vector>

#include "analyzers/history_rules.h"
#include "analyzers/history_walk.h"
#include "analyzers/rule_functions.h"

namespace tfsck {
namespace {

bool NotRead(const HistoryVersion& version) {
  return !version.readable && !version.stored.delete_marker && !version.stored.absent;
}

bool IsEncrypted(const HistoryVersion& version) {
  return version.kind == DocumentKind::kEncryptedState || IsEncryptedAtRest(version.kind);
}

std::string WhyNotRead(const HistoryVersion& version) {
  if (!version.failure.empty()) return version.failure;
  switch (version.kind) {
    case DocumentKind::kEmpty:
      return "it holds nothing";
    case DocumentKind::kState:
      return "no Terraform reads it";
    default:
      return fmt::format("it is no state: {}", KindName(version.kind));
  }
}

// The last readable version before `row`, or kNoVersion.
uint32_t ReadableBefore(const History& history, uint32_t row) {
  while (row > 0) {
    if (history.versions[--row].readable) return row;
  }
  return kNoVersion;
}

std::string WhatItHeld(const HistoryVersion& version) {
  if (version.managed != 0) return CountOf(version.managed, "managed instance");
  if (version.outputs != 0) return CountOf(version.outputs, "output");
  return CountOf(version.data, "data source");
}

bool IsRecoveryFile(const HistoryVersion& version) {
  return version.stored.role == VersionRole::kBackup ||
         version.stored.role == VersionRole::kErrored;
}

}  // namespace

void CheckBackupNewer(const HistoryInput& input, Reporter& reporter) {
  const History& history = input.history;
  if (history.newest == kNoVersion) return;
  const HistoryVersion& current = history.versions[history.newest];
  if (!current.has_serial) return;
  for (uint32_t row = 0; row < history.versions.size(); ++row) {
    const HistoryVersion& version = history.versions[row];
    if (!IsRecoveryFile(version) || !version.has_serial || version.lineage != current.lineage ||
        version.serial <= current.serial) {
      continue;
    }
    reporter.Report(
        kHIS017, row, "",
        fmt::format("it has serial {}, the live state {}", version.serial, current.serial));
  }
}

void CheckDeleteMarker(const HistoryInput& input, Reporter& reporter) {
  const History& history = input.history;
  if (history.newest == kNoVersion || !history.versions[history.newest].stored.delete_marker) {
    return;
  }
  const uint32_t before = ReadableBefore(history, history.newest);
  if (before == kNoVersion || !history.versions[before].Holds()) return;
  reporter.Report(
      kHIS018, history.newest, "",
      fmt::format("the state is deleted; {} held {}", NameVersion(history.versions[before]),
                  WhatItHeld(history.versions[before])));
}

void CheckVersionUnreadable(const HistoryInput& input, Reporter& reporter) {
  const History& history = input.history;
  for (uint32_t row = 0; row < history.versions.size(); ++row) {
    const HistoryVersion& version = history.versions[row];
    if (row == history.newest || !NotRead(version) || IsEncrypted(version)) continue;
    reporter.Report(kHIS022, row, "",
                    fmt::format("the version cannot be read: {}", WhyNotRead(version)));
  }
}

void CheckNewestUnreadable(const HistoryInput& input, Reporter& reporter) {
  const History& history = input.history;
  if (history.newest == kNoVersion) return;
  const HistoryVersion& version = history.versions[history.newest];
  if (!NotRead(version) || IsEncrypted(version)) return;
  reporter.Report(kHIS024, history.newest, "",
                  fmt::format("the newest version cannot be read: {}", WhyNotRead(version)));
}

void CheckVersionEncrypted(const HistoryInput& input, Reporter& reporter) {
  const History& history = input.history;
  for (uint32_t row = 0; row < history.versions.size(); ++row) {
    const HistoryVersion& version = history.versions[row];
    if (!IsEncrypted(version)) continue;
    reporter.Report(
        kHIS023, row, "",
        version.has_serial
            ? "the version is encrypted: its serial and lineage were compared, its content not"
            : fmt::format("the version is encrypted and was not compared: {}",
                          KindName(version.kind)));
  }
}

void CheckVersionAbsent(const HistoryInput& input, Reporter& reporter) {
  const History& history = input.history;
  for (uint32_t row = 0; row < history.versions.size(); ++row) {
    if (!history.versions[row].stored.absent) continue;
    reporter.Report(kHIS025, row, "", "the listing names this version, and its bytes are not here");
  }
}

}  // namespace tfsck
