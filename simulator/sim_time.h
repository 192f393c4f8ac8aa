// Simulated time: whole microseconds, so that equal instants are equal on every machine and sums of
// times are exact.
//
// Instant 0 is a Monday, 00:00 UTC, whatever the scenario; a scenario begins there unless it says
// otherwise.  An instant stays below kEndOfTime (2^55 us, 1,141 years), which leaves an event room
// for its order (event_queue.h); draws that would go beyond are cut there.
#ifndef TFSCK_SIMULATOR_SIM_TIME_H_
#define TFSCK_SIMULATOR_SIM_TIME_H_

#include <cstdint>

namespace tfsck {

using SimTime = int64_t;  // microseconds, an instant or a duration

inline constexpr SimTime kMicrosecond = 1;
inline constexpr SimTime kSecond = 1'000'000;
inline constexpr SimTime kMinute = 60 * kSecond;
inline constexpr SimTime kHour = 60 * kMinute;
inline constexpr SimTime kDay = 24 * kHour;
inline constexpr SimTime kWeek = 7 * kDay;
inline constexpr SimTime kEndOfTime = SimTime{1} << 55;

// The nearest microsecond (halves upwards), cut to [0, kEndOfTime]; NaN gives kEndOfTime.
inline SimTime FromSeconds(double seconds) {
  const double scaled = seconds * 1e6 + 0.5;
  if (!(scaled < static_cast<double>(kEndOfTime))) return kEndOfTime;
  return scaled > 0 ? static_cast<SimTime>(scaled) : 0;
}

inline double ToSeconds(SimTime time) { return static_cast<double>(time) * 1e-6; }

}  // namespace tfsck

#endif  // TFSCK_SIMULATOR_SIM_TIME_H_
