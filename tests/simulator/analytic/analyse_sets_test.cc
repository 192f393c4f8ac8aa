// Locks on resources of generated graphs and of state files: formulas against simulations.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <tuple>

#include "simulator/analytic/analytic.h"
#include "tests/simulator/support/scenario_builder.h"

namespace tfsck::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

Scenario Graph(std::string_view discipline, GraphShape shape, uint32_t resources, double rate) {
  Scenario made = OneLock(discipline, rate, Exp(1));
  made.workspaces[0].name = "app";
  made.workspaces[0].resources = resources;
  made.workspaces[0].graph.shape = shape;
  SetWindow(&made, 500, 30'000);
  return made;
}

AnalyticReport Analysed(const Scenario& scenario) { return Analyse(CompileOrDie(scenario)); }

double ValueOf(const AnalyticReport& report, std::string_view quantity, AnswerKind kind) {
  for (const AnalyticAnswer& answer : report.answers) {
    if (answer.quantity == quantity && answer.kind == kind) return answer.value;
  }
  ADD_FAILURE() << "no " << NameOf(kind) << " of " << quantity;
  return 0;
}

double ShareInVain(const Observations& seen) {
  const auto aborted = static_cast<double>(seen.outcomes[static_cast<size_t>(Outcome::kConflict)]);
  return aborted / (aborted + static_cast<double>(seen.done));
}

TEST(AnalyseSets, RefusalsOnGeneratedGraphsAreExact) {
  for (const auto& [shape, rule, popularity] :
       {std::tuple{GraphShape::kModules, FootprintRule::kReadAncestors, RootPopularity::kUniform},
        std::tuple{GraphShape::kRecursiveTree, FootprintRule::kCone, RootPopularity::kLeafBiased},
        std::tuple{GraphShape::kTree, FootprintRule::kCone, RootPopularity::kUniform},
        std::tuple{GraphShape::kModules, FootprintRule::kReadDirect, RootPopularity::kUniform}}) {
    Scenario scenario = Graph("resource-409", shape, 60, 1.5);
    scenario.workspaces[0].graph.modules = 4;
    scenario.workspaces[0].popularity = popularity;
    scenario.lock.footprint = rule;
    const AnalyticReport report = Analysed(scenario);
    EXPECT_THAT(report.unanswered, IsEmpty());
    ExpectExact(
        scenario,
        {{"refused", ValueOf(report, quantity::kRefusedChance, AnswerKind::kExact), 0.02,
          ShareUnserved},
         {"busy", ValueOf(report, quantity::kMeanNumber, AnswerKind::kExact), 0.02, Utilisation}});
  }
}

TEST(AnalyseSets, AGraphOfAStateFileCountsAsItIs) {
  Scenario scenario = Graph("resource-409", GraphShape::kState, 3, 0.75);
  scenario.workspaces[0].graph.state_file = "a.tfstate";
  const auto model = Compile(scenario, [](const std::string&) -> Result<StateGraph> {
    StateGraph made{DependencyGraph(4, {{{1, 0}, {3, 0}}}), {}, {"aws_vpc"}, {0, 0, 0, 0}, {}, 4};
    return made;
  });
  ASSERT_TRUE(model) << model.error().message;
  const AnalyticReport report = Analyse(*model);
  // Cones {0, 1, 3}, {1}, {2}, {3}, each of load r: Z = (1 + r) (r + (1 + r)^2).
  const double r = 0.75 / 4;
  const double z = (1 + r) * (r + (1 + r) * (1 + r));
  const double open = (1 + r + 2 * (1 + r) * (1 + r) + (r + (1 + r) * (1 + r))) / z;
  EXPECT_NEAR(ValueOf(report, quantity::kRefusedChance, AnswerKind::kExact), 1 - open / 4, 1e-12);
}

TEST(AnalyseSets, RefusalsOfTooManyCombinationsAreBounded) {
  Scenario scenario = Graph("resource-409", GraphShape::kRandomDag, 300, 2);
  scenario.lock.footprint = FootprintRule::kReadDirect;
  scenario.analysis.horizon = 5'000 * kSecond;
  const AnalyticReport report = Analysed(scenario);
  EXPECT_THAT(report.simplified,
              ElementsAre("the sets of resources exclude each other in too many ways to add them "
                          "all up: bounds from each set and those it excludes"));
  const Estimate refused = Simulated(scenario, 30, ShareUnserved);
  const double lower = ValueOf(report, quantity::kRefusedChance, AnswerKind::kLowerBound);
  const double upper = ValueOf(report, quantity::kRefusedChance, AnswerKind::kUpperBound);
  EXPECT_LT(lower, refused.mean + refused.half_width);
  EXPECT_GT(upper, refused.mean - refused.half_width);
  EXPECT_LT(upper, 1.1 * lower);
}

TEST(AnalyseSets, TooManySetsAreNotAnswered) {
  const AnalyticReport report = Analysed(Graph("resource-409", GraphShape::kEdgeless, 5'000, 0.5));
  EXPECT_THAT(report.answers, IsEmpty());
  EXPECT_THAT(report.unanswered, ElementsAre("everything, each workspace app: more than 4096 sets "
                                             "of resources may be touched"));
}

TEST(AnalyseSets, WaitingForSetsThatNeverMeetIsAQueueForEach) {
  Scenario scenario = Graph("resource-conservative", GraphShape::kEdgeless, 4, 2);
  const AnalyticReport report = Analysed(scenario);
  EXPECT_EQ(report.answers[0].subject, "each of 4 separate locks in app");
  EXPECT_THAT(report.simplified, IsEmpty());
  EXPECT_NEAR(ValueOf(report, quantity::kMeanWait, AnswerKind::kExact), 1, 1e-12);  // M/M/1 at 0.5
  ExpectExact(scenario, {{"wait", 1, 0.05, MeanWait}});
  scenario.lock = DisciplineNamed("resource-strict");
  EXPECT_LT(ValueOf(Analysed(scenario), quantity::kMeanWait, AnswerKind::kLowerBound),
            Simulated(scenario, 10, MeanWait).mean);
}

TEST(AnalyseSets, WaitingForSetsThatAllMeetIsOneQueue) {
  Scenario scenario = Graph("resource-reserve", GraphShape::kChain, 9, 0.5);
  scenario.sources[0].lock_patience = Fixed(3);
  const AnalyticReport report = Analysed(scenario);
  EXPECT_THAT(report.simplified,
              ElementsAre("any two changes of a workspace exclude each other: one lock"));
  ExpectExact(scenario, {{"timeouts", ValueOf(report, quantity::kTimeoutChance, AnswerKind::kExact),
                          0.05, [](const Observations& seen) { return ShareUnserved(seen); }}});
}

TEST(AnalyseSets, WaitingForOtherSetsIsBounded) {
  for (const char* const name : {"resource-conservative", "resource-reserve", "resource-strict"}) {
    const Scenario scenario = Graph(name, GraphShape::kTree, 15, 0.7);
    const AnalyticReport report = Analysed(scenario);
    const Estimate wait = Simulated(scenario, 10, MeanWait);
    EXPECT_LT(ValueOf(report, quantity::kMeanWait, AnswerKind::kLowerBound), wait.mean) << name;
    // Root 0 writes all: 1 in 15 of those who write the busiest resource, a leaf and those above.
    EXPECT_NEAR(ValueOf(report, quantity::kBusiestResource, AnswerKind::kExact), 0.7 * 4 / 15,
                1e-12);
    if (scenario.lock.set_rule == SetRule::kSkipOver) continue;
    EXPECT_GT(ValueOf(report, quantity::kMeanWait, AnswerKind::kUpperBound), wait.mean) << name;
  }
}

TEST(AnalyseSets, SaysWhyWaitingIsNotAnswered) {
  Scenario scenario = Graph("resource-conservative", GraphShape::kTree, 15, 0.5);
  scenario.sources[0].lock_patience = Fixed(3);
  EXPECT_THAT(Analysed(scenario).unanswered,
              ElementsAre("the resources of app: waiting for sets of resources has bounds only "
                          "where nobody gives up"));
}

TEST(AnalyseSets, AnOptimisticRunFailsWhereOthersCommitMeanwhile) {
  for (const auto& [name, shape] : {std::tuple{"resource-optimistic", GraphShape::kTree},
                                    std::tuple{"resource-optimistic", GraphShape::kChain},
                                    std::tuple{"state-optimistic", GraphShape::kChain}}) {
    const Scenario scenario = Graph(name, shape, 15, 0.4);
    const double found =
        ValueOf(Analysed(scenario), quantity::kFirstAbort, AnswerKind::kApproximation);
    const Estimate spoilt = Simulated(scenario, 10, ShareInVain);
    EXPECT_NEAR(found, spoilt.mean, 0.1 * spoilt.mean) << name;
  }
}

}  // namespace
}  // namespace tfsck::testing
