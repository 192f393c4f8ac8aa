#include "simulator/scenario_reader.h"

#include <gtest/gtest.h>

#include "tests/simulator/scenario_support.h"

namespace tfsck {
namespace {

using testing::FailureOf;
using testing::FailureWith;
using testing::SmallScenario;

Scenario Read(const std::string& yaml) {
  const auto read = ReadScenario("s.yaml", yaml);
  EXPECT_TRUE(read) << (read ? "" : read.error().message);
  return read.value_or(Scenario());
}

// The small scenario with one thing changed.
Scenario With(const std::string& assignment) {
  const std::string assignments[] = {assignment};
  const auto read = ReadScenario("s.yaml", SmallScenario(), {.assignments = assignments});
  EXPECT_TRUE(read) << (read ? "" : read.error().message);
  return read.value_or(Scenario());
}

Distribution Law(const std::string& yaml) {
  return With("teams[0].lock-timeout=" + yaml).sources[0].lock_patience.value_or(Distribution());
}

TEST(ScenarioReader, ReadsTheSmallestScenario) {
  const Scenario scenario = Read(SmallScenario());
  ASSERT_EQ(scenario.workspaces.size(), 1u);
  EXPECT_EQ(scenario.workspaces[0].resources, 100u);
  ASSERT_EQ(scenario.operations.size(), 1u);
  ASSERT_EQ(scenario.operations[0].steps.size(), 1u);
  EXPECT_EQ(scenario.operations[0].steps[0].time, Distribution::Deterministic(360));
  EXPECT_EQ(scenario.operations[0].steps[0].lock, LockMode::kExclusive);
  ASSERT_EQ(scenario.sources.size(), 1u);
  const Source& team = scenario.sources[0];
  EXPECT_TRUE(team.human);
  EXPECT_EQ(team.arrivals.kind, Arrivals::Kind::kPoisson);
  EXPECT_EQ(team.arrivals.poisson.rate, 5 / 86400.);
  EXPECT_EQ(team.operations, (std::vector<Weighted>{{0, 1}}));
  EXPECT_EQ(team.workspaces, (std::vector<Weighted>{{0, 1}}));
  EXPECT_EQ(team.lock_patience, Distribution::Deterministic(0));
  EXPECT_EQ(team.retry.on_failure, OnFailure::kGiveUp);
  EXPECT_EQ(scenario.lock.name, "terraform");
  EXPECT_EQ(scenario.analysis.horizon, kWeek);
}

TEST(ScenarioReader, SaysWhatItAssumedAndFromWhere) {
  const auto assumptions = Read(SmallScenario()).assumptions;
  ASSERT_EQ(assumptions.size(), 2u);
  EXPECT_EQ(assumptions[0],
            (Assumption{"lock-timeout of a", "0s: one attempt",
                        "Terraform's default (internal/command/arguments/extended.go)"}));
  EXPECT_EQ(assumptions[1],
            (Assumption{"after a failure of a", "the change is given up",
                        "the least that can happen; people who come back add load"}));
}

TEST(ScenarioReader, ReadsEveryLaw) {
  EXPECT_EQ(Law("6m"), Distribution::Deterministic(360));
  EXPECT_EQ(Law("{exponential: 6m}"), Distribution::Exponential(360));
  EXPECT_EQ(Law("{erlang: {mean: 6m, phases: 4}}"), Distribution::Erlang(360, 4));
  EXPECT_EQ(Law("{gamma: {mean: 6m, cv: 0.5}}"), Distribution::Gamma(360, 0.5));
  EXPECT_EQ(Law("{lognormal: {mean: 6m, cv: 1}}"), Distribution::LognormalByMean(360, 1));
  EXPECT_EQ(Law("{lognormal: {median: 6m, sigma: 1}}"), Distribution::Lognormal(360, 1));
  EXPECT_EQ(Law("{hyperexponential: {mean: 6m, scv: 4}}"),
            Distribution::BalancedHyperexponential(360, 4));
  EXPECT_EQ(Law("{hyperexponential: {weights: [1, 3], means: [1s, 2s]}}"),
            Distribution::Hyperexponential({1, 3}, {1, 2}));
  EXPECT_EQ(Law("{weibull: {shape: 2, scale: 1m}}"), Distribution::Weibull(2, 60));
  EXPECT_EQ(Law("{pareto: {shape: 2, least: 1m}}"), Distribution::Pareto(2, 60));
  EXPECT_EQ(Law("{pareto: {shape: 2, least: 1m, most: 1h}}"), Distribution::Pareto(2, 60, 3600));
  EXPECT_EQ(Law("{uniform: {from: 1m, to: 2m}}"), Distribution::Uniform(60, 120));
  EXPECT_EQ(Law("{empirical: [3s, 1s, 2s]}"), Distribution::Empirical({1, 2, 3}));
  EXPECT_EQ(Law("{shifted: {by: 24s, of: {exponential: 36s}}}"),
            Distribution::Shifted(24, Distribution::Exponential(36)));
  EXPECT_EQ(Law("{mixture: [{weight: 1, of: 1s}, {weight: 3, of: {exponential: 2s}}]}"),
            Distribution::Mixture({1, 3},
                                  {Distribution::Deterministic(1), Distribution::Exponential(2)}));
  EXPECT_EQ(Law("{truncated: {of: {exponential: 1m}, least: 1s, most: 5m}}"),
            Distribution::Truncated(Distribution::Exponential(60), 1, 300));
  EXPECT_EQ(With("teams[0].lock-timeout=forever").sources[0].lock_patience, std::nullopt);
}

TEST(ScenarioReader, SaysWhatALawShouldBe) {
  const auto failure = [](const std::string& law) {
    const std::string message = FailureWith("teams[0].lock-timeout=" + law);
    const std::string place = "--set teams[0].lock-timeout=" + law + ": ";
    EXPECT_EQ(message.substr(0, place.size()), place);
    return message.substr(std::min(place.size(), message.size()));
  };
  EXPECT_EQ(failure("5 minuts"),
            "'teams[0].lock-timeout' must be a duration such as 250ms, 90s, 20m, 1h30m or 2 weeks, "
            "not '5 minuts': did you mean 'minutes'?");
  EXPECT_EQ(failure("{exponental: 6m}"), "unknown key 'exponental': did you mean 'exponential'?");
  EXPECT_EQ(failure("{exponential: 6m, gamma: 1}"),
            "'teams[0].lock-timeout' must name one law, as {exponential: 6m} does");
  EXPECT_EQ(failure("[6m]"),
            "'teams[0].lock-timeout' must be a duration such as 6m or a law such as {exponential: "
            "6m}");
  EXPECT_EQ(failure("{lognormal: {mean: 6m, sigma: 1}}"),
            "'teams[0].lock-timeout.lognormal' must be {mean: , cv: } or {median: , sigma: }");
  EXPECT_EQ(failure("{hyperexponential: {mean: 6m, scv: 0.5}}"),
            "'teams[0].lock-timeout.hyperexponential.scv' must be 1 or above, which no branching "
            "makes less, not '0.5'");
  EXPECT_EQ(failure("{erlang: {mean: 6m}}"), "'teams[0].lock-timeout.erlang' lacks 'phases'");
  EXPECT_EQ(failure("{empirical: {file: x.csv}}"),
            "'teams[0].lock-timeout.empirical.file' names a file, and files are not read here");
  std::string deep = "1s";
  for (int i = 0; i < 20; ++i) deep = "{shifted: {by: 1s, of: " + deep + "}}";
  EXPECT_NE(failure(deep).find("is nested more than 8 deep"), std::string::npos);
}

TEST(ScenarioReader, ReadsFilesThroughItsCaller) {
  const std::string assignments[] = {"teams[0].lock-timeout={empirical: {file: holds.csv}}"};
  ReadScenarioOptions options{.assignments = assignments};
  std::string text = "# holds\n90\n6m\r\n\n250ms # short\n";
  options.read_file = [&](const std::string& name) -> Result<std::string> {
    EXPECT_EQ(name, "holds.csv");
    return text;
  };
  const auto read = ReadScenario("s.yaml", SmallScenario(), options);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->sources[0].lock_patience->values, (std::vector<double>{0.25, 90, 360}));
  EXPECT_EQ(read->sources[0].lock_patience->file, "holds.csv");
  text = "90\nsix\n";
  EXPECT_EQ(ReadScenario("s.yaml", SmallScenario(), options).error().message,
            "holds.csv:2: each line must be a duration such as 250ms, 90s, 20m, 1h30m or 2 weeks, "
            "not 'six'");
  options.read_file = [](const std::string&) -> Result<std::string> {
    return MakeError(ErrorKind::kUnreadable, "holds.csv: no such file");
  };
  const auto missing = ReadScenario("s.yaml", SmallScenario(), options);
  EXPECT_EQ(missing.error().message,
            "--set teams[0].lock-timeout={empirical: {file: holds.csv}}: "
            "'teams[0].lock-timeout.empirical.file' cannot be read: holds.csv: no such file");
  EXPECT_EQ(missing.error().kind, ErrorKind::kUsage);
}

TEST(ScenarioReader, ReadsEveryKindOfArrivals) {
  const auto arrivals = [](const std::string& yaml) {
    return Read(
               "version: 1\nworkspaces: [app]\nanalysis: {kind: terminating, horizon: 1w}\n"
               "teams: [{name: a, arrivals: " +
               yaml + "}]\n")
        .sources[0]
        .arrivals;
  };
  EXPECT_EQ(arrivals("{poisson: 0.8/s}").poisson.rate, 0.8);
  const auto calendar = arrivals("{calendar: {period: 1d, rates: [1/s, 2/s]}}").calendar;
  EXPECT_EQ(calendar.period, kDay);
  EXPECT_EQ(calendar.rates, (std::vector<double>{1, 2}));
  const auto mmpp = arrivals("{mmpp: {rates: [0.2/s, 2/s], leave: [0.05/s, 0.2/s]}}").mmpp;
  EXPECT_EQ(mmpp.rates[1], 2);
  EXPECT_EQ(mmpp.leave[0], 0.05);
  const auto hawkes = arrivals("{hawkes: {base: 1/s, branching: 0.5, decay: 2/s}}").hawkes;
  EXPECT_EQ(hawkes, (HawkesArrivals{1, 0.5, 2}));
  const auto closed = arrivals("{closed: {actors: 4, think: {exponential: 2s}}}").closed;
  EXPECT_EQ(closed, (ClosedArrivals{4, Distribution::Exponential(2)}));
  const auto trace = arrivals("{trace: [0s, 1m, 1m, 2h]}").trace;
  EXPECT_EQ(trace.times, (std::vector<SimTime>{0, kMinute, kMinute, 2 * kHour}));
}

TEST(ScenarioReader, RefusesATraceOutOfOrder) {
  EXPECT_EQ(
      FailureOf("version: 1\nworkspaces: [app]\nanalysis: {kind: terminating, horizon: 1w}\n"
                "teams:\n  - name: a\n    arrivals:\n      trace:\n        - 5m\n"
                "        - 4m\n"),
      "s.yaml:9:11: 'teams[0].arrivals.trace[1]' is '4m', earlier than the instant before it: "
      "a trace is in order of time");
  ReadScenarioOptions options;
  options.read_file = [](const std::string&) -> Result<std::string> { return "1\n3\n2\n"; };
  EXPECT_EQ(ReadScenario("s.yaml",
                         "version: 1\nworkspaces: [app]\n"
                         "analysis: {kind: terminating, horizon: 1w}\n"
                         "teams: [{name: a, arrivals: {trace: {file: runs.csv}}}]\n",
                         options)
                .error()
                .message,
            "runs.csv:3: '2' is earlier than the instant before it: a trace is in order of time");
}

TEST(ScenarioReader, SpreadsChangesOverTheHoursOfACalendar) {
  const Scenario scenario = Read(
      "version: 1\nworkspaces: [{name: app, count: 4}]\n"
      "calendars: {nightly: {period: 1d, shares: [1, 0, 0, 0]}}\n"
      "teams: [{name: a, engineers: 3, changes-per-engineer: 5/workday}]\n"
      "pipelines: [{name: drift, runs-per-workspace: 1/day, hours: nightly}]\n"
      "analysis: {kind: terminating, horizon: 1w}\n");
  double week = 0;
  for (const double rate : scenario.sources[0].arrivals.calendar.rates) week += rate * 3600;
  EXPECT_NEAR(week, 3 * 25, 1e-9);
  EXPECT_EQ(scenario.sources[0].arrivals.calendar.rates.size(), 168u);
  EXPECT_FALSE(scenario.sources[1].human);
  const auto& nightly = scenario.sources[1].arrivals.calendar;
  EXPECT_EQ(nightly.period, kDay);
  EXPECT_NEAR(nightly.rates[0] * 6 * 3600, 4, 1e-12);
  EXPECT_EQ(nightly.rates[3], 0);
}

TEST(ScenarioReader, KnowsTheClockOfATimeZone) {
  EXPECT_EQ(With("teams[0].time-zone=Europe/Berlin").sources[0].utc_offset_minutes, 60);
  EXPECT_EQ(With("teams[0].time-zone=Asia/Kolkata").sources[0].utc_offset_minutes, 330);
  EXPECT_EQ(With("teams[0].time-zone=America/New_York").sources[0].utc_offset_minutes, -300);
  EXPECT_EQ(With("teams[0].utc-offset=-03:30").sources[0].utc_offset_minutes, -210);
  EXPECT_EQ(FailureWith("teams[0].time-zone=Europe/Berln"),
            "--set teams[0].time-zone=Europe/Berln: 'teams[0].time-zone' must be a time zone such "
            "as Europe/Berlin or UTC, not 'Europe/Berln': did you mean 'Europe/Berlin'?");
  EXPECT_EQ(FailureWith("teams[0].utc-offset=2"),
            "--set teams[0].utc-offset=2: 'teams[0].utc-offset' must be an offset such as +02:00, "
            "not '2'");
}

TEST(ScenarioReader, KnowsTheOperationsThatEverybodyKnows) {
  const Scenario scenario = Read(
      "version: 1\nworkspaces: [app]\n"
      "operations: [plan, {kind: saved-plan, name: reviewed, review: 2h}]\n"
      "teams: [{name: a, changes: 1/h, operations: {plan: 4, reviewed: 1}}]\n"
      "analysis: {kind: terminating, horizon: 1w}\n");
  const Operation& plan = scenario.operations[0];
  EXPECT_EQ(plan.name, "plan");
  EXPECT_TRUE(plan.plans_only);
  ASSERT_EQ(plan.steps.size(), 3u);
  EXPECT_EQ(plan.steps[0].lock, LockMode::kNone);
  EXPECT_EQ(plan.steps[1].lock, LockMode::kExclusive);
  EXPECT_EQ(plan.steps[1].refresh->parallelism, 10u);
  const Operation& reviewed = scenario.operations[1];
  ASSERT_EQ(reviewed.steps.size(), 5u);
  EXPECT_EQ(reviewed.steps[3].time, Distribution::Deterministic(7200));
  EXPECT_EQ(reviewed.steps[3].lock, LockMode::kNone);
  EXPECT_TRUE(reviewed.steps[4].new_hold);
  EXPECT_TRUE(reviewed.steps[4].checks_plan);
  EXPECT_TRUE(reviewed.steps[4].commits);
  EXPECT_EQ(scenario.sources[0].operations, (std::vector<Weighted>{{0, 4}, {1, 1}}));
}

TEST(ScenarioReader, AStateFileSaysHowManyResourcesThereAre) {
  const std::string text =
      "version: 1\n"
      "workspaces: [{name: b, XXgraph: {state-file: prod.tfstate}}]\n"
      "teams: [{name: t, changes: 1/d}]\n"
      "lock: fifo\n"
      "analysis: {kind: terminating, horizon: 1w}\n";
  const auto with = [&text](const std::string& what) {
    return std::string(text).replace(text.find("XX"), 2, what);
  };
  EXPECT_EQ(Read(with("")).workspaces[0].resources, 0U);
  EXPECT_EQ(
      FailureOf(with("resources: 120, ")),
      "s.yaml:2:35: 'workspaces[0].resources' must not be given with a state file, which says "
      "how many there are");
}

TEST(ScenarioReader, ReadsStepsAndWorkspacesInFull) {
  const Scenario scenario = Read(
      "version: 1\n"
      "workspaces:\n"
      "  - {name: a, resources: 3, graph: {edges: [[1, 0], [2, 1]]},\n"
      "     changes-start-at: {weights: [1, 0, 2]}}\n"
      "  - {name: b, graph: {state-file: prod.tfstate}, changes-start-at: leaves}\n"
      "  - {name: c, graph: {shape: layered, layers: 3, degree: 4}}\n"
      "operations:\n"
      "  - name: o\n"
      "    plans-only: true\n"
      "    lock-class: 1\n"
      "    runner-class: 2\n"
      "    writes: [0, 2]\n"
      "    reads: [1]\n"
      "    steps:\n"
      "      - {step: refresh, lock: shared, runner: true, workspace: b, makes-plan: true,\n"
      "         refresh: {calls-per-resource: 2, latency: 100ms, parallelism: 5,\n"
      "                   provider-rate: 20/s}}\n"
      "      - {step: apply, lock: exclusive, new-hold: true, checks-plan: true, time: 1s,\n"
      "         per-resource: {parallelism: 4, by-type: {aws_db_*: 10m}, otherwise: 5s}}\n"
      "teams: [{name: t, changes: 1/h, workspaces: [a, {b: 3}],\n"
      "         cross-state: {share: 10%, count: 2},\n"
      "         after-failure: {retrigger-after: 2m, at-most: 5, redraw: true},\n"
      "         runner-timeout: 1h, batch: {mean: 3, geometric: true}}]\n"
      "analysis: {kind: terminating, horizon: 1w}\n");
  EXPECT_EQ(scenario.workspaces[0].graph.shape, GraphShape::kExplicit);
  EXPECT_EQ(scenario.workspaces[0].graph.edges[1], (std::pair<uint32_t, uint32_t>(2, 1)));
  EXPECT_EQ(scenario.workspaces[0].root_weights, (std::vector<double>{1, 0, 2}));
  EXPECT_EQ(scenario.workspaces[1].graph.state_file, "prod.tfstate");
  EXPECT_EQ(scenario.workspaces[1].popularity, RootPopularity::kLeafBiased);
  EXPECT_EQ(scenario.workspaces[2].graph.layers, 3u);
  const Operation& operation = scenario.operations[0];
  EXPECT_TRUE(operation.plans_only);
  EXPECT_EQ(operation.writes, (std::vector<uint32_t>{0, 2}));
  EXPECT_EQ(operation.reads, (std::vector<uint32_t>{1}));
  EXPECT_EQ(operation.steps[0].workspace, 1);
  EXPECT_EQ(operation.steps[0].lock, LockMode::kShared);
  EXPECT_EQ(operation.steps[0].refresh->provider_rate, 20);
  EXPECT_EQ(operation.steps[1].apply->by_type[0].first, "aws_db_*");
  const Source& team = scenario.sources[0];
  EXPECT_EQ(team.workspaces, (std::vector<Weighted>{{0, 1}, {1, 3}}));
  EXPECT_EQ(team.cross_state_share, 0.1);
  EXPECT_EQ(team.retry.on_failure, OnFailure::kRetrigger);
  EXPECT_EQ(team.retry.most, 5u);
  EXPECT_TRUE(team.retry.redraw);
  EXPECT_TRUE(team.arrivals.geometric_batch);
}

TEST(ScenarioReader, ReadsTheRulesAndTheQuestion) {
  const Scenario scenario = Read(SmallScenario(
      "lock: {discipline: fifo, queue-limit: 3, when-full: replace-oldest, plans: shared,\n"
      "       latency: 80ms, poll: {first: 1s, factor: 1, ceiling: 1s}}\n"
      "runners: {count: 4, order: lock-then-runner, by-priority: true, queue-limit: 9}\n"
      "faults: {crash-per-run: 1%, crash-at-end: true, leaves-lock: 50%, unlock-delay: at-once,\n"
      "         office-hours: {from: 8, to: 17}, wrong-unlock-per-hold: 0.1%,\n"
      "         outage: {every: 30d, for: {exponential: 20m}, effect: pause}}\n"
      "costs: {engineer-per-hour: 90, runner-per-minute: 0.008, context-switch: 10m}\n"
      "metrics: {histograms-by: [team, hour]}\n"
      "shuffle-ties: 18446744073709551615\n"));
  EXPECT_EQ(scenario.lock.name, "fifo");
  EXPECT_EQ(scenario.lock.queue_limit, 3u);
  EXPECT_EQ(scenario.lock.full, FullQueue::kReplaceOldest);
  EXPECT_EQ(scenario.lock.latency, 80'000);
  EXPECT_EQ(scenario.lock.poll, (PollSchedule{kSecond, 1, kSecond}));
  EXPECT_EQ(scenario.runners, (Runners{4, RunnerOrder::kLockThenRunner, true, 9}));
  EXPECT_EQ(scenario.faults.crash_per_run, 0.01);
  EXPECT_EQ(scenario.faults.unlock_delay, std::nullopt);
  EXPECT_EQ(scenario.faults.office_begin, 8);
  EXPECT_EQ(scenario.faults.outage_effect, OutageEffect::kPause);
  EXPECT_EQ(scenario.costs.context_switch_minutes, 10);
  EXPECT_TRUE(scenario.metrics.by_source);
  EXPECT_TRUE(scenario.metrics.by_hour);
  EXPECT_FALSE(scenario.metrics.by_workspace);
  EXPECT_EQ(scenario.shuffle_ties, UINT64_MAX);
  const Analysis steady =
      With(
          "analysis={kind: steady-state, horizon: 1000h, warm-up: 10h, start: 'tue 08:30', "
          "precision: 2%, confidence: 99%, budget: 5m, seed: 7, replications: 10}")
          .analysis;
  EXPECT_EQ(steady.kind, AnalysisKind::kSteady);
  EXPECT_EQ(steady.start, kDay + 8 * kHour + 30 * kMinute);
  EXPECT_EQ(steady.warm_up, 10 * kHour);
  EXPECT_EQ(steady.precision, 0.02);
  EXPECT_EQ(steady.budget_seconds, 300);
  EXPECT_EQ(steady.seed, 7u);
  EXPECT_EQ(steady.control, ControlVariate::kNone);
}

TEST(ScenarioReader, AnswersEachMistakeWithWhereAndWhatAndTheNearestName) {
  EXPECT_EQ(FailureOf(""), "s.yaml:1:1: the document lacks 'version'");
  EXPECT_EQ(FailureOf("version: 2\n"),
            "s.yaml:1:10: 'version' must be 1, which is what this tfsck reads");
  EXPECT_EQ(FailureOf("version: 1\n"), "s.yaml:1:1: the document lacks 'analysis'");
  EXPECT_EQ(FailureOf("version: 1\nteems: []\n"),
            "s.yaml:2:1: unknown key 'teems': did you mean 'teams'?");
  const std::pair<std::string, std::string> rows[] = {
      {"lock=terrafrom",
       "'lock' names 'terrafrom', which is none of the lock disciplines: did you mean "
       "'terraform'?"},
      {"teams[0].changes=5/dya",
       "'teams[0].changes' must be a rate such as 5/day, 3 per week, 0.2/s, 5/workday or every 6h, "
       "not '5/dya': did you mean 'day'?"},
      {"teams[0].workspaces=ap",
       "'teams[0].workspaces' names 'ap', which is none of the workspaces; they are app"},
      {"teams[0].workspaces={apq: 1}", "unknown key 'apq': did you mean 'app'?"},
      {"teams[0].hours=ofice",
       "'teams[0].hours' names 'ofice', which is none of the calendars: did you mean 'office'?"},
      {"teams[0].changes-per-engineer=1/day",
       "'teams[0]' must say one of changes, changes-per-engineer and arrivals"},
      {"operations[0].kind=plan", "'operations[0]' must have either a kind or steps"},
      {"operations=[{kind: plan, review: 1h}]",
       "'operations[0].review' has no effect: the kind 'plan' has no step 'review'"},
      {"operations=[{name: o, steps: [], plan: 1h}]",
       "'operations[0].plan' belongs to a kind: here the steps have times"},
      {"operations=[plann]",
       "'operations[0]' names 'plann', which is none of the kinds of operation: did you mean "
       "'plan'?"},
      {"operations[0].steps[0].lock=exclusiv",
       "'operations[0].steps[0].lock' must be one of none, shared, exclusive, not 'exclusiv': did "
       "you mean 'exclusive'?"},
      {"faults.crash-per-run=130%",
       "'faults.crash-per-run' must be a share from 0% to 100%, not '130%'"},
      {"analysis.start=monday",
       "'analysis.start' must be an instant of the week in UTC such as 'mon 08:00', not 'monday'"},
      {"analysis.seed=-1", "'analysis.seed' must be a whole number below 2^64, not '-1'"},
      {"analysis.control=lifo",
       "'analysis.control' must be one of none, fifo, not 'lifo': did you mean 'fifo'?"},
      {"analysis.kind=steady",
       "'analysis.kind' must be one of terminating, steady-state, not 'steady'"},
      {"teams[0].after-failure={at-most: 2}",
       "'teams[0].after-failure' must say either retry-after or retrigger-after"},
      {"calendars={office: {shares: [1, 2]}}", "'calendars.office' has the name of a builtin one"},
      {"calendars={x: {shares: [0, 0]}}",
       "'calendars.x.shares' must be the shares of at least two equal parts of the period, not all "
       "of them 0"},
      {"metrics={histograms-by: [teem]}",
       "'metrics.histograms-by[0]' names 'teem', which is none of the groups: did you mean "
       "'team'?"},
      {"workspaces[0].graph={edges: [[1]]}",
       "'workspaces[0].graph.edges[0]' must be [dependent, dependency], two numbers of resources"},
  };
  for (const auto& [assignment, message] : rows) {
    const bool beside = assignment.starts_with("teams[0].changes-per") ||
                        assignment.starts_with("operations[0].kind");
    const std::string found = FailureWith(assignment);
    EXPECT_EQ(found.substr(found.find(": ", beside ? 0 : 6 + assignment.size()) + 2), message);
  }
}

}  // namespace
}  // namespace tfsck
