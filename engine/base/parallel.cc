#include "engine/base/parallel.h"

#include <algorithm>
#include <thread>

#ifdef TFSCK_PARALLEL_STD_THREAD
#include <atomic>
#include <vector>
#else
#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/info.h>
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/task_arena.h>
#endif

namespace tfsck {

#ifdef TFSCK_PARALLEL_STD_THREAD

unsigned ProcessorCount() { return std::max(1u, std::thread::hardware_concurrency()); }

void ParallelFor(size_t count, unsigned threads, const std::function<void(size_t)>& body) {
  if (threads == 0) threads = ProcessorCount();
  std::atomic<size_t> next = 0;
  const auto work = [&] {
    for (size_t i = next++; i < count; i = next++) body(i);
  };
  std::vector<std::thread> helpers;
  for (size_t i = 1; i < std::min<size_t>(threads, count); ++i) helpers.emplace_back(work);
  work();
  for (std::thread& helper : helpers) helper.join();
}

#else

unsigned ProcessorCount() {
  return static_cast<unsigned>(std::max(1, oneapi::tbb::info::default_concurrency()));
}

void ParallelFor(size_t count, unsigned threads, const std::function<void(size_t)>& body) {
  if (threads == 0) threads = ProcessorCount();
  if (threads == 1 || count <= 1) {
    for (size_t i = 0; i < count; ++i) body(i);
    return;
  }
  // TBB keeps to one thread per processor, and complains, unless it is told that more are meant.
  const oneapi::tbb::global_control more(oneapi::tbb::global_control::max_allowed_parallelism,
                                         std::max(threads, ProcessorCount()));
  oneapi::tbb::task_arena arena(static_cast<int>(threads));
  arena.execute([&] {
    oneapi::tbb::parallel_for(
        size_t{0}, count, [&](size_t i) { body(i); }, oneapi::tbb::simple_partitioner());
  });
}

#endif

}  // namespace tfsck
