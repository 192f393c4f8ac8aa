#include "simulator/arrival_process.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace tfsck {
namespace {

constexpr StreamKey kKey = {.seed = 20, .replication = 3};
constexpr uint32_t kEntity = 11;

Arrivals PoissonOf(double rate) {
  return {.kind = Arrivals::Kind::kPoisson, .poisson = {.rate = rate}};
}
Arrivals MmppOf(double rate0, double rate1, double leave0, double leave1) {
  return {.kind = Arrivals::Kind::kMmpp,
          .mmpp = {.rates = {rate0, rate1}, .leave = {leave0, leave1}}};
}
Arrivals HawkesOf(double base, double branching, double decay) {
  return {.kind = Arrivals::Kind::kHawkes,
          .hawkes = {.base = base, .branching = branching, .decay = decay}};
}
Arrivals CalendarOf(std::vector<double> rates, SimTime period = kWeek) {
  return {.kind = Arrivals::Kind::kCalendar,
          .calendar = {.period = period, .rates = std::move(rates)}};
}
Arrivals TraceOf(std::vector<SimTime> times) {
  return {.kind = Arrivals::Kind::kTrace, .trace = {.times = std::move(times)}};
}

std::vector<SimTime> Draw(const ArrivalProcess& process, size_t count, size_t block = 64,
                          uint32_t entity = kEntity) {
  ArrivalProcess::State state;
  process.Reset(state);
  std::vector<SimTime> times(count);
  for (size_t done = 0; done < count; done += block) {
    process.Next(state, kKey, entity,
                 std::span(times).subspan(done, std::min(block, count - done)));
  }
  return times;
}

std::vector<SimTime> Draw(const Arrivals& arrivals, size_t count, size_t block = 64) {
  return Draw(ArrivalProcess(arrivals, 0, 0), count, block);
}

// Arrivals in the windows [i, i + 1) * width.
std::vector<double> Counts(const Arrivals& arrivals, SimTime width, size_t windows) {
  const ArrivalProcess process(arrivals, 0, 0);
  ArrivalProcess::State state;
  process.Reset(state);
  std::vector<double> counts(windows);
  std::vector<SimTime> times(256);
  for (;;) {
    process.Next(state, kKey, kEntity, times);
    for (const SimTime time : times) {
      const auto window = static_cast<size_t>(time / width);
      if (window >= windows) return counts;
      ++counts[window];
    }
  }
}

struct Burstiness {
  double mean;
  double dispersion;  // variance over mean: the IDC of the windows' width
};

Burstiness BurstinessOf(const std::vector<double>& counts) {
  double sum = 0;
  for (const double count : counts) sum += count;
  const double mean = sum / static_cast<double>(counts.size());
  double squares = 0;
  for (const double count : counts) squares += (count - mean) * (count - mean);
  return {mean, squares / static_cast<double>(counts.size() - 1) / mean};
}

struct Process {
  std::string name;
  Arrivals arrivals;
};

std::vector<Process> AllKinds() {
  std::vector<double> rates(168, 0);
  rates[9] = 0.01;
  rates[167] = 0.002;
  std::vector<Process> all = {{"poisson", PoissonOf(0.5)},
                              {"calendar", CalendarOf(rates)},
                              {"mmpp", MmppOf(0.2, 2, 0.05, 0.2)},
                              {"hawkes", HawkesOf(1, 0.8, 0.3)},
                              {"trace", TraceOf({1, 5, 5, 90, 1000})}};
  const size_t plain = all.size();
  for (size_t i = 0; i < plain; ++i) {
    Process batches = all[i];
    batches.name += " in batches";
    batches.arrivals.batch_mean = 2.5;
    all.push_back(batches);
    batches.arrivals.geometric_batch = true;
    all.push_back(batches);
  }
  return all;
}

struct KnownProcess {
  const char* name;
  Arrivals arrivals;
  double rate;
  double dispersion;  // IDC(infinity)
};

// Facts: simulation-model 3, rows 23 and 24.
TEST(ArrivalProcess, RatesAndDispersionsAreTheExactOnes) {
  const KnownProcess known[] = {
      {"poisson", PoissonOf(2), 2, 1},
      {"mmpp", MmppOf(0.2, 2, 0.05, 0.2), 0.56, 8.40571428571},
      {"mmpp, slow", MmppOf(0.3, 3, 0.01, 0.1), 0.545454545455, 21.0826446281},
      {"hawkes 0.5", HawkesOf(1, 0.5, 1), 2, 4},
      {"hawkes 0.8", HawkesOf(1, 0.8, 2), 5, 25},
  };
  constexpr size_t kWindows = 1000;
  constexpr double kWidth = 1000;  // seconds
  for (const KnownProcess& row : known) {
    const Burstiness got = BurstinessOf(Counts(row.arrivals, 1000 * kSecond, kWindows));
    const double expected = row.rate * kWidth;
    EXPECT_NEAR(got.mean / expected, 1, 4 * std::sqrt(row.dispersion / (expected * kWindows)))
        << row.name;
    EXPECT_NEAR(got.dispersion / row.dispersion, 1, 4 * std::sqrt(2.0 / kWindows)) << row.name;
  }
}

TEST(ArrivalProcess, TheSequenceIsTheSameHoweverManyAreAskedForAtOnce) {
  for (const Process& process : AllKinds()) {
    const std::vector<SimTime> times = Draw(process.arrivals, 1000, 1000);
    for (const size_t block : {1, 7, 64, 65}) {
      EXPECT_EQ(Draw(process.arrivals, 1000, block), times) << process.name << " " << block;
    }
  }
}

TEST(ArrivalProcess, InstantsAscendFromTheStart) {
  constexpr SimTime kStart = 3 * kDay + 17;
  for (const Process& process : AllKinds()) {
    const std::vector<SimTime> times = Draw(ArrivalProcess(process.arrivals, 330, kStart), 2000);
    EXPECT_GE(times.front(), kStart) << process.name;
    EXPECT_TRUE(std::is_sorted(times.begin(), times.end())) << process.name;
    EXPECT_LE(times.back(), kEndOfTime) << process.name;
  }
}

TEST(ArrivalProcess, AnotherSourceShiftsNothing) {
  for (const Process& process : AllKinds()) {
    const ArrivalProcess compiled(process.arrivals, 0, 0);
    ArrivalProcess::State mine, other;
    compiled.Reset(mine);
    compiled.Reset(other);
    std::vector<SimTime> times(300), unused(5);
    for (size_t i = 0; i < times.size(); i += 3) {
      compiled.Next(other, kKey, kEntity + 1, unused);
      compiled.Next(mine, kKey, kEntity, std::span(times).subspan(i, 3));
    }
    EXPECT_EQ(times, Draw(process.arrivals, 300)) << process.name;
    if (process.arrivals.kind == Arrivals::Kind::kTrace) continue;
    EXPECT_NE(times, Draw(compiled, 300, 64, kEntity + 1)) << process.name;
  }
}

TEST(ArrivalProcess, BatchesShiftNoInstant) {
  for (const Process& process : AllKinds()) {
    Arrivals plain = process.arrivals;
    plain.batch_mean = 1;
    std::vector<SimTime> instants = Draw(process.arrivals, 1000);
    instants.erase(std::unique(instants.begin(), instants.end()), instants.end());
    std::vector<SimTime> alone = Draw(plain, 1000);
    alone.erase(std::unique(alone.begin(), alone.end()), alone.end());
    alone.resize(std::min(alone.size(), instants.size()));
    EXPECT_EQ(instants, alone) << process.name;
  }
}

TEST(ArrivalProcess, TwiceTheRateHalvesTheSameGaps) {
  const std::vector<SimTime> slow = Draw(PoissonOf(0.1), 100);
  const std::vector<SimTime> fast = Draw(PoissonOf(0.2), 100);
  for (size_t i = 0; i < slow.size(); ++i) EXPECT_NEAR(fast[i], slow[i] / 2, 1 + i);
}

TEST(ArrivalProcess, CalendarCountsFollowTheHoursOfTheTeam) {
  std::vector<double> rates(168, 0);
  for (size_t day = 0; day < 5; ++day) {
    for (size_t hour = 9; hour < 18; ++hour) {
      rates[day * 24 + hour] = (1 + static_cast<double>(hour % 4)) / 3600;
    }
  }
  constexpr int kOffset = -210;  // minutes: an hour of the team begins amid one of UTC
  constexpr int kWeeks = 400;
  const std::vector<SimTime> times = Draw(ArrivalProcess(CalendarOf(rates), kOffset, 0), 60'000);
  std::vector<double> counts(168, 0);
  for (const SimTime time : times) {
    if (time >= kWeeks * kWeek) break;
    ++counts[static_cast<size_t>((time + kOffset * kMinute + kWeek) % kWeek / kHour)];
  }
  ASSERT_GT(times.back(), kWeeks * kWeek);
  double chi_square = 0;
  for (size_t hour = 0; hour < 168; ++hour) {
    const double expected = rates[hour] * 3600 * kWeeks;
    if (expected == 0) {
      EXPECT_EQ(counts[hour], 0) << hour;
      continue;
    }
    chi_square += (counts[hour] - expected) * (counts[hour] - expected) / expected;
  }
  EXPECT_GT(chi_square, 15);  // the 0.01 % and 99.99 % points with 45 degrees of freedom: 15, 91
  EXPECT_LT(chi_square, 91);
}

TEST(ArrivalProcess, ACalendarOfOneRateIsPoisson) {
  const std::vector<SimTime> calendar = Draw(CalendarOf({0.5, 0.5, 0.5}, kHour), 5000);
  const std::vector<SimTime> poisson = Draw(PoissonOf(0.5), 5000);
  for (size_t i = 0; i < poisson.size(); ++i) ASSERT_NEAR(calendar[i], poisson[i], 1 + i);
}

TEST(ArrivalProcess, ARareHourIsReachedAcrossManyPeriods) {
  std::vector<double> rates(168, 0);
  rates[100] = 1e-6;  // once in 278 such hours
  for (const SimTime time : Draw(CalendarOf(rates), 50)) {
    ASSERT_LT(time, kEndOfTime);
    EXPECT_EQ(time % kWeek / kHour, 100);
  }
}

TEST(ArrivalProcess, WhereNobodyComesTheEndOfTimeDoes) {
  Arrivals never[] = {PoissonOf(0),       CalendarOf({0, 0}),  CalendarOf({}), MmppOf(0, 0, 1, 1),
                      MmppOf(0, 5, 0, 0), HawkesOf(0, 0.5, 1), TraceOf({})};
  for (Arrivals& arrivals : never) {
    for (const double batch : {1.0, 3.0}) {
      arrivals.batch_mean = batch;
      EXPECT_EQ(Draw(arrivals, 3), std::vector<SimTime>(3, kEndOfTime))
          << static_cast<int>(arrivals.kind);
    }
  }
}

TEST(ArrivalProcess, RatesWithoutAnEndBeforeTheEndOfTimeStopThere) {
  const Arrivals rare[] = {PoissonOf(1e-13), CalendarOf({1e-13, 0}), MmppOf(0, 1e-13, 1e-9, 1e-9),
                           HawkesOf(1e-13, 0.5, 1)};
  for (const Arrivals& arrivals : rare) {
    EXPECT_EQ(Draw(arrivals, 200).back(), kEndOfTime) << static_cast<int>(arrivals.kind);
  }
}

TEST(ArrivalProcess, AnMmppBeginsInItsStationaryPhase) {
  // Leaves so slowly that the first phase stays: 1/5 of the sources begin in the busy one.
  const ArrivalProcess process(MmppOf(0, 1, 1e-9, 4e-9), 0, 0);
  int busy = 0;
  for (uint32_t entity = 0; entity < 10'000; ++entity) {
    busy += Draw(process, 1, 1, entity)[0] < kHour ? 1 : 0;
  }
  EXPECT_NEAR(busy, 2000, 160);  // 4 standard deviations
}

TEST(ArrivalProcess, ATraceBeginsAtTheStart) {
  const ArrivalProcess process(TraceOf({5, 10, 10, 20}), 0, 10);
  EXPECT_EQ(Draw(process, 5), (std::vector<SimTime>{10, 10, 20, kEndOfTime, kEndOfTime}));
}

TEST(ArrivalProcess, BatchesHaveTheirMean) {
  for (const double mean : {2.0, 2.5, 3.0}) {
    for (const bool geometric : {false, true}) {
      Arrivals arrivals = PoissonOf(1);
      arrivals.batch_mean = mean;
      arrivals.geometric_batch = geometric;
      std::map<SimTime, int> sizes;
      for (const SimTime time : Draw(arrivals, 200'000)) ++sizes[time];
      const double batches = static_cast<double>(sizes.size());
      EXPECT_NEAR(200'000 / batches, mean, 0.05) << geometric;
      const auto ones = std::count_if(sizes.begin(), sizes.end(),
                                      [](const auto& batch) { return batch.second == 1; });
      if (geometric) {
        EXPECT_NEAR(static_cast<double>(ones) / batches, 1 / mean, 0.01) << mean;
      } else {
        EXPECT_LE(ones, 1) << mean;  // the last one may be cut off
      }
    }
  }
}

}  // namespace
}  // namespace tfsck
