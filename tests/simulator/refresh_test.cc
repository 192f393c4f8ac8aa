#include "simulator/refresh.h"

#include <gtest/gtest.h>

namespace tfsck {
namespace {

TEST(RefreshTime, IsWhatSlotsOrTheProviderAllow) {
  RefreshWork work{.calls_per_resource = 2, .parallelism = 10};
  EXPECT_EQ(RefreshTime(work, 400, 0.3), 24 * kSecond);  // 400 * 2 * 0.3 / 10
  work.provider_rate = 40;
  EXPECT_EQ(RefreshTime(work, 400, 0.3), 24 * kSecond);
  work.provider_rate = 20;
  EXPECT_EQ(RefreshTime(work, 400, 0.3), 40 * kSecond);
  EXPECT_EQ(RefreshTime(work, 400, 0), 40 * kSecond);
}

TEST(RefreshTime, OfNothingIsNothingAndOfTooMuchTheEndOfTime) {
  RefreshWork work{.provider_rate = 1e-300};
  EXPECT_EQ(RefreshTime(work, 0, 1), 0);
  EXPECT_EQ(RefreshTime(work, 5, 1), kEndOfTime);
}

}  // namespace
}  // namespace tfsck
