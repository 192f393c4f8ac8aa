// Philox4x32-10 as stream.h uses it: blocks of one counter range turned into uniform numbers.
// Internal to the simulator; pure functions, any number of threads.
#ifndef TFSCK_SIMULATOR_PHILOX_H_
#define TFSCK_SIMULATOR_PHILOX_H_

#include <bit>
#include <cstddef>
#include <cstdint>

namespace tfsck::philox {

// The high half of the counter, the key, and the block (low half of the counter) to begin with.
struct Address {
  uint64_t key = 0;
  uint64_t high = 0;
  uint64_t block = 0;
};

// The upper 52 bits k as (2 k + 1) 2^-53; every step is exact.
inline double OpenUnit(uint64_t bits) {
  return std::bit_cast<double>(bits >> 12 | 0x3FF0'0000'0000'0000) - 0x1.fffffffffffffp-1;
}

struct Pair {
  double even = 0;
  double odd = 0;
};

// The numbers of one block.
Pair PairAt(Address address);

// Fills out[0, 2 * blocks) from `blocks` consecutive blocks: one by one, or with two, four or eight
// counters in a register.  The results are the same bits; beyond x86-64 so is the code.
void FillPortable(Address address, double* out, size_t blocks);
// REQUIRES blocks a multiple of 4.
void FillSse2(Address address, double* out, size_t blocks);
// REQUIRES HasAvx2() and blocks a multiple of 8.
void FillAvx2(Address address, double* out, size_t blocks);
// REQUIRES HasAvx512() and blocks a multiple of 16.
void FillAvx512(Address address, double* out, size_t blocks);

}  // namespace tfsck::philox

#endif  // TFSCK_SIMULATOR_PHILOX_H_
