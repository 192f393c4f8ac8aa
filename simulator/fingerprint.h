// Fingerprint: one number that differs where two replications did anything different.
//
// Over what happens to runs (time, what, which), not over how the engine found out: polling with
// and without an event for each attempt have the same.  64 bits, a multiplication for each step.
#ifndef TFSCK_SIMULATOR_FINGERPRINT_H_
#define TFSCK_SIMULATOR_FINGERPRINT_H_

#include <bit>
#include <cstdint>

#include "simulator/sim_time.h"

namespace tfsck {

enum class Happening : uint8_t { kArrival, kGrant, kTimeout, kCommit, kAbort, kRelease };

class Fingerprint {
 public:
  void Add(SimTime time, Happening what, uint64_t run) {
    Combine(static_cast<uint64_t>(time) * kFirst + (run << 3 | static_cast<uint64_t>(what)));
  }
  void Combine(uint64_t other) { value_ = std::rotl(value_, 23) * kSecond + other; }
  uint64_t value() const { return value_ ^ value_ >> 32; }

 private:
  // Odd constants with bits spread evenly (fractions of the golden ratio and the root of 3).
  static constexpr uint64_t kFirst = 0x9e3779b97f4a7c15;
  static constexpr uint64_t kSecond = 0xbb67ae8584caa73b;

  uint64_t value_ = kFirst;
};

}  // namespace tfsck

#endif  // TFSCK_SIMULATOR_FINGERPRINT_H_
