#include "simulator/presets.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "simulator/sampler.h"
#include "simulator/scenario_check.h"
#include "simulator/scenario_reader.h"
#include "simulator/scenario_writer.h"

namespace tfsck {
namespace {

TEST(Presets, AreInOrderAndSayWhereEachNumberComesFrom) {
  for (const Preset& preset : Presets()) {
    EXPECT_EQ(FindPreset(preset.name), &preset);
    for (const bool with_hold : {false, true}) {
      QuickLoad load;
      if (with_hold) load.hold = 360;
      const Scenario scenario = QuickScenario(load, preset);
      EXPECT_TRUE(CheckScenario(scenario).empty()) << preset.name;
      EXPECT_GE(scenario.assumptions.size(), 5u);
      for (const Assumption& each : scenario.assumptions) {
        EXPECT_FALSE(each.what.empty() || each.value.empty() || each.source.empty()) << each.what;
      }
      auto again = ReadScenario("s.yaml", WriteScenario(scenario));
      ASSERT_TRUE(again) << preset.name << ": " << again.error().message;
      again->assumptions = scenario.assumptions;
      EXPECT_TRUE(*again == scenario) << preset.name << "\n" << WriteScenario(scenario);
    }
  }
  EXPECT_EQ(FindPreset("terraform"), nullptr);
}

TEST(Presets, AreAsTheProductsAre) {
  const auto quick = [](std::string_view name) { return QuickScenario({}, *FindPreset(name)); };
  EXPECT_EQ(quick("terraform-s3-ci").sources[0].lock_patience, Distribution::Deterministic(300));
  EXPECT_EQ(quick("terraform-s3-ci").lock.latency, 80'000);
  EXPECT_EQ(quick("atlantis").runners.count, 15u);
  EXPECT_EQ(quick("atlantis").operations[0].steps.size(), 5u);
  EXPECT_EQ(quick("hcp-free").runners, (Runners{1, RunnerOrder::kLockThenRunner, true}));
  EXPECT_EQ(quick("hcp-standard").runners.count, 3u);
  EXPECT_EQ(quick("hcp-standard").sources[0].lock_patience, std::nullopt);
  EXPECT_EQ(quick("github-actions").lock.full, FullQueue::kReplaceOldest);
  EXPECT_EQ(quick("gitlab").runners.order, RunnerOrder::kLockThenRunner);
  EXPECT_EQ(quick("stategraph").lock.name, "resource-409");
  EXPECT_EQ(quick("stategraph-optimistic").lock.validation, Validation::kResource);
}

TEST(QuickScenario, TakesWhatIsGivenOverThePreset) {
  QuickLoad load;
  load.engineers = 20;
  load.per_day = 4;
  load.lock_timeout = 0;
  load.runners = 2;
  const Scenario scenario = QuickScenario(load, *FindPreset("terraform-s3-ci"));
  EXPECT_EQ(scenario.sources[0].lock_patience, Distribution::Deterministic(0));
  EXPECT_EQ(scenario.runners.count, 2u);
  double week = 0;
  for (const double rate : scenario.sources[0].arrivals.calendar.rates) week += rate * 3600;
  EXPECT_NEAR(week, 20 * 4 * 5, 1e-9);
  for (const Assumption& each : scenario.assumptions) {
    EXPECT_NE(each.what, "lock-timeout");
    EXPECT_NE(each.what, "runners");
  }
}

TEST(QuickScenario, TakesTheHoldFromTheResourcesUnlessGiven) {
  QuickLoad load;
  load.resources = 400;
  const auto of_resources = QuickScenario(load, *FindPreset("terraform-s3-ci"));
  const Step& refresh = of_resources.operations[0].steps[1];
  EXPECT_NEAR(MomentsOf(refresh.refresh->latency).mean / refresh.refresh->parallelism, 0.45, 1e-12);
  load.hold = 360;
  const auto given = QuickScenario(load, *FindPreset("terraform-s3-ci"));
  EXPECT_EQ(given.operations[0].steps[1].time, Distribution::LognormalByMean(360, 1));
}

Scenario Applies() {
  return *ReadScenario("s.yaml",
                       "version: 1\n"
                       "workspaces: [{name: app, count: 2, resources: 101}]\n"
                       "operations: [apply, {kind: plan, name: p}]\n"
                       "teams: [{name: a, changes: 5/day, operations: [apply, p]}]\n"
                       "lock: {discipline: terraform, latency: 80ms, race-window: 10ms}\n"
                       "analysis: {kind: terminating, horizon: 1w}\n");
}

TEST(WithDiscipline, ChangesWhatComesWithTheLock) {
  const auto atlantis = *WithDiscipline(Applies(), "atlantis-pr");
  ASSERT_EQ(atlantis.operations[0].steps.size(), 5u);
  EXPECT_EQ(atlantis.operations[0].steps[3].kind, StepKind::kReview);
  EXPECT_EQ(atlantis.operations[0].steps[3].lock, LockMode::kExclusive);
  EXPECT_FALSE(atlantis.operations[0].steps[3].runner);
  EXPECT_EQ(atlantis.operations[1], Applies().operations[1]);

  const auto saved = *WithDiscipline(atlantis, "saved-plan");
  ASSERT_EQ(saved.operations[0].steps.size(), 5u);
  EXPECT_EQ(saved.operations[0].steps[3].lock, LockMode::kNone);
  EXPECT_TRUE(saved.operations[0].steps[4].new_hold);
  EXPECT_TRUE(saved.operations[0].steps[4].checks_plan);
  EXPECT_EQ(AsBuiltin(saved.operations[0])->first, OperationKind::kSavedPlan);

  const auto hcp = *WithDiscipline(Applies(), "hcp");
  EXPECT_EQ(hcp.runners.order, RunnerOrder::kLockThenRunner);
  EXPECT_TRUE(hcp.runners.priority);
  EXPECT_EQ(hcp.sources[0].lock_patience, std::nullopt);
  EXPECT_EQ(hcp.lock.latency, 80'000);
  EXPECT_EQ(hcp.lock.race_window, 0);
  EXPECT_EQ(WithDiscipline(Applies(), "gitlab-unordered")->runners.order,
            RunnerOrder::kLockThenRunner);
  EXPECT_EQ(*WithDiscipline(Applies(), "terraform"), Applies());
}

TEST(WithDiscipline, GivesAScenarioInOrderForEachOfThem) {
  for (const LockDisciplineRow& row : LockDisciplines()) {
    const auto changed = WithDiscipline(Applies(), row.discipline.name);
    ASSERT_TRUE(changed);
    EXPECT_EQ(changed->lock.name, row.discipline.name);
    EXPECT_TRUE(CheckScenario(*changed).empty()) << row.discipline.name;
  }
  EXPECT_EQ(WithDiscipline(Applies(), "fiffo").error().message,
            "there is no lock discipline 'fiffo': did you mean 'fifo'?");
}

TEST(Split, IsADisciplineToCompareWith) {
  EXPECT_EQ(*WithDiscipline(Applies(), "split:4:30%:3"), Split(Applies(), 4, 0.3, 3));
  EXPECT_EQ(*WithDiscipline(Applies(), "split:4"), Split(Applies(), 4, 0.1, 2));
  for (const char* wrong : {"split", "split:", "split:1", "split:4:x", "split:4:200%",
                            "split:4:10%:5", "split:4:10%:2:1", "split:99999"}) {
    const auto made = WithDiscipline(Applies(), wrong);
    ASSERT_FALSE(made) << wrong;
    EXPECT_EQ(made.error().kind, ErrorKind::kUsage);
    EXPECT_EQ(made.error().message,
              "'" + std::string(wrong) +
                  "' must be split:PARTS, split:PARTS:SHARE or split:PARTS:SHARE:COUNT, such as "
                  "split:4:10%:2: 2 to 1000 parts, the share of runs that need several, and how "
                  "many of them");
  }
}

TEST(Split, MakesSmallerStatesAndRunsThatNeedSeveral) {
  const Scenario split = Split(Applies(), 4, 0.3, 2);
  EXPECT_EQ(split.workspaces[0].count, 8u);
  EXPECT_EQ(split.workspaces[0].resources, 26u);
  EXPECT_EQ(split.workspaces[0].graph.modules, 5u);
  EXPECT_EQ(split.sources[0].cross_state_share, 0.3);
  EXPECT_EQ(split.sources[0].cross_state_count, 2u);
  EXPECT_TRUE(CheckScenario(split).empty());
  EXPECT_EQ(split.assumptions.back(),
            (Assumption{"the states", "split into 4 parts each",
                        "asked for; 30% of the runs need 2 parts at once"}));
  EXPECT_EQ(Split(Applies(), 1, 0.3, 2), Applies());
}

}  // namespace
}  // namespace tfsck
