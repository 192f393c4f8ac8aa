// What the recognisers of closed scenarios ask in common.
#ifndef TFSCK_SIMULATOR_ANALYTIC_CLOSED_SCENARIO_H_
#define TFSCK_SIMULATOR_ANALYTIC_CLOSED_SCENARIO_H_

#include <vector>

#include "simulator/analytic/recognise.h"

namespace tfsck::analytic {

// All sources are closed, nobody gives up or is turned away, nothing fails.
bool IsPlainlyClosed(const Scenario& scenario);
// Says that polling was replaced by a queue, where somebody would poll.
void NotePolling(Question& question);
// The steps that take time or locks.
std::vector<const Step*> StepsOf(const Operation& operation);
// The only such step, where it is exponential; else nullptr.
const Step* SingleStep(const Operation& operation);
// The mode in which a step of the operation takes its lock.
LockMode ModeOf(const Scenario& scenario, const Operation& operation, const Step& step);

}  // namespace tfsck::analytic

#endif  // TFSCK_SIMULATOR_ANALYTIC_CLOSED_SCENARIO_H_
