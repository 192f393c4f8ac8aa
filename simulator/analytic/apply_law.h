// ApplyLaws: how long an apply takes, exactly where that is known, else by draws.
//
// The makespan of a change is exact
//   where all times are fixed        one value for each root, by the schedule of the model itself
//   where a change writes one thing  the mixture of its types
//   on one slot                      the sum over what is written: the mean always, the law where
//                                    all are exponential with one mean (Erlang)
// Else its law is that of draws of the model's own schedule (apply_draws.h), the same at every
// call.  Owns the laws, each made at its first use in 50 ms to 3 s.  One thread; the model must
// outlive it.
#ifndef TFSCK_SIMULATOR_ANALYTIC_APPLY_LAW_H_
#define TFSCK_SIMULATOR_ANALYTIC_APPLY_LAW_H_

#include <cstdint>
#include <map>
#include <optional>
#include <tuple>
#include <vector>

#include "simulator/apply_draws.h"
#include "simulator/model.h"

namespace tfsck::analytic {

struct ApplyLaw {
  Distribution law;       // seconds
  double mean = 0;        // of the law
  uint32_t draws = 0;     // 0: the law is exact
  double mean_error = 0;  // half-width of the 99.9 % interval over the mean; 0: the mean is exact
};

// Of one root.
struct ApplyMean {
  double seconds = 0;
  uint32_t draws = 0;  // 0: exact
};

class ApplyLaws {
 public:
  explicit ApplyLaws(const Model& model);

  // REQUIRES a step of the operation that applies.
  const ApplyLaw& Of(uint32_t operation, uint32_t step, uint32_t group);
  // Whether the means of all roots of a group can be had in about a second.
  bool CanTellRootsApart(uint32_t group) const;
  // The mean where the change begins at `root`.
  ApplyMean MeanFrom(uint32_t operation, uint32_t step, uint32_t group, uint32_t root);
  // The chance of each resource to be the root of a change.
  const std::vector<double>& Chances(uint32_t group);

 private:
  struct Place;  // a step at a group, and what its resources take

  Place At(uint32_t operation, uint32_t step, uint32_t group);
  ApplyLaw Make(const Place& place);
  std::optional<Distribution> FixedTimes(const Place& place);
  std::optional<Distribution> SingleResources(const Place& place);
  std::optional<Distribution> OneSlot(const Place& place);
  ApplyLaw Drawn(const Place& place);
  ApplyMean FindMeanFrom(uint32_t operation, uint32_t step, uint32_t group, uint32_t root);

  const Model& model_;
  ApplyDraws draws_;
  uint32_t places_ = 1;  // that may be asked about
  std::map<std::tuple<uint32_t, uint32_t, uint32_t>, ApplyLaw> laws_;
  std::map<std::tuple<uint32_t, uint32_t, uint32_t, uint32_t>, ApplyMean> means_;  // and by root
  std::map<uint32_t, std::vector<double>> chances_;
};

}  // namespace tfsck::analytic

#endif  // TFSCK_SIMULATOR_ANALYTIC_APPLY_LAW_H_
