// The validation table: every row is checked or says why not, and what is off is found out.
#include "simulator/validation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "simulator/scenario_reader.h"
#include "simulator/validation_answer.h"
#include "simulator/validation_measure.h"
#include "tests/support/run_command.h"

namespace tfsck {
namespace {

using ::testing::ElementsAre;
using ::tfsck::testing::CommandResult;
using ::tfsck::testing::RunBash;

std::string NameOf(const ValidationRow& row) {
  return row.family + "," + row.params + "," + row.quantity;
}

std::vector<ValidationRow> CorpusRows() {
  auto rows = ReadValidationRows(ValidationFiles());
  EXPECT_TRUE(rows) << rows.error().message;
  return rows.value_or(std::vector<ValidationRow>());
}

// ---- The corpus ----------------------------------------------------------------------------

TEST(ValidationCorpus, EveryRowOfTheReferenceIsMeasuredInAScenarioOrSaysWhyNot) {
  const std::vector<ValidationRow> rows = CorpusRows();
  EXPECT_EQ(rows.size(), 691u);
  size_t measured = 0;
  for (const ValidationRow& row : rows) {
    SCOPED_TRACE(NameOf(row));
    EXPECT_NE(row.measure.empty(), row.not_run.empty());
    if (row.measure.empty()) continue;
    EXPECT_GT(row.precision, 0);
    EXPECT_NE(FindValidationFile(ValidationFiles(), row.file + ".yaml"), nullptr);
    ++measured;
  }
  EXPECT_EQ(measured, 577u);
}

TEST(ValidationCorpus, WhatIsNotRunIsAnsweredByAFormula) {
  for (const ValidationRow& row : CorpusRows()) {
    EXPECT_EQ(row.formula.empty(), row.IsRecord()) << NameOf(row);
  }
}

TEST(ValidationCorpus, EachScenarioIsOfARow) {
  std::vector<std::string> named;
  for (const ValidationRow& row : CorpusRows()) named.push_back(row.file + ".yaml");
  for (const ValidationFile& file : ValidationFiles()) {
    if (!file.name.ends_with(".yaml")) continue;
    EXPECT_THAT(named, ::testing::Contains(std::string(file.name)));
  }
}

TEST(ValidationCorpus, AsksForThirtyReplicationsAtNinetyNinePointNinePercent) {
  for (const ValidationFile& file : ValidationFiles()) {
    if (!file.name.ends_with(".yaml")) continue;
    SCOPED_TRACE(file.name);
    const auto scenario = ReadScenario(std::string(file.name), file.text);
    ASSERT_TRUE(scenario) << scenario.error().message;
    EXPECT_EQ(scenario->analysis.replications, 30u);
    EXPECT_DOUBLE_EQ(scenario->analysis.confidence, 0.999);
  }
}

TEST(ValidationCorpus, MakingItAgainChangesNothing) {
  const CommandResult made = RunBash(
      "folder=$(mktemp -d) && python3 corpus/make/validation.py \"$folder\" && "
      "cp corpus/scenarios/validation/queueing-reference.csv \"$folder\" && "
      "diff -r corpus/scenarios/validation \"$folder\"; status=$?; rm -r \"$folder\"; exit "
      "$status");
  EXPECT_EQ(made.output, "");
  EXPECT_EQ(made.exit_status, 0);
}

// The scenarios as people write them, through the recognisers.
TEST(ValidationCorpus, FormulasAnswerTheScenariosExactly) {
  size_t answered = 0;
  std::string file;
  Model model;
  for (const ValidationRow& row : CorpusRows()) {
    if (row.analytic.empty()) continue;
    SCOPED_TRACE(NameOf(row));
    if (row.file != file) {
      file = row.file;
      auto read = ReadScenario(file, FindValidationFile(ValidationFiles(), file + ".yaml")->text);
      ASSERT_TRUE(read) << read.error().message;
      auto compiled = Compile(*read, nullptr);
      ASSERT_TRUE(compiled) << compiled.error().message;
      model = *std::move(compiled);
    }
    const std::vector<ValidationSum> sums = {ReadValidationSum(row.analytic)};
    const double tolerance = row.IsQuantile() ? 5e-6 : 1e-6;
    EXPECT_NEAR(AnswersTo(model, sums)[0], row.value, tolerance * std::abs(row.value));
    ++answered;
  }
  EXPECT_EQ(answered, 355u);
}

TEST(ValidationCorpus, ShortSimulationsFindNothingOff) {
  const auto report = Validate(ValidationFiles(), {.quick = true});
  ASSERT_TRUE(report) << report.error().message;
  for (const ValidatedRow& row : report->rows) {
    EXPECT_NE(NameOf(row.verdict), "off") << NameOf(row.row) << ": " << row.why;
  }
  EXPECT_EQ(report->Count(Verdict::kOk), 577u);
}

// ---- Verdicts ------------------------------------------------------------------------------

constexpr std::string_view kScenario = R"(
version: 1
workspaces: [{name: state, resources: 1}]
operations: [{name: change, steps: [{step: other, lock: exclusive, time: {exponential: 1s}}]}]
pipelines: [{name: runs, arrivals: {poisson: 0.5/s}, lock-timeout: forever}]
lock: fifo
analysis: {kind: steady-state, horizon: 20000s, warm-up: 100s, replications: 30, confidence: 99.9%}
)";

struct OneRow {
  std::string value = "1";
  std::string measure = "lock_wait_mean";
  std::string analytic = "mean wait";
  std::string precision = "0.1";
  std::string family = "mm1";
  std::string scenario = std::string(kScenario);
};

Result<ValidationReport> ValidateOne(const OneRow& row, ValidationOptions options = {}) {
  const std::string reference =
      "case,params,quantity,value\n" + row.family + ",p,q," + row.value + "\n";
  const std::string cases =
      "case,params,quantity,file,measure,analytic,formula,half-width,not run because\n" +
      row.family + ",p,q,one," + row.measure + "," + row.analytic + ",F," + row.precision + ",\n";
  const std::vector<ValidationFile> files = {
      {"queueing-reference.csv", reference}, {"cases.csv", cases}, {"one.yaml", row.scenario}};
  return Validate(files, options);
}

std::string VerdictOf(const OneRow& row) {
  const auto report = ValidateOne(row);
  if (!report) return report.error().message;
  const ValidatedRow& judged = report->rows[0];
  return std::string(NameOf(judged.verdict)) + (judged.why.empty() ? "" : ": " + judged.why);
}

TEST(Validation, SaysWhatIsOff) {
  EXPECT_EQ(VerdictOf({}), "ok");
  EXPECT_EQ(VerdictOf({.value = "1.2", .analytic = ""}),
            "off: the exact value is not in the interval");
  EXPECT_EQ(VerdictOf({.precision = "0.001"}), "off: the interval is wider than 0.1 %");
  EXPECT_EQ(VerdictOf({.value = "1.00001"}), "off: the formulas are off by 1e-05");
  EXPECT_EQ(VerdictOf({.analytic = "P(refused)"}), "off: the formulas do not answer this scenario");
  EXPECT_EQ(VerdictOf({.measure = "lock_weight"}), "off: there is no measure 'lock_weight'");
  EXPECT_EQ(VerdictOf({.value = "0.5", .measure = "runner_wait_mean", .analytic = ""}),
            "off: the simulation does not say");
}

TEST(Validation, HoldsRecordsOfOtherProgramsToTwoPercent) {
  OneRow row = {.value = "0.507",
                .measure = "lock_utilisation",
                .analytic = "",
                .precision = "0.02",
                .family = "x_SIMULATED"};
  EXPECT_EQ(VerdictOf(row), "ok");
  row.value = "0.52";
  EXPECT_THAT(VerdictOf(row), ::testing::MatchesRegex("off: .* % from the record"));
}

TEST(Validation, ErrorsAreInHalfWidths) {
  ValidatedRow row = {.row = {.value = 2}};
  EXPECT_TRUE(std::isnan(row.SimulatedError()));
  row.simulated = Estimate{.mean = 1.5, .half_width = 0.25};
  EXPECT_EQ(row.SimulatedError(), -2);
  row.analytic = 2.5;
  EXPECT_EQ(row.AnalyticError(), 0.25);
  row.row.value = 0;
  EXPECT_EQ(row.AnalyticError(), 2.5);
  row.simulated = Estimate{.mean = 0, .half_width = 0};
  EXPECT_EQ(row.SimulatedError(), 0);
}

TEST(Validation, ComplainsAboutFilesThatAreNotAsTheyShouldBe) {
  const auto message = [](std::vector<ValidationFile> files) {
    const auto report = Validate(files, {});
    return report ? std::string("no error") : report.error().message;
  };
  constexpr std::string_view kReference = "case,params,quantity,value\nmm1,p,q,1\n";
  constexpr std::string_view kHeading = "case,...\n";
  EXPECT_EQ(message({}), "there is no queueing-reference.csv among the files");
  EXPECT_EQ(message({{"queueing-reference.csv", kReference}}),
            "there is no cases.csv among the files");
  EXPECT_EQ(message({{"queueing-reference.csv", "case\nmm1,1\n"}, {"cases.csv", kHeading}}),
            "queueing-reference.csv:2: 4 fields are expected, not 2");
  EXPECT_EQ(message({{"queueing-reference.csv", kReference}, {"cases.csv", kHeading}}),
            "queueing-reference.csv: mm1,p,q: cases.csv does not say how it is checked");
  EXPECT_EQ(message({{"queueing-reference.csv", "case\nmm1,p,q,one\n"},
                     {"cases.csv", "case\nmm1,p,q,one,,,,,\n"}}),
            "queueing-reference.csv: mm1,p,q: its value is no number");
  EXPECT_EQ(message({{"queueing-reference.csv", kReference},
                     {"cases.csv", "case\nmm1,p,q,one,lock_wait_mean,,F,0.1,\n"}}),
            "there is no one.yaml among the files");
  EXPECT_EQ(ValidateOne({}, {.only = {"mg*"}}).error().message,
            "no row of the reference has such a scenario or family");
}

TEST(Validation, NeedsAWarmUpThatIsGiven) {
  OneRow row;
  row.scenario.replace(row.scenario.find("warm-up: 100s, "), 15, "");
  EXPECT_EQ(VerdictOf(row), "one.yaml: 'analysis.warm-up' must be given");
}

TEST(Validation, OnlyTakesGlobsOfScenariosAndFamilies) {
  EXPECT_EQ(ValidateOne({}, {.only = {"on?"}})->rows.size(), 1u);
  EXPECT_EQ(ValidateOne({}, {.only = {"nothing", "mm*"}})->rows.size(), 1u);
}

TEST(Validation, QuickIsShorterAndDoesNotJudgePrecision) {
  const auto report = ValidateOne({.precision = "0.0001"}, {.quick = true});
  ASSERT_TRUE(report);
  EXPECT_EQ(report->rows[0].verdict, Verdict::kOk);
  EXPECT_EQ(report->rows[0].simulated->count, 10u);
}

// ---- Sums and measures ---------------------------------------------------------------------

TEST(ValidationSum, IsReadTermByTerm) {
  const ValidationSum sum =
      ReadValidationSum("0.3 * wait@class 1 + -2 * P(wait > 0)^2 + -5 + mean wait");
  ASSERT_EQ(sum.size(), 4u);
  EXPECT_EQ(sum[0].factor, 0.3);
  EXPECT_EQ(sum[0].name, "wait");
  EXPECT_EQ(sum[0].about, "class 1");
  EXPECT_EQ(sum[1].factor, -2);
  EXPECT_EQ(sum[1].name, "P(wait > 0)");
  EXPECT_TRUE(sum[1].squared);
  EXPECT_EQ(sum[2].factor, -5);
  EXPECT_EQ(sum[2].name, "");
  EXPECT_EQ(sum[3].factor, 1);
  EXPECT_EQ(ValueOf(sum, [](const ValidationTerm&) { return 3.0; }), 0.9 - 18 - 5 + 3);
  EXPECT_TRUE(ReadValidationSum("").empty());
}

TEST(NumberWatch, WeighsNumbersByTime) {
  NumberWatch watch(10, 110);
  const auto happens = [&watch](SimTime time, TraceKind kind, uint32_t attempt = 0) {
    watch.Record({.time = time, .kind = kind, .attempt = attempt});
  };
  happens(0, TraceKind::kArrived);  // before the window: counts, for no time
  happens(20, TraceKind::kFailed);
  happens(70, TraceKind::kAskedForLock, 1);
  happens(80, TraceKind::kStepEnded);
  happens(80, TraceKind::kDone);
  EXPECT_DOUBLE_EQ(watch.NothingShare(), 0.3);
  EXPECT_DOUBLE_EQ(watch.FirstStepNumber(), 0.7);
  EXPECT_DOUBLE_EQ(watch.AwayVariance(), 0.25);
}

}  // namespace
}  // namespace tfsck
