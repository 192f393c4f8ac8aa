// LCK rules about how states are kept: writes past the lock, pieces, backends that do not lock, and
// versions that do not fit.
#include <fmt/format.h>

#include <string>
#include <unordered_map>

#include "analyzers/lock_rules.h"
#include "analyzers/rule_functions.h"
#include "engine/base/time_text.h"
#include "engine/tool_version.h"

namespace tfsck {
namespace {

std::string PieceWords(const ChunkFact& chunk) {
  switch (chunk.kind) {
    case ChunkFact::Kind::kMissing:
      return fmt::format("piece {} is not there", chunk.piece);
    case ChunkFact::Kind::kHash:
      return chunk.detail;
    default:
      return chunk.piece.empty()
                 ? fmt::format("the pieces cannot be unpacked: {}", chunk.detail)
                 : fmt::format("piece {} cannot be read: {}", chunk.piece, chunk.detail);
  }
}

// What a backend lacks that would make it lock; "" where it locks.
std::string LacksLock(const BackendConfig& config) {
  if (config.type == "s3" && !config.Has("dynamodb_table") && !config.Has("dynamodb_endpoint") &&
      config.Get("use_lockfile") != "true") {
    return "backend \"s3\" has neither use_lockfile nor dynamodb_table";
  }
  if (config.type == "http" && !config.Has("lock_address")) {
    return "backend \"http\" has no lock_address";
  }
  return "";
}

// "1.9" of 1.9.8: what runners are pinned to.
std::string Series(const ToolVersion& version) {
  return fmt::format("{}.{}", version.major(), version.minor());
}

}  // namespace

void CheckWriteWithoutLock(const LockInput& input, Reporter& reporter) {
  for (const UnguardedWrite& write : input.history.unguarded) {
    reporter.Report(kLCK013, kNoLockPlace, write.state,
                    fmt::format("version {} was written on {} UTC while nobody held the lock",
                                write.version_id.empty() ? write.name : write.version_id,
                                UtcText(write.time_us)));
  }
  for (const LockOverlap& overlap : input.history.overlaps) {
    const LockHold& first = input.history.holds[overlap.first];
    const LockHold& second = input.history.holds[overlap.second];
    reporter.Report(
        kLCK013, kNoLockPlace, first.state,
        fmt::format("lock {} was taken on {} UTC over lock {}, which was still there: the "
                    "storage did not refuse it",
                    second.version_id, UtcText(second.start_us), first.version_id));
  }
}

void CheckChunks(const LockInput& input, Reporter& reporter) {
  for (size_t i = 0; i < input.evidence.chunks.size(); ++i) {
    const ChunkFact& chunk = input.evidence.chunks[i];
    if (chunk.kind == ChunkFact::Kind::kOrphan) continue;
    reporter.Report(kLCK014, PlaceOfChunk(input.evidence, i), chunk.state.Text(),
                    PieceWords(chunk));
  }
}

void CheckChunkOrphans(const LockInput& input, Reporter& reporter) {
  for (size_t i = 0; i < input.evidence.chunks.size(); ++i) {
    const ChunkFact& chunk = input.evidence.chunks[i];
    if (chunk.kind != ChunkFact::Kind::kOrphan) continue;
    reporter.Report(kLCK015, PlaceOfChunk(input.evidence, i), chunk.state.Text(),
                    fmt::format("nothing refers to piece {}", chunk.piece));
  }
}

void CheckNoLocking(const LockInput& input, Reporter& reporter) {
  for (size_t i = 0; i < input.evidence.configs.size(); ++i) {
    const BackendConfig& config = input.evidence.configs[i];
    const std::string lacks = LacksLock(config);
    if (lacks.empty()) continue;
    reporter.Report(kLCK016, PlaceOfConfig(input.evidence, i), config.Get("key"),
                    lacks + ": nothing keeps two runs apart");
  }
}

void CheckLockVersion(const LockInput& input, Reporter& reporter) {
  std::unordered_map<std::string, const StateEvidence*> by_key;
  for (const StateEvidence& state : input.evidence.states) {
    const StateEvidence*& known = by_key[state.state.key];
    if (known == nullptr || state.latest || state.serial > known->serial) known = &state;
  }
  for (size_t i = 0; i < input.evidence.records.size(); ++i) {
    const LockRecord& record = input.evidence.records[i];
    const auto state = by_key.find(record.state.key);
    if (record.state.key.empty() || state == by_key.end()) continue;
    const auto of_lock = ParseToolVersion(record.info.version);
    const auto of_state = ParseToolVersion(state->second->tool_version);
    if (!of_lock || !of_state || Series(*of_lock) == Series(*of_state)) continue;
    reporter.Report(kLCK017, i, record.state.Text(),
                    fmt::format("the lock was taken by version {}, the state was written by {}",
                                record.info.version, state->second->tool_version));
  }
}

}  // namespace tfsck
