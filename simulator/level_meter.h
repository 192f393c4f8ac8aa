// LevelMeter: the levels of observations.h over time, from the phases of runs.
//
// A run's phase (what it does, whether it holds the lock, has a runner, waits for a person) says
// for which levels it counts.  Time is added up by phase, when a run leaves it; levels are summed
// up from phases when they are asked for.  Whole numbers, hence exact.
#ifndef TFSCK_SIMULATOR_LEVEL_METER_H_
#define TFSCK_SIMULATOR_LEVEL_METER_H_

#include <array>
#include <cstddef>
#include <cstdint>

#include "simulator/observations.h"
#include "simulator/run.h"
#include "simulator/sim_time.h"

namespace tfsck {

class LevelMeter {
 public:
  void Clear() { phases_.fill(Phase{}); }

  // After every change of what a run does, before time goes on.
  void Update(Run& run, SimTime now) {
    Leave(run, now);
    run.phase = PhaseOf(run);
  }
  // The last of a run.  A slot that nobody had is in a phase that counts for nothing, for however
  // long.
  void Leave(Run& run, SimTime now) {
    phases_[run.phase].Add(static_cast<uint64_t>(now - run.phase_began));
    run.phase_began = now;
  }
  // Adds the time up to now of the phases that runs are in; before Integral is asked for.
  void CatchUp(RunTable& runs, SimTime now);

  // How many count now.  O(slots of the table).
  static uint64_t Value(Level level, const RunTable& runs);
  // Over the time that has been added up: runs times microseconds.
  __int128 Integral(Level level) const;

 private:
  struct Phase {
    // Of 128 bits in two words: compilers do poorly at adding a short number to a long one.
    void Add(uint64_t time) {
      low += time;
      high += low < time ? 1 : 0;
    }

    uint64_t low = 0;  // the time of all runs
    uint64_t high = 0;
  };

  static constexpr size_t kPhases = 64;
  static constexpr unsigned kHolds = 8;
  static constexpr unsigned kOnRunner = 16;
  static constexpr unsigned kByAPerson = 32;

  static uint8_t PhaseOf(const Run& run) {
    return static_cast<uint8_t>(static_cast<unsigned>(run.status) | (run.holds ? kHolds : 0) |
                                (run.on_runner ? kOnRunner : 0) |
                                (run.by_a_person ? kByAPerson : 0));
  }
  static bool Counts(unsigned phase, Level level);

  std::array<Phase, kPhases> phases_ = {};
};

}  // namespace tfsck

#endif  // TFSCK_SIMULATOR_LEVEL_METER_H_
