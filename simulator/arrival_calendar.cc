#include "simulator/arrival_calendar.h"

#include <algorithm>
#include <cmath>

namespace tfsck {

ArrivalCalendar::ArrivalCalendar(const CalendarArrivals& calendar, int utc_offset_minutes)
    : period_(ToSeconds(calendar.period)),
      shift_(utc_offset_minutes * kMinute),
      rates_(calendar.rates),
      integrals_(1, 0.0) {
  const double part = period_ / static_cast<double>(rates_.size());
  for (const double rate : rates_) integrals_.push_back(integrals_.back() + rate * part);
}

double ArrivalCalendar::IntegralTo(double offset) const {
  const double part = period_ / static_cast<double>(rates_.size());
  const size_t index = std::min(static_cast<size_t>(offset / part), rates_.size() - 1);
  return integrals_[index] + rates_[index] * (offset - static_cast<double>(index) * part);
}

// The offset at which the integral exceeds `integral`: never inside a part without arrivals.
double ArrivalCalendar::Invert(double integral) const {
  const auto next = std::upper_bound(integrals_.begin(), integrals_.end(), integral);
  if (next == integrals_.end()) return period_;
  const auto index = static_cast<size_t>(next - integrals_.begin()) - 1;
  const double part = period_ / static_cast<double>(rates_.size());
  return static_cast<double>(index) * part + (integral - integrals_[index]) / rates_[index];
}

SimTime ArrivalCalendar::After(SimTime from, double expected) const {
  const double whole = integrals_.back();
  if (!(whole > 0)) return kEndOfTime;
  const SimTime period = FromSeconds(period_);
  const SimTime local = from + shift_;
  const SimTime into = ((local % period) + period) % period;
  const double integral = IntegralTo(ToSeconds(into)) + expected;
  const double periods = std::floor(integral / whole);
  if (periods * period_ >= ToSeconds(kEndOfTime)) return kEndOfTime;
  const SimTime offset = FromSeconds(Invert(integral - periods * whole));
  const SimTime instant = from - into + static_cast<SimTime>(periods) * period + offset;
  return std::clamp(instant, from, kEndOfTime);
}

}  // namespace tfsck
