// Disciplines without a closed form against independent models in SimPy 3 (tests/simpy).
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cmath>
#include <cstdio>
#include <sstream>
#include <string>
#include <vector>

#include "tests/simulator/support/scenario_builder.h"

namespace tfsck::testing {
namespace {

constexpr int kReplications = 20;

// The system's own Python, which is where the distribution's package is.
std::string PythonAnswers(const std::string& arguments, int* status) {
  const std::string command = "/usr/bin/python3 " + arguments + " 2>&1";
  FILE* const pipe = popen(command.c_str(), "r");
  std::string text;
  char buffer[4096];
  while (pipe != nullptr && fgets(buffer, sizeof buffer, pipe) != nullptr) text += buffer;
  *status = pipe == nullptr ? -1 : WEXITSTATUS(pclose(pipe));
  return text;
}

// The measures of a model, each with its 99.9 % interval.
std::vector<Estimate> SimPySays(const std::string& model) {
  int status = 0;
  PythonAnswers("-c 'import simpy'", &status);
  if (status != 0) {
    ADD_FAILURE() << "SimPy 3 is missing: install the package python3-simpy3 "
                     "(scripts/install-deps.sh does)";
    return {};
  }
  const std::string arguments = std::string(TFSCK_SOURCE_DIR "/tests/simpy/locks.py ") + model +
                                " " + std::to_string(kReplications) + " 1";
  std::istringstream lines(PythonAnswers(arguments, &status));
  EXPECT_EQ(status, 0) << lines.str();
  std::vector<std::vector<double>> values;
  for (std::string line; std::getline(lines, line);) {
    std::istringstream numbers(line);
    double number = 0;
    for (size_t i = 0; numbers >> number; ++i) {
      if (values.size() == i) values.emplace_back();
      values[i].push_back(number);
    }
  }
  std::vector<Estimate> estimates;
  for (const auto& measure : values) estimates.push_back(EstimateMean(measure, 0.999));
  return estimates;
}

using Measures = std::vector<std::function<double(const Observations&)>>;

void ExpectAgreement(const std::string& model, const Scenario& scenario, const Measures& measures) {
  const std::vector<Estimate> theirs = SimPySays(model);
  ASSERT_EQ(theirs.size(), measures.size()) << model;
  const std::vector<Estimate> all = Simulated(scenario, 30, measures);
  for (size_t i = 0; i < measures.size(); ++i) {
    const Estimate& ours = all[i];
    const double width = std::hypot(ours.half_width, theirs[i].half_width);
    EXPECT_NEAR(ours.mean, theirs[i].mean, width) << model << ", measure " << i;
    EXPECT_LT(width, 0.1 * ours.mean) << model << ", measure " << i;
  }
}

TEST(SimPy, PollingWithTimeout) {
  Scenario scenario = OneLock("terraform", 0.08, Exp(8));
  scenario.sources[0].lock_patience = Fixed(20);
  SetWindow(&scenario, 1500, 100'000);
  ExpectAgreement("polling", scenario, {MeanWait, ShareUnserved});
}

TEST(SimPy, OnePendingThatTheNewestReplaces) {
  Scenario scenario = OneLock("github-concurrency", 0.8, LogNormal(1, 1));
  const auto replaced = [](const Observations& seen) {
    return static_cast<double>(seen.outcomes[static_cast<size_t>(Outcome::kSuperseded)]) /
           ToSeconds(seen.window);
  };
  ExpectAgreement("concurrency", scenario, {Throughput, replaced, MeanWait});
}

TEST(SimPy, RunnersHeldByRunsAcrossStates) {
  Scenario scenario = Closed("fifo", 6, Exp(4), Exp(1));
  scenario.operations[0].steps[0].runner = true;
  scenario.workspaces[0].count = 2;
  scenario.sources[0].cross_state_share = 0.3;
  scenario.sources[0].cross_state_count = 2;
  scenario.runners = {.count = 2, .order = RunnerOrder::kRunnerThenLock};
  ExpectAgreement("crossing", scenario, {Throughput, MeanSojourn});
}

}  // namespace
}  // namespace tfsck::testing
