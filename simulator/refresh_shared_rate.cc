#include "simulator/refresh_shared_rate.h"

#include <algorithm>
#include <cassert>

namespace tfsck {
namespace {

uint64_t DivideUp(uint64_t amount, uint64_t by) { return amount / by + (amount % by != 0 ? 1 : 0); }

}  // namespace

// Parts per microsecond, rounded up so that a refresh alone takes its duration and not one more.
uint64_t SharedRate::SpeedOf(const Active& active) const {
  const auto sharing = static_cast<SimTime>(active_.size());
  const SimTime limited =
      active.limited > kEndOfTime / sharing ? kEndOfTime : active.limited * sharing;
  const SimTime duration = std::max({active.own, limited, SimTime{1}});
  return DivideUp(kWhole, static_cast<uint64_t>(duration));
}

void SharedRate::AdvanceTo(SimTime now) {
  const auto passed = static_cast<uint64_t>(now - now_);
  now_ = now;
  if (passed == 0) return;
  for (Active& active : active_) {
    const unsigned __int128 progress = static_cast<unsigned __int128>(SpeedOf(active)) * passed;
    active.remaining -=
        static_cast<uint64_t>(std::min<unsigned __int128>(progress, active.remaining));
  }
}

void SharedRate::Start(SimTime now, uint32_t refresh, SimTime own, SimTime limited,
                       uint64_t remaining) {
  AdvanceTo(now);
  const auto behind = std::lower_bound(
      active_.begin(), active_.end(), refresh,
      [](const Active& active, uint32_t number) { return active.refresh < number; });
  assert(behind == active_.end() || behind->refresh != refresh);
  active_.insert(behind, {refresh, own, limited, own > 0 || limited > 0 ? remaining : 0});
}

uint64_t SharedRate::Remove(SimTime now, uint32_t refresh) {
  AdvanceTo(now);
  const auto found = std::find_if(active_.begin(), active_.end(), [refresh](const Active& active) {
    return active.refresh == refresh;
  });
  assert(found != active_.end());
  const uint64_t remaining = found->remaining;
  active_.erase(found);
  return remaining;
}

SharedRate::Completion SharedRate::Next() const {
  Completion next;
  for (const Active& active : active_) {
    const uint64_t wait = DivideUp(active.remaining, SpeedOf(active));
    const SimTime time = now_ + static_cast<SimTime>(wait);
    if (time < next.time) next = {time, active.refresh};
  }
  return next;
}

}  // namespace tfsck
