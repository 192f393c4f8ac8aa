// Refreshes under one provider account: what the engine makes of a shared rate limit.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "simulator/replication.h"
#include "tests/simulator/support/random_scenario.h"
#include "tests/simulator/support/replication_peer.h"
#include "tests/simulator/support/scenario_builder.h"

namespace tfsck::testing {
namespace {

// 100 resources ten at a time: a refresh of `own` seconds, or of `limited` at `100 / limited` calls
// a second.
constexpr uint32_t kResources = 100;

RefreshWork Refresh(double own, int account = 0) {
  return {.latency = Fixed(own / (kResources / 10.0)), .parallelism = 10, .account = account};
}

Operation RefreshUnderLock(double own, double then, LockMode mode = LockMode::kExclusive) {
  Operation made = OneHold(Fixed(then), mode);
  made.steps[0].refresh = Refresh(own);
  return made;
}

// A run of each operation, each of its own source at its own instant in a workspace of its own; one
// account at which a refresh alone takes `limited` seconds.
Scenario Overlapping(double limited, const std::vector<double>& at,
                     const std::vector<Operation>& operations) {
  Scenario made = Base("fifo", Fixed(1));
  made.accounts = {{"prod", kResources / limited}};
  made.workspaces.clear();
  made.operations = operations;
  for (uint32_t i = 0; i < at.size(); ++i) {
    made.workspaces.push_back({.name = "w" + std::to_string(i), .resources = kResources});
    made.sources.push_back(TraceSource({at[i]}));
    made.sources[i].operations = {{i, 1}};
    made.sources[i].workspaces = {{i, 1}};
  }
  made.analysis.kind = AnalysisKind::kTerminating;
  made.analysis.warm_up.reset();
  made.analysis.horizon = 1000 * kSecond;
  return made;
}

// When what happened, by source; of the store under kStoreDown and kStoreUp of source 0.
class Times : public TraceSink {
 public:
  void Record(const TraceEvent& event) override {
    times_[event.kind][event.source].push_back(event);
  }
  // -1: never.
  double At(TraceKind kind, uint32_t source) const {
    const std::vector<TraceEvent>& all = Of(kind, source);
    return all.empty() ? -1 : ToSeconds(all[0].time);
  }
  const std::vector<TraceEvent>& Of(TraceKind kind, uint32_t source) const {
    static const std::vector<TraceEvent> kNone;
    const auto of_kind = times_.find(kind);
    if (of_kind == times_.end()) return kNone;
    const auto found = of_kind->second.find(source);
    return found == of_kind->second.end() ? kNone : found->second;
  }

 private:
  std::map<TraceKind, std::map<uint32_t, std::vector<TraceEvent>>> times_;
};

struct Carried {
  explicit Carried(const Scenario& scenario, uint32_t number = 0) {
    const Model model = CompileOrDie(scenario);
    Replication replication(model);
    seen = replication.Carry({.seed = 1, .replication = number}, &times);
    EXPECT_EQ(seen.violation, "");
    EXPECT_EQ(seen.excess, Excess::kNone);
  }
  double Refreshed(uint32_t source) const { return times.At(TraceKind::kRefreshed, source); }
  double Done(uint32_t source) const { return times.At(TraceKind::kDone, source); }

  Times times;
  Observations seen;
};

TEST(ProviderAccounts, TwoThatOverlapHaveHalfTheRateEach) {
  const Operation change = RefreshUnderLock(0, 3);
  const Carried run(Overlapping(10, {0, 4}, {change, change}));
  // 6 s of the first are left at 4, at half speed; then 4 s of the second, alone.
  EXPECT_EQ(run.Refreshed(0), 16);
  EXPECT_EQ(run.Refreshed(1), 20);
  EXPECT_EQ(run.Done(0), 19);
  EXPECT_EQ(run.Done(1), 23);
  EXPECT_EQ(run.seen.hold.sum, 2 * 19 * kSecond);
  EXPECT_EQ(run.seen.useful_work, 2 * 19 * kSecond);
  EXPECT_EQ(run.seen.delay.sum, 0);
  EXPECT_EQ(run.seen.provider_wait.count, 2U);
  EXPECT_EQ(run.seen.provider_wait.sum, 2 * 16 * kSecond);
  EXPECT_EQ(run.times.Of(TraceKind::kRefreshed, 0)[0].detail, 16'000U);
}

TEST(ProviderAccounts, ManyAlikeTakeSoManyTimesAsLong) {
  const Operation change = RefreshUnderLock(2, 0);
  const Carried run(Overlapping(10, {0, 0, 0, 0, 0}, std::vector<Operation>(5, change)));
  for (uint32_t source = 0; source < 5; ++source) EXPECT_EQ(run.Done(source), 50);
  EXPECT_EQ(run.seen.provider_wait.sum, 5 * 48 * kSecond);
}

TEST(ProviderAccounts, WhoIsSlowItselfLeavesTheOthersTheirShareOnly) {
  // Two share: 20 s for the limited one however slow the other is.
  const Carried run(Overlapping(10, {0, 0}, {RefreshUnderLock(60, 0), RefreshUnderLock(0, 0)}));
  EXPECT_EQ(run.Done(0), 60);
  EXPECT_EQ(run.Done(1), 20);
}

TEST(ProviderAccounts, AccountsDoNotKnowOfEachOther) {
  const Operation change = RefreshUnderLock(0, 0);
  Scenario scenario = Overlapping(10, {0, 0, 0}, {change, change, change});
  scenario.accounts.push_back({"dev", kResources / 5.0});
  scenario.operations[2].steps[0].refresh->account = 1;
  const Carried run(scenario);
  EXPECT_EQ(run.Done(0), 20);
  EXPECT_EQ(run.Done(1), 20);
  EXPECT_EQ(run.Done(2), 5);
}

TEST(ProviderAccounts, WorkspacesMaySayWhichAccountTheyAreIn) {
  Operation change = RefreshUnderLock(0, 0);
  change.steps[0].refresh->account = -1;
  Scenario scenario = Overlapping(10, {0, 0, 0}, {change, change, change});
  scenario.workspaces[0].account = scenario.workspaces[1].account = 0;
  const Carried run(scenario);
  EXPECT_EQ(run.Done(0), 20);
  EXPECT_EQ(run.Done(1), 20);
  EXPECT_EQ(run.Done(2), 0);
}

TEST(ProviderAccounts, RefreshComesFirstAndTheRestIsNotSlowedDown) {
  const Operation change = RefreshUnderLock(0, 100);
  const Carried run(Overlapping(10, {0, 50}, {change, change}));
  EXPECT_EQ(run.Refreshed(0), 10);
  EXPECT_EQ(run.Done(0), 110);
  EXPECT_EQ(run.Refreshed(1), 60);
  EXPECT_EQ(run.Done(1), 160);
}

TEST(ProviderAccounts, RefreshGoesOnWhereTheHorizonEnds) {
  const Operation change = RefreshUnderLock(0, 0);
  Scenario scenario = Overlapping(10, {0, 4}, {change, change});
  scenario.analysis.horizon = 18 * kSecond;
  const Carried run(scenario);
  EXPECT_EQ(run.seen.done, 1U);
  EXPECT_EQ(run.seen.held_time[0], 16 * kSecond);
  EXPECT_EQ(run.seen.held_time[1], 14 * kSecond);
}

// ---- Against tiny steps of time ----------------------------------------------------------------

struct Fluid {
  double at = 0, own = 0, limited = 0, then = 0;
  bool stands_still = false;  // while the store is down
  double left = 1;
  double done = -1;
};
struct Span {
  double from, to;
};

void CarryInTinySteps(std::vector<Fluid>* runs, const std::vector<Span>& down) {
  constexpr double kStep = 5e-4;
  for (double now = 0; now < 1000; now += kStep) {
    const bool is_down = std::any_of(down.begin(), down.end(), [now](const Span& span) {
      return now >= span.from && now < span.to;
    });
    const auto refreshes = [&](const Fluid& run) {
      return run.at <= now && run.left > 0 && !(is_down && run.stands_still);
    };
    const auto sharing = std::count_if(runs->begin(), runs->end(), refreshes);
    for (Fluid& run : *runs) {
      if (refreshes(run)) {
        run.left -= kStep / std::max(run.own, run.limited * static_cast<double>(sharing));
        if (run.left > 0 || run.done >= 0) continue;
        run.done = now + kStep;
      }
    }
  }
}

TEST(ProviderAccounts, AgreesWithTinyStepsOfTime) {
  std::mt19937 random(5);
  const auto below = [&random](uint32_t bound) { return static_cast<double>(random() % bound); };
  for (int round = 0; round < 25; ++round) {
    const double limited = 1 + below(80) / 10;
    std::vector<Fluid> runs;
    std::vector<Operation> operations;
    std::vector<double> at;
    for (uint32_t i = 0; i < 2 + random() % 6; ++i) {
      runs.push_back({.at = below(300) / 10, .own = 0.5 + below(200) / 10, .limited = limited});
      runs.back().then = below(50) / 10;
      at.push_back(runs.back().at);
      operations.push_back(RefreshUnderLock(runs.back().own, runs.back().then));
    }
    const Carried run(Overlapping(limited, at, operations));
    CarryInTinySteps(&runs, {});
    for (uint32_t i = 0; i < runs.size(); ++i) {
      EXPECT_NEAR(run.Refreshed(i), runs[i].done, 0.02) << round;
      EXPECT_NEAR(run.Done(i), run.Refreshed(i) + runs[i].then, 1e-9) << round;
    }
  }
}

TEST(ProviderAccounts, OutageThatPausesStopsTheCallsOfWhoHoldsALock) {
  for (uint32_t number = 0; number < 20; ++number) {
    Scenario scenario = Overlapping(
        10, {0, 3, 5},
        {RefreshUnderLock(0, 0), RefreshUnderLock(15, 0), RefreshUnderLock(0, 0, LockMode::kNone)});
    scenario.faults = {
        .outage_mean_up = 15, .outage = Fixed(4), .outage_effect = OutageEffect::kPause};
    const Carried run(scenario, number);
    std::vector<Span> down;
    const auto& begins = run.times.Of(TraceKind::kStoreDown, 0);
    for (const TraceEvent& event : begins) {
      down.push_back({ToSeconds(event.time), ToSeconds(event.time) + 4});
    }
    std::vector<Fluid> runs = {{.at = 0, .limited = 10, .stands_still = true},
                               {.at = 3, .own = 15, .limited = 10, .stands_still = true},
                               {.at = 5, .limited = 10}};
    CarryInTinySteps(&runs, down);
    for (uint32_t i = 0; i < runs.size(); ++i) {
      EXPECT_NEAR(run.Done(i), runs[i].done, 0.02) << number << ": " << i;
    }
  }
}

// ---- Faults ------------------------------------------------------------------------------------

TEST(ProviderAccounts, WhoDiesInItsRefreshLeavesTheRateToTheOthers) {
  for (uint32_t number = 0; number < 20; ++number) {
    Scenario scenario =
        Overlapping(10, {0, 0}, {RefreshUnderLock(0, 0), RefreshUnderLock(0, 0, LockMode::kNone)});
    scenario.faults.crash_per_run = 1;
    const Carried run(scenario, number);
    // At a uniform instant of the 10 s that it would work alone.
    const double died = run.times.At(TraceKind::kCrashed, 0);
    ASSERT_GT(died, 0);
    ASSERT_LT(died, 10);
    EXPECT_EQ(run.Refreshed(0), -1);
    EXPECT_EQ(run.times.At(TraceKind::kCrashed, 1), -1);  // holds no lock
    EXPECT_NEAR(run.Done(1), 10 + died / 2, 2e-6);
    EXPECT_EQ(run.seen.stale_locks, 1U);
    EXPECT_EQ(run.seen.wasted_work, FromSeconds(died));
    EXPECT_EQ(run.seen.provider_wait.count, 1U);
  }
}

TEST(ProviderAccounts, DeathBehindTheRefreshIsMeasuredInWorkOfBoth) {
  for (uint32_t number = 0; number < 20; ++number) {
    const Operation change = RefreshUnderLock(0, 40);
    Scenario scenario = Overlapping(10, {0, 0}, {change, change});
    scenario.faults.crash_per_run = 1;
    const Carried shared(scenario, number);
    scenario.accounts.push_back({"its own", kResources / 10.0});
    scenario.operations[1].steps[0].refresh->account = 1;
    const Carried alone(scenario, number);
    for (const uint32_t source : {0U, 1U}) {
      EXPECT_EQ(shared.times.At(TraceKind::kCrashed, source),
                alone.times.At(TraceKind::kCrashed, source));
    }
  }
}

TEST(ProviderAccounts, WhoseLockIsForcedInTheRefreshGoesOnWithoutIt) {
  uint32_t in_the_refresh = 0;
  for (uint32_t number = 0; number < 40; ++number) {
    const Operation change = RefreshUnderLock(0, 5);
    Scenario scenario = Overlapping(10, {0, 0}, {change, change});
    scenario.faults.wrong_unlock_per_hold = 1;
    const Carried run(scenario, number);
    EXPECT_EQ(run.seen.forced_unlocks, 2U);
    EXPECT_EQ(run.Done(0), 25);
    EXPECT_EQ(run.Done(1), 25);
    for (const uint32_t source : {0U, 1U}) {
      if (run.times.At(TraceKind::kLockForced, source) < 20) ++in_the_refresh;
    }
  }
  EXPECT_GT(in_the_refresh, 0U);
}

TEST(ProviderAccounts, LostRunnerEndsTheRefresh) {
  Operation change = RefreshUnderLock(0, 0, LockMode::kNone);
  change.steps[0].runner = true;
  Scenario scenario = Overlapping(100, {0, 0}, {change, change});
  scenario.faults.runner_loss_per_minute = 60;
  const Carried run(scenario);
  EXPECT_EQ(run.seen.outcomes[static_cast<size_t>(Outcome::kCrashed)], 2U);
  EXPECT_EQ(run.seen.provider_wait.count, 0U);
}

TEST(ProviderAccounts, RefreshThatDoesNotEndIsNoticed) {
  Scenario scenario = OneLock("fifo", 0.05, Fixed(0));
  scenario.accounts = {{"prod", 10}};
  scenario.workspaces[0].resources = kResources;
  scenario.workspaces[0].count = 5;
  scenario.operations[0].steps[0].refresh = Refresh(1);
  SetWindow(&scenario, 0, 500);
  const Model model = CompileOrDie(scenario);
  ReplicationTestPeer peer(model);
  for (int i = 0; i < 20; ++i) peer.Step();
  ASSERT_TRUE(peer.DropNext(EventKind::kRefreshDone));
  EXPECT_EQ(peer.Violation(), "a refresh did not end when it was done");
}

// ---- Any scenario ------------------------------------------------------------------------------

// Everything but that there was an account.
std::string WithoutProvider(const std::string& everything) {
  std::istringstream lines(everything);
  std::string kept;
  for (std::string line; std::getline(lines, line);) {
    if (line.rfind("provider ", 0) != 0) kept += line + "\n";
  }
  return kept;
}

std::string Outcome(const Scenario& scenario) {
  const Model model = CompileOrDie(scenario);
  Replication replication(model);
  const Observations& seen = replication.Carry({.seed = 3});
  EXPECT_EQ(seen.violation, "");
  return WithoutProvider(Everything(seen));
}

// A third of the steps refresh as well.
Scenario WithRefreshes(Scenario scenario, uint64_t seed) {
  std::mt19937_64 random(seed);
  for (Operation& operation : scenario.operations) {
    for (Step& step : operation.steps) {
      if (random() % 3 > 0) continue;
      step.refresh = RefreshWork{.parallelism = 2};
      step.refresh->latency = random() % 2 == 0 ? Fixed(0.5) : Exp(1);
    }
  }
  return scenario;
}

Scenario WithAccount(Scenario scenario, double rate) {
  scenario.accounts = {{"prod", rate}};
  for (WorkspaceGroup& group : scenario.workspaces) group.account = 0;
  return scenario;
}

// A lock is forced so long after the step began, or after its refresh under an account ended: an
// outage before that makes a difference.
bool ForcesAndPauses(const Faults& faults) {
  return faults.wrong_unlock_per_hold > 0 && faults.outage_effect == OutageEffect::kPause;
}

TEST(ProviderAccounts, RateThatNeverLimitsChangesNothing) {
  uint32_t with_refresh = 0;
  for (uint64_t seed = 0; seed < 120; ++seed) {
    const Scenario scenario = WithRefreshes(RandomScenario(seed), seed);
    if (ForcesAndPauses(scenario.faults)) continue;
    const std::string without = Outcome(scenario);
    EXPECT_EQ(Outcome(WithAccount(scenario, 1e12)), without) << seed;
    if (without != Outcome(RandomScenario(seed))) ++with_refresh;
  }
  EXPECT_GT(with_refresh, 60U);
}

// An account that only one run at a time refreshes under is a provider's rate.
TEST(ProviderAccounts, WhoIsAloneHasTheWholeRate) {
  for (uint64_t seed = 0; seed < 120; ++seed) {
    Scenario scenario = WithRefreshes(RandomScenario(seed), seed);
    if (ForcesAndPauses(scenario.faults)) continue;
    scenario.sources.resize(1);
    scenario.sources[0].arrivals = ClosedSource(1, Fixed(3)).arrivals;
    Scenario limited = scenario;
    for (Operation& operation : limited.operations) {
      for (Step& step : operation.steps) {
        if (step.refresh) step.refresh->provider_rate = 1.5;
      }
    }
    EXPECT_EQ(Outcome(WithAccount(scenario, 1.5)), Outcome(limited)) << seed;
  }
}

TEST(ProviderAccounts, InvariantsHoldWhateverHappens) {
  for (uint64_t seed = 0; seed < 200; ++seed) {
    const Scenario scenario =
        WithAccount(WithRefreshes(RandomScenario(seed), seed), 0.5 + static_cast<double>(seed % 5));
    const Model model = CompileOrDie(scenario);
    Replication replication(model);
    const std::string first = Everything(replication.Carry({.seed = 4}));
    const Observations& seen = replication.Carry({.seed = 4});
    EXPECT_EQ(seen.violation, "") << seed;
    EXPECT_EQ(Everything(seen), first) << seed;
  }
}

TEST(ProviderAccounts, TooManyAtATimeIsSaid) {
  Scenario scenario = OneLock("fifo", 1, Fixed(0));
  scenario.accounts = {{"prod", 1e-6}};
  scenario.operations[0].steps[0] = {};
  scenario.operations[0].steps[0].refresh = Refresh(0);
  scenario.sources[0].arrivals.batch_mean = kMostRefreshes + 10;
  const Model model = CompileOrDie(scenario);
  const Excess excess = Replication(model).Carry({.seed = 1}).excess;
  EXPECT_EQ(excess, Excess::kRefreshes);
  EXPECT_NE(TextOf(excess).find("under one account"), std::string::npos);
}

// Kleinrock 1967: M/G/1 processor sharing stays E S / (1 - rho), whatever the law of S.
TEST(ProviderAccounts, MeanStayIsThatOfProcessorSharing) {
  constexpr double kRate = 0.6;  // and as much is asked for: the mean is 1 s
  struct Case {
    std::string name;
    std::vector<uint32_t> resources;
  };
  // Alike; one of two sizes; the twenty quantiles of an exponential law.
  std::vector<uint32_t> exponential;
  double sum = 0;
  for (int i = 0; i < 20; ++i) {
    exponential.push_back(static_cast<uint32_t>(-1000 * std::log(1 - (i + 0.5) / 20)));
    sum += exponential.back();
  }
  for (const Case& law : {Case{"deterministic", {1000}}, Case{"two sizes", {200, 1800}},
                          Case{"exponential", exponential}}) {
    Scenario scenario = OneLock("fifo", kRate, Fixed(0));
    const double mean = law.resources.size() > 2 ? sum / 20 : 1000;
    scenario.accounts = {{"prod", mean}};
    scenario.workspaces.clear();
    scenario.sources[0].workspaces.clear();
    for (const uint32_t resources : law.resources) {
      const auto index = static_cast<uint32_t>(scenario.workspaces.size());
      scenario.workspaces.push_back(
          {.name = "w" + std::to_string(index), .resources = resources, .account = 0});
      scenario.sources[0].workspaces.push_back({index, 1});
    }
    scenario.operations[0].steps[0].lock = LockMode::kNone;
    scenario.operations[0].steps[0].refresh = RefreshWork{};
    SetWindow(&scenario, 500, 80'500);
    ExpectExact(scenario, {{law.name, 1 / (1 - kRate), 0.02, MeanSojourn},
                           {law.name + ", wait for the provider", 1 / (1 - kRate), 0.02,
                            [](const Observations& seen) { return seen.provider_wait.Mean(); }}});
  }
}

}  // namespace
}  // namespace tfsck::testing
