#include "simulator/analytic/law.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

namespace tfsck::analytic {
namespace {

struct NamedLaw {
  std::string name;
  Distribution law;
  double end;  // next to nothing lies beyond
};

std::vector<NamedLaw> Laws() {
  const Distribution lognormal = Distribution::LognormalByMean(2, .5);
  return {
      {"deterministic", Distribution::Deterministic(2), 3},
      {"exponential", Distribution::Exponential(2), 100},
      {"erlang", Distribution::Erlang(2, 3), 60},
      {"gamma", Distribution::Gamma(2, .7), 80},
      {"lognormal", lognormal, 60},
      {"lognormal without spread", Distribution::Lognormal(2, 0), 3},
      {"hyperexponential", Distribution::Hyperexponential({1, 3}, {4, 1}), 160},
      {"weibull", Distribution::Weibull(1.5, 2), 40},
      {"bounded pareto", Distribution::Pareto(1.2, 1, 50), 51},
      {"bounded pareto of shape 1", Distribution::Pareto(1, 1, 50), 51},
      {"bounded pareto of shape 2", Distribution::Pareto(2, 1, 50), 51},
      {"uniform", Distribution::Uniform(1, 4), 5},
      {"uniform without spread", Distribution::Uniform(2, 2), 3},
      {"empirical", Distribution::Empirical({1, 2, 2, 5}), 6},
      {"shifted", Distribution::Shifted(1, lognormal), 60},
      {"mixture", Distribution::Mixture({1, 2}, {lognormal, Distribution::Uniform(1, 4)}), 60},
      {"truncated", Distribution::Truncated(lognormal, 1, 5), 6},
      {"truncated from below", Distribution::Truncated(lognormal, 1, INFINITY), 60},
  };
}

// The integral of k x^(k-1) P(S > x), by the midpoint rule.
double Integrated(const Distribution& law, int k, double end) {
  constexpr int kSteps = 40'000;
  double sum = 0;
  for (int i = 0; i < kSteps; ++i) {
    const double x = (i + .5) * end / kSteps;
    sum += k * std::pow(x, k - 1) * (1 - CumulativeOf(law, x));
  }
  return sum * end / kSteps;
}

TEST(Law, MomentsAreThoseOfTheDistributionFunction) {
  for (const NamedLaw& each : Laws()) {
    SCOPED_TRACE(each.name);
    const Moments moments = MomentsOf(each.law);
    EXPECT_NEAR(Integrated(each.law, 1, each.end), moments.mean, 2e-4 * moments.mean);
    EXPECT_NEAR(Integrated(each.law, 2, each.end), moments.second, 2e-4 * moments.second);
    EXPECT_NEAR(Integrated(each.law, 3, each.end), moments.third, 2e-3 * moments.third);
  }
}

TEST(Law, LimitedMeansAreItsIntegral) {
  for (const NamedLaw& each : Laws()) {
    SCOPED_TRACE(each.name);
    for (const double x : {.5, 1.5, 2.5, 6.0}) {
      EXPECT_NEAR(LimitedMean(each.law, x), Integrated(each.law, 1, x), 2e-4);
    }
    EXPECT_DOUBLE_EQ(LimitedMean(each.law, INFINITY), MomentsOf(each.law).mean);
    EXPECT_EQ(LimitedMean(each.law, 0), 0);
    EXPECT_EQ(CumulativeOf(each.law, -1), 0);
  }
}

TEST(Law, AHeavyTailHasNoHigherMoments) {
  const Moments moments = MomentsOf(Distribution::Pareto(1.5, 1));
  EXPECT_DOUBLE_EQ(moments.mean, 3);
  EXPECT_TRUE(std::isinf(moments.second));
  EXPECT_TRUE(std::isinf(SumOf(moments, Moments{}).second));
  EXPECT_TRUE(std::isinf(SumOf(Moments{}, moments).second));
}

TEST(Law, ScalingScalesEachMoment) {
  const Moments twice = Scaled(MomentsOf(Distribution::Exponential(1)), 2);
  EXPECT_DOUBLE_EQ(twice.mean, 2);
  EXPECT_DOUBLE_EQ(twice.second, 8);
  EXPECT_DOUBLE_EQ(twice.third, 48);
}

WorkLaw SumLaw(std::vector<Distribution> parts) {
  WorkLaw law;
  law.kinds.push_back({1, std::move(parts)});
  return law;
}

TEST(WorkLaw, ASumOfExponentialsIsErlang) {
  const WorkLaw sum = SumLaw({Distribution::Exponential(.5), Distribution::Exponential(.5)});
  const Distribution erlang = Distribution::Erlang(1, 2);
  EXPECT_DOUBLE_EQ(MomentsOf(sum).third, MomentsOf(erlang).third);
  const auto limited = LimitedMeans(sum, .01, 500);
  for (size_t i = 0; i <= 500; ++i) {
    EXPECT_NEAR(limited[i], LimitedMean(erlang, static_cast<double>(i) * .01), 1e-4);
  }
}

TEST(WorkLaw, ConstantsShiftASum) {
  const WorkLaw sum = SumLaw({Distribution::Exponential(.5), Distribution::Deterministic(.503),
                              Distribution::Exponential(.5)});
  const Distribution shifted = Distribution::Shifted(.503, Distribution::Erlang(1, 2));
  const auto limited = LimitedMeans(sum, .01, 500);
  for (size_t i = 0; i <= 500; ++i) {
    EXPECT_NEAR(limited[i], LimitedMean(shifted, static_cast<double>(i) * .01), 1e-4);
  }
}

TEST(WorkLaw, IsExponentialInManyWays) {
  EXPECT_TRUE(IsExponential(WorkLaw(Distribution::Exponential(2))));
  EXPECT_TRUE(IsExponential(WorkLaw(Distribution::Erlang(2, 1))));
  EXPECT_TRUE(IsExponential(WorkLaw(Distribution::Gamma(2, 1))));
  EXPECT_TRUE(
      IsExponential(SumLaw({Distribution::Deterministic(0), Distribution::Exponential(2)})));
  EXPECT_FALSE(IsExponential(WorkLaw(Distribution::Erlang(2, 2))));
  EXPECT_FALSE(
      IsExponential(SumLaw({Distribution::Deterministic(1), Distribution::Exponential(2)})));
  EXPECT_FALSE(IsExponential(WorkLaw()));
  WorkLaw two = WorkLaw(Distribution::Exponential(2));
  two.kinds.push_back({1, {Distribution::Exponential(3)}});
  EXPECT_FALSE(IsExponential(two));
}

}  // namespace
}  // namespace tfsck::analytic
