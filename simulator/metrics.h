// Metrics: the numbers that a replication comes down to, by name.
//
// One value for each replication, from its Observations; experiment.h makes estimates of them.
// Times in seconds.  NaN where a replication says nothing (the mean wait of no waits).
#ifndef TFSCK_SIMULATOR_METRICS_H_
#define TFSCK_SIMULATOR_METRICS_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace tfsck {

struct Observations;
struct Model;

enum class MetricUnit : uint8_t {
  kTime,
  kShare,
  kCount,
  kPerWeek,
  kHoursPerWeek,
  kPerSecond,
  kSquaredTime
};

// In the order of the table.
enum class Metric : uint8_t {
  kLockWait,
  kLockWaitP50,
  kLockWaitP90,
  kLockWaitP95,
  kLockWaitP99,
  kLockWaitAll,
  kLockWaitSquare,
  kLockWaitVariance,
  kWaitingShare,
  kFailedShare,
  kTimeoutShare,
  kRefusedShare,
  kSupersededShare,
  kConflictShare,
  kStalePlanShare,
  kCrashedShare,
  kDroppedShare,
  kRunnerWait,
  kRunnerWaitP95,
  kRunnerWaitAll,
  kRunnerWaitingShare,
  kRunnerTimeoutShare,
  kDelay,
  kDelayP95,
  kUndelayedShare,
  kSojourn,
  kThroughput,
  kLockUtilisation,
  kLockUseful,
  kLockHuman,
  kLockIdle,
  kLockStale,
  kRunnersWorking,
  kRunnersIdle,
  kQueueLength,
  kRunnerQueueLength,
  kAway,
  kWorking,
  kUnderWay,
  kAttempts,
  kWastedWork,
  kOvertaking,
  kFairness,
  kEngineerHours,
  kLostUpdates,
  kStaleLocks,
  kForcedUnlocks,
  kProviderWait,
  kCount,
};
inline constexpr size_t kMetrics = static_cast<size_t>(Metric::kCount);

struct MetricRow {
  Metric metric;
  std::string_view name;  // in JSON: lock_wait_p95
  std::string_view what;  // in words: "95th percentile of the wait for a lock"
  MetricUnit unit;
  double (*value)(const Observations& seen, const Model& model);
  bool headline = false;  // precision is asked of it
};

std::span<const MetricRow> Metrics();
inline const MetricRow& RowOf(Metric metric) { return Metrics()[static_cast<size_t>(metric)]; }

}  // namespace tfsck

#endif  // TFSCK_SIMULATOR_METRICS_H_
