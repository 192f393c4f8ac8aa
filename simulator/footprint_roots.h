// RootSampler: which resource a change starts at.
//
// One uniform per draw, O(1) (Walker's alias method as Vose 1991 builds it), the same on every
// machine.  Owns 12 bytes per resource, none where all are equally likely; immutable; any number of
// threads may draw from one.
#ifndef TFSCK_SIMULATOR_FOOTPRINT_ROOTS_H_
#define TFSCK_SIMULATOR_FOOTPRINT_ROOTS_H_

#include <cstdint>
#include <span>
#include <vector>

#include "engine/base/result.h"
#include "engine/graph.h"
#include "simulator/footprint_distinct.h"
#include "simulator/scenario.h"

namespace tfsck {

inline constexpr uint64_t kMostConeSteps = 256'000'000;

// |cone(v)| of every vertex: itself and all that depends on it.  O(V) where nothing has two direct
// dependencies; else the cones are walked, and the walk fails (kUsage) once they have more than
// `most_steps` resources altogether.
Result<std::vector<uint32_t>> ConeSizes(const DependencyGraph& graph,
                                        uint64_t most_steps = kMostConeSteps);

// The chance of each resource to be the root; the sum is 1.
//   kUniform     1 / n
//   kLeafBiased  in proportion to 1 / |cone(v)|: what much depends on is changed seldom (the
//                definition behind the last column of the table in facts simulation-model 2)
//   kWeights     in proportion to `weights`, one for each resource
// Fails (kUsage) where weights are too few, too many, negative, not finite or all zero, and as
// ConeSizes.
Result<std::vector<double>> RootProbabilities(const DependencyGraph& graph,
                                              RootPopularity popularity,
                                              std::span<const double> weights = {});

class RootSampler {
 public:
  // REQUIRES at least one probability, none negative, sum 1.
  explicit RootSampler(std::span<const double> probabilities);

  // The root that a uniform of [0, 1) stands for; one of probability 0 never.
  uint32_t Draw(double uniform) const {
    const uint32_t column = IndexFromUniform(uniform, count_);
    if (own_.empty()) return column;
    const double rest = uniform * static_cast<double>(count_) - static_cast<double>(column);
    return rest < own_[column] ? column : other_[column];
  }

 private:
  uint32_t count_;
  std::vector<double> own_;      // by column: the share of it that is its own root's
  std::vector<uint32_t> other_;  // whose the rest is
};

}  // namespace tfsck

#endif  // TFSCK_SIMULATOR_FOOTPRINT_ROOTS_H_
