// What `tfsck analytic` prints of its answers.
#include <gtest/gtest.h>

#include <limits>
#include <string>

#include "report/analytic_report.h"

namespace tfsck {
namespace {

std::string LineOf(double value, std::string_view unit) {
  AnalyticReport report;
  report.answers = {{"it", "amount", value, unit, "theorem", AnswerKind::kExact}};
  const std::string text = RenderAnalyticText({}, report, false);
  const size_t begin = text.find("amount") + 36;
  return text.substr(begin, text.find("  ", begin) - begin);
}

TEST(AnalyticText, ValuesAreSaidInTheirUnits) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  EXPECT_EQ(LineOf(90, "s"), "1 min 30 s");
  EXPECT_EQ(LineOf(0, "s"), "0 s");
  EXPECT_EQ(LineOf(0.0001, "s"), "<1 ms");
  EXPECT_EQ(LineOf(kInfinity, "s"), "for ever");
  EXPECT_EQ(LineOf(0.25, ""), "25 %");
  EXPECT_EQ(LineOf(0.01, "runs/s"), "36.0 per hour");
  EXPECT_EQ(LineOf(1e-8, "runs/s"), "<0.001 per hour");
  EXPECT_EQ(LineOf(1.5, "runs"), "1.50 runs");
  EXPECT_EQ(LineOf(5.7e-6, "runs"), "<0.001 runs");
  EXPECT_EQ(LineOf(9, "retries"), "9.00 retries");
  EXPECT_EQ(LineOf(kInfinity, "runs"), "without end");
}

}  // namespace
}  // namespace tfsck
