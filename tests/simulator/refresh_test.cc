#include "simulator/refresh.h"

#include <gtest/gtest.h>

namespace tfsck {
namespace {

TEST(RefreshTime, IsWhatSlotsAndTheProviderAllow) {
  const RefreshWork work{.calls_per_resource = 2, .parallelism = 10};
  EXPECT_EQ(OwnRefreshTime(work, 400, 0.3), 24 * kSecond);  // 400 * 2 * 0.3 / 10
  EXPECT_EQ(LimitedRefreshTime(work, 400, 20), 40 * kSecond);
  EXPECT_EQ(LimitedRefreshTime(work, 400, 0), 0);
}

TEST(RefreshTime, OfNothingIsNothingAndOfTooMuchTheEndOfTime) {
  const RefreshWork work;
  EXPECT_EQ(LimitedRefreshTime(work, 0, 1e-300), 0);
  EXPECT_EQ(LimitedRefreshTime(work, 5, 1e-300), kEndOfTime);
}

TEST(RefreshTime, RateIsThatOfTheNearestWordOnIt) {
  Scenario scenario;
  scenario.accounts = {{"dev", 5}, {"prod", 7}};
  const WorkspaceGroup nowhere;
  const WorkspaceGroup in_prod{.account = 1};
  struct Case {
    RefreshWork work;
    WorkspaceGroup group;
    int account;
    double rate;
  };
  const Case cases[] = {
      {{}, nowhere, -1, 0}, {{.provider_rate = 3}, nowhere, -1, 3}, {{.account = 0}, nowhere, 0, 5},
      {{}, in_prod, 1, 7},  {{.provider_rate = 3}, in_prod, -1, 3}, {{.account = 0}, in_prod, 0, 5},
  };
  for (const Case& each : cases) {
    EXPECT_EQ(AccountOf(each.work, each.group), each.account);
    EXPECT_EQ(ProviderRateAlone(scenario, each.work, each.group), each.rate);
  }
}

}  // namespace
}  // namespace tfsck
