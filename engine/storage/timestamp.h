// Points in time as storage services and people write them.  All give microseconds since 1970, UTC,
// and nothing where the text is no such time: a 30th of February, an hour 24, a second 60.
// Pure; thread-safe; linear in the text.
#ifndef TFSCK_ENGINE_STORAGE_TIMESTAMP_H_
#define TFSCK_ENGINE_STORAGE_TIMESTAMP_H_

#include <cstdint>
#include <optional>
#include <string_view>

namespace tfsck {

// RFC 3339, as S3, GCS and Azure print it: 2026-11-21T18:40:39.049Z, ...+00:00.  A fraction may
// have any number of digits; those below a microsecond are dropped.
std::optional<int64_t> ParseRfc3339(std::string_view text);

// HTTP, as Azure prints Last-Modified: Sat, 21 Nov 2026 18:43:04 GMT.  The day of the week is not
// compared with the date.
std::optional<int64_t> ParseHttpDate(std::string_view text);

// The time in a file's name (without its folders), or nothing.  In this order:
//   ....UNIXTIME.backup            ten digits, seconds: what state mv, rm and replace-provider
//   write
//                                  (TF: internal/command/state_meta.go)
//   YYYY-MM-DDTHH-MM-SS[.FRACTION][Z|+HHMM]   T may be t, _ or a space or, where the date has
//                                  dashes, a dash; the parts of the time are divided by - : _ . or
//                                  nothing, by the same everywhere
//   YYYYMMDDTHHMMSS[.FRACTION][Z|+HHMM]       T may be t, _ or -
// The years are 2000 to 2199, FRACTION one to nine digits, +HHMM also +HH:MM; without a zone it is
// UTC.  No digit stands before or behind.  Of several times the first counts.  A date alone is
// none: two versions of a day would be alike.
std::optional<int64_t> TimeInName(std::string_view name);

}  // namespace tfsck

#endif  // TFSCK_ENGINE_STORAGE_TIMESTAMP_H_
