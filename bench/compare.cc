#include "bench/compare.h"

#include <fmt/format.h>
#include <malloc.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <thread>

namespace tfsck::bench {
namespace {

// From this size on memory comes from the system and goes back to it when freed, for everybody.
constexpr int kMapThreshold = 64 * 1024;

double ProcessorSeconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

Timing TimeOnce(const std::function<void()>& run) {
  const auto wall = std::chrono::steady_clock::now();
  const double processor = ProcessorSeconds();
  run();
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - wall;
  return {ProcessorSeconds() - processor, elapsed.count()};
}

double Median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

Timing Medians(const std::vector<Timing>& timings) {
  std::vector<double> processor;
  std::vector<double> wall;
  for (const Timing& timing : timings) {
    processor.push_back(timing.processor_seconds);
    wall.push_back(timing.wall_seconds);
  }
  return {Median(std::move(processor)), Median(std::move(wall))};
}

void PrintTable(std::string_view title, size_t bytes, const std::vector<Contender>& contenders,
                const std::vector<Timing>& timings) {
  const double megabytes = static_cast<double>(bytes) / 1e6;
  fmt::print("{}\n  {:<36} {:>9} {:>9} {:>9} {:>7}\n", title, "", "cpu ms", "wall ms", "MB/s cpu",
             "ratio");
  for (size_t i = 0; i < contenders.size(); ++i) {
    const double seconds = timings[i].processor_seconds;
    fmt::print("  {:<36} {:>9.1f} {:>9.1f} {:>9.0f} {:>7.2f}\n", contenders[i].name, 1e3 * seconds,
               1e3 * timings[i].wall_seconds, megabytes / seconds,
               timings[0].processor_seconds / seconds);
  }
}

}  // namespace

std::vector<Timing> Compare(std::string_view title, size_t bytes, int rounds,
                            const std::vector<Contender>& contenders) {
  std::vector<std::vector<Timing>> all(contenders.size());
  for (int round = -1; round < rounds; ++round) {
    for (size_t i = 0; i < contenders.size(); ++i) {
      const Timing timing = TimeOnce(contenders[i].run);
      if (round >= 0) all[i].push_back(timing);
    }
  }
  std::vector<Timing> medians;
  for (const auto& timings : all) medians.push_back(Medians(timings));
  PrintTable(title, bytes, contenders, medians);
  return medians;
}

std::vector<Timing> CompareCold(std::string_view title, size_t bytes, int rounds,
                                const std::vector<Contender>& contenders) {
  mallopt(M_MMAP_THRESHOLD, kMapThreshold);
  mallopt(M_TRIM_THRESHOLD, kMapThreshold);
  std::vector<Contender> cold;
  for (const Contender& contender : contenders) {
    cold.push_back({contender.name, [run = contender.run] {
                      malloc_trim(0);
                      std::thread(run).join();
                    }});
  }
  return Compare(title, bytes, rounds, cold);
}

}  // namespace tfsck::bench
