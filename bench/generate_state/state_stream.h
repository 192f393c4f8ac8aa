// Writes a planned state document, piece by piece, exactly as Terraform or OpenTofu would.
#ifndef TFSCK_BENCH_GENERATE_STATE_STATE_STREAM_H_
#define TFSCK_BENCH_GENERATE_STATE_STATE_STREAM_H_

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "bench/generate_state/plan.h"

namespace tfsck::bench {

struct StateOptions {
  uint64_t bytes = 1'000'000;  // wanted size of the document, met to within a resource or so
  uint64_t instances = 0;      // stop at this many resource instances if that comes first; 0: never
  uint64_t seed = 1;
  size_t modules = 0;    // module blocks; 0: as many as fit the size
  bool compact = false;  // one line
  bool tofu = false;     // as OpenTofu 1.9 writes: one line, its registry and version
};

struct StateSize {
  uint64_t bytes = 0;
  uint64_t instances = 0;
  uint64_t resource_blocks = 0;
};

// Called with consecutive pieces of the document; false ends the generation.
using Sink = std::function<bool(std::string_view piece)>;

// Linear in the document; memory: the plan and one resource at a time.
StateSize GenerateState(const StateOptions& options, const Sink& sink);

}  // namespace tfsck::bench

#endif  // TFSCK_BENCH_GENERATE_STATE_STATE_STREAM_H_
