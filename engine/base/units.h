// Numbers with units as people write them: durations, rates, shares.
//
// Durations: "90s", "20m", "1h30m", "1 h 30 min", "2 weeks", "250ms"; a bare 0 is 0 in any unit.
// Rates: "5/day", "3 per week", "0.2/s", "every 6h"; a bare 0 is none.  A workday is a fifth of a
// week, so that "5/workday" is 25 a week.  Shares: "3%" or 0.03.  Units are case-sensitive, months
// and years have no fixed length and are none.
//
// What is refused gives an Error (kUsage) whose message continues the name of what was read: "must
// be a duration such as 90s, 20m, 1h30m or 2 weeks, not '20 minuts': did you mean 'minutes'?".
// Pure; thread-safe; linear in the text.
#ifndef TFSCK_ENGINE_BASE_UNITS_H_
#define TFSCK_ENGINE_BASE_UNITS_H_

#include <string>
#include <string_view>

#include "engine/base/result.h"

namespace tfsck {

// Seconds, finite and not negative.
Result<double> ParseDuration(std::string_view text);
// Per second, finite and not negative.
Result<double> ParseRate(std::string_view text);
// "3%" or 0.03; finite and not negative, but not held below 1.
Result<double> ParseShare(std::string_view text);
// Decimal, finite and not negative, without a unit.
Result<double> ParseNumber(std::string_view text);

// The shortest way to write it that the parser above reads as exactly this number, which is finite
// and not negative.
std::string DurationText(double seconds);
std::string RateText(double per_second);
std::string ShareText(double share);
std::string NumberText(double number);
// Rounded to so many significant digits.
std::string NumberText(double number, int digits);

}  // namespace tfsck

#endif  // TFSCK_ENGINE_BASE_UNITS_H_
