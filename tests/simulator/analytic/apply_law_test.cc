// How long an apply takes: where that is exact, and what draws say else.
#include "simulator/analytic/apply_law.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "simulator/analytic/analytic.h"
#include "simulator/sampler.h"
#include "tests/simulator/support/scenario_builder.h"

namespace tfsck::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// An apply of that time for each resource, in a binary tree of 7: cones of 7, 3, 3, 1, 1, 1, 1.
Scenario Tree(const Distribution& time, uint32_t slots, double rate = 0.1) {
  Scenario made = OneLock("fifo", rate, Fixed(0));
  made.workspaces[0].name = "app";
  made.workspaces[0].resources = 7;
  made.workspaces[0].graph.shape = GraphShape::kTree;
  made.operations[0].name = "change";
  made.operations[0].steps[0].apply = ApplyWork{slots, {}, time, false};
  SetWindow(&made, 1'000, 41'000);
  return made;
}

analytic::ApplyLaw LawOf(const Scenario& scenario) {
  const Model model = CompileOrDie(scenario);
  return analytic::ApplyLaws(model).Of(0, 0, 0);
}

TEST(ApplyLaw, OfFixedTimesIsTheScheduleOfEachRoot) {
  const analytic::ApplyLaw two = LawOf(Tree(Fixed(1), 2));
  EXPECT_EQ(two.draws, 0U);
  // 7 on two slots: 0, then 1 and 2, then 3 and 4, then 5 and 6; 3: one, then both.
  EXPECT_NEAR(MomentsOf(two.law).mean, (4 + 2 * 2 + 4 * 1) / 7.0, 1e-12);
  EXPECT_NEAR(MomentsOf(two.law).second, (16 + 2 * 4 + 4 * 1) / 7.0, 1e-12);
  EXPECT_NEAR(MomentsOf(LawOf(Tree(Fixed(1), 1)).law).mean, 17 / 7.0, 1e-12);
}

TEST(ApplyLaw, OnOneSlotIsASum) {
  const analytic::ApplyLaw erlang = LawOf(Tree(Exp(2), 1));
  EXPECT_EQ(erlang.draws, 0U);
  EXPECT_NEAR(MomentsOf(erlang.law).mean, 2 * 17 / 7.0, 1e-12);
  // E[k (k + 1)] m^2 for k of 7, 3, 3, 1, 1, 1, 1.
  EXPECT_NEAR(MomentsOf(erlang.law).second, 4 * (56 + 2 * 12 + 4 * 2) / 7.0, 1e-12);
  const analytic::ApplyLaw other = LawOf(Tree(LogNormal(2, 1), 1));
  EXPECT_GT(other.draws, 0U);
  EXPECT_EQ(other.mean_error, 0);
  EXPECT_NEAR(MomentsOf(other.law).mean, 2 * 17 / 7.0, 1e-9);
}

TEST(ApplyLaw, OfOneResourceIsItsType) {
  Scenario scenario = Tree(Exp(2), 10);
  scenario.lock.footprint = FootprintRule::kSelf;
  EXPECT_EQ(LawOf(scenario).law, Exp(2));
}

TEST(ApplyLaw, OnSeveralSlotsIsThatOfDraws) {
  const analytic::ApplyLaw law = LawOf(Tree(Exp(1), 10));
  EXPECT_EQ(law.draws, 50'000U);
  // 1 + max of two for a cone of 3; of 7 by its two branches: E max = 2 E B - E min, B = 1 + max.
  const double three = 1 + 1.5;
  const double mean = MomentsOf(law.law).mean;
  EXPECT_GT(mean, (3.5 + 2 * three + 4) / 7);
  EXPECT_NEAR(law.mean_error, 0.015, 0.005);
  EXPECT_EQ(LawOf(Tree(Exp(1), 10)).law, law.law);  // the same every time
}

TEST(ApplyLaw, TheHoldIsTheWholeApply) {
  const Scenario exact = Tree(Exp(1), 1, 0.2);
  const AnalyticReport report = Analyse(CompileOrDie(exact));
  EXPECT_THAT(report.simplified, IsEmpty());
  EXPECT_EQ(FindAnswer(report, quantity::kMeanWait)->kind, AnswerKind::kExact);
  ExpectExact(exact,
              {{"wait", FindAnswer(report, quantity::kMeanWait)->value, 0.05, MeanWait},
               {"busy", FindAnswer(report, quantity::kUtilisation)->value, 0.02, Utilisation}});
}

TEST(ApplyLaw, DrawsAreSaidAndNearWhatIsSimulated) {
  const Scenario scenario = Tree(LogNormal(1, 1), 2, 0.3);
  const AnalyticReport report = Analyse(CompileOrDie(scenario));
  EXPECT_THAT(report.simplified,
              ElementsAre("what 'change' takes to apply in 'app': by 50000 draws of the model's "
                          "own schedule, its mean within 1.4 %"));
  const AnalyticAnswer* busy = FindAnswer(report, quantity::kUtilisation);
  EXPECT_EQ(busy->kind, AnswerKind::kApproximation);
  const Estimate seen = Simulated(scenario, 30, Utilisation);
  EXPECT_NEAR(busy->value, seen.mean, 0.014 * seen.mean);
  const AnalyticAnswer* wait = FindAnswer(report, quantity::kMeanWait);
  EXPECT_NEAR(wait->value, Simulated(scenario, 30, MeanWait).mean, 0.1 * wait->value);
}

TEST(ApplyLaw, RefusalsDependOnWhereTheChangeBegins) {
  Scenario scenario = Tree(Fixed(1), 1, 0.5);
  scenario.lock = DisciplineNamed("resource-409");
  const AnalyticReport report = Analyse(CompileOrDie(scenario));
  const AnalyticAnswer* refused = FindAnswer(report, quantity::kRefusedChance);
  ASSERT_NE(refused, nullptr);
  EXPECT_EQ(refused->kind, AnswerKind::kExact);
  ExpectExact(scenario, {{"refused", refused->value, 0.02, ShareUnserved}});
}

}  // namespace
}  // namespace tfsck::testing
