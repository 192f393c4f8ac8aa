#include "simulator/calendars.h"

#include <numeric>

#include "engine/base/units.h"

namespace tfsck {
namespace {

// Of a working day, from midnight.
constexpr double kWorkingHours[24] = {0.02, 0.02, 0.02, 0.02, 0.02, 0.02, 0.05, 0.15,
                                      0.4,  0.8,  1.0,  1.0,  0.5,  0.7,  1.0,  1.1,
                                      1.0,  0.7,  0.3,  0.15, 0.1,  0.08, 0.05, 0.03};
constexpr double kWeekendHour = 0.02;

Calendar MakeOfficeCalendar() {
  Calendar calendar;
  for (int hour = 0; hour < 168; ++hour) {
    calendar.weights.push_back(hour < 120 ? kWorkingHours[hour % 24] : kWeekendHour);
  }
  return calendar;
}

double Sum(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

}  // namespace

const Calendar& OfficeCalendar() {
  static const Calendar calendar = MakeOfficeCalendar();
  return calendar;
}

Arrivals ArrivalsByCalendar(double rate, const Calendar& calendar) {
  Arrivals arrivals;
  const double sum = Sum(calendar.weights);
  if (calendar.weights.size() < 2 || !(sum > 0)) {
    arrivals.poisson.rate = rate;
    return arrivals;
  }
  const double scale = rate * static_cast<double>(calendar.weights.size()) / sum;
  arrivals.kind = Arrivals::Kind::kCalendar;
  arrivals.calendar.period = calendar.period;
  for (const double weight : calendar.weights) {
    arrivals.calendar.rates.push_back(scale * weight);
  }
  return arrivals;
}

std::optional<std::string> OfficeRateText(const Arrivals& arrivals, double many) {
  const std::vector<double>& rates = arrivals.calendar.rates;
  if (arrivals.kind != Arrivals::Kind::kCalendar ||
      rates.size() != OfficeCalendar().weights.size()) {
    return std::nullopt;
  }
  // The sum carries rounding; what a person wrote is a short number of runs in a unit of time.
  const double near = Sum(rates) / static_cast<double>(rates.size()) / many;
  for (const std::string unit : {"/workday", "/week", "/day", "/h", "/min", "/s"}) {
    std::string text = NumberText(near / *ParseRate("1" + unit), 9) + unit;
    const auto rate = ParseRate(text);
    if (!rate) continue;
    const Arrivals again = ArrivalsByCalendar(*rate * many, OfficeCalendar());
    if (again.calendar == arrivals.calendar) return text;
  }
  return std::nullopt;
}

}  // namespace tfsck
