// Analyse: what closed formulas say of a scenario, at once and without simulating.
//
//   Model --demand.h--> streams of holds at each lock --recognisers--> AnalyticReport
//
// Each recogniser (a row of a table: analytic.cc) knows one theorem and the scenarios it fits; the
// first that fits answers.  Where only a simplified scenario fits, the report says what was
// simplified, and what the answer then is: exact, a bound, or an approximation.  All answers are of
// the long run.  Pure: no clock, no files, no random numbers but those of applies, which are the
// same at every call (apply_law.h).  Cost: milliseconds; up to seconds for Markov chains of many
// states and conflicts of thousands of sets.
#ifndef TFSCK_SIMULATOR_ANALYTIC_ANALYTIC_H_
#define TFSCK_SIMULATOR_ANALYTIC_ANALYTIC_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/model.h"

namespace tfsck {

enum class AnswerKind : uint8_t { kExact, kLowerBound, kUpperBound, kApproximation };

// "exact", "lower bound", ...
std::string_view NameOf(AnswerKind kind);

// The quantities that answers are about, by their names in reports.
namespace quantity {
inline constexpr std::string_view kLoad = "offered load";  // of one lock or runner, may exceed 1
inline constexpr std::string_view kBusiestLoad = "offered load in the busiest hours";
inline constexpr std::string_view kBusiestResource = "load of the busiest resource";
inline constexpr std::string_view kUtilisation = "utilisation";
inline constexpr std::string_view kThroughput = "throughput";
inline constexpr std::string_view kWaitChance = "P(wait > 0)";
inline constexpr std::string_view kMeanWait = "mean wait";  // of those who got what they waited for
inline constexpr std::string_view kMeanWaitAll = "mean wait, failures included";
inline constexpr std::string_view kWaitDeviation = "standard deviation of the wait";
inline constexpr std::string_view kWaitP50 = "wait p50";
inline constexpr std::string_view kWaitP95 = "wait p95";
inline constexpr std::string_view kWaitP99 = "wait p99";
inline constexpr std::string_view kTimeoutChance = "P(timeout)";
inline constexpr std::string_view kRefusedChance = "P(refused)";
inline constexpr std::string_view kStaleLockShare = "P(lock stale)";
inline constexpr std::string_view kStalePlanChance = "P(plan stale)";
inline constexpr std::string_view kAbortRatio = "aborts per attempt";
inline constexpr std::string_view kFirstAbort = "P(first attempt aborted)";
inline constexpr std::string_view kMeanRetries = "mean retries";
inline constexpr std::string_view kMeanWaiting = "mean number waiting";
inline constexpr std::string_view kMeanNumber = "mean number under way";
inline constexpr std::string_view kPeakNumber = "mean number under way at its peak";
inline constexpr std::string_view kMeanSojourn = "mean time under way";
inline constexpr std::string_view kRunnersOccupied = "runners occupied";
inline constexpr std::string_view kRunnersWorking = "runners working";
inline constexpr std::string_view kSaturation = "people who saturate the lock";
}  // namespace quantity

struct AnalyticAnswer {
  std::string subject;  // "the lock of each of 5 workspaces prod", "the runners", "everything"
  std::string_view quantity;
  double value = 0;       // infinity where it grows without end
  std::string_view unit;  // "s", "runs/s", "runs", "retries", "people", "runners"; "" for a share
  std::string_view theorem;
  AnswerKind kind = AnswerKind::kExact;
};

struct AnalyticReport {
  std::vector<AnalyticAnswer> answers;
  std::vector<std::string> simplified;  // one sentence each, in the order they were met
  std::vector<std::string> unanswered;  // what has no answer, and why
};

// Of the scenario that the model was compiled from, with the graphs that it was given.
AnalyticReport Analyse(const Model& model);

// The first answer of that quantity (and subject, where one is given); nullptr where there is none.
const AnalyticAnswer* FindAnswer(const AnalyticReport& report, std::string_view quantity,
                                 std::string_view subject = {});

}  // namespace tfsck

#endif  // TFSCK_SIMULATOR_ANALYTIC_ANALYTIC_H_
