#include "simulator/scenario_writer.h"

#include <gtest/gtest.h>

#include "simulator/presets.h"
#include "simulator/scenario_check.h"
#include "simulator/scenario_reader.h"
#include "tests/simulator/random_scenario.h"
#include "tests/simulator/scenario_support.h"

namespace tfsck {
namespace {

// Read again, without what it assumed.
Result<Scenario> Again(const std::string& yaml) {
  auto read = ReadScenario("s.yaml", yaml);
  if (read) read->assumptions.clear();
  return read;
}

TEST(ScenarioWriter, WritesWhatIsReadAsTheSame) {
  for (uint64_t seed = 1; seed <= 500; ++seed) {
    const Scenario scenario = testing::RandomScenario(seed).Make();
    const auto problems = CheckScenario(scenario);
    ASSERT_TRUE(problems.empty()) << seed << ": " << problems[0].message;
    const std::string yaml = WriteScenario(scenario);
    const auto read = Again(yaml);
    ASSERT_TRUE(read) << seed << ": " << read.error().message << "\n" << yaml;
    ASSERT_EQ(yaml, WriteScenario(*read)) << seed;
    ASSERT_TRUE(*read == scenario) << seed << "\n" << yaml;
  }
}

TEST(ScenarioWriter, UsesTheWordsOfPeople) {
  QuickLoad load;
  load.engineers = 20;
  load.states = 5;
  load.resources = 400;
  load.hold = 360;
  load.lock_timeout = 300;
  const Scenario scenario = QuickScenario(load, *FindPreset("terraform-s3-ci"));
  EXPECT_EQ(
      WriteScenario(scenario),
      "# Assumed where nothing was said:\n"
      "#   spread of the holds: lognormal, cv 1 (assumed; only the mean was given)\n"
      "#   starting and terraform init: 20 s on average, cv 0.5 (estimate; outside the lock, as "
      "terraform init takes none)\n"
      "#   hours: office hours, UTC, two humps on working days (shape of the activity of public "
      "repositories; weights assumed)\n"
      "#   after a failure: again after 20m, 3 times at most (assumed)\n"
      "#   an attempt at the lock: 80ms (estimate for a conditional PUT, 30 to 150 ms; no "
      "measurement was found)\n"
      "#   runners: as many as wanted (hosted runners: no limit assumed)\n"
      "version: 1\n"
      "name: terraform-s3-ci\n"
      "workspaces:\n"
      "  - name: state\n"
      "    count: 5\n"
      "    resources: 400\n"
      "    graph: {shape: modules}\n"
      "    changes-start-at: uniform\n"
      "operations:\n"
      "  - name: change\n"
      "    steps:\n"
      "      - {step: init, time: {lognormal: {mean: 20s, cv: 0.5}}, runner: true}\n"
      "      - {step: other, time: {lognormal: {mean: 6m, cv: 1}}, lock: exclusive, runner: true, "
      "makes-plan: true, commits: true}\n"
      "teams:\n"
      "  - name: engineers\n"
      "    engineers: 20\n"
      "    changes-per-engineer: 5/workday\n"
      "    hours: office\n"
      "    operations: [change]\n"
      "    workspaces: [state]\n"
      "    lock-timeout: 5m\n"
      "    runner-timeout: forever\n"
      "    after-failure: {retry-after: 20m, at-most: 3}\n"
      "lock:\n"
      "  discipline: terraform\n"
      "  latency: 80ms\n"
      "  race-window: 80ms\n"
      "runners: unlimited\n"
      "analysis:\n"
      "  kind: terminating\n"
      "  horizon: 4w\n"
      "  start: mon 00:00\n"
      "  replications: 30\n"
      "  most-replications: 10000\n"
      "  precision: 0%\n"
      "  confidence: 95%\n"
      "  budget: 1m\n"
      "  seed: 1\n");
}

TEST(ScenarioWriter, WritesAControlWhereThereIsOne) {
  const std::string yaml =
      "version: 1\n"
      "workspaces: [app]\n"
      "operations: [{name: change, steps: [{lock: exclusive, time: 6m}]}]\n"
      "teams: [{name: a, arrivals: {poisson: 5/h}}]\n"
      "analysis: {kind: steady-state, horizon: 1000h, control: ";
  const auto fifo = Again(yaml + "fifo}\n");
  ASSERT_TRUE(fifo) << fifo.error().message;
  EXPECT_EQ(fifo->analysis.control, ControlVariate::kFifo);
  const std::string written = WriteScenario(*fifo);
  EXPECT_NE(written.find("\n  seed: 1\n  control: fifo\n"), std::string::npos) << written;
  EXPECT_EQ(*Again(written), *fifo);
  const auto none = Again(yaml + "none}\n");
  ASSERT_TRUE(none);
  EXPECT_EQ(none->analysis.control, ControlVariate::kNone);
  EXPECT_EQ(WriteScenario(*none).find("control"), std::string::npos);
}

TEST(ScenarioWriter, KeepsACommentInItsLine) {
  Scenario scenario = *ReadScenario("s.yaml", testing::SmallScenario());
  scenario.assumptions = {{"a\nteams: []", "b", "c"}};
  EXPECT_EQ(WriteScenario(scenario).substr(0, 59),
            "# Assumed where nothing was said:\n#   a teams: []: b (c)\nve");
  EXPECT_EQ(WriteScenario(scenario, false).substr(0, 11), "version: 1\n");
}

}  // namespace
}  // namespace tfsck
