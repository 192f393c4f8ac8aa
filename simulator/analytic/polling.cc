#include "simulator/analytic/polling.h"

#include <algorithm>

#include "simulator/analytic/law.h"

namespace tfsck::analytic {

SinglePollAnswer PollAlone(const PollTimes& times, const Distribution& residual, SimTime patience) {
  const int64_t attempts = std::min<int64_t>(times.AttemptsWithin(patience), 10'000'000);
  SinglePollAnswer answer;
  double waited = 0;
  for (int64_t i = 0; i < attempts && answer.success < 1 - 1e-15; ++i) {
    const double at = ToSeconds(times.Attempt(i));
    const double freed = CumulativeOf(residual, at);
    waited += at * (freed - answer.success);
    answer.success = freed;
  }
  answer.mean_wait_successful = answer.success > 0 ? waited / answer.success : 0;
  return answer;
}

double StalePlanChance(double commits, double approval) { return commits / (commits + approval); }

}  // namespace tfsck::analytic
