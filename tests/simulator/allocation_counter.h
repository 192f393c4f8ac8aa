// Counts calls of operator new, which allocation_counter.cc replaces in any program it is linked
// to.
#ifndef TFSCK_TESTS_SIMULATOR_ALLOCATION_COUNTER_H_
#define TFSCK_TESTS_SIMULATOR_ALLOCATION_COUNTER_H_

#include <cstddef>

namespace tfsck::test {

// Since the program began, on all threads.
size_t Allocations();

}  // namespace tfsck::test

#endif  // TFSCK_TESTS_SIMULATOR_ALLOCATION_COUNTER_H_
