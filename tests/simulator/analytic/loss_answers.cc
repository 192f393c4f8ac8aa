// The families in which a conflict is refused, and those about one poller.
#include <gtest/gtest.h>

#include <limits>
#include <utility>

#include "simulator/analytic/conflict_loss.h"
#include "simulator/analytic/polling.h"
#include "simulator/analytic/servers.h"
#include "tests/simulator/analytic/reference_row.h"

namespace tfsck {
namespace {

Answers Loss(const ReferenceRow& row) {
  return {{"P(block)", analytic::ErlangB(static_cast<uint32_t>(row.Number("c")), row.Number("a"))}};
}

using Edges = std::vector<std::pair<uint32_t, uint32_t>>;

Edges Complete(uint32_t n) {
  Edges edges;
  for (uint32_t i = 0; i < n; ++i) {
    for (uint32_t j = 0; j < i; ++j) edges.emplace_back(i, j);
  }
  return edges;
}

Edges ConflictsOf(const ReferenceRow& row) {
  if (row.Says("path4")) return {{0, 1}, {1, 2}, {2, 3}};
  if (row.Says("cycle5")) return {{0, 1}, {1, 2}, {2, 3}, {3, 4}, {4, 0}};
  if (row.Says("star5")) return {{0, 1}, {0, 2}, {0, 3}, {0, 4}};
  if (row.Says("K4")) return Complete(4);
  if (row.Says("empty4")) return {};
  if (row.Says("tf8_cone")) return Complete(7);  // every cone but that of 7 holds resource 6
  EXPECT_TRUE(row.Says("tf8_self+deps-read")) << row.params;
  return {{1, 0}, {2, 0}, {3, 0}, {4, 1}, {4, 3}, {5, 2}, {5, 3}, {5, 4}, {6, 5}};
}

Answers HardCore(const ReferenceRow& row) {
  const auto n = static_cast<size_t>(row.Number("n"));
  const Edges edges = ConflictsOf(row);
  EXPECT_EQ(static_cast<double>(edges.size()), row.Number("edges"));
  analytic::ConflictGraph conflicts(static_cast<uint32_t>(n));
  for (const auto& [a, b] : edges) conflicts.Exclude(a, b);
  const std::vector<double> loads(n, row.Number("rho_i"));
  const auto answer = analytic::ConflictGraphLoss(loads, loads, conflicts).value();
  Answers answers = {{"P(block) overall", answer.blocked},
                     {"mean_concurrency", answer.mean_concurrency}};
  for (size_t i = 0; i < n; ++i) {
    answers["P(block) class" + std::to_string(i)] = answer.blocked_each[i];
  }
  return answers;
}

Answers MitraWeinberger(const ReferenceRow& row) {
  const auto answer =
      analytic::UniformLockLoss(static_cast<uint32_t>(row.Number("N")),
                                static_cast<uint32_t>(row.Number("j")), row.Number("rho"));
  return {{"P(block)", answer.blocked}, {"mean_concurrency", answer.mean_concurrency}};
}

Answers UniformFootprints(const ReferenceRow& row) {
  return {{"P(conflict)", analytic::UniformConflict(static_cast<uint32_t>(row.Number("n")),
                                                    static_cast<uint32_t>(row.Number("|A|")),
                                                    static_cast<uint32_t>(row.Number("|B|")))}};
}

Answers Schedule(const ReferenceRow& row) {
  const PollTimes times{PollSchedule{}};
  const SimTime patience = FromSeconds(row.Number("lock-timeout"));
  return {{"last_attempt_s", ToSeconds(times.LastAttemptWithin(patience))},
          {"attempts", static_cast<double>(times.AttemptsWithin(patience))}};
}

Answers OnePoller(const ReferenceRow& row) {
  const double mean = std::strtod(row.Text("residual").c_str() + 4, nullptr);
  const auto answer =
      analytic::PollAlone(PollTimes{PollSchedule{}}, Distribution::Exponential(mean),
                          FromSeconds(row.Number("lock-timeout")));
  return {{"P(success)", answer.success},
          {"mean_wait_successful", answer.mean_wait_successful},
          {"polling_overhead", answer.mean_wait_successful - mean}};
}

Answers StalePlan(const ReferenceRow& row) {
  EXPECT_TRUE(row.Says("Poisson(0.1)") || row.Says("Poisson(1.0)"));
  return {{"P(stale)", row.Says("Poisson(0.1)") ? analytic::StalePlanChance(.1, 1)
                                                : analytic::StalePlanChance(1, .5)}};
}

}  // namespace

const std::map<std::string, Answerer>& LossAnswerers() {
  static const std::map<std::string, Answerer> answerers = {
      {"erlangB", Loss},
      {"hardcore_loss", HardCore},
      {"mitra_weinberger", MitraWeinberger},
      {"footprint_uniform", UniformFootprints},
      {"tf_poll_schedule", Schedule},
      {"tf_poll_single", OnePoller},
      {"saved_plan_stale", StalePlan},
  };
  return answerers;
}

}  // namespace tfsck
