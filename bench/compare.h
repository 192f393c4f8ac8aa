// Compare: times contenders for one job side by side, in alternating runs of one process.
//
// The first contender is the rival that the others are measured against.  Medians of processor and
// of wall time: other load on the machine shows in the second only.
#ifndef TFSCK_BENCH_COMPARE_H_
#define TFSCK_BENCH_COMPARE_H_

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace tfsck::bench {

struct Contender {
  std::string name;
  std::function<void()> run;
};

struct Timing {
  double processor_seconds = 0;  // median, all threads
  double wall_seconds = 0;       // median
};

// A promise about one contender: its bytes per second are at least `least` times the rival's.  For
// a contender with threads of its own the wall clock decides, else the processor's.
struct Target {
  size_t contender;
  double least;
  bool wall;
};

// Prints for each target what it is, what was measured and whether it is kept.
void PrintTargets(const std::vector<Contender>& contenders, const std::vector<Timing>& timings,
                  const std::vector<Target>& targets);

// Runs every contender once unmeasured and `rounds` times measured, and prints one table.
std::vector<Timing> Compare(std::string_view title, size_t bytes, int rounds,
                            const std::vector<Contender>& contenders);

// As Compare, with every run in a thread of its own and the heap given back to the system before
// it: no contender finds buffers or pages that an earlier run left.
std::vector<Timing> CompareCold(std::string_view title, size_t bytes, int rounds,
                                const std::vector<Contender>& contenders);

}  // namespace tfsck::bench

#endif  // TFSCK_BENCH_COMPARE_H_
