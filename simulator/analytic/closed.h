// A fixed number of people who think, ask for something, hold it, and think again.
//
// Pure functions of numbers.  Steady at any load.  Cost: O(people), O(people * stations) for MVA.
#ifndef TFSCK_SIMULATOR_ANALYTIC_CLOSED_H_
#define TFSCK_SIMULATOR_ANALYTIC_CLOSED_H_

#include <cstdint>
#include <span>
#include <vector>

namespace tfsck::analytic {

struct ClosedAnswer {
  double throughput = 0;
  double response = 0;  // from asking to having finished
  double mean_wait = 0;
  double utilisation = 0;       // of each server (of station 1 in MeanValueAnalysis)
  std::vector<double> lengths;  // mean number at each station, served and waiting
};

// Machine repair, M/M/c//N: any law of thinking with mean `think`, exponential holds of mean
// `hold`, `servers` locks or runners alike (Palm 1947; insensitivity: Bunday and Scraton 1980).
ClosedAnswer MachineRepair(uint32_t people, double think, double hold, uint32_t servers);
// How many people saturate one lock: (Z + S) / S (Kleinrock 1976).
double SaturationPopulation(double think, double hold);

// Mean value analysis (Reiser and Lavenberg 1980): each cycle visits single first-come stations
// with total demands `demands`, exponential services.
ClosedAnswer MeanValueAnalysis(uint32_t people, double think, std::span<const double> demands);

}  // namespace tfsck::analytic

#endif  // TFSCK_SIMULATOR_ANALYTIC_CLOSED_H_
