#include "simulator/level_meter.h"

namespace tfsck {

bool LevelMeter::Counts(unsigned phase, Level level) {
  const auto status = static_cast<RunStatus>(phase % kHolds);
  if (status == RunStatus::kFree) return false;
  if (status == RunStatus::kGhost) return level == Level::kHeldStale;
  const bool works = status == RunStatus::kWorks;
  const bool away = status == RunStatus::kAway;
  const bool holds = !away && (phase & kHolds) != 0;
  const bool on_runner = !away && (phase & kOnRunner) != 0;
  const bool by_a_person = (phase & kByAPerson) != 0;
  switch (level) {
    case Level::kChanges:
      return true;
    case Level::kWaitingForLock:
      return status == RunStatus::kWaitsForLock || status == RunStatus::kGranted;
    case Level::kWaitingForRunner:
      return status == RunStatus::kWaitsForRunner;
    case Level::kAway:
      return away;
    case Level::kWorking:
      return works;
    case Level::kHeldWorking:
      return holds && works && !by_a_person;
    case Level::kHeldHuman:
      return holds && works && by_a_person;
    case Level::kHeldIdle:
      return holds && !works;
    case Level::kRunnersWorking:
      return on_runner && works;
    case Level::kRunnersIdle:
      return on_runner && !works;
    case Level::kHeldStale:
    case Level::kCount:
      break;
  }
  return false;
}

void LevelMeter::CatchUp(RunTable& runs, SimTime now) {
  for (uint32_t slot = 0; slot < runs.size(); ++slot) {
    if (runs[slot].status != RunStatus::kFree) Update(runs[slot], now);
  }
}

uint64_t LevelMeter::Value(Level level, const RunTable& runs) {
  uint64_t value = 0;
  for (uint32_t slot = 0; slot < runs.size(); ++slot) {
    if (Counts(PhaseOf(runs[slot]), level)) ++value;
  }
  return value;
}

__int128 LevelMeter::Integral(Level level) const {
  __int128 integral = 0;
  for (unsigned phase = 0; phase < kPhases; ++phase) {
    if (!Counts(phase, level)) continue;
    integral += static_cast<__int128>(phases_[phase].high) << 64 | phases_[phase].low;
  }
  return integral;
}

}  // namespace tfsck
