// Points in time and spans of it, as people read them.  Pure; thread-safe.
#ifndef TFSCK_ENGINE_BASE_TIME_TEXT_H_
#define TFSCK_ENGINE_BASE_TIME_TEXT_H_

#include <cstdint>
#include <string>

namespace tfsck {

// Microseconds since 1970 in UTC, to the second: 2026-11-21 18:38:52.  Years 0 to 9999; beyond them
// "out of range".
std::string UtcText(int64_t time_us);

// The same as RFC 3339, to the microsecond where there are any: 2026-11-21T18:38:52.17Z.
std::string Rfc3339Text(int64_t time_us);

// A span of microseconds in the words of people, two units at most: "140 ms", "41 s", "12 min 3 s",
// "2 h 5 min", "3 d 4 h"; a minus in front of one below zero.
std::string SpanText(int64_t span_us);

}  // namespace tfsck

#endif  // TFSCK_ENGINE_BASE_TIME_TEXT_H_
