// Sampler: a Distribution compiled for drawing, and what else is asked of one.
//
// By inversion: one uniform number per variate, the quantile non-decreasing in it (but for the last
// bit of the arithmetic), so that the same numbers mean the same work whatever is compared.  Closed
// formulas where there are any; gamma, Erlang, hyperexponential, mixtures and truncations of them
// through a table built once (inverse_table.h: 1e-6 of the quantile).  No libm decides anything
// (elementary.h), and every draw is rounded to a whole microsecond at once.
//
// A Sampler is immutable: any number of threads.  Copies share what was compiled.
#ifndef TFSCK_SIMULATOR_SAMPLER_H_
#define TFSCK_SIMULATOR_SAMPLER_H_

#include <memory>
#include <optional>
#include <span>
#include <string>

#include "simulator/distribution.h"
#include "simulator/sim_time.h"

namespace tfsck {

class Sampler {
 public:
  Sampler();  // always 0
  // REQUIRES CheckDistribution(distribution) has no error.
  explicit Sampler(const Distribution& distribution);

  // REQUIRES u of stream.h: in (0, 1), a multiple of 2^-53 (elsewhere a batch may differ by 1 us
  // from single draws).  8 to 40 ns.
  SimTime Sample(double u) const;
  // The same, one switch for all; 2 ns each for the exponential, 10 for the lognormal law.
  // REQUIRES out.size() == u.size().
  void Samples(std::span<const double> u, std::span<SimTime> out) const;
  // The quantile of u in (0, 1), in seconds, unrounded.
  double Value(double u) const;

  // Every draw is the same.
  bool deterministic() const;
  // What was compiled.
  const Distribution& distribution() const;

  struct Law;  // internal

 private:
  std::shared_ptr<const Law> law_;  // null: always 0
};

// A sentence about what is wrong ("the cv of a gamma law must be a number above 0"), or nothing.
std::optional<std::string> CheckDistribution(const Distribution& distribution);

// Raw moments in s, s^2, s^3; infinity where they do not exist.
struct Moments {
  double mean = 0;
  double second = 0;
  double third = 0;
};

// Closed formulas (partial_moment.h).  REQUIRES a distribution without error.
Moments MomentsOf(const Distribution& distribution);
// P(X <= x), x in seconds.  REQUIRES a distribution without error.
double CumulativeOf(const Distribution& distribution, double x);

}  // namespace tfsck

#endif  // TFSCK_SIMULATOR_SAMPLER_H_
