// The families with a fixed number of people.
#include <gtest/gtest.h>

#include <array>

#include "simulator/analytic/closed.h"
#include "simulator/analytic/closed_locks.h"
#include "tests/simulator/analytic/reference_row.h"

namespace tfsck {
namespace {

using analytic::ClosedLockSystem;
using analytic::RunnerUse;

Answers Repairman(const ReferenceRow& row) {
  if (row.quantity.starts_with("knee")) {
    return {{row.quantity, analytic::SaturationPopulation(row.Number("Z"), row.Number("S"))}};
  }
  const auto answer = analytic::MachineRepair(static_cast<uint32_t>(row.Number("N")), 10, 1, 1);
  return {{"throughput", answer.throughput},
          {"mean_wait", answer.mean_wait},
          {"utilisation", answer.utilisation}};
}

Answers RepairmanServers(const ReferenceRow& row) {
  const auto answer =
      analytic::MachineRepair(static_cast<uint32_t>(row.Number("N")), row.Number("Z"),
                              row.Number("S"), static_cast<uint32_t>(row.Number("c")));
  return {{"throughput", answer.throughput}};
}

Answers Mva(const ReferenceRow& row) {
  const std::array<double, 3> demands = {1, .5, .25};
  const auto answer =
      analytic::MeanValueAnalysis(static_cast<uint32_t>(row.Number("N")), row.Number("Z"), demands);
  return {{"throughput", answer.throughput},
          {"response", answer.response},
          {"queue_len_station1", answer.lengths[0]}};
}

// Z = Exp(2), S = Exp(1), footprints A, AB, BC, D; or all of them everything.
ClosedLockSystem FourEngineers(bool global) {
  ClosedLockSystem system;
  for (const uint64_t locks : {0b0001, 0b0011, 0b0110, 0b1000}) {
    system.classes.push_back({1, .5, {{1, 1, global ? 1 : locks, 0}}});
  }
  return system;
}

analytic::ClosedLockAnswer Solve(const ClosedLockSystem& system) {
  const auto answer = analytic::SolveClosedLocks(system);
  EXPECT_TRUE(answer.has_value());
  return answer.value_or(analytic::ClosedLockAnswer{});
}

Answers ResourceLocks(const ReferenceRow& row) {
  ClosedLockSystem system = FourEngineers(row.Says("one global lock"));
  if (row.Says("skip-over")) system.rule = SetRule::kSkipOver;
  if (row.Says("head blocks all")) system.rule = SetRule::kStrict;
  const auto answer = Solve(system);
  Answers answers = {{"throughput", answer.throughput}, {"mean_wait overall", answer.mean_wait}};
  for (size_t i = 0; i < answer.mean_wait_each.size(); ++i) {
    answers["mean_wait eng" + std::to_string(i)] = answer.mean_wait_each[i];
  }
  return answers;
}

Answers Optimistic(const ReferenceRow& row) {
  ClosedLockSystem system;
  if (row.family == "optimistic") {
    system = FourEngineers(false);
  } else {
    const auto people = static_cast<uint32_t>(row.Number("N"));
    system.classes = {{people, .5, {{1, 1, 1, 0}}}};
  }
  system.validates = true;
  const auto answer = Solve(system);
  return {{"throughput(commits)", answer.throughput},
          {"abort_ratio", answer.abort_ratio},
          {"abort_ratio=aborts/attempts", answer.abort_ratio},
          {"wasted_work_fraction", answer.abort_ratio}};
}

Answers ReadersWriters(const ReferenceRow& row) {
  const bool free = row.Says("plan lock-free");
  const bool exclusive = row.Says("exclusive");
  ClosedLockSystem system;
  const uint64_t shared = free || exclusive ? 0 : 1;
  system.classes = {{4, .5, {{.7, 1, exclusive ? 1u : 0u, shared}, {.3, 1, 1, 0}}}};
  system.reader_preference = row.Says("reader-pref");
  const auto answer = Solve(system);
  return {{"throughput", answer.throughput}, {"mean_wait", answer.mean_wait}};
}

Answers RunnerAndLock(const ReferenceRow& row) {
  ClosedLockSystem system;
  system.classes = {{3, .25, {{1, 1, 0b01, 0}}}, {3, .25, {{1, 1, 0b10, 0}}}};
  system.runner_use = row.family == "lock_first" ? RunnerUse::kAfterLock : RunnerUse::kBeforeLock;
  system.runners = static_cast<uint32_t>(row.Number("runners"));
  const auto answer = Solve(system);
  return {{"throughput", answer.throughput},
          {"runners_occupied", answer.runners_occupied},
          {"runners_doing_work", answer.runners_working}};
}

}  // namespace

const std::map<std::string, Answerer>& ClosedAnswerers() {
  static const std::map<std::string, Answerer> answerers = {
      {"repairman", Repairman},      {"repairman_c", RepairmanServers},
      {"closed_mva", Mva},           {"resource_lock_queue", ResourceLocks},
      {"optimistic", Optimistic},    {"optimistic_global", Optimistic},
      {"rw_lock", ReadersWriters},   {"hold_and_wait", RunnerAndLock},
      {"lock_first", RunnerAndLock},
  };
  return answerers;
}

}  // namespace tfsck
