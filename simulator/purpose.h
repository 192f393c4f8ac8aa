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

// Drawn for each run, by the number of the run within its actor.
inline constexpr uint8_t kOperation = 8;
inline constexpr uint8_t kWorkspace = 9;
inline constexpr uint8_t kRoot = 10;
inline constexpr uint8_t kThink = 11;
inline constexpr uint8_t kLockPatience = 12;
inline constexpr uint8_t kRunnerPatience = 13;
inline constexpr uint8_t kRetryDelay = 14;
inline constexpr uint8_t kCrash = 15;
inline constexpr uint8_t kCrashPoint = 16;
inline constexpr uint8_t kLeavesLock = 17;
inline constexpr uint8_t kUnlockDelay = 18;
inline constexpr uint8_t kWrongUnlock = 19;
inline constexpr uint8_t kWrongUnlockPoint = 20;
inline constexpr uint8_t kRunnerLoss = 21;
inline constexpr uint8_t kCrossState = 22;
inline constexpr uint8_t kCrossStateSet = 23;
inline constexpr uint8_t kUniformSet = 24;
inline constexpr uint8_t kStepTime = 32;      // + step
inline constexpr uint8_t kRefreshTime = 40;   // + step
inline constexpr uint8_t kResourceTime = 48;  // + step

// Drawn for the whole replication.
inline constexpr uint8_t kServiceOrder = 64;
inline constexpr uint8_t kStoreUp = 65;
inline constexpr uint8_t kStoreDown = 66;

// Drawn for each state: 0 whether a queue begins with work, 1 how much (fifo_shadow.h).
inline constexpr uint8_t kShadowBacklog = 68;

// Drawn once for a graph, by vertex; replication 0.
inline constexpr uint8_t kGraphEdge = 67;

}  // namespace tfsck::purpose

#endif  // TFSCK_SIMULATOR_PURPOSE_H_
