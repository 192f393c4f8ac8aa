// What must hold whatever the numbers: common random numbers, ties, arrivals' view, conservation.
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <tuple>

#include "simulator/replication.h"
#include "tests/simulator/support/random_scenario.h"
#include "tests/simulator/support/scenario_builder.h"

namespace tfsck::testing {
namespace {

// Instants of arrival, and how long each step of each run took, by run.
class ArrivalsAndWork : public TraceSink {
 public:
  void Record(const TraceEvent& event) override {
    if (event.kind == TraceKind::kArrived) arrivals.insert({event.time, event.run});
    if (event.kind == TraceKind::kStepBegan) began_[event.run] = event.time;
    if (event.kind == TraceKind::kStepEnded) {
      work[{event.run, event.step}] = event.time - began_[event.run];
    }
  }
  std::set<std::pair<SimTime, uint64_t>> arrivals;
  std::map<std::pair<uint64_t, uint32_t>, SimTime> work;

 private:
  std::map<uint64_t, SimTime> began_;
};

ArrivalsAndWork Traced(const Scenario& scenario) {
  const Model model = CompileOrDie(scenario);
  Replication replication(model);
  ArrivalsAndWork made;
  EXPECT_EQ(replication.Carry({.seed = 11}, &made).violation, "");
  return made;
}

TEST(EngineProperties, DisciplinesFaceTheSameArrivalsAndWork) {
  Scenario scenario = OneLock("fifo", 0.3, LogNormal(1, 1));
  Step init;
  init.time = Exp(1);
  scenario.operations[0].steps.insert(scenario.operations[0].steps.begin(), init);
  SetWindow(&scenario, 0, 2000);
  const ArrivalsAndWork first = Traced(scenario);
  ASSERT_GT(first.work.size(), 500U);
  for (const LockDisciplineRow& row : LockDisciplines()) {
    scenario.lock = row.discipline;
    const ArrivalsAndWork other = Traced(scenario);
    EXPECT_EQ(other.arrivals, first.arrivals) << row.discipline.name;
    for (const auto& [step, time] : other.work) {
      const auto same = first.work.find(step);
      if (same == first.work.end()) continue;
      EXPECT_EQ(time, same->second) << row.discipline.name;
    }
  }
}

TEST(EngineProperties, TracingChangesNothing) {
  for (uint64_t seed = 0; seed < 100; ++seed) {
    const Model model = CompileOrDie(RandomScenario(seed));
    Replication replication(model);
    const std::string without = Everything(replication.Carry({.seed = 5}));
    ArrivalsAndWork trace;
    EXPECT_EQ(Everything(replication.Carry({.seed = 5}, &trace)), without) << seed;
  }
}

TEST(EngineProperties, ConclusionsHoldWhicheverWayTiesGo) {
  // On a lattice of seconds: everything ties with everything.
  for (const uint64_t shuffle : {0ULL, 1ULL, 77ULL, 4096ULL}) {
    Scenario scenario = OneLock("terraform", 0.5, Fixed(1));
    scenario.lock.poll = {.first = kSecond, .factor = 2, .ceiling = kSecond};
    scenario.shuffle_ties = shuffle;
    SetWindow(&scenario, 500, 100'000);
    ExpectExact(scenario, {{"retries", 1, 0.015, MeanWait}});
  }
}

TEST(EngineProperties, ShufflingTiesMovesOnlyTies) {
  Scenario scenario = OneLock("fifo", 0.5, Exp(1));
  SetWindow(&scenario, 100, 20'000);
  const auto waits = [&](uint64_t shuffle) {
    scenario.shuffle_ties = shuffle;
    const Model model = CompileOrDie(scenario);
    Replication replication(model);
    return replication.Carry({.seed = 5}).lock_wait.sum;
  };
  EXPECT_EQ(waits(1), waits(0));
  EXPECT_EQ(waits(99), waits(0));
}

// Poisson arrivals see what time sees: the share that waits is the share of time it is taken.
TEST(EngineProperties, Pasta) {
  Scenario scenario = OneLock("fifo", 0.6, LogNormal(1, 1));
  SetWindow(&scenario, 500, 100'000);
  const Estimate apart = Simulated(scenario, 30, [](const Observations& seen) {
    return ShareThatWaits(seen) - Utilisation(seen);
  });
  EXPECT_TRUE(apart.Contains(0));
  EXPECT_LT(apart.half_width, 0.005);
}

TEST(EngineProperties, EachDisciplineHasItsCheckHere) {
  const std::map<std::string_view, std::string_view> checks = {
      {"terraform", "Polling.OneHolderExactly, PollingOracle"},
      {"fifo", "ExactOpen.MM1, ExactOpen.MG1PollaczekKhinchine, ExactClosed.MachineRepair"},
      {"priority", "ExactOpen.CobhamAndConservation"},
      {"siro", "ExactOpen.OrderOfServiceMovesTheSecondMomentOnly"},
      {"lifo", "ExactOpen.OrderOfServiceMovesTheSecondMomentOnly"},
      {"saved-plan", "ExactOpen.SavedPlanGoesStale"},
      {"atlantis-pr", "ExactOpen.LossIsInsensitive"},
      {"hcp", "ExactClosed.LockFirstThenRunner"},
      {"rw-fifo", "ExactClosed.ReaderWriterLocks"},
      {"rw-reader-pref", "ExactClosed.ReaderWriterLocks"},
      {"plan-lock-free", "ExactClosed.ReaderWriterLocks"},
      {"resource-conservative", "ExactSets.FourEngineersWait"},
      {"resource-reserve", "ExactSets.FourEngineersWait"},
      {"resource-strict", "ExactSets.FourEngineersWait"},
      {"resource-409", "ExactSets.HardCoreLossIsInsensitive"},
      {"resource-optimistic", "ExactSets.FourEngineersValidateAtCommit"},
      {"state-optimistic", "ExactClosed.StateValidation"},
      {"github-concurrency", "ExactOpen.NewestTakesTheOnePlace"},
      {"gitlab-unordered", "ExactOpen.OrderOfServiceMovesTheSecondMomentOnly"},
      {"gitlab-oldest-first", "ExactOpen.OrderOfServiceMovesTheSecondMomentOnly"},
      {"gitlab-newest-first", "ExactOpen.OrderOfServiceMovesTheSecondMomentOnly"},
  };
  // The tests of this program by their names.
  std::set<std::string> tests;
  const ::testing::UnitTest& all = *::testing::UnitTest::GetInstance();
  for (int i = 0; i < all.total_test_suite_count(); ++i) {
    const ::testing::TestSuite& suite = *all.GetTestSuite(i);
    tests.insert(suite.name());
    for (int j = 0; j < suite.total_test_count(); ++j) {
      tests.insert(std::string(suite.name()) + "." + suite.GetTestInfo(j)->name());
    }
  }
  EXPECT_EQ(checks.size(), LockDisciplines().size());
  for (const LockDisciplineRow& row : LockDisciplines()) {
    const auto found = checks.find(row.discipline.name);
    ASSERT_NE(found, checks.end()) << row.discipline.name << " has no check";
    EXPECT_FALSE(row.check.empty()) << row.discipline.name;
    std::string_view names = found->second;
    while (!names.empty()) {
      const size_t comma = names.find(", ");
      const std::string name(names.substr(0, comma));
      EXPECT_TRUE(tests.contains(name)) << row.discipline.name << ": there is no test " << name;
      names = comma == std::string_view::npos ? "" : names.substr(comma + 2);
    }
  }
}

}  // namespace
}  // namespace tfsck::testing
