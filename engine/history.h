// History: the versions of one state in order, what each changed, and the changes they belong to.
//
// Facts only; analyzers/history_rules.h has the opinions.  Owns its text, holds no value of any
// state and no document: about 300 bytes per version and 150 per object that changed.
// Immutable once read; any number of threads may read it.
#ifndef TFSCK_ENGINE_HISTORY_H_
#define TFSCK_ENGINE_HISTORY_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/hash.h"
#include "engine/storage/version_store.h"
#include "engine/version_delta.h"
#include "engine/version_record.h"

namespace tfsck {

inline constexpr uint32_t kNoVersion = UINT32_MAX;

struct HistoryVersion {
  StoredVersion stored;
  // stored.name without the source in front, where that is a folder: short enough for a sentence.
  std::string label;
  // Why nothing is known of it beside `stored`: it could not be fetched.  "" where it was.
  std::string failure;

  // As VersionRecord has them.
  DocumentKind kind = DocumentKind::kOther;
  bool readable = false;
  bool has_serial = false;
  std::string lineage;
  uint64_t serial = 0;
  uint64_t format_version = 0;
  std::string tool_version;
  ToolFamily family = ToolFamily::kUnknown;
  uint64_t size = 0;  // bytes, unpacked
  Hash128 bytes;
  Hash128 body;
  uint64_t outputs = 0;
  uint64_t managed = 0;  // current objects of managed resources
  uint64_t data = 0;     // current objects of data sources
  uint64_t deposed = 0;
  uint64_t tainted = 0;

  // The readable version before it, and what happened from there to here.
  uint32_t compared_with = kNoVersion;
  VersionDelta delta;

  bool HasTime() const { return stored.time_source != TimeSource::kNone; }
  bool Holds() const { return readable && (managed != 0 || data != 0 || outputs != 0); }
};

// Consecutive versions that one run wrote: an apply stores what it has at least every 20 s.
// Source: shared facts 3.1; simulation-model 5.1.
struct Change {
  uint32_t first = 0;  // rows of versions, both ends included
  uint32_t last = 0;
  // From the readable version before `first` to the last readable one in it: what the versions
  // between did and undid again is not seen.
  uint32_t compared_with = kNoVersion;
  VersionDelta net;
};

enum class HistoryOrder : uint8_t {
  kTime,    // every version has a recorded time
  kSerial,  // else
  kName,    // there are no serials either
};

struct History {
  std::string key;      // as the store calls the state; "" in a bare folder
  std::string lineage;  // in a folder grouped by lineage the group's; else of its newest version
  HistoryOrder order = HistoryOrder::kName;
  std::vector<HistoryVersion> versions;  // oldest first; backups and errored.tfstate among them
  std::vector<Change> changes;           // in order; every version belongs to one
  // The version that readers get: the live state of a working directory, what the storage service
  // calls the latest, else the last one.  kNoVersion where there are no versions.
  uint32_t newest = kNoVersion;
  // The gap between two versions, in microseconds, up to which they can be of one change, and
  // whether it was estimated from the gaps of this history (persist_gap.h) or is the default.
  int64_t burst_gap_us = 0;
  bool burst_gap_estimated = false;
};

struct HistorySet {
  std::string source;              // as given
  std::string store;               // VersionStore::Kind
  std::vector<History> histories;  // by key, then lineage
  bool grouped_by_lineage = false;
  std::vector<StoredVersion> locks;   // as VersionListing has them
  std::vector<std::string> unlisted;  // likewise
  std::vector<std::string> remarks;   // likewise, and what ordering had to say
};

// What is known of a version before it is read.
struct OrderingFacts {
  const StoredVersion* stored = nullptr;  // not null
  bool has_serial = false;
  uint64_t serial = 0;
};

// The one ordering function: rows of `versions`, oldest first.  By time where all have one (equal
// times: as the service or the repository lists them, files by serial, then name); else by serial,
// those without one behind the version whose name stands before theirs; else by name.  The same for
// any order of `versions` with distinct names, but for what services list at one time.
std::vector<uint32_t> OrderVersions(const std::vector<OrderingFacts>& versions,
                                    HistoryOrder* order);

// Whether `version`, directly behind `before`, may have been written by the same run: both are
// states with one lineage, the serial went up by one, and the gap is not over `gap_us`.
bool ContinuesChange(const HistoryVersion& before, const HistoryVersion& version, int64_t gap_us);

// How many changes there would be with another gap.
uint64_t CountChanges(const History& history, int64_t gap_us);

std::string_view OrderName(HistoryOrder order);  // "recorded time", "serial", "name"

}  // namespace tfsck

#endif  // TFSCK_ENGINE_HISTORY_H_
