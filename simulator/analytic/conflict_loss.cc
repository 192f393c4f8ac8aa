#include "simulator/analytic/conflict_loss.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <utility>

#include "simulator/analytic/independent_sets.h"
#include "simulator/analytic/state_sums.h"

namespace tfsck::analytic {
namespace {

LossAnswer AnswerOf(std::span<const double> loads, std::span<const double> rates,
                    std::vector<double> blocked) {
  LossAnswer answer;
  double rate = 0;
  for (size_t i = 0; i < loads.size(); ++i) {
    answer.mean_concurrency += loads[i] * (1 - blocked[i]);
    answer.blocked += rates[i] * blocked[i];
    rate += rates[i];
  }
  if (rate > 0) answer.blocked /= rate;
  answer.blocked_each = std::move(blocked);
  return answer;
}

// Of every class the sum over those it excludes, itself among them.
std::vector<double> NeighbourSums(const ConflictGraph& graph, std::span<const double> values) {
  std::vector<double> sums(values.size(), 0.0);
  for (uint32_t i = 0; i < graph.classes(); ++i) {
    const auto row = graph.row(i);
    for (size_t word = 0; word < row.size(); ++word) {
      for (uint64_t rest = row[word]; rest != 0; rest &= rest - 1) {
        sums[i] += values[word * 64 + static_cast<size_t>(std::countr_zero(rest))];
      }
    }
  }
  return sums;
}

}  // namespace

std::optional<LossAnswer> ConflictGraphLoss(std::span<const double> loads,
                                            std::span<const double> rates,
                                            const ConflictGraph& graph, uint64_t most_steps) {
  const IndependentSets sets(graph, most_steps);
  if (!sets.complete()) return std::nullopt;
  std::vector<double> blocked = sets.OpenChances(loads);
  for (double& chance : blocked) chance = std::max(0.0, 1 - chance);
  return AnswerOf(loads, rates, std::move(blocked));
}

LossBounds ConflictLossBounds(std::span<const double> loads, std::span<const double> rates,
                              const ConflictGraph& graph) {
  std::vector<double> logs;
  for (const double load : loads) logs.push_back(std::log1p(load));
  std::vector<double> alone = NeighbourSums(graph, logs);
  for (size_t i = 0; i < loads.size(); ++i) alone[i] = loads[i] * std::exp(logs[i] - alone[i]);
  std::vector<double> lower = NeighbourSums(graph, alone);
  std::vector<double> busy;
  for (size_t i = 0; i < loads.size(); ++i) {
    lower[i] = lower[i] / (1 + lower[i]);
    busy.push_back(loads[i] * (1 - std::max(lower[i], loads[i] / (1 + loads[i]))));
  }
  std::vector<double> upper = NeighbourSums(graph, busy);
  for (double& chance : upper) chance = std::min(chance, 1.0);
  return {AnswerOf(loads, rates, std::move(lower)), AnswerOf(loads, rates, std::move(upper))};
}

double UniformConflict(uint32_t n, uint32_t a, uint32_t b) {
  if (a > n || b > n) return 1;
  double apart = 1;
  for (uint32_t i = 0; i < b && apart > 0; ++i) {
    apart *= static_cast<double>(i + a < n ? n - a - i : 0) / (n - i);
  }
  return 1 - apart;
}

LossAnswer UniformLockLoss(uint32_t n, uint32_t j, double rho) {
  StateSums sums;  // runs under way, and the chance that a newcomer finds its resources free
  for (uint32_t runs = 0; runs * uint64_t{j} <= n; ++runs) {
    const double fits = 1 - UniformConflict(n, runs * j, j);
    sums.Count(runs, fits);
    sums.Advance(rho / (runs + 1.0) * fits);
    if (sums.Ends(rho / (runs + 1.0))) break;
  }
  return {1 - sums.second() / sums.total(), sums.first() / sums.total(), {}};
}

}  // namespace tfsck::analytic
