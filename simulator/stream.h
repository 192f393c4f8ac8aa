// Streams of uniform random numbers that are addressed, not consumed.
//
// Every draw is a pure function of (seed, replication, entity, purpose, draw): Philox4x32-10 with
// key = seed and counter = {draw / 2 (64 bits), replication 24 | entity 32 | purpose 8 (64 bits)};
// each block gives two numbers.  So the order of events, the number of threads and the discipline
// under test cannot change what a run draws.  No state, no memory, any number of threads.
// Source: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011.
#ifndef TFSCK_SIMULATOR_STREAM_H_
#define TFSCK_SIMULATOR_STREAM_H_

#include <cstdint>
#include <span>

namespace tfsck {

struct StreamKey {
  uint64_t seed = 1;
  uint32_t replication = 0;  // below 2^24
};

// The number of that address: an odd multiple of 2^-53, hence never 0 nor 1, and 1 - u is exact.
// Costs 20 to 30 ns: where more than one is wanted, take Uniforms.
double Uniform(StreamKey key, uint32_t entity, uint8_t purpose, uint64_t draw);

// The same numbers for the draws first_draw, first_draw + 1, ...: 1.5 ns each for 16 and more at
// once with AVX2 (found out at run time), 3 ns for 8 and more without.
void Uniforms(StreamKey key, uint32_t entity, uint8_t purpose, uint64_t first_draw,
              std::span<double> out);

}  // namespace tfsck

#endif  // TFSCK_SIMULATOR_STREAM_H_
