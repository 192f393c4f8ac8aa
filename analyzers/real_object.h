// Which real object an instance stands for, as far as its attributes tell.
//
// Views point into the snapshot's document.
#ifndef TFSCK_ANALYZERS_REAL_OBJECT_H_
#define TFSCK_ANALYZERS_REAL_OBJECT_H_

#include <string>
#include <string_view>

#include "engine/state.h"

namespace tfsck {

// attributes.arn or .self_link, else .id; "" where none of them names one real object.
std::string_view RealObjectName(const StateSnapshot& state, const Instance& instance);

// Text that differs for two objects which only share an `id`: the values of the attributes that say
// where such an id holds (region, namespace, name, ...).  "" where the name holds everywhere (arn,
// self_link).  Cost: one walk of the attributes.
std::string RealObjectScope(const Instance& instance);

}  // namespace tfsck

#endif  // TFSCK_ANALYZERS_REAL_OBJECT_H_
