// ArrivalProcess: the instants at which a source starts runs, compiled from its Arrivals.
//
// All draws are addressed (stream.h) by the count of arrivals so far, gaps, phases, batch sizes and
// marks each on its own: what is asked for at once, and what other sources draw, shifts nothing.
// Gaps are rounded to whole microseconds one by one; the process goes on from the rounded instant.
//   Poisson   exponential gaps.
//   calendar  unit exponentials through the inverse of the integrated rate (arrival_calendar.h).
//   MMPP      the same through the phases, which begin in their stationary law; a step for every
//             change of phase, so that phases far shorter than gaps are slow.
//   Hawkes    exact, without thinning: the next arrival is the earlier of one from the base rate
//             and one from the excess (Dassios and Zhao, Electron. Commun. Probab. 18 (2013), 62);
//             it begins without a past, so that the rate rises towards base / (1 - branching)
//             over some 1 / (decay (1 - branching)).
//   trace     its instants from `start` on.
//   batches   every instant is repeated: geometrically often (from 1 on), or `batch_mean` times,
//             where that is no whole number the next lower or higher one at random.
//
// The process is immutable, any number of threads; a State belongs to whoever draws.  No memory in
// Next.  Cost in blocks of 64: Poisson 5 ns (10 without AVX2), calendar 50, MMPP 20, Hawkes 70 for
// each arrival.
#ifndef TFSCK_SIMULATOR_ARRIVAL_PROCESS_H_
#define TFSCK_SIMULATOR_ARRIVAL_PROCESS_H_

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "simulator/arrival_calendar.h"
#include "simulator/sampler.h"
#include "simulator/scenario.h"
#include "simulator/sim_time.h"
#include "simulator/stream.h"

namespace tfsck {

class ArrivalProcess {
 public:
  // REQUIRES arrivals that are not kClosed, rates and batch_mean as CheckScenario wants them
  // (finite, not negative; branching below 1; batch_mean 1 or more; a positive period).
  ArrivalProcess(const Arrivals& arrivals, int utc_offset_minutes, SimTime start);

  // Where a source stands; trivially copyable.
  struct State {
    SimTime last = 0;       // the instant of the last arrival
    SimTime phase_end = 0;  // MMPP
    uint64_t arrivals = 0;  // instants so far, a batch counted once
    uint64_t phases = 0;    // MMPP: drawn so far
    double excess = 0;      // Hawkes: the rate above the base, just after `last`
    uint32_t repeats = 0;   // of `last`, still to come
    uint32_t phase = 0;     // MMPP
  };

  void Reset(State& state) const;

  // Fills `times` with the next instants, ascending from `start` on; kEndOfTime once there are no
  // more.
  void Next(State& state, StreamKey key, uint32_t entity, std::span<SimTime> times) const;

 private:
  struct Draws {  // where a state's numbers are
    StreamKey key;
    uint32_t entity;
  };

  void Instants(State& state, Draws draws, std::span<SimTime> times) const;
  void Poisson(State& state, Draws draws, std::span<SimTime> times) const;
  void Calendar(State& state, Draws draws, std::span<SimTime> times) const;
  void Mmpp(State& state, Draws draws, std::span<SimTime> times) const;
  void Hawkes(State& state, Draws draws, std::span<SimTime> times) const;
  void Trace(State& state, std::span<SimTime> times) const;
  void BeginPhase(State& state, Draws draws) const;
  SimTime ThroughPhases(State& state, Draws draws, double expected) const;
  SimTime HawkesGap(double& excess, double base_draw, double excess_draw) const;
  uint32_t BatchSize(double u) const;

  Arrivals::Kind kind_;
  SimTime start_;
  bool never_ = false;  // nobody ever comes
  Sampler gap_;         // Poisson
  std::optional<ArrivalCalendar> calendar_;
  MmppArrivals mmpp_;
  Sampler sojourns_[2];  // MMPP
  HawkesArrivals hawkes_;
  std::vector<SimTime> times_;  // trace, from start_ on
  double batch_mean_;
  bool geometric_batch_;
};

}  // namespace tfsck

#endif  // TFSCK_SIMULATOR_ARRIVAL_PROCESS_H_
