// PollTimes: when a waiting Terraform tries the lock again, as a pure function of time.
//
// Attempts stand at 0, first, first + first * factor, ... since the start of waiting; the pause
// grows by `factor` until it is `ceiling` and stays there.  There is none at the deadline itself: a
// run that waits up to T tries for the last time before T, and then idles until T (TF:
// internal/states/statemgr/locker.go, LockWithContext).  An attempt is answered `latency` after it
// was sent, and the next pause begins then; instants here are those of sending.
//
// Values only, no allocation; shared freely between threads.  Each question is answered in constant
// time: the few growing pauses (at most 55, as 2^55 is the end of time) stand in a table, what
// comes after is a division.
#ifndef TFSCK_SIMULATOR_POLL_SCHEDULE_H_
#define TFSCK_SIMULATOR_POLL_SCHEDULE_H_

#include <algorithm>
#include <array>
#include <cstdint>

#include "simulator/lock_discipline.h"
#include "simulator/sim_time.h"

namespace tfsck {

class PollTimes {
 public:
  // REQUIRES schedule.first >= 1; a factor below 2 means pauses that do not grow, a ceiling below
  // `first` pauses of `ceiling` from the first on (at least a microsecond).
  explicit PollTimes(const PollSchedule& schedule, SimTime latency = 0) {
    ceiling_ = std::max<SimTime>(
        schedule.factor < 2 ? std::min(schedule.first, schedule.ceiling) : schedule.ceiling,
        kMicrosecond);
    for (SimTime pause = schedule.first; pause < ceiling_; pause = Grown(pause, schedule.factor)) {
      const auto last = static_cast<size_t>(steps_);
      growing_[last + 1] = growing_[last] + pause + latency;
      ++steps_;
    }
    ceiling_ += latency;
  }

  // The instant of attempt `index` (the first is 0), since the start of waiting.
  SimTime Attempt(int64_t index) const {
    if (index <= steps_) return growing_[static_cast<size_t>(index)];
    return growing_[static_cast<size_t>(steps_)] + (index - steps_) * ceiling_;
  }

  // The index of the first attempt at `since_start` or later.
  int64_t IndexAtOrAfter(SimTime since_start) const {
    const SimTime grown = growing_[static_cast<size_t>(steps_)];
    if (since_start > grown) return steps_ + (since_start - grown + ceiling_ - 1) / ceiling_;
    const auto* const end = growing_.data() + steps_ + 1;
    return std::lower_bound(growing_.data(), end, since_start) - growing_.data();
  }

  // The first attempt at `since_start` or later.
  SimTime NextAttempt(SimTime since_start) const { return Attempt(IndexAtOrAfter(since_start)); }

  // How many attempts a run makes that gives up after `patience`: the one at once, and what comes
  // before the deadline.
  int64_t AttemptsWithin(SimTime patience) const {
    return std::max<int64_t>(IndexAtOrAfter(patience), 1);
  }

  // The last of them: what the patience is worth.
  SimTime LastAttemptWithin(SimTime patience) const {
    return Attempt(AttemptsWithin(patience) - 1);
  }

 private:
  SimTime Grown(SimTime pause, uint32_t factor) const {
    return pause > ceiling_ / factor ? ceiling_ : pause * factor;
  }

  std::array<SimTime, 57> growing_ = {};  // [0, steps_]: the attempts up to the last grown pause
  int64_t steps_ = 0;
  SimTime ceiling_ = 0;
};

}  // namespace tfsck

#endif  // TFSCK_SIMULATOR_POLL_SCHEDULE_H_
