// Types of outputs of old states, which recorded none: inferred from the value.
//
// Pure; safe from any thread.  Linear, without recursion.
// Source: go-cty v1.16.0 cty/json/type_implied.go; TF v1.11.4
// internal/states/statefile/version3_upgrade.go (simplifyImpliedValueType).
#ifndef TFSCK_ENGINE_LEGACY_OUTPUT_H_
#define TFSCK_ENGINE_LEGACY_OUTPUT_H_

#include "engine/cty_type.h"
#include "engine/json/tape.h"

namespace tfsck {

// Arrays are tuples and objects are objects, but where all elements have one type they are lists
// and maps, from the outermost inwards as long as that holds; null is dynamic.
CtyType InferOutputType(const json::Tape& value);

}  // namespace tfsck

#endif  // TFSCK_ENGINE_LEGACY_OUTPUT_H_
