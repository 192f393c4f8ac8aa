// SharedRate: refreshes that share a provider account's rate limit, as processor sharing.
//
// Of k refreshes in progress each proceeds at min(p / L, r / k) calls per second (facts:
// simulation-model 1.4), so it is given by two durations: alone with no limit (n c L / p) and alone
// on the whole limit (n c / r); it progresses by 1 / max(own, k * limited) per microsecond.
// Progress is counted in whole parts of 2^-62, so nothing depends on when one looks: completions
// are exact to the microsecond for durations (times k) below half an hour and to 10^-9 beyond.
//
// Owns 32 bytes for each refresh that may be in progress, or ever was at one time; allocates
// nothing else.  Not thread-safe.  Cost: O(k) for each change and each question.
#ifndef TFSCK_SIMULATOR_REFRESH_SHARED_RATE_H_
#define TFSCK_SIMULATOR_REFRESH_SHARED_RATE_H_

#include <cstdint>
#include <vector>

#include "simulator/sim_time.h"

namespace tfsck {

class SharedRate {
 public:
  struct Completion {
    SimTime time = kEndOfTime;
    uint32_t refresh = UINT32_MAX;  // the smallest, of those done at `time`; none: UINT32_MAX
    friend bool operator==(const Completion&, const Completion&) = default;
  };

  static constexpr uint64_t kWhole = uint64_t{1} << 62;

  explicit SharedRate(uint32_t refreshes) { active_.reserve(refreshes); }
  // From instant 0 again; keeps its memory.
  void Clear() {
    now_ = 0;
    active_.clear();
  }

  // `refresh` begins, or goes on with what Remove said was left.  REQUIRES that it is not in
  // progress, durations >= 0, and for both calls that take `now`: no earlier than the call before,
  // no later than Next().
  void Start(SimTime now, uint32_t refresh, SimTime own, SimTime limited,
             uint64_t remaining = kWhole);
  // `refresh` leaves: it is done, given up, or stands still; returns what is left of it, in parts.
  // REQUIRES that it is in progress.
  uint64_t Remove(SimTime now, uint32_t refresh);

  // What will be done first if nothing changes before.
  Completion Next() const;
  uint32_t in_progress() const { return static_cast<uint32_t>(active_.size()); }

 private:
  struct Active {
    uint32_t refresh;
    SimTime own;
    SimTime limited;
    uint64_t remaining;  // of kWhole
  };

  uint64_t SpeedOf(const Active& active) const;
  void AdvanceTo(SimTime now);

  SimTime now_ = 0;
  std::vector<Active> active_;  // in order of their numbers
};

}  // namespace tfsck

#endif  // TFSCK_SIMULATOR_REFRESH_SHARED_RATE_H_
