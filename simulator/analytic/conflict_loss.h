// Locks on sets of resources where a conflict is refused at once: the hard-core loss network.
//
// Pure functions of numbers.  Steady at any load; the law of the holds does not matter, only their
// means (insensitivity: Burman, Lehoczky and Lim 1984).
#ifndef TFSCK_SIMULATOR_ANALYTIC_CONFLICT_LOSS_H_
#define TFSCK_SIMULATOR_ANALYTIC_CONFLICT_LOSS_H_

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "simulator/analytic/conflict_graph.h"

namespace tfsck::analytic {

inline constexpr uint64_t kMostConflictSteps = 300'000'000;  // half a second

struct LossAnswer {
  double blocked = 0;                // of all runs
  double mean_concurrency = 0;       // runs under way
  std::vector<double> blocked_each;  // by class; PASTA: also the time it could not start
};

// `loads[i]` = arrival rate times mean hold of class i, `rates[i]` its arrival rate.  States are
// the independent sets I of the graph with weight prod rho_i.  Their sum is taken apart: parts that
// do not touch multiply, classes that exclude all others of their part are added (which alone
// solves the cones of forests, of any size, in one pass: their conflict graphs are trivially
// perfect, Golumbic 1978), and else a class is in or out.  Nothing where that takes more than
// `most_steps`.
std::optional<LossAnswer> ConflictGraphLoss(std::span<const double> loads,
                                            std::span<const double> rates,
                                            const ConflictGraph& graph,
                                            uint64_t most_steps = kMostConflictSteps);

// What is certain of the same at once, O(n^2).  With H = G - N[i]: Z(H - K) >= Z(H) / prod over K
// of (1 + rho), as a class that is taken away costs no more; so
//   blocked_i >= 1 - 1 / (1 + sum over j of N[i] of rho_j / prod over N(j) of (1 + rho_k)),
//   blocked_i <= sum over j of N[i] of rho_j (1 - blocked_j)   (the union bound).
// Both tend to the sum of the loads of N[i] where loads are small.
struct LossBounds {
  LossAnswer lower;  // of blocked; its concurrency is an upper bound
  LossAnswer upper;
};
LossBounds ConflictLossBounds(std::span<const double> loads, std::span<const double> rates,
                              const ConflictGraph& graph);

// All runs lock `j` of `n` resources drawn uniformly, offered load `rho` (Mitra and Weinberger
// 1984); blocked_each is empty.
LossAnswer UniformLockLoss(uint32_t n, uint32_t j, double rho);

// The chance that uniform sets of `a` and `b` out of `n` resources meet: 1 - C(n-a, b) / C(n, b).
double UniformConflict(uint32_t n, uint32_t a, uint32_t b);

}  // namespace tfsck::analytic

#endif  // TFSCK_SIMULATOR_ANALYTIC_CONFLICT_LOSS_H_
