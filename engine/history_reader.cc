#include "engine/history_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/parallel.h"
#include "engine/persist_gap.h"
#include "engine/snapshot_id.h"

namespace tfsck {
namespace {

using Rows = std::vector<uint32_t>;
using Record = std::shared_ptr<const VersionRecord>;

// Versions in memory at one time, per thread: enough to keep every thread busy.
constexpr size_t kBlockPerThread = 16;

bool CanFetch(const StoredVersion& version) { return !version.delete_marker && !version.absent; }

// What reading one version gave.
struct Reading {
  Record record;
  std::string failure;
};

Reading ReadVersion(const VersionStore& store, const StoredVersion& version,
                    AttributeHashes* attributes) {
  if (!CanFetch(version)) return {};
  const Result<Document> document = store.Fetch(version);
  if (!document) return {nullptr, document.error().message};
  auto record = std::make_shared<const VersionRecord>(SummariseDocument(*document, attributes));
  if (const auto unchanged = document->StillUnchanged(); !unchanged) {
    return {nullptr, unchanged.error().message};
  }
  return {std::move(record), ""};
}

void CountObjects(const std::vector<InstanceRecord>& instances, HistoryVersion* version) {
  for (const InstanceRecord& instance : instances) {
    version->deposed += instance.deposed.empty() ? 0 : 1;
    version->tainted += instance.tainted ? 1 : 0;
    if (!instance.deposed.empty()) continue;
    ++(instance.managed ? version->managed : version->data);
  }
}

std::string_view BelowSource(std::string_view name, std::string_view source) {
  while (source.ends_with('/')) source.remove_suffix(1);
  if (source.empty() || !name.starts_with(source)) return name;
  const std::string_view rest = name.substr(source.size());
  return rest.size() > 1 && rest.front() == '/' ? rest.substr(1) : name;
}

HistoryVersion Describe(StoredVersion stored, std::string_view source, const Reading& reading) {
  HistoryVersion version;
  version.label = BelowSource(stored.name, source);
  version.stored = std::move(stored);
  version.failure = reading.failure;
  if (!reading.record) return version;
  const VersionRecord& record = *reading.record;
  version.kind = record.kind;
  version.readable = record.readable;
  version.has_serial = record.has_serial;
  version.lineage = record.lineage;
  version.serial = record.serial;
  version.format_version = record.format_version;
  version.tool_version = record.tool_version;
  version.family = record.family;
  version.size = record.size;
  version.bytes = record.bytes;
  version.body = record.body;
  version.outputs = record.outputs;
  CountObjects(record.instances, &version);
  return version;
}

// Puts versions one behind the other, oldest first, and compares them.
class HistoryBuilder {
 public:
  HistoryBuilder(std::string_view source, History* history) : source_(source), history_(*history) {}

  void Add(StoredVersion stored, const Reading& reading) {
    HistoryVersion version = Describe(std::move(stored), source_, reading);
    const auto row = static_cast<uint32_t>(history_.versions.size());
    if (version.readable && last_) {
      version.compared_with = last_row_;
      version.delta = CompareVersions(*last_, *reading.record);
    }
    AddToChange(row, version, reading.record);
    if (version.readable) {
      last_ = reading.record;
      last_row_ = row;
    }
    history_.versions.push_back(std::move(version));
  }

 private:
  void AddToChange(uint32_t row, const HistoryVersion& version, const Record& record) {
    const bool continues =
        row != 0 && ContinuesChange(history_.versions.back(), version, history_.burst_gap_us);
    if (!continues) {
      history_.changes.push_back({row, row, last_row_, {}});
      base_ = last_;
    }
    Change& change = history_.changes.back();
    change.last = row;
    if (!version.readable || !base_) return;
    change.net = change.first == row ? version.delta : CompareVersions(*base_, *record);
  }

  const std::string_view source_;
  History& history_;
  Record last_;  // the last readable version
  uint32_t last_row_ = kNoVersion;
  Record base_;  // the readable version before the change
};

uint32_t NewestOf(const std::vector<HistoryVersion>& versions) {
  const auto row_of = [&](const auto& found) {
    return static_cast<uint32_t>(found - versions.begin());
  };
  const auto current = std::ranges::find(versions, VersionRole::kCurrent,
                                         [](const auto& version) { return version.stored.role; });
  if (current != versions.end()) return row_of(current);
  const auto latest =
      std::ranges::find_if(versions, [](const auto& version) { return version.stored.latest; });
  if (latest != versions.end()) return row_of(latest);
  return versions.empty() ? kNoVersion : static_cast<uint32_t>(versions.size() - 1);
}

// The gaps between versions that have times, in their order.
std::vector<int64_t> GapsOf(const std::vector<StoredVersion>& versions, const Rows& order) {
  std::vector<int64_t> gaps;
  for (size_t i = 1; i < order.size(); ++i) {
    const StoredVersion& before = versions[order[i - 1]];
    const StoredVersion& version = versions[order[i]];
    if (before.time_source == TimeSource::kNone || version.time_source == TimeSource::kNone) {
      continue;
    }
    gaps.push_back(version.time_us - before.time_us);
  }
  return gaps;
}

class SetReader {
 public:
  SetReader(const VersionStore& store, VersionListing listing, std::string_view source,
            const HistoryOptions& options)
      : store_(store),
        source_(source),
        listing_(std::move(listing)),
        options_(options),
        threads_(options.threads == 0 ? ProcessorCount() : options.threads),
        ids_(listing_.versions.size()),
        attributes_(threads_) {}

  HistorySet Read() {
    HistorySet set;
    set.grouped_by_lineage = !listing_.keyed && !options_.one_state;
    if (NeedsGlance()) Glance();
    // A glance is wrong only where keys are repeated; then everything is known the second time.
    for (int attempt = 0; attempt < 2; ++attempt) {
      glance_was_wrong_ = false;
      read_versions_ = read_bytes_ = 0;
      set.histories.clear();
      for (const auto& [key, rows] : Groups()) set.histories.push_back(ReadOne(key, rows));
      if (!glance_was_wrong_) break;
    }
    set.locks = std::move(listing_.locks);
    set.unlisted = std::move(listing_.unlisted);
    set.remarks = std::move(listing_.remarks);
    return set;
  }

 private:
  using GroupKey = std::pair<std::string, std::string>;  // key, lineage

  bool NeedsGlance() const {
    if (!listing_.keyed && !options_.one_state) return true;
    return std::ranges::any_of(listing_.versions, [](const StoredVersion& version) {
      return version.time_source == TimeSource::kNone || version.time_source == TimeSource::kName;
    });
  }

  void Glance() {
    glanced_ = true;
    ParallelFor(ids_.size(), threads_, [&](size_t row) {
      const StoredVersion& version = listing_.versions[row];
      ids_[row] = version.seen;
      if (version.seen.known || !CanFetch(version)) return;
      const Result<Document> document = store_.Fetch(version);
      if (document) ids_[row] = GlanceAtSnapshot(*document);
    });
  }

  std::map<GroupKey, Rows> Groups() const {
    std::map<GroupKey, Rows> groups;
    const bool by_lineage = !listing_.keyed && !options_.one_state;
    for (uint32_t row = 0; row < ids_.size(); ++row) {
      const std::string lineage = by_lineage ? ids_[row].lineage : "";
      groups[{listing_.versions[row].key, lineage}].push_back(row);
    }
    if (by_lineage) JoinThoseWithoutLineage(&groups);
    return groups;
  }

  // What has no lineage belongs to the only one there is.
  static void JoinThoseWithoutLineage(std::map<GroupKey, Rows>* groups) {
    const auto without = groups->find({"", ""});
    if (without == groups->end() || groups->size() != 2) return;
    Rows& others = std::next(without)->second;
    others.insert(others.end(), without->second.begin(), without->second.end());
    groups->erase(without);
  }

  Rows Order(const Rows& rows, HistoryOrder* order) const {
    std::vector<OrderingFacts> facts;
    for (const uint32_t row : rows) {
      facts.push_back({&listing_.versions[row], ids_[row].known, ids_[row].serial});
    }
    Rows ordered;
    for (const uint32_t place : OrderVersions(facts, order)) ordered.push_back(rows[place]);
    return ordered;
  }

  void ChooseBurstGap(const Rows& rows, History* history) const {
    history->burst_gap_us = options_.burst_gap_us.value_or(kDefaultPersistGapUs);
    if (options_.burst_gap_us || history->order != HistoryOrder::kTime) return;
    if (const auto gap = EstimatePersistGap(GapsOf(listing_.versions, rows))) {
      history->burst_gap_us = *gap;
      history->burst_gap_estimated = true;
    }
  }

  History ReadOne(const GroupKey& key, const Rows& group) {
    History history;
    history.key = key.first;
    const Rows rows = Order(group, &history.order);
    ChooseBurstGap(rows, &history);
    history.versions.reserve(rows.size());
    HistoryBuilder builder(source_, &history);
    const size_t block = kBlockPerThread * threads_;
    for (size_t begin = 0; begin < rows.size(); begin += block) {
      ReadBlock(std::span(rows).subspan(begin, std::min(block, rows.size() - begin)), &builder);
    }
    history.newest = NewestOf(history.versions);
    history.lineage = !key.second.empty() ? key.second : LineageOf(history);
    return history;
  }

  static std::string LineageOf(const History& history) {
    for (size_t i = history.versions.size(); i > 0; --i) {
      if (!history.versions[i - 1].lineage.empty()) return history.versions[i - 1].lineage;
    }
    return "";
  }

  void ReadBlock(std::span<const uint32_t> rows, HistoryBuilder* builder) {
    std::vector<Reading> readings(rows.size());
    // Each strand has its own memory of hashes, so that none waits for another.
    ParallelFor(threads_, threads_, [&](size_t strand) {
      for (size_t i = strand; i < rows.size(); i += threads_) {
        readings[i] = ReadVersion(store_, listing_.versions[rows[i]], &attributes_[strand]);
      }
    });
    for (size_t i = 0; i < rows.size(); ++i) {
      if (readings[i].record) Remember(rows[i], *readings[i].record);
      builder->Add(listing_.versions[rows[i]], readings[i]);
    }
    read_versions_ += rows.size();
    if (options_.progress) options_.progress(read_versions_, read_bytes_, ids_.size());
  }

  void Remember(uint32_t row, const VersionRecord& record) {
    read_bytes_ += record.size;
    const SnapshotId read{record.has_serial, record.lineage, record.serial};
    SnapshotId& id = ids_[row];
    if (glanced_ &&
        (read.known != id.known || read.lineage != id.lineage || read.serial != id.serial)) {
      glance_was_wrong_ = true;
    }
    id = read;
  }

  const VersionStore& store_;
  const std::string_view source_;
  VersionListing listing_;
  const HistoryOptions& options_;
  const unsigned threads_;
  std::vector<SnapshotId> ids_;              // by row of listing_.versions; what is known by now
  std::vector<AttributeHashes> attributes_;  // by strand
  bool glanced_ = false;
  bool glance_was_wrong_ = false;
  uint64_t read_versions_ = 0;
  uint64_t read_bytes_ = 0;
};

}  // namespace

Result<HistorySet> ReadHistories(VersionStore& store, const std::string& source,
                                 const HistoryOptions& options) {
  Result<VersionListing> listing = store.List();
  if (!listing) return tl::unexpected(std::move(listing.error()));
  if (listing->versions.empty()) {
    return MakeError(ErrorKind::kUnreadable, fmt::format("{} holds no version of a state", source));
  }
  HistorySet set = SetReader(store, std::move(*listing), source, options).Read();
  set.source = source;
  set.store = store.Kind();
  return set;
}

namespace {

Record RecordOf(const VersionStore& store, const StoredVersion& version) {
  if (version.delete_marker) {
    VersionRecord nothing;
    nothing.readable = true;
    return std::make_shared<const VersionRecord>(std::move(nothing));
  }
  AttributeHashes attributes;
  const Reading reading = ReadVersion(store, version, &attributes);
  if (reading.record && reading.record->kind == DocumentKind::kEmpty) {
    VersionRecord nothing = *reading.record;
    nothing.readable = true;
    return std::make_shared<const VersionRecord>(std::move(nothing));
  }
  return reading.record && reading.record->readable ? reading.record : nullptr;
}

}  // namespace

std::optional<VersionDelta> CompareStoredVersions(const VersionStore& store,
                                                  const StoredVersion& before,
                                                  const StoredVersion& after) {
  const Record former = RecordOf(store, before);
  const Record latter = RecordOf(store, after);
  if (!former || !latter) return std::nullopt;
  return CompareVersions(*former, *latter);
}

}  // namespace tfsck
