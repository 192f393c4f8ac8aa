// The one place where threads are made.
//
// A pure map over indexes, to be followed by an ordered merge, so that results are the same for
// every number of threads.  Implemented with oneTBB; the tsan preset swaps in std::thread, because
// an uninstrumented TBB drowns ThreadSanitizer in false reports.
#ifndef TFSCK_ENGINE_BASE_PARALLEL_H_
#define TFSCK_ENGINE_BASE_PARALLEL_H_

#include <cstddef>
#include <functional>

namespace tfsck {

// Calls body(i) once for every i in [0, count), on up to `threads` threads (0: one per processor),
// the caller's among them.  Returns when all calls have returned.  `body` must not throw.
void ParallelFor(size_t count, unsigned threads, const std::function<void(size_t)>& body);

// Processors this process may use; at least 1.
unsigned ProcessorCount();

}  // namespace tfsck

#endif  // TFSCK_ENGINE_BASE_PARALLEL_H_
