// The clock of a team, from the name of its time zone.
#ifndef TFSCK_SIMULATOR_TIME_ZONE_H_
#define TFSCK_SIMULATOR_TIME_ZONE_H_

#include <string_view>

#include "engine/base/result.h"

namespace tfsck {

// Minutes east of UTC of an IANA zone ("Europe/Berlin") in the reference week, which begins on
// Monday, 5 January 2026: winter in the north, summer in the south.  A simulated week has one
// clock, so the change of the clocks within a year is not simulated.  The database is that of the
// system; where it has no such zone, or there is none, the message (kUsage) continues the name of
// what was read.  Thread-safe; reads files of the system at the first use.
Result<int> UtcOffsetMinutes(std::string_view zone);

}  // namespace tfsck

#endif  // TFSCK_SIMULATOR_TIME_ZONE_H_
