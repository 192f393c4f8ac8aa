#include "simulator/analytic/ctmc.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <unordered_map>
#include <utility>

namespace tfsck::analytic {
namespace {

constexpr size_t kMostEliminated = 400;
constexpr int kMostSweeps = 20'000;
constexpr double kFlowError = 1e-14;

void Normalise(std::vector<double>& shares) {
  double total = 0;
  for (const double share : shares) total += share;
  for (double& share : shares) share /= total;
}

}  // namespace

Result<MarkovChain> MarkovChain::Build(std::string start, const Rule& rule, size_t most_states) {
  MarkovChain chain;
  std::unordered_map<std::string, uint32_t> index;
  const auto number_of = [&](const std::string& state) {
    const auto [found, fresh] = index.emplace(state, static_cast<uint32_t>(chain.size()));
    if (fresh) {
      chain.states_.push_back(state);
      chain.inflows_.emplace_back();
      chain.leave_.push_back(0);
    }
    return found->second;
  };
  number_of(start);
  std::vector<Transition> next;
  for (uint32_t from = 0; from < chain.size(); ++from) {
    next.clear();
    rule(std::string(chain.states_[from]), next);  // a copy: the list of states grows
    for (const Transition& transition : next) {
      const uint32_t to = number_of(transition.to);
      if (to == from || transition.rate <= 0) continue;
      chain.inflows_[to].push_back({from, transition.rate});
      chain.leave_[from] += transition.rate;
    }
    if (chain.size() > most_states) {
      return MakeError(ErrorKind::kUsage,
                       fmt::format("the Markov chain has more than {} states", most_states));
    }
  }
  return chain;
}

Result<std::vector<double>> MarkovChain::Stationary() const {
  if (size() <= kMostEliminated) return Eliminate();
  return Sweep();
}

// States are censored from the last to the first, their flow spread over the others; no differences
// are formed, so each share keeps its relative accuracy.
std::vector<double> MarkovChain::Eliminate() const {
  const size_t n = size();
  std::vector<std::vector<double>> rate(n, std::vector<double>(n, 0.0));
  for (size_t to = 0; to < n; ++to) {
    for (const Inflow& inflow : inflows_[to]) rate[inflow.from][to] += inflow.rate;
  }
  for (size_t k = n; k-- > 1;) {
    double out = 0;
    for (size_t j = 0; j < k; ++j) out += rate[k][j];
    for (size_t i = 0; i < k; ++i) {
      rate[i][k] /= out;
      if (rate[i][k] == 0) continue;
      for (size_t j = 0; j < k; ++j) rate[i][j] += rate[i][k] * rate[k][j];
    }
  }
  std::vector<double> shares(n, 0.0);
  shares[0] = 1;
  for (size_t k = 1; k < n; ++k) {
    for (size_t i = 0; i < k; ++i) shares[k] += shares[i] * rate[i][k];
  }
  Normalise(shares);
  return shares;
}

Result<std::vector<double>> MarkovChain::Sweep() const {
  std::vector<double> shares(size(), 0.0);  // states near the start are the likely ones
  shares[0] = 1;
  for (int sweep = 0; sweep < kMostSweeps; ++sweep) {
    double error = 0;
    double flow = 0;
    for (size_t to = sweep == 0 ? 1 : 0; to < size(); ++to) {  // all grows from the start
      double in = 0;
      for (const Inflow& inflow : inflows_[to]) in += shares[inflow.from] * inflow.rate;
      error += std::abs(in - shares[to] * leave_[to]);
      flow += in;
      shares[to] = in / leave_[to];
    }
    Normalise(shares);
    if (error <= kFlowError * flow) return shares;
  }
  return MakeError(ErrorKind::kInternal,
                   fmt::format("the Markov chain of {} states did not settle in {} sweeps", size(),
                               kMostSweeps));
}

}  // namespace tfsck::analytic
