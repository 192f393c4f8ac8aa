#include "engine/persist_gap.h"

#include <gtest/gtest.h>

#include <cmath>
#include <optional>
#include <random>
#include <vector>

namespace tfsck {
namespace {

constexpr double kSecond = 1e6;

// `count` gaps around `seconds`, as wide as `deviation` of their logarithm.
void Append(double seconds, double deviation, int count, std::vector<int64_t>* gaps) {
  std::mt19937_64 random(gaps->size() + 1);
  std::normal_distribution<double> normal(std::log(seconds * kSecond), deviation);
  for (int i = 0; i < count; ++i) {
    gaps->push_back(static_cast<int64_t>(std::exp(normal(random))));
  }
}

double Seconds(const std::optional<int64_t>& gap) {
  return gap ? static_cast<double>(*gap) / kSecond : -1;
}

TEST(PersistGap, LiesBetweenTheStoresOfOneApplyAndTheApplies) {
  for (const double apply : {1800.0, 14400.0, 86400.0}) {
    std::vector<int64_t> gaps;
    Append(22, 0.1, 60, &gaps);
    Append(apply, 0.5, 60, &gaps);
    const double gap = Seconds(EstimatePersistGap(gaps));
    EXPECT_GT(gap, 25) << apply;
    EXPECT_LT(gap, apply / 3) << apply;
  }
}

TEST(PersistGap, IsTheSameForAnyOrderOfTheGaps) {
  std::vector<int64_t> gaps;
  Append(22, 0.1, 40, &gaps);
  Append(7200, 0.7, 40, &gaps);
  const auto first = EstimatePersistGap(gaps);
  ASSERT_TRUE(first);
  std::reverse(gaps.begin(), gaps.end());
  EXPECT_EQ(EstimatePersistGap(gaps), first);
}

TEST(PersistGap, OneGroupIsNotDivided) {
  std::vector<int64_t> gaps;
  Append(3600, 0.8, 200, &gaps);
  EXPECT_EQ(EstimatePersistGap(gaps), std::nullopt);
}

TEST(PersistGap, GapsThatAreAllAlikeAreNotDivided) {
  EXPECT_EQ(EstimatePersistGap(std::vector<int64_t>(100, 20'000'000)), std::nullopt);
}

TEST(PersistGap, FewGapsAreNotJudged) {
  std::vector<int64_t> gaps;
  Append(22, 0.1, 15, &gaps);
  Append(86400, 0.3, 14, &gaps);
  EXPECT_EQ(EstimatePersistGap(gaps), std::nullopt);
  Append(86400, 0.3, 1, &gaps);
  EXPECT_NE(EstimatePersistGap(gaps), std::nullopt);
}

TEST(PersistGap, EqualAndReversedTimesDoNotCount) {
  std::vector<int64_t> gaps(200, 0);
  EXPECT_EQ(EstimatePersistGap(gaps), std::nullopt);
  gaps.assign(200, -5'000'000);
  EXPECT_EQ(EstimatePersistGap(gaps), std::nullopt);
}

// An apply stores no oftener than every 20 s, and people who wait half an hour began anew.
TEST(PersistGap, StaysWithinWhatAnApplyDoes) {
  std::vector<int64_t> tiny;
  Append(0.01, 0.1, 50, &tiny);
  Append(2, 0.1, 50, &tiny);
  EXPECT_EQ(EstimatePersistGap(tiny), 25'000'000);
  std::vector<int64_t> huge;
  Append(86400, 0.1, 50, &huge);
  Append(8640000, 0.1, 50, &huge);
  EXPECT_EQ(EstimatePersistGap(huge), 1'800'000'000);
}

}  // namespace
}  // namespace tfsck
