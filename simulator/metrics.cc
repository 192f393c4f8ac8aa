#include "simulator/metrics.h"

#include <algorithm>
#include <array>
#include <limits>
#include <numeric>

#include "simulator/model.h"
#include "simulator/observations.h"

namespace tfsck {
namespace {

constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();

double Ratio(double part, double whole) { return whole == 0 ? kNothing : part / whole; }
double Ratio(uint64_t part, uint64_t whole) {
  return Ratio(static_cast<double>(part), static_cast<double>(whole));
}

double Mean(const Tally& tally) { return tally.count == 0 ? kNothing : tally.Mean(); }

double Quantile(const Histogram& histogram, double share, const Tally& tally) {
  return tally.count == 0 ? kNothing : histogram.Quantile(share) * 1e-6;
}

uint64_t Attempts(const Observations& seen) {
  return std::accumulate(seen.outcomes.begin(), seen.outcomes.end(), uint64_t{0});
}

template <Outcome kOutcome>
double ShareOfAttempts(const Observations& seen, const Model&) {
  return Ratio(seen.outcomes[static_cast<size_t>(kOutcome)], Attempts(seen));
}

// Of requests for a lock.
template <Outcome kOutcome>
double ShareOfRequests(const Observations& seen, const Model&) {
  return Ratio(seen.outcomes[static_cast<size_t>(kOutcome)], seen.lock_wait_all.count);
}

template <Level kLevel>
double LevelOf(const Observations& seen, const Model&) {
  return seen.levels[static_cast<size_t>(kLevel)];
}

// Those that got one and those that did not.
uint64_t RunnerRequests(const Observations& seen) {
  return seen.runner_wait.count + seen.outcomes[static_cast<size_t>(Outcome::kRunnerTimeout)];
}

// Of teams and pipelines that got a lock.  Jain, Chiu and Hawe, DEC-TR-301 (1984).
double Fairness(const Observations& seen, const Model&) {
  double teams = 0;
  double sum = 0;
  double squares = 0;
  for (size_t source = 0; source < seen.by_source.size(); ++source) {
    const Tally& waits = seen.by_source[source].served;
    if (waits.count == 0) continue;
    ++teams;
    sum += waits.Mean();
    squares += waits.Mean() * waits.Mean();
  }
  return squares == 0 ? kNothing : sum * sum / (teams * squares);
}

// For each state: the mean number of locks held, so a share where one lock covers the state.
template <Level kLevel>
double PerState(const Observations& seen, const Model& model) {
  return seen.levels[static_cast<size_t>(kLevel)] / static_cast<double>(model.states.size());
}

double Utilisation(const Observations& seen, const Model& model) {
  return PerState<Level::kHeldWorking>(seen, model) + PerState<Level::kHeldHuman>(seen, model) +
         PerState<Level::kHeldIdle>(seen, model) + PerState<Level::kHeldStale>(seen, model);
}

double Weeks(const Observations& seen) {
  return static_cast<double>(seen.window) / static_cast<double>(kWeek);
}

double PerWeek(uint64_t count, const Observations& seen) {
  return Ratio(static_cast<double>(count), Weeks(seen));
}

// Waiting, work that was lost, and coming back to what failed.
double EngineerHours(const Observations& seen, const Model& model) {
  const double switching = static_cast<double>(seen.engineer_failures) *
                           model.scenario.costs.context_switch_minutes / 60;
  const double waiting = static_cast<double>(seen.engineer_waiting) / static_cast<double>(kHour);
  return Ratio(waiting + switching, Weeks(seen));
}

using Row = MetricRow;
using Unit = MetricUnit;

constexpr std::array<MetricRow, kMetrics> kTable = {{
    {Metric::kLockWait, "lock_wait_mean", "wait for a lock that was got", Unit::kTime,
     [](const Observations& seen, const Model&) { return Mean(seen.lock_wait); }, true},
    {Metric::kLockWaitP50, "lock_wait_p50", "half of the runs wait no longer", Unit::kTime,
     [](const Observations& seen, const Model&) {
       return Quantile(seen.lock_wait_histogram, 0.5, seen.lock_wait);
     }},
    {Metric::kLockWaitP90, "lock_wait_p90", "9 of 10 runs wait no longer", Unit::kTime,
     [](const Observations& seen, const Model&) {
       return Quantile(seen.lock_wait_histogram, 0.9, seen.lock_wait);
     }},
    {Metric::kLockWaitP95, "lock_wait_p95", "19 of 20 runs wait no longer", Unit::kTime,
     [](const Observations& seen, const Model&) {
       return Quantile(seen.lock_wait_histogram, 0.95, seen.lock_wait);
     },
     true},
    {Metric::kLockWaitP99, "lock_wait_p99", "99 of 100 runs wait no longer", Unit::kTime,
     [](const Observations& seen, const Model&) {
       return Quantile(seen.lock_wait_histogram, 0.99, seen.lock_wait);
     }},
    {Metric::kLockWaitAll, "lock_wait_all_mean", "wait for a lock, given up or got", Unit::kTime,
     [](const Observations& seen, const Model&) { return Mean(seen.lock_wait_all); }},
    {Metric::kLockWaitSquare, "lock_wait_second_moment", "second moment of the wait for a lock",
     Unit::kSquaredTime,
     [](const Observations& seen, const Model&) {
       return seen.lock_wait.count == 0 ? kNothing : seen.lock_wait.SecondMoment();
     }},
    {Metric::kLockWaitVariance, "lock_wait_variance", "variance of the wait for a lock",
     Unit::kSquaredTime,
     [](const Observations& seen, const Model&) {
       if (seen.lock_wait.count == 0) return kNothing;
       const double mean = seen.lock_wait.Mean();
       return seen.lock_wait.SecondMoment() - mean * mean;
     }},
    {Metric::kWaitingShare, "lock_waiting_share", "requests for a lock that did not get it at once",
     Unit::kShare,
     [](const Observations& seen, const Model& model) {
       // Even what is got at once takes an attempt.
       const uint64_t all = seen.lock_wait_all.count;
       const uint64_t at_once = seen.lock_wait_histogram.CountUpTo(model.lock().latency);
       return Ratio(all - std::min(all, at_once), all);
     }},
    {Metric::kFailedShare, "lock_failed_share", "requests for a lock that failed", Unit::kShare,
     [](const Observations& seen, const Model&) {
       const uint64_t all = seen.lock_wait_all.count;
       return Ratio(all - seen.lock_wait.count, all);
     },
     true},
    {Metric::kTimeoutShare, "lock_timeout_share", "requests for a lock that timed out",
     Unit::kShare, ShareOfRequests<Outcome::kLockTimeout>},
    {Metric::kRefusedShare, "lock_refused_share", "requests for a lock that were refused",
     Unit::kShare, ShareOfRequests<Outcome::kRefused>},
    {Metric::kSupersededShare, "superseded_share", "requests that a newer one replaced",
     Unit::kShare, ShareOfRequests<Outcome::kSuperseded>},
    {Metric::kConflictShare, "conflict_share", "attempts in vain: others had committed",
     Unit::kShare, ShareOfAttempts<Outcome::kConflict>},
    {Metric::kStalePlanShare, "stale_plan_share", "attempts whose saved plan was stale",
     Unit::kShare, ShareOfAttempts<Outcome::kStalePlan>},
    {Metric::kCrashedShare, "crashed_share", "attempts that died", Unit::kShare,
     ShareOfAttempts<Outcome::kCrashed>},
    {Metric::kDroppedShare, "dropped_share", "changes that were given up", Unit::kShare,
     [](const Observations& seen, const Model&) {
       return Ratio(seen.dropped, seen.dropped + seen.done);
     }},
    {Metric::kRunnerWait, "runner_wait_mean", "wait for a runner", Unit::kTime,
     [](const Observations& seen, const Model&) { return Mean(seen.runner_wait); }},
    {Metric::kRunnerWaitP95, "runner_wait_p95", "19 of 20 runs get a runner within", Unit::kTime,
     [](const Observations& seen, const Model&) {
       return Quantile(seen.runner_wait_histogram, 0.95, seen.runner_wait);
     }},
    {Metric::kRunnerWaitAll, "runner_wait_all_mean", "wait for a runner, given up or got",
     Unit::kTime,
     [](const Observations& seen, const Model&) {
       // Little's law: those who gave up are in the queue as long as they wait.
       const double waiting = seen.levels[static_cast<size_t>(Level::kWaitingForRunner)];
       return Ratio(waiting * ToSeconds(seen.window), static_cast<double>(RunnerRequests(seen)));
     }},
    {Metric::kRunnerWaitingShare, "runner_waiting_share",
     "requests for a runner that did not get one at once", Unit::kShare,
     [](const Observations& seen, const Model&) {
       const uint64_t all = RunnerRequests(seen);
       return Ratio(all - std::min(all, seen.runner_wait_histogram.CountUpTo(0)), all);
     }},
    {Metric::kRunnerTimeoutShare, "runner_timeout_share", "attempts that got no runner",
     Unit::kShare, ShareOfAttempts<Outcome::kRunnerTimeout>},
    {Metric::kDelay, "delay_mean", "what a change takes beyond its own work", Unit::kTime,
     [](const Observations& seen, const Model&) { return Mean(seen.delay); }},
    {Metric::kDelayP95, "delay_p95", "19 of 20 changes are delayed no longer", Unit::kTime,
     [](const Observations& seen, const Model&) {
       return Quantile(seen.delay_histogram, 0.95, seen.delay);
     }},
    {Metric::kUndelayedShare, "undelayed_share", "changes that nothing delayed", Unit::kShare,
     [](const Observations& seen, const Model&) {
       return Ratio(seen.delay_histogram.CountUpTo(0), seen.delay.count);
     }},
    {Metric::kSojourn, "sojourn_mean", "from the first try until a change is done", Unit::kTime,
     [](const Observations& seen, const Model&) { return Mean(seen.sojourn); }},
    {Metric::kThroughput, "throughput", "changes done", Unit::kPerSecond,
     [](const Observations& seen, const Model&) {
       return Ratio(static_cast<double>(seen.done), ToSeconds(seen.window));
     }},
    {Metric::kLockUtilisation, "lock_utilisation", "share of the time a lock is held", Unit::kShare,
     Utilisation},
    {Metric::kLockUseful, "lock_held_working", "... by a run at work", Unit::kShare,
     PerState<Level::kHeldWorking>},
    {Metric::kLockHuman, "lock_held_human", "... by a run that waits for a person", Unit::kShare,
     PerState<Level::kHeldHuman>},
    {Metric::kLockIdle, "lock_held_idle", "... by a run that waits for a runner", Unit::kShare,
     PerState<Level::kHeldIdle>},
    {Metric::kLockStale, "lock_held_stale", "... by a run that died", Unit::kShare,
     PerState<Level::kHeldStale>},
    {Metric::kRunnersWorking, "runners_working", "runners at work", Unit::kCount,
     LevelOf<Level::kRunnersWorking>},
    {Metric::kRunnersIdle, "runners_idle", "runners held by runs that wait", Unit::kCount,
     LevelOf<Level::kRunnersIdle>},
    {Metric::kQueueLength, "lock_queue_length", "runs that wait for a lock", Unit::kCount,
     LevelOf<Level::kWaitingForLock>},
    {Metric::kRunnerQueueLength, "runner_queue_length", "runs that wait for a runner", Unit::kCount,
     LevelOf<Level::kWaitingForRunner>},
    {Metric::kAway, "away", "failed changes that will be tried again", Unit::kCount,
     LevelOf<Level::kAway>},
    {Metric::kWorking, "working", "runs at work", Unit::kCount, LevelOf<Level::kWorking>},
    {Metric::kUnderWay, "under_way", "changes begun and not yet done", Unit::kCount,
     LevelOf<Level::kChanges>},
    {Metric::kAttempts, "attempts_per_change", "attempts for each change that was done",
     Unit::kCount,
     [](const Observations& seen, const Model&) { return Ratio(Attempts(seen), seen.done); }},
    {Metric::kWastedWork, "wasted_work_share", "work done in vain", Unit::kShare,
     [](const Observations& seen, const Model&) {
       const auto wasted = static_cast<double>(seen.wasted_work);
       return Ratio(wasted, wasted + static_cast<double>(seen.useful_work));
     }},
    {Metric::kOvertaking, "overtaking_share", "grants while somebody older waits", Unit::kShare,
     [](const Observations& seen, const Model&) { return Ratio(seen.overtakings, seen.grants); }},
    {Metric::kFairness, "fairness", "1: all teams wait alike (Jain's index of their mean waits)",
     Unit::kCount, Fairness},
    {Metric::kEngineerHours, "engineer_hours_lost", "engineer-hours lost", Unit::kHoursPerWeek,
     EngineerHours},
    {Metric::kLostUpdates, "lost_updates", "updates lost to a forced unlock", Unit::kPerWeek,
     [](const Observations& seen, const Model&) { return PerWeek(seen.lost_updates, seen); }},
    {Metric::kStaleLocks, "stale_locks", "locks left behind", Unit::kPerWeek,
     [](const Observations& seen, const Model&) { return PerWeek(seen.stale_locks, seen); }},
    {Metric::kForcedUnlocks, "forced_unlocks", "locks forced under a live run", Unit::kPerWeek,
     [](const Observations& seen, const Model&) { return PerWeek(seen.forced_unlocks, seen); }},
    {Metric::kProviderWait, "provider_wait_mean", "what an account's rate limit adds to a refresh",
     Unit::kTime, [](const Observations& seen, const Model&) { return Mean(seen.provider_wait); }},
}};

}  // namespace

std::span<const MetricRow> Metrics() { return kTable; }

}  // namespace tfsck
