// LCK rules about single lock records: old, malformed, misplaced, orphaned.
#include <fmt/format.h>

#include <string>
#include <string_view>
#include <unordered_set>

#include "analyzers/lock_holder.h"
#include "analyzers/lock_rules.h"
#include "analyzers/rule_functions.h"
#include "engine/base/time_text.h"

namespace tfsck {
namespace {

std::string ByWhom(const LockRecord& record) {
  const std::string& who = record.held_by.empty() ? record.info.who : record.held_by;
  return who.empty() ? std::string() : " by " + who;
}

// Why a LockInfo is none that a client could use; "" where it is one.
std::string Flaw(const LockRecord& record) {
  if (!record.info.flaw.empty()) return record.info.flaw;
  if (record.info.id.empty()) return "it has no ID";
  if (!record.created_us) {
    return record.info.created.empty()
               ? "it has no Created"
               : fmt::format("Created \"{}\" is no RFC 3339 time", record.info.created);
  }
  return "";
}

// What Path has to be where the record tells its own place; "" where it does not.
std::string ExpectedPath(const LockRecord& record) {
  if (record.state.container.empty() || record.state.key.empty()) return "";
  switch (record.backend) {
    case LockBackend::kDynamoDb:
      return record.lock_place;
    case LockBackend::kS3:
    case LockBackend::kAzure:
      return record.state.Text();
    case LockBackend::kGcs:
      return fmt::format("gs://{}/{}", record.state.container, record.lock_place);
    default:
      return "";
  }
}

// Whether the evidence would show the state that `record` locks, and does not.
bool StateIsAbsent(const LockRecord& record, const LockEvidence& evidence) {
  switch (record.backend) {
    case LockBackend::kS3:
    case LockBackend::kDynamoDb:
      return evidence.ListingCovers(LockBackend::kS3, record.state) &&
             evidence.LiveObject(record.state) == nullptr;
    case LockBackend::kGcs:
      return evidence.ListingCovers(LockBackend::kGcs, record.state) &&
             evidence.LiveObject(record.state) == nullptr;
    default:
      return false;
  }
}

// Consul and Kubernetes: the states of an export are read out of it, damaged ones as chunk facts.
bool IsExported(const LockRecord& record, const LockEvidence& evidence) {
  return record.backend == LockBackend::kConsul ||
         (record.backend == LockBackend::kKubernetes &&
          evidence.HasSource(LockSourceKind::kKubernetesSecrets));
}

std::unordered_set<std::string> ExportedKeys(const LockEvidence& evidence) {
  std::unordered_set<std::string> keys;
  for (const StateEvidence& state : evidence.states) keys.insert(state.state.key);
  for (const ChunkFact& chunk : evidence.chunks) keys.insert(chunk.state.key);
  return keys;
}

}  // namespace

void CheckStaleLock(const LockInput& input, Reporter& reporter) {
  for (size_t i = 0; i < input.evidence.records.size(); ++i) {
    const LockRecord& record = input.evidence.records[i];
    const LockJudgement& judgement = input.judgements[i];
    const bool old = judgement.age_us && *judgement.age_us > input.options.stale_after_us;
    if (!old || judgement.state == LockState::kLive) continue;
    // A local lock ends with its process, whatever its file says.
    if (record.backend == LockBackend::kLocal) continue;
    reporter.Report(
        kLCK001, i, record.state.Text(),
        fmt::format("a lock {} old, taken{} for {}, is held; whether its holder is gone: "
                    "{}",
                    SpanText(*judgement.age_us), ByWhom(record),
                    OperationWords(record.info.operation), LockStateName(judgement.state)));
  }
}

void CheckLockMalformed(const LockInput& input, Reporter& reporter) {
  for (size_t i = 0; i < input.evidence.records.size(); ++i) {
    const LockRecord& record = input.evidence.records[i];
    const bool item = record.backend == LockBackend::kDynamoDb && !record.has_info;
    if (!record.has_info && !item) continue;
    const std::string flaw = item ? "the item has no Info" : Flaw(record);
    if (flaw.empty()) continue;
    reporter.Report(
        kLCK002, i, record.state.Text(),
        fmt::format("the {} is no usable LockInfo: {}", BackendName(record.backend), flaw));
  }
}

void CheckLockPath(const LockInput& input, Reporter& reporter) {
  for (size_t i = 0; i < input.evidence.records.size(); ++i) {
    const LockRecord& record = input.evidence.records[i];
    const std::string expected = ExpectedPath(record);
    if (expected.empty() || record.info.path.empty() || record.info.path == expected) continue;
    reporter.Report(kLCK003, i, record.state.Text(),
                    fmt::format("Path names {}, but the {} is that of {}", record.info.path,
                                BackendName(record.backend), expected));
  }
}

void CheckLockOrphan(const LockInput& input, Reporter& reporter) {
  const std::unordered_set<std::string> exported = ExportedKeys(input.evidence);
  for (size_t i = 0; i < input.evidence.records.size(); ++i) {
    const LockRecord& record = input.evidence.records[i];
    const bool lacking = IsExported(record, input.evidence) && !exported.contains(record.state.key);
    if (!lacking && !StateIsAbsent(record, input.evidence)) continue;
    reporter.Report(kLCK004, i, record.state.Text(),
                    fmt::format("a lock is held{} for {}, but the state it locks does not exist",
                                ByWhom(record), OperationWords(record.info.operation)));
  }
}

void CheckGcsId(const LockInput& input, Reporter& reporter) {
  for (size_t i = 0; i < input.evidence.records.size(); ++i) {
    const LockRecord& record = input.evidence.records[i];
    if (record.backend != LockBackend::kGcs || !record.has_info) continue;
    const std::string wanted =
        record.generation.empty()
            ? "which a listing of the bucket tells (`gcloud storage ls -a --json`)"
            : record.generation;
    reporter.Report(kLCK005, i, record.state.Text(),
                    fmt::format("the ID in the record, {}, does not unlock: force-unlock wants the "
                                "lock object's generation, {}",
                                record.info.id, wanted));
  }
}

}  // namespace tfsck
