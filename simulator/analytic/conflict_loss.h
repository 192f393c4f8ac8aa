// Locks on sets of resources where a conflict is refused at once: the hard-core loss network.
//
// Pure functions of numbers.  Steady at any load; the law of the holds does not matter, only their
// means (insensitivity: Burman, Lehoczky and Lim 1984).
#ifndef TFSCK_SIMULATOR_ANALYTIC_CONFLICT_LOSS_H_
#define TFSCK_SIMULATOR_ANALYTIC_CONFLICT_LOSS_H_

#include <cstdint>
#include <span>
#include <vector>

namespace tfsck::analytic {

inline constexpr size_t kMostConflictClasses = 24;

struct LossAnswer {
  double blocked = 0;                // of all runs
  double mean_concurrency = 0;       // runs under way
  std::vector<double> blocked_each;  // by class; PASTA: also the time it could not start
};

// `loads[i]` = arrival rate times mean hold of class i, `rates[i]` its arrival rate; bit j of
// `conflicts[i]` is set where classes i and j exclude each other.  A class excludes itself.  States
// are the independent sets I with weight prod rho_i.  REQUIRES at most kMostConflictClasses
// classes. Cost: the number of independent sets, at most 2^24.
LossAnswer ConflictGraphLoss(std::span<const double> loads, std::span<const double> rates,
                             std::span<const uint32_t> conflicts);

// All runs lock `j` of `n` resources drawn uniformly, offered load `rho` (Mitra and Weinberger
// 1984); blocked_each is empty.
LossAnswer UniformLockLoss(uint32_t n, uint32_t j, double rho);

// The chance that uniform sets of `a` and `b` out of `n` resources meet: 1 - C(n-a, b) / C(n, b).
double UniformConflict(uint32_t n, uint32_t a, uint32_t b);

}  // namespace tfsck::analytic

#endif  // TFSCK_SIMULATOR_ANALYTIC_CONFLICT_LOSS_H_
