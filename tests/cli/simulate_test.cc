// tfsck simulate as a person runs it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "simulator/lock_discipline.h"
#include "simulator/presets.h"
#include "tests/support/json_schema.h"
#include "tests/support/run_command.h"

namespace tfsck::testing {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr const char* kQuick =
    "--engineers 20 --states 5 --resources 400 --hold 6m --per-day 5 --lock-timeout 5m";
// The smallest file in which runs meet.
constexpr const char* kFile =
    "version: 1\\nworkspaces: [app]\\n"
    "teams: [{name: t, changes: 40/day, hours: always, lock-timeout: 5m}]\\n"
    "analysis: {kind: terminating, horizon: 1d, replications: 3}\\n";

CommandResult Simulate(const std::string& arguments) {
  return RunBash("\"$TFSCK\" simulate --quiet " + arguments + " 2>&1");
}

// Runs `script` in an empty folder.
CommandResult InFolder(const std::string& script) {
  return RunBash("folder=$(mktemp -d); trap 'rm -rf \"$folder\"' EXIT; cd \"$folder\"; {\n" +
                 script + "\n} 2>&1");
}

// What is said of a scenario file that holds `yaml` (for printf).
CommandResult SimulateFile(const std::string& yaml, const std::string& arguments = "") {
  return InFolder("printf '" + yaml + "' >s.yaml; \"$TFSCK\" simulate --quiet s.yaml " + arguments);
}

TEST(SimulateCommand, AnswersFromAFewNumbers) {
  const CommandResult result = Simulate(kQuick);
  EXPECT_EQ(result.exit_status, 0);
  EXPECT_THAT(result.output,
              StartsWith("terraform-s3-ci: 20 engineers, 5 workspaces under 'terraform'\n"
                         "from an empty start: 4 weeks from Monday 00:00 UTC, 30 replications, "
                         "95 % confidence\n"
                         "\n"
                         "How long do people wait for a lock?\n"
                         "  half of the runs          80 ms\n"));
  for (const char* title :
       {"\nWhat fails?\n", "\nHow busy are locks and runners?\n", "\nWhat does it cost?\n",
        "\nBy workspace\n", "\nAssumed\n", "\nHow sure is this?\n"}) {
    EXPECT_THAT(result.output, HasSubstr(title));
  }
}

TEST(SimulateCommand, SaysWhatIsWrongWithItsArguments) {
  const std::string durations = "a duration such as 250ms, 90s, 20m, 1h30m or 2 weeks";
  const struct {
    const char* arguments;
    std::string message;
  } kRows[] = {
      {"",
       "no scenario is given: name a file, or give numbers such as --engineers 20 --states 5 "
       "--hold 6m; --example shows what a file looks like"},
      {"--set a=b",
       "no scenario is given: name a file, or give numbers such as --engineers 20 --states 5 "
       "--hold 6m; --example shows what a file looks like"},
      {"s.yaml --engineers 4",
       "a scenario file and numbers on the command line are both given: change the file's values "
       "with --set, such as --set teams[0].engineers=40"},
      {"--engineers 0", "--engineers must be at least 1"},
      {"--engineers 5 --states 0", "--states must be at least 1"},
      {"--engineers 5 --resources 0", "--resources must be at least 1"},
      {"--engineers 5 --states 1000000000",
       "the command line:4:3: 'workspaces' are 1000000000 with their counts, beyond the limit of "
       "1000000"},
      {"--engineers 5 --per-day -1", "--per-day must be a number above 0, not -1"},
      {"--engineers 5 --per-day 0", "--per-day must be a number above 0, not 0"},
      {"--engineers 5 --per-day nan", "--per-day must be a number above 0, not nan"},
      {"--engineers 5 --per-day inf", "--per-day must be a number above 0, not inf"},
      {"--engineers 5 --hold nan", "--hold must be " + durations + ", not 'nan'"},
      {"--engineers 5 --hold 6", "--hold must be " + durations + ", not '6': it lacks a unit"},
      {"--engineers 5 --lock-timeout 5minuts",
       "--lock-timeout must be " + durations + ", not '5minuts': did you mean 'minutes'?"},
      {"--engineers 5 --preset atlants",
       "--preset: there is no 'atlants': did you mean 'atlantis'?; there are terraform-s3-ci, "
       "atlantis, hcp-free, hcp-standard, github-actions, gitlab, stategraph, "
       "stategraph-optimistic"},
      {"--engineers 5 --replications 1",
       "--replications must be at least 2: one says nothing of how sure it is"},
      {"--engineers 5 --replications 4000000000", "--replications must be at most 1000000"},
      {"--engineers 5 --precision 0", "--precision must be a share such as 2%, not '0'"},
      {"--engineers 5 --precision 2", "--precision must be a share such as 2%, not '2'"},
      {"--engineers 5 --precision x", "--precision must be a share such as 2%, not 'x'"},
      {"--engineers 5 --budget x", "--budget must be " + durations + ", not 'x'"},
      {"--engineers 5 --format xml", "--format: xml not in {text,json,ndjson}"},
      {"--engineers 5 --trace x.txt",
       "--trace: 'x.txt' must end in .ndjson (a line for each event) or .json (for "
       "chrome://tracing and Perfetto)"},
      {"--engineers 5 --set nonsense",
       "--set nonsense: must be PATH=VALUE, as in teams[0].engineers=40"},
      {"--engineers 5 --set teams[0].enginers=4",
       "--set teams[0].enginers=4: unknown key 'enginers': did you mean 'engineers'?"},
      {"--engineers 5 --set analysis.horizon=0s",
       "--set analysis.horizon=0s: 'analysis.horizon' must be above 0s"},
      {"--example nope",
       "there is no example 'nope'; there are atlantis, github-actions, gitlab, hcp-standard, "
       "long-run, resource-locking, shared-accounts, terraform-s3-ci"},
  };
  for (const auto& row : kRows) {
    const CommandResult result = Simulate(row.arguments);
    EXPECT_EQ(result.output, "tfsck: " + row.message + "\n") << row.arguments;
    EXPECT_EQ(result.exit_status, 2) << row.arguments;
  }
}

TEST(SimulateCommand, NamesTheDisciplinesBeforeItBegins) {
  const CommandResult result = Simulate("--engineers 5 --compare fifo,hpc");
  EXPECT_EQ(result.exit_status, 2);
  EXPECT_THAT(result.output,
              StartsWith("tfsck: --compare: there is no lock discipline 'hpc': did you mean 'hcp'?"
                         "; there are terraform, fifo, priority, "));
}

TEST(SimulateCommand, SaysWhatIsWrongWithAScenario) {
  const std::string rate =
      "must be a rate such as 5/day, 3 per week, 0.2/s, 5/workday or every 6h, not ";
  const std::string rest = "analysis: {kind: terminating, horizon: 1d}\\n";
  const std::string head = "version: 1\\nworkspaces: [a]\\n";
  const struct {
    std::string yaml;
    std::string message;
  } kRows[] = {
      {"", "s.yaml:1:1: the document lacks 'version'"},
      {head + "teams: []\\n" + rest,
       "s.yaml:3:8: 'teams' and pipelines are both empty: nobody starts a run"},
      {head + "teams: [{name: t, changes: -5/day}]\\n" + rest,
       "s.yaml:3:28: 'teams[0].changes' " + rate + "'-5/day'"},
      {head + "teams: [{name: t, changes: .nan}]\\n" + rest,
       "s.yaml:3:28: 'teams[0].changes' " + rate + "'.nan'"},
      {head + "pipelines: [{name: t, arrivals: {trace: [4m, 0s]}}]\\n" + rest,
       "s.yaml:3:46: 'pipelines[0].arrivals.trace[1]' is '0s', earlier than the instant before "
       "it: a trace is in order of time"},
      {head + "teams: [{name: t, changes: 1/h}]\\nanalysis: {kind: terminating, horizon: 0s}\\n",
       "s.yaml:4:40: 'analysis.horizon' must be above 0s"},
      {"version: 1\\nworkspaces: [{name: a, count: 1000000000}]\\n"
       "teams: [{name: t, changes: 1/h}]\\n" +
           rest,
       "s.yaml:2:13: 'workspaces' are 1000000000 with their counts, beyond the limit of 1000000"},
      {"version: 1\\nworkspaces: [{name: a, resources: 0}]\\n"
       "teams: [{name: t, changes: 1/h}]\\nlock: resource-409\\n" +
           rest,
       "s.yaml:2:35: 'workspaces[0].resources' must be 1 or above, not 0: a graph needs resources"},
  };
  for (const auto& row : kRows) {
    const CommandResult result = SimulateFile(row.yaml);
    EXPECT_EQ(result.output, "tfsck: " + row.message + "\n");
    EXPECT_EQ(result.exit_status, 2) << row.message;
  }
}

TEST(SimulateCommand, CannotReadWhatIsNotThere) {
  const CommandResult missing = Simulate("no-such-file.yaml");
  EXPECT_EQ(missing.exit_status, 3);
  EXPECT_EQ(missing.output, "tfsck: cannot read no-such-file.yaml: there is no such file\n");
  const CommandResult unwritten = Simulate("--engineers 5 --trace no-such-folder/t.json");
  EXPECT_EQ(unwritten.exit_status, 3);
  EXPECT_EQ(unwritten.output, "tfsck: no-such-folder/t.json: the trace could not be written\n");
}

// A state that a scenario names stands beside it.
TEST(SimulateCommand, TakesTheGraphOfAStateBesideTheScenario) {
  const std::string with_state = R"(
mkdir sub
printf 'version: 1\nworkspaces: [{name: a, graph: {state-file: a.tfstate}}]\nteams: [{name: t, changes: 1/h}]\nlock: resource-409\nanalysis: {kind: terminating, horizon: 1d, replications: 2}\n' >sub/s.yaml
)";
  const std::string run = "\"$TFSCK\" simulate --quiet sub/s.yaml";
  const CommandResult empty = InFolder(
      with_state +
      R"(printf '{"version":4,"terraform_version":"1.11.4","serial":1,"lineage":"x","outputs":{},"resources":[]}' >sub/a.tfstate
)" + run);
  EXPECT_EQ(empty.output,
            "tfsck: sub/a.tfstate: the state holds no managed resource: nothing to simulate\n");
  EXPECT_EQ(empty.exit_status, 2);
  const CommandResult missing = InFolder(with_state + run);
  EXPECT_EQ(missing.output, "tfsck: cannot read sub/a.tfstate: there is no such file\n");
  EXPECT_EQ(missing.exit_status, 3);
  const CommandResult good = InFolder(
      with_state +
      R"(printf '{"version":4,"terraform_version":"1.11.4","serial":1,"lineage":"x","outputs":{},"resources":[{"mode":"managed","type":"t","name":"a","provider":"provider[\\"registry.terraform.io/a/b\\"]","instances":[{"schema_version":0,"attributes":{}}]}]}' >sub/a.tfstate
)" + run);
  EXPECT_EQ(good.exit_status, 0) << good.output;
}

TEST(SimulateCommand, PrintsExamplesThatRun) {
  for (const ExampleScenario& example : ExampleScenarios()) {
    const std::string name(example.name);
    EXPECT_EQ(Simulate("--example " + name).output, example.yaml);
    const CommandResult result =
        RunBash("\"$TFSCK\" simulate --example " + name +
                " | timeout 60 \"$TFSCK\" simulate - --quiet --set analysis.horizon=2w 2>&1");
    EXPECT_EQ(result.exit_status, 0) << name << result.output;
    EXPECT_THAT(result.output, StartsWith(name + ": ")) << name;
  }
  EXPECT_EQ(Simulate("--example").output, Simulate("--example terraform-s3-ci").output);
}

TEST(SimulateCommand, TakesEveryPresetAndEveryDiscipline) {
  for (const Preset& preset : Presets()) {
    const CommandResult result =
        Simulate("--engineers 3 --replications 2 --preset " + std::string(preset.name));
    EXPECT_EQ(result.exit_status, 0) << preset.name << result.output;
    EXPECT_THAT(result.output, StartsWith(std::string(preset.name) + ": 3 engineers, "));
  }
  std::string names;
  for (const LockDisciplineRow& row : LockDisciplines()) {
    names += (names.empty() ? "" : ",") + std::string(row.discipline.name);
  }
  const CommandResult result =
      Simulate("--engineers 3 --replications 2 --set analysis.horizon=1w --compare " + names);
  EXPECT_EQ(result.exit_status, 0) << result.output;
  for (const LockDisciplineRow& row : LockDisciplines()) {
    EXPECT_THAT(result.output, HasSubstr("\n  " + std::string(row.discipline.name) + " "));
  }
}

// The numbers of a printed scenario are those of the one that it was printed from.
TEST(SimulateCommand, PrintsScenariosThatReadBack) {
  const std::string fingerprint = " --quiet --format json | grep '\"fingerprint\"'";
  for (const std::string& from :
       {std::string(kQuick), std::string("corpus/scenarios/examples/terraform-s3-ci.yaml"),
        std::string("corpus/scenarios/examples/resource-locking.yaml"),
        std::string("--engineers 5 --preset atlantis --set teams[0].engineers=7")}) {
    const std::string simulate = "\"$TFSCK\" simulate " + from;
    const std::string direct = RunBash(simulate + fingerprint).output;
    EXPECT_THAT(direct, HasSubstr("\"fingerprint\": \""));
    EXPECT_EQ(RunBash(simulate + " --print-scenario | \"$TFSCK\" simulate -" + fingerprint).output,
              direct);
  }
}

TEST(SimulateCommand, WaitsForEverWhereThatIsAsked) {
  const CommandResult result = Simulate("--engineers 5 --lock-timeout forever --print-scenario");
  EXPECT_THAT(result.output, HasSubstr("    lock-timeout: forever\n"));
}

TEST(SimulateCommand, IsTheSameForAnyNumberOfThreads) {
  const std::string steady =
      "--set 'analysis={kind: steady-state, horizon: 26w, warm-up: 1w, replications: 4}'";
  for (const std::string& more : {std::string("--replications 5"),
                                  std::string("--replications 5 --compare fifo,resource-409"),
                                  std::string("--precision 20%"), steady}) {
    for (const char* format : {"text", "json", "ndjson"}) {
      const std::string command =
          "--engineers 8 --states 2 --hold 6m --all " + more + " --format " + format;
      const CommandResult one = Simulate(command + " --threads 1");
      EXPECT_EQ(one.exit_status, 0) << one.output;
      for (const char* threads : {"2", "8"}) {
        EXPECT_EQ(Simulate(command + " --threads " + threads).output, one.output) << command;
      }
    }
  }
}

TEST(SimulateCommand, SeedsDiffer) {
  const std::string quick = std::string(kQuick) + " --replications 2 --format json --seed ";
  EXPECT_EQ(Simulate(quick + "7").output, Simulate(quick + "7").output);
  EXPECT_NE(json::parse(Simulate(quick + "7").output)["fingerprint"],
            json::parse(Simulate(quick + "8").output)["fingerprint"]);
}

TEST(SimulateCommand, JsonFollowsItsSchema) {
  const json schema = json::parse(ReadTextFile("docs/formats/simulate.schema.json"));
  for (const ExampleScenario& example : ExampleScenarios()) {
    const CommandResult result = RunBash(
        "\"$TFSCK\" simulate --quiet --format json --set analysis.horizon=2w "
        "corpus/scenarios/examples/" +
        std::string(example.name) + ".yaml");
    EXPECT_EQ(SchemaViolation(schema, json::parse(result.output)), "") << example.name;
  }
  const json compared =
      json::parse(Simulate(std::string(kQuick) + " --compare fifo,hcp --format json").output);
  EXPECT_EQ(SchemaViolation(schema, compared), "");
  ASSERT_EQ(compared["alternatives"].size(), 2u);
  EXPECT_EQ(compared["alternatives"][1]["discipline"], "hcp");
  EXPECT_EQ(compared["scenario"]["discipline"], "terraform");
}

TEST(SimulateCommand, WarnsWhereThePrecisionIsNotReached) {
  const CommandResult warned = SimulateFile(kFile, "--precision 0.1% --budget 1ms");
  EXPECT_EQ(warned.exit_status, 0);
  EXPECT_THAT(warned.output,
              HasSubstr("\n  warning: the precision of 0.1% is not reached: after 0.001 s and "
                        "10 replications the widest\n  interval is "));
  const CommandResult most =
      SimulateFile(kFile, "--precision 0.1% --set analysis.most-replications=12");
  EXPECT_EQ(most.exit_status, 0);
  EXPECT_THAT(most.output, HasSubstr("\n  warning: the precision of 0.1% is not reached: after 12 "
                                     "replications the widest interval is "));
  const CommandResult reached = SimulateFile(kFile, "--precision 50%");
  EXPECT_THAT(reached.output, HasSubstr("\n  the precision of 50% is reached after "));
}

TEST(SimulateCommand, ABudgetThatEndsBeforeThereIsAnAnswerIsAMistake) {
  const CommandResult result = SimulateFile(kFile, "--budget 10ms --set analysis.horizon=50000w");
  EXPECT_EQ(result.output,
            "tfsck: the time budget of 0.01 s ended after 0 of 3 replications: shorten the "
            "horizon, ask for fewer replications or allow more time\n");
  EXPECT_EQ(result.exit_status, 2);
  const CommandResult trace =
      SimulateFile(kFile, "--budget 10ms --set analysis.horizon=50000w --trace t.json");
  EXPECT_EQ(trace.output,
            "tfsck: --trace: the time budget of 0.01 s ended before the first replication did: "
            "shorten the horizon or allow more time\n");
  EXPECT_EQ(trace.exit_status, 2);
}

TEST(SimulateCommand, WritesTraces) {
  const CommandResult result = InFolder(
      "\"$TFSCK\" simulate --quiet --engineers 3 --trace t.json >/dev/null && "
      "\"$TFSCK\" simulate --quiet --engineers 3 --trace t.ndjson >/dev/null && "
      "cat t.json && head -1 t.ndjson");
  EXPECT_EQ(result.exit_status, 0);
  const size_t end = result.output.rfind("\n{");
  const json chrome = json::parse(result.output.substr(0, end));
  EXPECT_GT(chrome["traceEvents"].size(), 100u);
  const json line = json::parse(result.output.substr(end));
  EXPECT_EQ(line["event"], "arrived");
  EXPECT_EQ(line["team"], "engineers");
}

}  // namespace
}  // namespace tfsck::testing
