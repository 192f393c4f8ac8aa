#include "bench/compare.h"

#include <fmt/format.h>
#include <malloc.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <thread>

namespace tfsck::bench {
namespace {

// Cold: from this size on memory comes from the system and goes back to it when freed, for
// everybody.
constexpr int kColdThreshold = 64 * 1024;
// Warm: freed memory stays at hand.  No more than this can be asked of malloc for mappings.
constexpr int kWarmMapThreshold = 32 << 20;
constexpr int kWarmTrimThreshold = 1 << 30;

void ComeFromSystem(int map_threshold, int trim_threshold) {
  mallopt(M_MMAP_THRESHOLD, map_threshold);
  mallopt(M_TRIM_THRESHOLD, trim_threshold);
}

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
  fmt::print("{}\n  {:<36} {:>9} {:>9} {:>9} {:>9} {:>10}\n", title, "", "cpu ms", "wall ms",
             "MB/s cpu", "cpu ratio", "wall ratio");
  for (size_t i = 0; i < contenders.size(); ++i) {
    const double seconds = timings[i].processor_seconds;
    fmt::print("  {:<36} {:>9.1f} {:>9.1f} {:>9.0f} {:>9.2f} {:>10.2f}\n", contenders[i].name,
               1e3 * seconds, 1e3 * timings[i].wall_seconds, megabytes / seconds,
               timings[0].processor_seconds / seconds,
               timings[0].wall_seconds / timings[i].wall_seconds);
  }
}

std::vector<Timing> Alternate(std::string_view title, size_t bytes, int rounds,
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

}  // namespace

void PrintTargets(const std::vector<Contender>& contenders, const std::vector<Timing>& timings,
                  const std::vector<Target>& targets) {
  for (const Target& target : targets) {
    const Timing& rival = timings[0];
    const Timing& own = timings[target.contender];
    const double ratio = target.wall ? rival.wall_seconds / own.wall_seconds
                                     : rival.processor_seconds / own.processor_seconds;
    fmt::print("  {}: {:.2f} of the rival's bytes per second ({}), at least {:.2f}: {}\n",
               contenders[target.contender].name, ratio, target.wall ? "wall" : "cpu", target.least,
               ratio >= target.least ? "kept" : "MISSED");
  }
}

std::vector<Timing> Compare(std::string_view title, size_t bytes, int rounds,
                            const std::vector<Contender>& contenders) {
  ComeFromSystem(kWarmMapThreshold, kWarmTrimThreshold);
  return Alternate(title, bytes, rounds, contenders);
}

std::vector<Timing> CompareCold(std::string_view title, size_t bytes, int rounds,
                                const std::vector<Contender>& contenders) {
  ComeFromSystem(kColdThreshold, kColdThreshold);
  std::vector<Contender> cold;
  for (const Contender& contender : contenders) {
    cold.push_back({contender.name, [run = contender.run] {
                      malloc_trim(0);
                      std::thread(run).join();
                    }});
  }
  return Alternate(title, bytes, rounds, cold);
}

}  // namespace tfsck::bench
