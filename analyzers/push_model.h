// `terraform state push`, played without a backend.  Part of analyzers/push_verdict.h.
#ifndef TFSCK_ANALYZERS_PUSH_MODEL_H_
#define TFSCK_ANALYZERS_PUSH_MODEL_H_

#include <vector>

#include "analyzers/push_verdict.h"

namespace tfsck {

// Every way the command may end, first the one where the order of check results plays no part.
// `same_body`: both sides can be read and hold the same but for that order.
std::vector<PushOutcome> PlayPush(const PushRequest& request, bool same_body);

}  // namespace tfsck

#endif  // TFSCK_ANALYZERS_PUSH_MODEL_H_
