// The batches of sampler.h that are hot: uniform numbers into rounded times with vectors.
// Internal to the simulator.  No memory, any number of threads.
#ifndef TFSCK_SIMULATOR_SAMPLE_BATCH_H_
#define TFSCK_SIMULATOR_SAMPLE_BATCH_H_

#include <span>

#include "simulator/sim_time.h"

namespace tfsck {

// Below it 37 means, the most that an exponential draw gives, are below 2^52 us.
inline constexpr double kLongestVectorMean = 1e8;  // seconds

// Whole microseconds of the exponential law, by inversion.  REQUIRES 0 <= mean <
// kLongestVectorMean, spans of equal length, u of stream.h.
void ExponentialSamples(double mean, std::span<const double> u, std::span<SimTime> out);

// Of the lognormal law.  REQUIRES spans of equal length, u of stream.h.
void LognormalSamples(double median, double sigma, std::span<const double> u,
                      std::span<SimTime> out);

}  // namespace tfsck

#endif  // TFSCK_SIMULATOR_SAMPLE_BATCH_H_
