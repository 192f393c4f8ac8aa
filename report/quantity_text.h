// Measured quantities in the words of a person: rounded to what can be told, with their units.
#ifndef TFSCK_REPORT_QUANTITY_TEXT_H_
#define TFSCK_REPORT_QUANTITY_TEXT_H_

#include <cstdint>
#include <string>

#include "simulator/metrics.h"
#include "simulator/sim_time.h"
#include "simulator/statistics.h"

namespace tfsck {

// "0 s", "340 ms", "12.4 s", "2 min 41 s", "3 h 20 min", "5 d 4 h": two units at most.
std::string SpanText(double seconds);
// "0 %", "<0.01 %", "0.31 %", "3.1 %", "42 %".
std::string ShareInWords(double share);
// Three significant digits, without an exponent up to a million.
std::string CountText(double count);
// By the unit of the metric.
std::string QuantityText(MetricUnit unit, double value);
// "2 min 41 s ± 4 s", "7.7 ± 0.3 %", "2.980 ± 0.029 per hour"; "-" where there is nothing.  Without
// its interval where that rounds to nothing or is infinite.
std::string EstimateText(MetricUnit unit, const Estimate& estimate);
// The same with a sign, for differences.
std::string DifferenceText(MetricUnit unit, const Estimate& difference);
// "Monday 09:00".
std::string HourOfWeekText(SimTime instant);

}  // namespace tfsck

#endif  // TFSCK_REPORT_QUANTITY_TEXT_H_
