// Outputs, check results and resources without instances, side by side.  Part of
// engine/state_diff.h.
#ifndef TFSCK_ENGINE_BODY_DIFF_H_
#define TFSCK_ENGINE_BODY_DIFF_H_

#include "engine/state_diff.h"

namespace tfsck {

void DiffOutputs(const StateSnapshot& before, const StateSnapshot& after, StateDiff* diff);
void DiffChecks(const StateSnapshot& before, const StateSnapshot& after, StateDiff* diff);
void DiffEmptyResources(const StateSnapshot& before, const StateSnapshot& after, StateDiff* diff);

}  // namespace tfsck

#endif  // TFSCK_ENGINE_BODY_DIFF_H_
