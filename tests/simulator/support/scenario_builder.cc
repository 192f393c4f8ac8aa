#include "tests/simulator/support/scenario_builder.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <memory>
#include <utility>

#include "simulator/replication.h"
#include "tests/support/sanitized.h"

namespace tfsck::testing {
namespace {

Source SourceOf(Arrivals arrivals) {
  Source made;
  made.name = "team";
  made.arrivals = std::move(arrivals);
  made.operations = {{0, 1}};
  made.workspaces = {{0, 1}};
  return made;
}

std::string Words(const Tally& tally) {
  return fmt::format("{}/{}/{}.{}/{}", tally.count, tally.sum,
                     static_cast<uint64_t>(tally.squares >> 64),
                     static_cast<uint64_t>(tally.squares), tally.most);
}

std::string Words(const Histogram& histogram) {
  std::string made = fmt::format("{} {}:", histogram.count(), histogram.CountUpTo(0));
  for (int i = 0; i <= 64; ++i) made += fmt::format(" {}", histogram.Quantile(i / 64.0));
  return made;
}

std::string Words(const GroupTable& table) {
  std::string made;
  for (size_t i = 0; i < table.size(); ++i) {
    const GroupTally& group = table[i];
    if (group.served.count + group.failed + group.done + group.dropped == 0) continue;
    made += fmt::format(" [{}: {} {} {} {} {} p50 {} p95 {}]", i, Words(group.served), group.failed,
                        group.done, group.dropped, Words(group.delay), table.WaitQuantile(i, 0.5),
                        table.WaitQuantile(i, 0.95));
  }
  return made;
}

}  // namespace

LockDiscipline DisciplineNamed(std::string_view name) {
  const LockDisciplineRow* const row = FindLockDiscipline(name);
  EXPECT_NE(row, nullptr) << name;
  return row == nullptr ? LockDiscipline{} : row->discipline;
}

Step Hold(const Distribution& time, LockMode mode) {
  Step made;
  made.time = time;
  made.lock = mode;
  made.commits = true;
  return made;
}

Operation OneHold(const Distribution& time, LockMode mode) {
  Operation made;
  made.name = "change";
  made.steps = {Hold(time, mode)};
  return made;
}

Source OpenSource(double rate) {
  Arrivals arrivals;
  arrivals.poisson.rate = rate;
  return SourceOf(arrivals);
}

Source ClosedSource(uint32_t actors, const Distribution& think) {
  Arrivals arrivals;
  arrivals.kind = Arrivals::Kind::kClosed;
  arrivals.closed = {actors, think};
  return SourceOf(arrivals);
}

Source TraceSource(const std::vector<double>& seconds) {
  Arrivals arrivals;
  arrivals.kind = Arrivals::Kind::kTrace;
  for (const double at : seconds) arrivals.trace.times.push_back(FromSeconds(at));
  return SourceOf(arrivals);
}

Scenario Base(std::string_view discipline, const Distribution& service) {
  Scenario made;
  made.name = "test";
  WorkspaceGroup group;
  group.name = "app";
  group.resources = 1;
  group.graph.shape = GraphShape::kEdgeless;
  made.workspaces = {group};
  made.operations = {OneHold(service)};
  made.lock = DisciplineNamed(discipline);
  made.analysis.kind = AnalysisKind::kSteady;
  SetWindow(&made, 1'000, 11'000);
  return made;
}

Scenario OneLock(std::string_view discipline, double rate, const Distribution& service) {
  Scenario made = Base(discipline, service);
  made.sources = {OpenSource(rate)};
  return made;
}

Scenario Closed(std::string_view discipline, uint32_t actors, const Distribution& think,
                const Distribution& service) {
  Scenario made = Base(discipline, service);
  made.sources = {ClosedSource(actors, think)};
  return made;
}

void SetWindow(Scenario* scenario, double warm_up, double horizon) {
  scenario->analysis.warm_up = FromSeconds(warm_up);
  scenario->analysis.horizon = FromSeconds(horizon);
}

Model CompileOrDie(const Scenario& scenario) {
  auto model = Compile(scenario, [](const std::string& file) -> Result<StateGraph> {
    return MakeError(ErrorKind::kUsage, "no file: " + file);
  });
  EXPECT_TRUE(model.has_value()) << (model ? "" : model.error().message);
  return std::move(*model);
}

void ExpectExact(const Scenario& scenario, const std::vector<Quantity>& quantities,
                 uint32_t replications, uint64_t seed) {
  const Model model = CompileOrDie(scenario);
  Replication replication(model);
  std::vector<std::vector<double>> values(quantities.size());
  for (uint32_t i = 0; i < TenthIfSanitized(replications); ++i) {
    const Observations& seen = replication.Carry({.seed = seed, .replication = i});
    ASSERT_EQ(seen.violation, "") << scenario.lock.name << ", replication " << i;
    ASSERT_EQ(seen.excess, Excess::kNone);
    for (size_t q = 0; q < quantities.size(); ++q) values[q].push_back(quantities[q].of(seen));
  }
  if (kSanitized) return;
  for (size_t q = 0; q < quantities.size(); ++q) {
    const Quantity& quantity = quantities[q];
    const Estimate found = EstimateMean(values[q], 0.999);
    EXPECT_TRUE(found.Contains(quantity.exact))
        << quantity.name << ": exactly " << quantity.exact << ", simulated " << found.mean << " +- "
        << found.half_width;
    EXPECT_LE(found.half_width, quantity.tolerance * quantity.exact)
        << quantity.name << ": simulated " << found.mean << " +- "
        << found.half_width / quantity.exact;
  }
}

std::vector<Estimate> Simulated(
    const Scenario& scenario, uint32_t replications,
    const std::vector<std::function<double(const Observations&)>>& numbers, uint64_t seed) {
  const Model model = CompileOrDie(scenario);
  Replication replication(model);
  std::vector<std::vector<double>> values(numbers.size());
  for (uint32_t i = 0; i < replications; ++i) {
    const Observations& seen = replication.Carry({.seed = seed, .replication = i});
    EXPECT_EQ(seen.violation, "") << scenario.lock.name << ", replication " << i;
    for (size_t n = 0; n < numbers.size(); ++n) values[n].push_back(numbers[n](seen));
  }
  std::vector<Estimate> made;
  for (const std::vector<double>& of_one : values) made.push_back(EstimateMean(of_one, 0.999));
  return made;
}

Estimate Simulated(const Scenario& scenario, uint32_t replications,
                   const std::function<double(const Observations&)>& number, uint64_t seed) {
  return Simulated(scenario, replications, std::vector{number}, seed)[0];
}

double MeanWait(const Observations& seen) { return seen.lock_wait.Mean(); }
double MeanWaitOfAll(const Observations& seen) { return seen.lock_wait_all.Mean(); }
double SecondMoment(const Observations& seen) { return seen.lock_wait.SecondMoment(); }
double ShareUnserved(const Observations& seen) {
  return 1 -
         static_cast<double>(seen.lock_wait.count) / static_cast<double>(seen.lock_wait_all.count);
}
double ShareThatWaits(const Observations& seen) {
  return 1 - static_cast<double>(seen.lock_wait_histogram.CountUpTo(0)) /
                 static_cast<double>(seen.lock_wait.count);
}
double MeanSojourn(const Observations& seen) { return seen.sojourn.Mean(); }
double Throughput(const Observations& seen) {
  return static_cast<double>(seen.done) / ToSeconds(seen.window);
}
double Utilisation(const Observations& seen) {
  return LevelOf(seen, Level::kHeldWorking) + LevelOf(seen, Level::kHeldHuman) +
         LevelOf(seen, Level::kHeldIdle) + LevelOf(seen, Level::kHeldStale);
}
double LevelOf(const Observations& seen, Level level) {
  return seen.levels[static_cast<size_t>(level)];
}
std::function<double(const Observations&)> WaitQuantile(double share) {
  return
      [share](const Observations& seen) { return seen.lock_wait_histogram.Quantile(share) * 1e-6; };
}

std::string Everything(const Observations& seen) {
  std::string made = fmt::format(
      "fingerprint {:x}\noutcomes {}\nchanges {} done {} dropped {} requests {} grants {} "
      "overtakings {} commits {} lost {} forced {} stale {}\nwork {} {} waiting {} {}\n",
      seen.fingerprint, fmt::join(seen.outcomes, " "), seen.changes, seen.done, seen.dropped,
      seen.requests, seen.grants, seen.overtakings, seen.commits, seen.lost_updates,
      seen.forced_unlocks, seen.stale_locks, seen.useful_work, seen.wasted_work,
      seen.engineer_waiting, seen.engineer_failures);
  for (const auto& [name, tally] :
       {std::pair{"wait", &seen.lock_wait}, std::pair{"all", &seen.lock_wait_all},
        std::pair{"runner", &seen.runner_wait}, std::pair{"provider", &seen.provider_wait},
        std::pair{"hold", &seen.hold}, std::pair{"delay", &seen.delay},
        std::pair{"sojourn", &seen.sojourn}}) {
    made += fmt::format("{} {}\n", name, Words(*tally));
  }
  made += fmt::format("levels {}\nwindow {}\n", fmt::join(seen.levels, " "), seen.window);
  for (const Histogram* histogram : {&seen.lock_wait_histogram, &seen.lost_wait_histogram,
                                     &seen.runner_wait_histogram, &seen.delay_histogram}) {
    made += Words(*histogram) + "\n";
  }
  for (const GroupTable* table :
       {&seen.by_source, &seen.by_state, &seen.by_operation, &seen.by_hour}) {
    made += Words(*table) + "\n";
  }
  for (const __int128 held : seen.held_time) made += fmt::format("{} ", static_cast<int64_t>(held));
  for (size_t hour = 0; hour < seen.hours_seen.size(); ++hour) {
    if (seen.hours_seen[hour] == 0) continue;
    made +=
        fmt::format("\nhour {}: {} {}", hour, seen.working_at_hour[hour], seen.hours_seen[hour]);
  }
  made += fmt::format("\nseries {}:", seen.series.batch_size());
  for (size_t i = 0; i < seen.series.batches(); ++i) {
    made += fmt::format(" {}", seen.series.BatchMean(i));
  }
  return made + "\nviolation " + seen.violation;
}

}  // namespace tfsck::testing
