#include "simulator/sampler.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/math/distributions/gamma.hpp>
#include <boost/math/distributions/hyperexponential.hpp>
#include <boost/math/distributions/lognormal.hpp>
#include <boost/math/distributions/weibull.hpp>
#include <cmath>
#include <limits>
#include <vector>

#include "simulator/partial_moment.h"
#include "simulator/sample_batch.h"
#include "simulator/stream.h"
#include "tests/simulator/sample_laws.h"

namespace tfsck {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

// Points of (0, 1) as the streams give them: everywhere, and down to 1e-12 from both ends.
std::vector<double> Points() {
  std::vector<double> points(3000);
  Uniforms({.seed = 5}, 0, 0, 0, points);
  for (double v = 0.5; v > 1e-12; v *= 0.93) {
    const double on_grid = (2 * std::floor(v * 0x1p52) + 1) * 0x1p-53;
    points.push_back(on_grid);
    points.push_back(1 - on_grid);
  }
  std::sort(points.begin(), points.end());
  return points;
}

// The quantile of u lies within 1e-6 of x (1 ns at least): so much of the law is below and above.
void ExpectQuantile(const SampleLaw& sample, double u, double x) {
  const double slack = std::max(1e-6 * x, 1e-9);
  const Split least = PartialMoment(sample.law, 0, x - slack, Atom::kAbove);
  const Split most = PartialMoment(sample.law, 0, x + slack, Atom::kBelow);
  if (u < 0.5) {
    EXPECT_LE(least.below, u * (1 + 1e-11)) << sample.name << " " << u << " " << x;
    EXPECT_GE(most.below, u * (1 - 1e-11)) << sample.name << " " << u << " " << x;
  } else {
    EXPECT_GE(least.above, (1 - u) * (1 - 1e-11)) << sample.name << " " << u << " " << x;
    EXPECT_LE(most.above, (1 - u) * (1 + 1e-11)) << sample.name << " " << u << " " << x;
  }
}

TEST(Sampler, EveryLawOfTheTestsIsAdmissible) {
  for (const SampleLaw& sample : SampleLaws()) {
    EXPECT_EQ(CheckDistribution(sample.law), std::nullopt) << sample.name;
  }
}

TEST(Sampler, ValueIsTheQuantileToOnePartInAMillion) {
  const std::vector<double> points = Points();
  for (const SampleLaw& sample : SampleLaws()) {
    const Sampler sampler(sample.law);
    for (const double u : points) ExpectQuantile(sample, u, sampler.Value(u));
  }
}

TEST(Sampler, DoesNotDecreaseInU) {
  const std::vector<double> points = Points();
  for (const SampleLaw& sample : SampleLaws()) {
    const Sampler sampler(sample.law);
    SimTime last = 0;
    for (const double u : points) {
      const SimTime time = sampler.Sample(u);
      ASSERT_GE(time, last) << sample.name << " " << u;
      last = time;
    }
  }
}

TEST(Sampler, ABatchIsTheSingleDraws) {
  std::vector<double> u(1000);
  Uniforms({.seed = 6}, 0, 0, 0, u);
  u.push_back(0x1p-53);
  u.push_back(1 - 0x1p-53);
  std::vector<SimTime> batch(u.size());
  for (const SampleLaw& sample : SampleLaws()) {
    const Sampler sampler(sample.law);
    sampler.Samples(u, batch);
    for (size_t i = 0; i < u.size(); ++i) {
      ASSERT_EQ(batch[i], sampler.Sample(u[i])) << sample.name << " " << u[i];
    }
  }
}

TEST(Sampler, BatchesRoundAsFromSecondsAlsoOfLongTimes) {
  const std::vector<double> u = {0x1p-53, 0.125, 0.5, 0.75, 1 - 0x1p-53};
  std::vector<SimTime> batch(u.size());
  for (const double mean : {1e-9, 1e-6, 2.5e-6, 1.0, 1e4, 0.99 * kLongestVectorMean, 1e9, 1e20}) {
    const Sampler sampler(Distribution::Exponential(mean));
    sampler.Samples(u, batch);
    for (size_t i = 0; i < u.size(); ++i) EXPECT_EQ(batch[i], FromSeconds(sampler.Value(u[i])));
  }
}

TEST(Sampler, LognormalBatchesHoldOutAnySigma) {
  const std::vector<double> u = {0x1p-53, 0.25, 0.5, 1 - 0x1p-53};
  std::vector<SimTime> batch(u.size());
  const Sampler sampler(Distribution::Lognormal(1, 1000));
  sampler.Samples(u, batch);
  EXPECT_EQ(batch, (std::vector<SimTime>{0, 0, kSecond, kEndOfTime}));
}

TEST(Sampler, ExtremeDrawsAreFinite) {
  for (const SampleLaw& sample : SampleLaws()) {
    const Sampler sampler(sample.law);
    for (const double u : {0x1p-54, 0x1p-53, 1 - 0x1p-53}) {
      EXPECT_GE(sampler.Value(u), 0) << sample.name;
      EXPECT_LT(sampler.Value(u), kInfinity) << sample.name;
      EXPECT_LT(sampler.Sample(u), kEndOfTime) << sample.name;
    }
  }
}

// The integral of Value(u)^order over u in (0, 1), by the midpoint rule in t.
double MomentOverU(const Sampler& sampler, int order) {
  double sum = 0;
  double weights = 0;
  constexpr int kSteps = 200'000;
  for (int i = 0; i < kSteps; ++i) {
    const double t = (i + 0.5) / kSteps;  // u = t^2 (3 - 2 t): more points at both ends
    const double weight = 6 * t * (1 - t);
    sum += weight * std::pow(sampler.Value(t * t * (3 - 2 * t)), order);
    weights += weight;
  }
  return sum / weights;
}

TEST(Sampler, MomentsAreThoseOfTheDraws) {
  for (const SampleLaw& sample : SampleLaws()) {
    const Sampler sampler(sample.law);
    const Moments moments = MomentsOf(sample.law);
    EXPECT_NEAR(MomentOverU(sampler, 1) / moments.mean, 1, 1e-4) << sample.name;
    EXPECT_NEAR(MomentOverU(sampler, 2) / moments.second, 1, 1e-2) << sample.name;
  }
}

struct KnownMoments {
  const char* name;
  Distribution law;
  Moments moments;
};

TEST(Sampler, MomentsAreTheTextbooks) {
  using D = Distribution;
  const double third = std::exp(3 * std::log(2.0) + 4.5 * 0.25);
  const KnownMoments known[] = {
      {"deterministic", D::Deterministic(2), {2, 4, 8}},
      {"exponential", D::Exponential(2), {2, 8, 48}},
      {"Erlang-2", D::Erlang(2, 2), {2, 6, 24}},
      {"gamma", D::Gamma(2, 0.5), {2, 5, 15}},
      {"lognormal", D::Lognormal(2, 0.5), {2 * std::exp(0.125), 4 * std::exp(0.5), third}},
      {"hyperexponential", D::Hyperexponential({1, 3}, {4, 2}), {2.5, 14, 132}},
      {"Weibull", D::Weibull(0.5, 1), {2, 24, 720}},
      {"Pareto", D::Pareto(2.5, 3), {5, 45, kInfinity}},
      {"Pareto bounded", D::Pareto(1, 1, 2), {2 * std::log(2), 2, 3}},
      {"uniform", D::Uniform(1, 3), {2, 13.0 / 3, 10}},
      {"empirical", D::Empirical({1, 2, 3, 6}), {3, 12.5, 63}},
      {"shifted", D::Shifted(1, D::Exponential(2)), {3, 13, 79}},
      {"mixture", D::Mixture({1, 1}, {D::Deterministic(1), D::Deterministic(3)}), {2, 5, 14}},
      {"truncated", D::Truncated(D::Uniform(0, 10), 1, 3), {2, 13.0 / 3, 10}},
      {"truncated below", D::Truncated(D::Pareto(2.5, 1), 3, kInfinity), {5, 45, kInfinity}},
  };
  for (const KnownMoments& row : known) {
    const Moments moments = MomentsOf(row.law);
    EXPECT_NEAR(moments.mean / row.moments.mean, 1, 1e-12) << row.name;
    EXPECT_NEAR(moments.second / row.moments.second, 1, 1e-12) << row.name;
    if (row.moments.third == kInfinity) {
      EXPECT_EQ(moments.third, kInfinity) << row.name;
    } else {
      EXPECT_NEAR(moments.third / row.moments.third, 1, 1e-12) << row.name;
    }
  }
}

TEST(Sampler, CumulativeIsBoosts) {
  using D = Distribution;
  namespace bm = boost::math;
  const double rates[] = {0.25, 0.5};
  const double weights[] = {0.25, 0.75};
  for (double x = 0.01; x < 100; x *= 1.3) {
    EXPECT_NEAR(CumulativeOf(D::Gamma(2, 0.5), x), bm::cdf(bm::gamma_distribution<>(4, 0.5), x),
                1e-13);
    EXPECT_NEAR(CumulativeOf(D::Erlang(6, 3), x), bm::cdf(bm::gamma_distribution<>(3, 2), x),
                1e-13);
    EXPECT_NEAR(CumulativeOf(D::Lognormal(2, 0.5), x),
                bm::cdf(bm::lognormal(std::log(2.0), 0.5), x), 1e-13);
    EXPECT_NEAR(CumulativeOf(D::Weibull(1.5, 3), x), bm::cdf(bm::weibull(1.5, 3), x), 1e-13);
    EXPECT_NEAR(CumulativeOf(D::Hyperexponential({1, 3}, {4, 2}), x),
                bm::cdf(bm::hyperexponential(weights, rates), x), 1e-13);
  }
}

TEST(Sampler, AnAtomCountsAtItsPoint) {
  const Distribution law = Distribution::Empirical({1, 2, 2, 7});
  EXPECT_EQ(CumulativeOf(law, 1.999), 0.25);
  EXPECT_EQ(CumulativeOf(law, 2), 0.75);
  EXPECT_EQ(CumulativeOf(Distribution::Truncated(law, 2, 7), 2), 2.0 / 3);
}

// With its own chance, to the last number that can be drawn; and nothing else comes out as it.
TEST(Sampler, AnAtomOfAMixtureIsGivenExactlyAsOftenAsItShould) {
  const Distribution late = Distribution::Shifted(600, Distribution::Exponential(1));
  const Sampler sampler(Distribution::Mixture(
      {1, 1, 2}, {Distribution::Uniform(0, 600), Distribution::Deterministic(600), late}));
  EXPECT_LT(sampler.Value(0.25 - 1e-8), 600 - 2e-5);
  EXPECT_GT(sampler.Value(0.25 - 1e-8), 600 - 3e-5);
  EXPECT_EQ(sampler.Value(0.25 + 0x1p-53), 600);
  EXPECT_EQ(sampler.Value(0.4), 600);
  EXPECT_EQ(sampler.Value(0.5), 600);
  EXPECT_NEAR(sampler.Value(0.5 + 1e-6) - 600, 2e-6, 1e-8);
  const Sampler above(Distribution::Truncated(
      Distribution::Mixture({9, 1}, {Distribution::Uniform(0, 9), Distribution::Empirical({9})}), 1,
      9));
  EXPECT_LT(above.Value(8.0 / 9 - 1e-8), 9 - 5e-8);
  EXPECT_EQ(above.Value(8.0 / 9 + 1e-12), 9);
}

TEST(Sampler, EmpiricalGivesTheValuesThemselves) {
  const Sampler sampler(Distribution::Empirical({1, 2, 2, 7}));
  EXPECT_EQ(sampler.Value(0.25), 1);
  EXPECT_EQ(sampler.Value(0.2501), 2);
  EXPECT_EQ(sampler.Value(0.7499), 2);
  EXPECT_EQ(sampler.Value(0.7501), 7);
}

TEST(Sampler, KnowsWhatNeverVaries) {
  using D = Distribution;
  EXPECT_TRUE(Sampler().deterministic());
  EXPECT_EQ(Sampler().Sample(0.3), 0);
  EXPECT_TRUE(Sampler(D::Shifted(1, D::Deterministic(2))).deterministic());
  EXPECT_TRUE(Sampler(D::Uniform(5, 5)).deterministic());
  EXPECT_FALSE(Sampler(D::Exponential(2)).deterministic());
  EXPECT_FALSE(
      Sampler(D::Mixture({1, 1}, {D::Deterministic(1), D::Deterministic(2)})).deterministic());
}

}  // namespace
}  // namespace tfsck
