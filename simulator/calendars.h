// Calendars: how the runs of a week spread over its hours.
//
// A calendar is a list of weights for equal parts of a period; only their proportions count.  Pure;
// thread-safe.
#ifndef TFSCK_SIMULATOR_CALENDARS_H_
#define TFSCK_SIMULATOR_CALENDARS_H_

#include <optional>
#include <string>
#include <vector>

#include "simulator/scenario.h"
#include "simulator/sim_time.h"

namespace tfsck {

struct Calendar {
  SimTime period = kWeek;
  std::vector<double> weights;
};

// 168 hours from Monday 00:00 local time: working days with a hump before and one after noon, a
// little in the evening, next to nothing at night and at weekends.  The two humps on weekdays from
// 9 to 18 are the default of facts (users, "Arrival pattern": the activity of public repositories
// peaks at 15 to 17 and is lowest at 5 to 7; weekends are lower); the weights are ours.
const Calendar& OfficeCalendar();

// Arrivals of `rate` per second on average whose hours follow `calendar`; Poisson where it has
// fewer than two parts or no weight.
Arrivals ArrivalsByCalendar(double rate, const Calendar& calendar);

// The rate of each of `many` ("5/workday") for which ArrivalsByCalendar of their sum over office
// hours gives exactly these arrivals; nothing where there is none that a person would write.
std::optional<std::string> OfficeRateText(const Arrivals& arrivals, double many);

}  // namespace tfsck

#endif  // TFSCK_SIMULATOR_CALENDARS_H_
