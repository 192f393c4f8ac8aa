// What a random number is for: the last coordinate of a stream (stream.h), so that drawing more of
// one thing never shifts another (common random numbers).
#ifndef TFSCK_SIMULATOR_PURPOSE_H_
#define TFSCK_SIMULATOR_PURPOSE_H_

#include <cstdint>

namespace tfsck::purpose {

// 0 to 7 belong to the arrivals of a source (arrival_process.h), the engine counts on from 8.
inline constexpr uint8_t kArrivalGap = 0;
inline constexpr uint8_t kArrivalPhase = 1;
inline constexpr uint8_t kBatchSize = 2;
inline constexpr uint8_t kArrivalMark = 3;

}  // namespace tfsck::purpose

#endif  // TFSCK_SIMULATOR_PURPOSE_H_
