#include "simulator/analytic/closed.h"

#include <algorithm>

#include "simulator/analytic/state_sums.h"

namespace tfsck::analytic {

ClosedAnswer MachineRepair(uint32_t people, double think, double hold, uint32_t servers) {
  StateSums sums;  // busy and waiting
  sums.Count(0, 0);
  for (uint32_t n = 1; n <= people; ++n) {
    const double served = std::min(n, servers);
    sums.Advance((people - n + 1.0) / think * hold / served);
    sums.Count(served, n - served);
  }
  const double busy = sums.first() / sums.total();
  const double waiting = sums.second() / sums.total();
  ClosedAnswer answer;
  answer.throughput = busy / hold;
  answer.mean_wait = waiting / answer.throughput;
  answer.response = answer.mean_wait + hold;
  answer.utilisation = busy / servers;
  answer.lengths = {busy + waiting};
  return answer;
}

double SaturationPopulation(double think, double hold) { return (think + hold) / hold; }

ClosedAnswer MeanValueAnalysis(uint32_t people, double think, std::span<const double> demands) {
  ClosedAnswer answer;
  answer.lengths.assign(demands.size(), 0.0);
  for (uint32_t n = 1; n <= people; ++n) {
    answer.response = 0;
    for (size_t i = 0; i < demands.size(); ++i) {
      answer.response += demands[i] * (1 + answer.lengths[i]);
    }
    answer.throughput = n / (think + answer.response);
    for (size_t i = 0; i < demands.size(); ++i) {
      answer.lengths[i] = answer.throughput * demands[i] * (1 + answer.lengths[i]);
    }
  }
  double demand = 0;
  for (const double each : demands) demand += each;
  answer.mean_wait = answer.response - demand;
  answer.utilisation = demands.empty() ? 0 : answer.throughput * demands[0];
  return answer;
}

}  // namespace tfsck::analytic
