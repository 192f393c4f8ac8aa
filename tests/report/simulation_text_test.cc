// The text of a simulation, of runs that can be reckoned by hand.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/support/simulation_support.h"

namespace tfsck::testing {
namespace {

using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;

std::string TextOf(const std::string& yaml, const std::vector<std::string>& assignments = {},
                   bool all = false) {
  const Model model = CompiledModel(yaml, assignments);
  return RenderSimulationText(Simulated(model), {.all = all});
}

// The first waits 0 s, the third polls after 4 min 15 s (the one before was in vain), the second
// gives up after 5 min, comes back after 20 min and waits 0 s: (0 + 0 + 255) / 3 is the mean.
TEST(SimulationText, AnswersFirst) {
  EXPECT_EQ(TextOf(kThreeInARow), R"(three in a row: 2 engineers, 1 workspace under 'terraform'
from an empty start: 1 h from Monday 00:00 UTC, 2 replications, 95 % confidence

How long do people wait for a lock?
  half of the runs          0 s
  19 of 20                  4 min 15 s
  99 of 100                 4 min 15 s
  on average                1 min 25 s                 50 % do not get it at once
  a change is delayed by    9 min 45 s                 19 of 20: 25 min

What fails?
  25 %                      of the requests for a lock time out

How busy are locks and runners?
  a lock is held            30 %                       by a run at work
  waiting for a lock        0.15                       runs, on average
  runners at work           0.33
  runners held waiting      0.15

What does it cost?
  engineer-hours lost       25.9 h per week
  changes done              3.00 per hour

How sure is this?
  ± is half of a 95 % interval for the mean over 2 replications
  seed 1, fingerprint 4d773b302104cbfe, 26 events
)");
}

TEST(SimulationText, SaysThatNothingFails) {
  EXPECT_THAT(TextOf(kThreeInARow, {"lock=fifo", "teams[0].lock-timeout=forever"}),
              HasSubstr("\nWhat fails?\n  nothing\n"));
}

TEST(SimulationText, SaysWhatHoldsALockWhereSeveralThingsDo) {
  const std::string text =
      TextOf(kThreeInARow, {"operations[0].steps[1].step=review", "faults={crash-per-run: 100%}",
                            "teams[0].after-failure=give-up"});
  EXPECT_THAT(text, HasSubstr("by a run that waits for a person\n"));
  EXPECT_THAT(text, HasSubstr("by a run that died\n"));
  EXPECT_THAT(text, Not(HasSubstr("by a run at work")));
}

TEST(SimulationText, CountsMoney) {
  EXPECT_THAT(TextOf(kThreeInARow, {"costs={engineer-per-hour: 100, runner-per-minute: 0.1}"}),
              HasSubstr("  engineer-hours lost       25.9 h per week\n"
                        "  that is                   2590 a week\n"
                        "  runners                   483 a week\n"));
}

TEST(SimulationText, ShowsTenWorkspacesUnlessAllAreWanted) {
  const std::vector<std::string> twelve = {"workspaces[0]={name: app, count: 12}"};
  const std::string ten = TextOf(kThreeInARow, twelve);
  EXPECT_THAT(ten, HasSubstr("\nBy workspace\n"));
  EXPECT_THAT(ten, HasSubstr("  and 2 more; --all lists them\n"));
  EXPECT_THAT(TextOf(kThreeInARow, twelve, true), Not(HasSubstr("--all")));
  // Where nobody asked there is no wait, and no share that failed.
  EXPECT_THAT(TextOf(kThreeInARow, twelve, true),
              HasSubstr("            0            -            -            -         -\n"));
}

TEST(SimulationText, ShowsTheWorstHoursWhereHoursAreCounted) {
  const std::string text = TextOf(kThreeInARow, {"metrics={histograms-by: [hour]}"});
  EXPECT_THAT(
      text,
      HasSubstr(
          "\nBy hour of the week (UTC), the worst\n"
          "                                      requests   wait, mean     19 of 20      at work\n"
          "  Monday 00:00                               8 "));
}

TEST(SimulationText, WarnsWhereThePrecisionIsNotReached) {
  const std::string text =
      TextOf(kThreeInARow, {"teams[0].arrivals={poisson: 10/h}", "analysis.precision=0.1%",
                            "analysis.replications=10", "analysis.most-replications=15"});
  EXPECT_THAT(text, HasSubstr("  warning: the precision of 0.1% is not reached: after 15 "
                              "replications the widest interval is "));
}

// Its lines in one.
std::string Unwrapped(std::string text) {
  for (size_t at = text.find("\n  "); at != std::string::npos; at = text.find("\n  ", at)) {
    text.replace(at, 3, " ");
  }
  return text;
}

TEST(SimulationText, SaysWhatAControlVariateDid) {
  EXPECT_THAT(Unwrapped(TextOf(kPolledInTheLongRun)),
              ContainsRegex(" ± is half of a 95 % interval for the mean over 20 replications "
                            "control variate: FIFO wait on the same work, known mean 14 min "
                            "[(]seen 1[0-9] min [0-9]* s[)]; it makes the interval of the mean "
                            "wait [0-9.]* times narrower "));
  EXPECT_THAT(Unwrapped(TextOf(kPolledInTheLongRun, {"teams[0].lock-timeout=10m"})),
              ContainsRegex(" control variate: FIFO wait of at most 9 min 59 s on the same work, "
                            "known mean 3 min 36 s [(]seen[0-9a-z ]*[)]; it makes the interval of "
                            "the mean wait [0-9.]* times narrower, that of the share that fails "
                            "[0-9.]* times narrower "));
  EXPECT_THAT(Unwrapped(TextOf(kPolledInTheLongRun, {"lock=fifo"})),
              HasSubstr("; it makes the interval of the mean wait next to nothing "));
  EXPECT_THAT(TextOf(kPolledInTheLongRun, {"analysis.control=none"}),
              Not(HasSubstr("control variate")));
}

TEST(SimulationText, FitsAHundredColumns) {
  const Model model = CompiledModel(
      kThreeInARow, {"name=" + std::string(20, 'n'), "teams[0].arrivals={poisson: 20/h}",
                     "faults={crash-per-run: 10%}", "analysis.replications=10",
                     "operations[0].steps[1].time={exponential: 6m}"});
  SimulationReport report = Simulated(model);
  const Model other = CompiledModel(kThreeInARow, {"lock=resource-conservative"});
  const SimulationReport second = Simulated(other);
  report.alternatives.push_back(
      {"resource-conservative", second.measured, Compare(report.measured, second.measured, 0.95)});
  const std::string text = RenderSimulationText(report, {});
  for (size_t begin = 0, end; (end = text.find('\n', begin)) != text.npos; begin = end + 1) {
    size_t columns = 0;
    for (size_t i = begin; i < end; ++i) columns += (text[i] & 0xc0) != 0x80;
    EXPECT_LE(columns, 100u) << text.substr(begin, end - begin);
    EXPECT_FALSE(end > begin && text[end - 1] == ' ') << text.substr(begin, end - begin);
  }
}

TEST(SimulationText, EscapesNames) {
  const std::string text = TextOf(kThreeInARow, {"name=\"a\\e[31mb\"", "teams[0].name=\"c\\nd\""});
  EXPECT_EQ(text.find('\x1b'), text.npos);
  EXPECT_THAT(text, HasSubstr("b: 2 engineers, 1 workspace under 'terraform'\n"));
}

}  // namespace
}  // namespace tfsck::testing
