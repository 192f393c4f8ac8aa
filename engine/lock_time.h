// Times and lengths of time as messages about locks say them.
//
// Pure functions; thread-safe.  A time is microseconds since 1970-01-01T00:00:00Z; reading them is
// for engine/storage/timestamp.h.
#ifndef TFSCK_ENGINE_LOCK_TIME_H_
#define TFSCK_ENGINE_LOCK_TIME_H_

#include <cstdint>
#include <string>

namespace tfsck {

// 2026-11-21 18:41:16 UTC.
std::string FormatUtc(int64_t time_us);

// A length of time in the words of people, two units at most: "41 s", "12 min 3 s", "2 h 5 min",
// "3 d 4 h", "140 ms".  REQUIRES length_us >= 0.
std::string FormatLength(int64_t length_us);

}  // namespace tfsck

#endif  // TFSCK_ENGINE_LOCK_TIME_H_
