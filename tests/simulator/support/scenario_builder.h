// Scenarios in C++, for tests of the engine: a few words each, units of a second.
#ifndef TFSCK_TESTS_SIMULATOR_SUPPORT_SCENARIO_BUILDER_H_
#define TFSCK_TESTS_SIMULATOR_SUPPORT_SCENARIO_BUILDER_H_

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/distribution.h"
#include "simulator/model.h"
#include "simulator/observations.h"
#include "simulator/scenario.h"
#include "simulator/statistics.h"

namespace tfsck::testing {

inline Distribution Fixed(double seconds) { return Distribution::Deterministic(seconds); }
inline Distribution Exp(double mean) { return Distribution::Exponential(mean); }
inline Distribution LogNormal(double mean, double cv) {
  return Distribution::LognormalByMean(mean, cv);
}

LockDiscipline DisciplineNamed(std::string_view name);

// One step under the lock that commits when it ends.
Step Hold(const Distribution& time, LockMode mode = LockMode::kExclusive);
Operation OneHold(const Distribution& time, LockMode mode = LockMode::kExclusive);

// A source of operation and workspace group 0 that gives up.
Source OpenSource(double rate);
Source ClosedSource(uint32_t actors, const Distribution& think);
Source TraceSource(const std::vector<double>& seconds);

// One workspace, one operation of one hold, and no source yet; steady state.
Scenario Base(std::string_view discipline, const Distribution& service);
// As Base, with Poisson arrivals.
Scenario OneLock(std::string_view discipline, double rate, const Distribution& service);
// As Base, with `actors` that think and run.
Scenario Closed(std::string_view discipline, uint32_t actors, const Distribution& think,
                const Distribution& service);

// Sets warm-up and horizon (the warm-up included), in seconds.
void SetWindow(Scenario* scenario, double warm_up, double horizon);

// REQUIRES a scenario without state files.
Model CompileOrDie(const Scenario& scenario);

// A number that a replication gives, and what theory says of it.
struct Quantity {
  std::string name;
  double exact = 0;
  double tolerance = 0.01;  // most of half-width over exact
  std::function<double(const Observations&)> of;
};

// That in `replications` replications every invariant holds, the exact value of each quantity lies
// in its 99.9 % t interval, and that interval is no wider than its tolerance.  Under a sanitizer a
// tenth of the replications is carried out, too few for such an interval: invariants only.
void ExpectExact(const Scenario& scenario, const std::vector<Quantity>& quantities,
                 uint32_t replications = 30, uint64_t seed = 1);

// The means of some numbers over so many replications, with their 99.9 % intervals.
std::vector<Estimate> Simulated(
    const Scenario& scenario, uint32_t replications,
    const std::vector<std::function<double(const Observations&)>>& numbers, uint64_t seed = 1);
Estimate Simulated(const Scenario& scenario, uint32_t replications,
                   const std::function<double(const Observations&)>& number, uint64_t seed = 1);

// ---- Numbers of a replication ----------------------------------------------------------------

double MeanWait(const Observations& seen);        // of those served
double MeanWaitOfAll(const Observations& seen);   // and of those that gave up
double SecondMoment(const Observations& seen);    // of the wait of those served
double ShareUnserved(const Observations& seen);   // of requests that ended
double ShareThatWaits(const Observations& seen);  // of those served
double MeanSojourn(const Observations& seen);
double Throughput(const Observations& seen);   // changes done each second
double Utilisation(const Observations& seen);  // locks held, on average
double LevelOf(const Observations& seen, Level level);
std::function<double(const Observations&)> WaitQuantile(double share);

// Everything a replication saw, in words: equal texts are equal observations.  Not how many events
// it took.
std::string Everything(const Observations& seen);

}  // namespace tfsck::testing

#endif  // TFSCK_TESTS_SIMULATOR_SUPPORT_SCENARIO_BUILDER_H_
