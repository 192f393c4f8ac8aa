// The single gates of lock_verdict.h.  Internal to analyzers/lock_*.cc.  Pure; thread-safe.
#ifndef TFSCK_ANALYZERS_LOCK_GATES_H_
#define TFSCK_ANALYZERS_LOCK_GATES_H_

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "analyzers/lock_verdict.h"

namespace tfsck {

// What past holds of one state tell.
struct HoldTimes {
  size_t count = 0;        // of holds that ended as they should
  int64_t longest_us = 0;  // of those
};

// What is known of one state beside its lock.
struct StateFacts {
  std::optional<int64_t> written_us;  // when it was last written
  std::string md5;                    // of what readers get
  std::string tool_version;           // of what readers get
  ToolFamily family = ToolFamily::kUnknown;
};

// Evidence by state, so that many locks are judged in the time of one pass.
class LockContext {
 public:
  LockContext(const LockEvidence& evidence, const LockHistory& history, const LockOptions& options);

  // Nothing where no history of the state's lock was given.
  std::optional<HoldTimes> HoldsOf(const StateObject& state) const;
  StateFacts FactsOf(const StateObject& state) const;

 private:
  const LockEvidence& evidence_;
  std::unordered_map<std::string, HoldTimes> holds_;
  std::unordered_map<std::string, std::vector<size_t>> states_;  // rows of evidence.states, by key
};

// A later sample of the same places.
class SecondSample {
 public:
  explicit SecondSample(const LockEvidence& evidence, const LockOptions& options);
  // The record of the same lock object; null where the sample has none.
  const LockRecord* Find(const LockRecord& record) const;
  // Whether it would have the record if that were still there.
  bool Covers(const LockRecord& record) const;
  StateFacts FactsOf(const StateObject& state) const { return context_.FactsOf(state); }

 private:
  const LockEvidence& evidence_;
  LockHistory no_history_;
  LockContext context_;
  std::unordered_map<std::string, std::vector<size_t>> records_;
};

GateResult ProcessGate(const LockRecord& record);
GateResult SessionGate(const LockRecord& record);
GateResult AgeGate(const LockRecord& record, const LockContext& context,
                   const LockOptions& options);
GateResult OperationGate(const LockRecord& record, const LockOptions& options);
GateResult HolderGate(const LockRecord& record, const LockOptions& options);
GateResult QuietGate(const LockRecord& record, const LockContext& context,
                     const SecondSample* again, const LockOptions& options);
GateResult SameLockGate(const LockRecord& record, const SecondSample* again);
GateResult VersionGate(const LockRecord& record, const LockContext& context);

}  // namespace tfsck

#endif  // TFSCK_ANALYZERS_LOCK_GATES_H_
