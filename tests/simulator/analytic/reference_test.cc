// Every exact row of the reference table is answered by a formula, to 1e-6 (5e-6 for quantiles that
// are inverted from a distribution).
#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "tests/simulator/analytic/reference_row.h"

namespace tfsck {
namespace {

// Rows that are no formula's: simulated ones, and dependency graphs (footprint_test.cc).
bool IsNotAnalytic(const std::string& family) {
  return family.ends_with("_SIMULATED") || family == "footprint";
}

std::map<std::string, Answerer> AllAnswerers() {
  std::map<std::string, Answerer> all = OpenQueueAnswerers();
  all.insert(LossAnswerers().begin(), LossAnswerers().end());
  all.insert(ClosedAnswerers().begin(), ClosedAnswerers().end());
  return all;
}

double Tolerance(const ReferenceRow& row) {
  return row.family == "mg1" && row.Quantile() ? 5e-6 : 1e-6;
}

TEST(AnalyticReference, EveryExactRowIsReproduced) {
  const auto answerers = AllAnswerers();
  size_t checked = 0;
  for (const ReferenceRow& row : ReadReferenceRows()) {
    if (IsNotAnalytic(row.family)) continue;
    SCOPED_TRACE(row.family + "," + row.params + "," + row.quantity);
    const auto answerer = answerers.find(row.family);
    if (answerer == answerers.end()) {
      ADD_FAILURE() << "no formula answers this family";
      continue;
    }
    const Answers answers = answerer->second(row);
    const auto answer = answers.find(row.quantity);
    if (answer == answers.end()) {
      ADD_FAILURE() << "no formula answers this quantity";
      continue;
    }
    EXPECT_NEAR(answer->second, row.value, Tolerance(row) * std::abs(row.value));
    ++checked;
  }
  EXPECT_EQ(checked, 524u);
}

}  // namespace
}  // namespace tfsck
