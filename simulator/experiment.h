// Experiment: replications of a model, and what they say together.
//
//   Model --Conduct--> Measurements --Compare--> differences between disciplines
//
// Replications are carried out on all threads, one task each, and put together in whole numbers;
// how many there are is decided between rounds whose sizes are fixed beforehand.  So the result is
// the same for any number of threads, to the bit; only a budget of real time can end it elsewhere,
// and then the result says so.
#ifndef TFSCK_SIMULATOR_EXPERIMENT_H_
#define TFSCK_SIMULATOR_EXPERIMENT_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/result.h"
#include "simulator/metrics.h"
#include "simulator/model.h"
#include "simulator/observations.h"
#include "simulator/statistics.h"

namespace tfsck {

enum class StopReason : uint8_t {
  kReplications,  // as many as were asked for
  kPrecision,     // the precision that was asked for is reached
  kMostReplications,
  kBudget,
};

struct ExperimentProgress {
  uint32_t done = 0;     // replications
  uint32_t planned = 0;  // up to the next decision
  double seconds = 0;    // since the beginning
};

struct ExperimentOptions {
  unsigned threads = 0;  // 0: one for each processor
  // Called from any thread, one at a time.
  std::function<void(const ExperimentProgress&)> progress;
  // Exactly so many replications, whatever the scenario says: for comparing with another
  // experiment.
  std::optional<uint32_t> replications;
  // The warm-up that another experiment has found.
  std::optional<SimTime> warm_up;
};

struct WarmUp {
  SimTime length = 0;
  bool found = false;  // by MSER-5; else it was given
};

// How estimates were corrected: with the wait of a queue on the same work, served in the order of
// asking, whose mean is known (fifo_control.h).
struct ControlUsed {
  double patience = 0;         // seconds, of that queue; infinite where nobody gives up
  double known_mean = 0;       // seconds
  Estimate seen;               // of the same, over the replications
  std::vector<double> values;  // of each replication
  // Of each metric: the variance of the mean without the control over that with it; 1 where it was
  // of no use, infinite where it explains all.
  std::array<double, kMetrics> gains = {};
};

struct Measurements {
  std::array<Estimate, kMetrics> estimates;
  std::vector<std::array<double, kMetrics>> values;  // of each replication
  std::vector<uint64_t> fingerprints;                // of each replication
  uint64_t fingerprint = 0;                          // of all, in order
  Observations total;  // everything that adds up, over all replications
  uint32_t replications = 0;
  StopReason stop = StopReason::kReplications;
  double relative_half_width = 0;  // the widest of the headlines
  WarmUp warm_up;                  // steady state only
  std::optional<BatchMeans>
      batch_means;  // of the mean wait in the first replication: a cross-check
  // Where the scenario asks for one and has one.
  std::optional<ControlUsed> control;
  double seconds = 0;  // of real time

  const Estimate& operator[](Metric metric) const { return estimates[static_cast<size_t>(metric)]; }
};

// Error (usage) where the budget of time ends before there are two replications, a warm-up cannot
// be found in the horizon, or more runs pile up than can be held; internal where an invariant
// broke.
Result<Measurements> Conduct(const Model& model, const ExperimentOptions& options = {});

// The same replications under something else: differences pair by pair, of what was seen, whatever
// control the estimates were made with.
struct Comparison {
  std::array<PairedDifference, kMetrics> differences;  // second less first
};
// `comparisons` are made with the same first one; each is held to 1 / comparisons of the error
// (Bonferroni).
Comparison Compare(const Measurements& first, const Measurements& second, double confidence,
                   size_t comparisons = 1);

}  // namespace tfsck

#endif  // TFSCK_SIMULATOR_EXPERIMENT_H_
