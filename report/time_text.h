// Points in time and spans of it, as people read them.  Pure; thread-safe.
#ifndef TFSCK_REPORT_TIME_TEXT_H_
#define TFSCK_REPORT_TIME_TEXT_H_

#include <cstdint>
#include <string>

namespace tfsck {

// Microseconds since 1970 in UTC, to the second: 2026-11-21 18:38:52.  Years 0 to 9999; beyond them
// "out of range".
std::string UtcText(int64_t time_us);

// The same as RFC 3339, to the microsecond where there are any: 2026-11-21T18:38:52.17Z.
std::string Rfc3339Text(int64_t time_us);

// A span of microseconds in one unit: 62 s, 14 min, 5 h, 12 days.
std::string SpanText(int64_t span_us);

}  // namespace tfsck

#endif  // TFSCK_REPORT_TIME_TEXT_H_
