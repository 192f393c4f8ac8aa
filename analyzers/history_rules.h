// Rules over a history: what a rule may look at, and how they are run.
//
// Pure; thread-safe.  A finding's `offset` is a row of History::versions.
#ifndef TFSCK_ANALYZERS_HISTORY_RULES_H_
#define TFSCK_ANALYZERS_HISTORY_RULES_H_

#include <cstdint>
#include <vector>

#include "analyzers/rule.h"
#include "engine/history.h"

namespace tfsck {

// Where a judgement needs a number.  The rules' pages say why these.
struct HistoryThresholds {
  // HIS010 collapse: at least so many managed instances, and more than this share of all, are lost
  // in one change.
  uint64_t collapse_count = 10;
  double collapse_share = 0.5;
  // HIS016 flapping: how often the content came back to what it had been two versions before.
  uint64_t flapping_returns = 2;
};

struct HistoryInput {
  const History& history;
  HistoryThresholds thresholds;
};

struct HistoryFindings {
  std::vector<Finding> findings;  // by row, then rule, then address
  RuleCounts counts{};
};

// Runs every rule of scope kHistory over one history.
HistoryFindings CheckHistory(const HistoryInput& input);

}  // namespace tfsck

#endif  // TFSCK_ANALYZERS_HISTORY_RULES_H_
