// ArrivalCalendar: a rate that changes with the hour of a period, and the inverse of its integral.
// Immutable; any number of threads; 16 bytes for each rate.
#ifndef TFSCK_SIMULATOR_ARRIVAL_CALENDAR_H_
#define TFSCK_SIMULATOR_ARRIVAL_CALENDAR_H_

#include <cstddef>
#include <vector>

#include "simulator/scenario.h"
#include "simulator/sim_time.h"

namespace tfsck {

class ArrivalCalendar {
 public:
  // Local time is UTC + utc_offset_minutes; periods begin at local instant 0 (a Monday, 00:00).
  // REQUIRES a positive period and rates that are not negative.
  ArrivalCalendar(const CalendarArrivals& calendar, int utc_offset_minutes);

  // The instant at which the integral of the rate since `from` reaches `expected` arrivals, not
  // before `from`; kEndOfTime where it never does.  Exact across parts without arrivals; costs
  // O(log parts) however far away it is.
  SimTime After(SimTime from, double expected) const;

 private:
  double IntegralTo(double offset) const;  // seconds into the period
  double Invert(double integral) const;

  double period_;  // seconds
  SimTime shift_;  // local minus UTC
  std::vector<double> rates_;
  std::vector<double> integrals_;  // up to the beginning of each part, and of the whole
};

}  // namespace tfsck

#endif  // TFSCK_SIMULATOR_ARRIVAL_CALENDAR_H_
