// Evidence by state: the history of its lock, when it was last written, what a second sample has.
#include <algorithm>

#include "analyzers/lock_gates.h"
#include "engine/lock_formats.h"

namespace tfsck {
namespace {

// A hold that was left behind tells nothing about how long work takes.
bool IsOrdinary(const LockHold& hold, const LockOptions& options) {
  return hold.end == HoldEnd::kReleased &&
         IdleBeforeEnd(hold, *hold.end_us) <= options.stale_after_us;
}

// Which record of another sample is of the same lock.
std::string LockKey(const LockRecord& record) {
  return std::string(BackendId(record.backend)) + '\n' +
         (record.lock_place.empty() || record.backend == LockBackend::kLocal ? record.state.key
                                                                             : record.lock_place);
}

LockSourceKind SourceKindOf(LockBackend backend) {
  switch (backend) {
    case LockBackend::kDynamoDb:
      return LockSourceKind::kDynamoDbItems;
    case LockBackend::kS3:
      return LockSourceKind::kS3Listing;
    case LockBackend::kGcs:
      return LockSourceKind::kGcsListing;
    case LockBackend::kAzure:
      return LockSourceKind::kAzureListing;
    case LockBackend::kConsul:
      return LockSourceKind::kConsulExport;
    case LockBackend::kKubernetes:
      return LockSourceKind::kKubernetesLeases;
    case LockBackend::kHcp:
      return LockSourceKind::kHcpWorkspace;
    default:
      return LockSourceKind::kOther;
  }
}

}  // namespace

LockContext::LockContext(const LockEvidence& evidence, const LockHistory& history,
                         const LockOptions& options)
    : evidence_(evidence) {
  for (const LockHold& hold : history.holds) {
    HoldTimes& times = holds_[hold.state];
    if (!IsOrdinary(hold, options)) continue;
    ++times.count;
    times.longest_us = std::max(times.longest_us, *hold.end_us - hold.start_us);
  }
  for (size_t row = 0; row < evidence.states.size(); ++row) {
    states_[evidence.states[row].state.key].push_back(row);
  }
}

std::optional<HoldTimes> LockContext::HoldsOf(const StateObject& state) const {
  const auto found = holds_.find(state.key);
  return found == holds_.end() ? std::nullopt : std::optional(found->second);
}

StateFacts LockContext::FactsOf(const StateObject& state) const {
  StateFacts facts;
  if (const ListedEntry* live = evidence_.LiveObject(state)) {
    if (live->version.time_source != TimeSource::kNone) facts.written_us = live->version.time_us;
    facts.md5 = live->version.md5;
  }
  const auto rows = states_.find(state.key);
  if (rows == states_.end() || state.key.empty()) return facts;
  for (const size_t row : rows->second) {
    const StateEvidence& given = evidence_.states[row];
    // Of several versions the one that readers get; a file alone is taken for it.
    const bool current = given.latest || (!facts.md5.empty() && given.md5 == facts.md5) ||
                         (rows->second.size() == 1 && facts.md5.empty());
    if (!current || !state.Matches(given.state)) continue;
    facts.tool_version = given.tool_version;
    facts.family = given.family;
    facts.md5 = given.md5;
    if (given.time_us) facts.written_us = given.time_us;
  }
  return facts;
}

SecondSample::SecondSample(const LockEvidence& evidence, const LockOptions& options)
    : evidence_(evidence), context_(evidence, no_history_, options) {
  for (size_t row = 0; row < evidence.records.size(); ++row) {
    records_[LockKey(evidence.records[row])].push_back(row);
  }
}

const LockRecord* SecondSample::Find(const LockRecord& record) const {
  const auto rows = records_.find(LockKey(record));
  if (rows == records_.end()) return nullptr;
  for (const size_t row : rows->second) {
    const LockRecord& other = evidence_.records[row];
    const std::string& a = record.state.container;
    const std::string& b = other.state.container;
    if (a.empty() || b.empty() || a == b) return &other;
  }
  return nullptr;
}

bool SecondSample::Covers(const LockRecord& record) const {
  if (record.backend == LockBackend::kDynamoDb) return evidence_.HasWholeTable();
  const bool listing = record.backend == LockBackend::kS3 || record.backend == LockBackend::kGcs ||
                       record.backend == LockBackend::kAzure;
  if (listing) return evidence_.ListingCovers(record.backend, record.state);
  return evidence_.HasSource(SourceKindOf(record.backend));
}

}  // namespace tfsck
