// Processor sharing of one provider account.
#include "simulator/refresh_shared_rate.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <random>

namespace tfsck {
namespace {

using Completion = SharedRate::Completion;

TEST(SharedRate, AloneTakesTheLongerDurationExactly) {
  for (const SimTime duration :
       {SimTime{0}, SimTime{1}, SimTime{3}, 7 * kSecond + 1, 35 * kMinute + 3}) {
    for (const SimTime other : {SimTime{0}, duration / 2, duration}) {
      SharedRate own(1);
      own.Start(5, 9, duration, other);
      EXPECT_EQ(own.Next(), (Completion{5 + duration, 9}));
      SharedRate limited(1);
      limited.Start(5, 9, other, duration);
      EXPECT_EQ(limited.Next(), (Completion{5 + duration, 9}));
    }
  }
}

TEST(SharedRate, TheLimitIsSharedEqually) {
  SharedRate rate(2);
  rate.Start(0, 1, 0, 10 * kSecond);
  rate.Start(4 * kSecond, 2, 0, 10 * kSecond);
  EXPECT_EQ(rate.Next(), (Completion{16 * kSecond, 1}));  // 6 s left, at half speed
  rate.Remove(16 * kSecond, 1);
  EXPECT_EQ(rate.Next(), (Completion{20 * kSecond, 2}));
  rate.Remove(20 * kSecond, 2);
  EXPECT_EQ(rate.Next(), Completion());
  EXPECT_EQ(rate.in_progress(), 0u);
}

TEST(SharedRate, BelowTheLimitNobodyHindersAnybody) {
  SharedRate rate(3);
  rate.Start(0, 1, 30, 10);
  rate.Start(10, 2, 40, 10);
  rate.Start(20, 3, 50, 10);
  EXPECT_EQ(rate.Next(), (Completion{30, 1}));
  rate.Remove(30, 1);
  EXPECT_EQ(rate.Next(), (Completion{50, 2}));
  rate.Remove(50, 2);
  EXPECT_EQ(rate.Next(), (Completion{70, 3}));
}

TEST(SharedRate, PartsOfMicrosecondsAreRoundedUp) {
  SharedRate rate(2);
  rate.Start(0, 1, 5, 3);
  rate.Start(1, 2, 100, 3);
  EXPECT_EQ(rate.Next(), (Completion{6, 1}));  // 4/5 left, 1/6 each microsecond: 4.8
}

TEST(SharedRate, WhatStoodStillGoesOnWhereItWas) {
  SharedRate rate(2);
  rate.Start(0, 1, 0, 10 * kSecond);
  rate.Start(0, 2, 0, 10 * kSecond);
  const uint64_t left = rate.Remove(8 * kSecond, 1);  // 6 s, alone
  EXPECT_EQ(rate.Next(), (Completion{14 * kSecond, 2}));
  rate.Start(11 * kSecond, 1, 0, 10 * kSecond, left);
  EXPECT_EQ(rate.Next(), (Completion{17 * kSecond, 2}));  // 3 s, at half speed
  rate.Remove(17 * kSecond, 2);
  EXPECT_EQ(rate.Next(), (Completion{20 * kSecond, 1}));
}

TEST(SharedRate, TiesGoToTheSmallestNumber) {
  SharedRate rate(2);
  rate.Start(0, 7, 10, 0);
  rate.Start(0, 3, 10, 0);
  EXPECT_EQ(rate.Next(), (Completion{10, 3}));
  rate.Remove(10, 3);
  EXPECT_EQ(rate.Next(), (Completion{10, 7}));
}

TEST(SharedRate, HugeDurationsEndWithTime) {
  constexpr uint32_t kMany = 300;  // that many times the end of time is more than 2^63
  SharedRate rate(kMany);
  for (uint32_t number = 0; number < kMany; ++number) rate.Start(0, number, 0, kEndOfTime);
  EXPECT_EQ(rate.Next(), Completion());
}

// The same in floating point, from the definition.
struct PlainSharing {
  struct Job {
    double own, limited, left;
  };
  std::map<uint32_t, Job> jobs;

  double Speed(const Job& job) const {
    return 1 / std::max(job.own, job.limited * static_cast<double>(jobs.size()));
  }
  void Advance(double by) {
    for (auto& [number, job] : jobs) job.left -= by * Speed(job);
  }
  double Next() const {
    double soonest = INFINITY;
    for (const auto& [number, job] : jobs) soonest = std::min(soonest, job.left / Speed(job));
    return soonest;
  }
};

TEST(SharedRate, EqualsFloatingPointOnRandomHistories) {
  std::mt19937 random(12);
  for (int history = 0; history < 50; ++history) {
    SharedRate rate(40);
    PlainSharing plain;
    SimTime now = 0;
    for (uint32_t number = 0; number < 200; ++number) {
      const SimTime arrival = now + random() % kSecond;
      while (rate.Next().time <= arrival) {
        const auto [time, refresh] = rate.Next();
        EXPECT_NEAR(static_cast<double>(time - now), std::max(0.0, plain.Next()), 50);
        plain.Advance(static_cast<double>(time - now));
        rate.Remove(time, refresh);
        EXPECT_NEAR(plain.jobs[refresh].left, 0, 1e-3);
        plain.jobs.erase(refresh);
        now = time;
      }
      plain.Advance(static_cast<double>(arrival - now));
      now = arrival;
      if (rate.in_progress() == 40) continue;
      const SimTime own = 1 + random() % (2 * kSecond);
      const SimTime limited = random() % kSecond;
      rate.Start(now, number, own, limited);
      plain.jobs[number] = {static_cast<double>(own), static_cast<double>(limited), 1.0};
    }
  }
}

// Kleinrock 1967: M/G/1 processor sharing stays E S / (1 - rho), whatever the law of S.
TEST(SharedRate, MeanStayIsThatOfProcessorSharing) {
  std::mt19937_64 random(13);
  const auto uniform = [&] { return (static_cast<double>(random() >> 12) + 0.5) * 0x1p-52; };
  SharedRate rate(1000);
  std::map<uint32_t, SimTime> arrived;
  SimTime now = 0;
  double stay = 0;
  int done = 0;
  for (uint32_t number = 0; number < 200'000; ++number) {
    now += FromSeconds(-std::log(uniform()) / 0.5);
    while (rate.Next().time <= now) {
      const auto [time, refresh] = rate.Next();
      stay += ToSeconds(time - arrived[refresh]);
      ++done;
      rate.Remove(time, refresh);
      arrived.erase(refresh);
    }
    arrived[number] = now;
    rate.Start(now, number, 0, uniform() < 0.5 ? kSecond / 2 : 3 * kSecond / 2);  // rho = 0.5
  }
  EXPECT_NEAR(stay / done, 2, 0.04);
}

}  // namespace
}  // namespace tfsck
