#include "simulator/poll_schedule.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace tfsck {
namespace {

// The schedule walked through as Terraform does.
std::vector<SimTime> Walked(const PollSchedule& schedule, size_t count) {
  std::vector<SimTime> attempts = {0};
  SimTime pause = std::min(schedule.first, schedule.ceiling);
  while (attempts.size() < count) {
    attempts.push_back(attempts.back() + pause);
    pause = std::min(pause * std::max<uint32_t>(schedule.factor, 1), schedule.ceiling);
  }
  return attempts;
}

const PollSchedule kSchedules[] = {
    {},                               // Terraform
    {kSecond, 1, 16 * kSecond},       // every second
    {kSecond, 0, 16 * kSecond},       // no factor: as 1
    {20 * kSecond, 2, 16 * kSecond},  // the ceiling is below the first pause
    {1, 2, kEndOfTime},               // never stops growing
    {3, 10, 1000},                    // a ceiling that is no power
    {kSecond / 1000, 2, kSecond},     // faster than Terraform
    {16 * kSecond, 2, 16 * kSecond},  // at the ceiling from the start
};

TEST(PollTimes, AreThoseOfAWalkThroughTheSchedule) {
  for (const PollSchedule& schedule : kSchedules) {
    const PollTimes times(schedule);
    const std::vector<SimTime> walked = Walked(schedule, 40);
    for (size_t i = 0; i < walked.size(); ++i) {
      EXPECT_EQ(times.Attempt(static_cast<int64_t>(i)), walked[i]);
    }
  }
}

TEST(PollTimes, TheNextAttemptIsTheFirstNotBefore) {
  for (const PollSchedule& schedule : kSchedules) {
    const PollTimes times(schedule);
    const std::vector<SimTime> walked = Walked(schedule, 40);
    for (size_t i = 1; i < walked.size(); ++i) {
      EXPECT_EQ(times.NextAttempt(walked[i]), walked[i]);
      EXPECT_EQ(times.NextAttempt(walked[i - 1] + 1), walked[i]);
      EXPECT_EQ(times.IndexAtOrAfter(walked[i - 1] + 1), static_cast<int64_t>(i));
    }
    EXPECT_EQ(times.NextAttempt(0), 0);
  }
}

TEST(PollTimes, ThereIsNoAttemptAtTheDeadline) {
  for (const PollSchedule& schedule : kSchedules) {
    const PollTimes times(schedule);
    const std::vector<SimTime> walked = Walked(schedule, 40);
    for (size_t i = 1; i < walked.size(); ++i) {
      EXPECT_EQ(times.LastAttemptWithin(walked[i]), walked[i - 1]);
      EXPECT_EQ(times.AttemptsWithin(walked[i]), static_cast<int64_t>(i));
      EXPECT_EQ(times.LastAttemptWithin(walked[i] + 1), walked[i]);
    }
    EXPECT_EQ(times.AttemptsWithin(0), 1);
  }
}

TEST(PollTimes, AnEndlessPatienceIsNoOverflow) {
  const PollTimes times{PollSchedule{}};
  EXPECT_LT(times.LastAttemptWithin(kEndOfTime), kEndOfTime);
  EXPECT_GE(times.LastAttemptWithin(kEndOfTime), kEndOfTime - 16 * kSecond);
}

}  // namespace
}  // namespace tfsck
