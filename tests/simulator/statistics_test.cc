#include "simulator/statistics.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>
#include <vector>

namespace tfsck {
namespace {

TEST(Statistics, StudentQuantilesAreThoseOfTheTables) {
  EXPECT_NEAR(StudentQuantile(0.95, 1), 12.7062, 1e-4);
  EXPECT_NEAR(StudentQuantile(0.95, 4), 2.77645, 1e-5);
  EXPECT_NEAR(StudentQuantile(0.95, 29), 2.04523, 1e-5);
  EXPECT_NEAR(StudentQuantile(0.99, 9), 3.24984, 1e-5);
  EXPECT_NEAR(StudentQuantile(0.999, 29), 3.65941, 1e-5);
  EXPECT_NEAR(StudentQuantile(0.9, 1e6), 1.64485, 1e-5);
  EXPECT_TRUE(std::isinf(StudentQuantile(0.95, 0)));
}

TEST(Statistics, MeanWithItsInterval) {
  const Estimate found = EstimateMean(std::vector<double>{1, 2, 3, 4, 5}, 0.95);
  EXPECT_DOUBLE_EQ(found.mean, 3);
  EXPECT_NEAR(found.deviation, std::sqrt(2.5), 1e-12);
  EXPECT_NEAR(found.half_width, 2.77644510520 * std::sqrt(2.5 / 5), 1e-9);
  EXPECT_EQ(found.least, 1);
  EXPECT_EQ(found.most, 5);
  EXPECT_TRUE(found.Contains(4.9));
  EXPECT_FALSE(found.Contains(5));
}

TEST(Statistics, WhatIsNoNumberIsLeftOut) {
  const double nothing = std::numeric_limits<double>::quiet_NaN();
  const Estimate found = EstimateMean(std::vector<double>{nothing, 2, nothing, 4}, 0.95);
  EXPECT_EQ(found.count, 2U);
  EXPECT_DOUBLE_EQ(found.mean, 3);
  EXPECT_TRUE(std::isnan(EstimateMean(std::vector<double>{nothing}, 0.95).mean));
  EXPECT_TRUE(std::isinf(EstimateMean(std::vector<double>{1}, 0.95).half_width));
  EXPECT_EQ(EstimateMean(std::vector<double>{0, 0}, 0.95).RelativeHalfWidth(), 0);
}

TEST(Statistics, IntervalsCoverAsOftenAsTheySay) {
  std::mt19937_64 random(1);
  std::exponential_distribution<double> law(1);
  int covered = 0;
  for (int i = 0; i < 4000; ++i) {
    std::vector<double> means(30);
    for (double& mean : means) {
      for (int j = 0; j < 20; ++j) mean += law(random) / 20;
    }
    covered += EstimateMean(means, 0.95).Contains(1) ? 1 : 0;
  }
  EXPECT_NEAR(covered / 4000.0, 0.95, 0.012);
}

TEST(Statistics, PairsTakeOutWhatTheyShare) {
  const std::vector<double> first = {1, 5, 2, 8, 3};
  const std::vector<double> second = {2.1, 6, 2.9, 9.1, 3.9};
  const PairedDifference found = ComparePairs(first, second, 0.95);
  EXPECT_NEAR(found.difference.mean, 1, 1e-12);
  EXPECT_LT(found.variance_ratio, 0.001);
  EXPECT_LT(found.difference.half_width, 0.2);
}

TEST(Statistics, MserFindsTheEndOfATransient) {
  // A hundred values that fall from 10, then a level with a little of up and down.
  std::vector<double> series;
  for (int i = 0; i < 100; ++i) series.push_back(10 - i * 0.1);
  for (int i = 0; i < 900; ++i) series.push_back(i % 2 == 0 ? 0.3 : -0.3);
  const auto dropped = MserTruncation(series);
  ASSERT_TRUE(dropped.has_value());
  EXPECT_NEAR(static_cast<double>(*dropped), 97, 4);
}

TEST(Statistics, MserDropsNothingOfAStationarySeries) {
  std::vector<double> series;
  for (int i = 0; i < 1000; ++i) series.push_back(i % 3);
  const auto dropped = MserTruncation(series);
  ASSERT_TRUE(dropped.has_value());
  EXPECT_LE(*dropped, 2U);
}

TEST(Statistics, MserCannotTellFromATrend) {
  std::vector<double> series;
  for (int i = 0; i < 1000; ++i) series.push_back(i);
  EXPECT_FALSE(MserTruncation(series).has_value());
  EXPECT_FALSE(MserTruncation(std::vector<double>{1, 2}).has_value());
}

TEST(Statistics, BatchMeansTellDependence) {
  std::mt19937_64 random(5);
  std::normal_distribution<double> law;
  std::vector<double> noise(6400);
  for (double& value : noise) value = law(random);
  const BatchMeans independent = BatchMeansOf(noise, 32, 0.95);
  EXPECT_TRUE(independent.independent);
  EXPECT_TRUE(independent.estimate.Contains(0));
  EXPECT_NEAR(independent.lag1, 0, 0.35);
  std::vector<double> walk = noise;
  for (size_t i = 1; i < walk.size(); ++i) walk[i] += walk[i - 1];
  EXPECT_FALSE(BatchMeansOf(walk, 32, 0.95).independent);
  EXPECT_GT(BatchMeansOf(walk, 32, 0.95).lag1, 0.6);
}

// Von Neumann's ratio by hand: of 1, 3, 2, 4 the steps are 4 + 1 + 4, the spread 5.
TEST(Statistics, VonNeumannByHand) {
  const BatchMeans found = BatchMeansOf(std::vector<double>{1, 3, 2, 4}, 4, 0.95);
  EXPECT_DOUBLE_EQ(found.lag1, 1 - 9.0 / 5 / 2);
}

TEST(Statistics, ClopperPearsonKnownValues) {
  const ShareInterval tenth = ClopperPearson(10, 100, 0.95);
  EXPECT_NEAR(tenth.low, 0.049005, 1e-6);
  EXPECT_NEAR(tenth.high, 0.176223, 1e-6);
  // The rule of three, one-sided at 97.5 %.
  const ShareInterval none = ClopperPearson(0, 100, 0.95);
  EXPECT_EQ(none.low, 0);
  EXPECT_NEAR(none.high, 1 - std::pow(0.025, 0.01), 1e-9);
  EXPECT_EQ(ClopperPearson(100, 100, 0.95).high, 1);
  EXPECT_EQ(ClopperPearson(0, 0, 0.95).high, 1);
}

TEST(Statistics, ControlTakesOutWhatItExplains) {
  std::mt19937_64 random(9);
  std::normal_distribution<double> law;
  std::vector<double> values;
  std::vector<double> control;
  for (int i = 0; i < 200; ++i) {
    control.push_back(5 + law(random));
    values.push_back(10 + 2 * (control.back() - 5) + 0.1 * law(random));
  }
  const ControlledEstimate found = EstimateWithControl(values, control, 5, 0.95);
  EXPECT_NEAR(found.coefficient, 2, 0.05);
  EXPECT_GT(found.gain, 200);
  EXPECT_NEAR(found.estimate.mean, 10, 0.04);
  EXPECT_LT(found.estimate.half_width, 0.02);
  const Estimate plain = EstimateMean(values, 0.95);
  EXPECT_EQ(found.estimate.deviation, plain.deviation);
  EXPECT_EQ(found.estimate.least, plain.least);
  EXPECT_EQ(found.estimate.most, plain.most);
  EXPECT_NEAR(found.gain, std::pow(plain.half_width / found.estimate.half_width, 2),
              0.02 * found.gain);
}

// y = 1, 3, 2, 5, 4 on x = 1 .. 5: slope 0.8, residuals -0.4, 0.8, -1, 1.2, -0.6 with a sum of
// squares of 3.6.  At x = 2 the line is at 2.2, with variance 3.6 / 3 (1 / 5 + 1 / 10) = 0.36.
TEST(Statistics, TheIntervalWithAControlIsThatOfTheRegression) {
  const std::vector<double> values = {1, 3, 2, 5, 4};
  const std::vector<double> control = {1, 2, 3, 4, 5};
  const ControlledEstimate found = EstimateWithControl(values, control, 2, 0.95);
  EXPECT_DOUBLE_EQ(found.coefficient, 0.8);
  EXPECT_DOUBLE_EQ(found.estimate.mean, 2.2);
  EXPECT_DOUBLE_EQ(found.estimate.half_width, StudentQuantile(0.95, 3) * 0.6);
  EXPECT_DOUBLE_EQ(found.gain, 2.5 / 5 / 0.36);
}

TEST(Statistics, AControlIsOfNoUseWhereItSaysNothing) {
  const double nan = std::nan("");
  const std::vector<double> values = {1, 3, 2, 5, 4};
  const auto plain = EstimateMean(values, 0.95);
  const std::vector<double> kControls[] = {{7, 7, 7, 7, 7}, {1, 2, nan, 4, 5}};
  for (const std::vector<double>& control : kControls) {
    const ControlledEstimate found = EstimateWithControl(values, control, 2, 0.95);
    EXPECT_EQ(found.estimate.mean, plain.mean);
    EXPECT_EQ(found.estimate.half_width, plain.half_width);
    EXPECT_EQ(found.gain, 1);
  }
  const std::vector<double> three = {1, 3, 2};
  EXPECT_EQ(EstimateWithControl(three, three, 2, 0.95).gain, 1);
  // What is always the same needs none.
  const std::vector<double> same = {3, 3, 3, 3, 3};
  const ControlledEstimate found = EstimateWithControl(same, values, 2, 0.95);
  EXPECT_EQ(found.estimate.mean, 3);
  EXPECT_EQ(found.estimate.half_width, 0);
  EXPECT_EQ(found.gain, 1);
}

TEST(Statistics, ValuesThatAreNoNumbersGoWithTheirControl) {
  const double nan = std::nan("");
  const std::vector<double> values = {1, 3, nan, 2, 5, 4};
  const std::vector<double> control = {1, 2, 50, 3, 4, 5};
  const ControlledEstimate found = EstimateWithControl(values, control, 2, 0.95);
  EXPECT_DOUBLE_EQ(found.estimate.mean, 2.2);
  EXPECT_EQ(found.estimate.count, 5u);
}

}  // namespace
}  // namespace tfsck
