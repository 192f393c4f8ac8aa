#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <utility>

#include "simulator/sampler.h"

namespace tfsck {
namespace {

using D = Distribution;

struct Wrong {
  Distribution law;
  std::string sentence;
};

Distribution Nested(int depth) {
  Distribution law = D::Exponential(1);
  for (int i = 1; i < depth; ++i) law = D::Shifted(1, std::move(law));
  return law;
}

TEST(CheckDistribution, SaysWhatIsWrong) {
  const double nan = std::nan("");
  const double infinity = std::numeric_limits<double>::infinity();
  const Wrong wrongs[] = {
      {D::Deterministic(-1), "the value of a deterministic law must be a number, 0 or more"},
      {D::Deterministic(nan), "the value of a deterministic law must be a number, 0 or more"},
      {D::Exponential(0), "the mean of an exponential law must be a number above 0"},
      {D::Exponential(infinity), "the mean of an exponential law must be a number above 0"},
      {D::Erlang(1, 0), "the phases of an Erlang law must be a whole number from 1 to 1000000"},
      {D::Erlang(0, 2), "the mean of an Erlang law must be a number above 0"},
      {D::Gamma(1, 0), "the cv of a gamma law must be a number above 0"},
      {D::Gamma(1, 1e-4),
       "the cv of a gamma law must be 0.001 or more; below it take a deterministic one"},
      {D::Gamma(1, 101), "the cv of a gamma law must be 100 or less"},
      {D::Gamma(-1, 1), "the mean of a gamma law must be a number above 0"},
      {D::Lognormal(0, 1), "the median of a lognormal law must be a number above 0"},
      {D::Lognormal(1, -1), "the sigma of a lognormal law must be a number, 0 or more"},
      {D::Hyperexponential({}, {}), "a hyperexponential law needs at least one branch"},
      {D::Hyperexponential({1}, {1, 2}), "a hyperexponential law has 1 weights for 2 branches"},
      {D::Hyperexponential({0, 0}, {1, 2}),
       "the weights of a hyperexponential law must have a sum above 0"},
      {D::Hyperexponential({1, -1}, {1, 2}),
       "the weights of a hyperexponential law must be numbers, 0 or more"},
      {D::Hyperexponential({1, 1}, {1, 0}),
       "the mean of a branch of a hyperexponential law must be a number above 0"},
      {D::Weibull(0, 1), "the shape of a Weibull law must be a number above 0"},
      {D::Weibull(1, 0), "the scale of a Weibull law must be a number above 0"},
      {D::Pareto(0, 1), "the shape of a Pareto law must be a number above 0"},
      {D::Pareto(1, 0), "the minimum of a Pareto law must be a number above 0"},
      {D::Pareto(1, 2, 2), "the maximum of a Pareto law must be above its minimum"},
      {D::Uniform(-1, 2), "the minimum of a uniform law must be a number, 0 or more"},
      {D::Uniform(3, 2), "the maximum of a uniform law must be a number, its minimum or more"},
      {D::Empirical({1}), "an empirical law needs at least 2 values"},
      {D::Empirical({1, nan}), "the values of an empirical law must be numbers, 0 or more"},
      {D::Empirical({2, 1}), "the values of an empirical law must ascend"},
      {D::Shifted(-1, D::Exponential(1)), "the shift of a law must be a number, 0 or more"},
      {D::Shifted(1, D::Exponential(0)), "the mean of an exponential law must be a number above 0"},
      {D::Mixture({}, {}), "a mixture needs at least one branch"},
      {D::Mixture({0}, {D::Exponential(1)}), "the weights of a mixture must have a sum above 0"},
      {D::Truncated(D::Exponential(1), 3, 2),
       "a law is truncated to an interval from 0 or more to no less"},
      {D::Truncated(D::Uniform(1, 2), 3, 4),
       "a law is truncated to an interval that it never hits"},
      {Distribution{.kind = Distribution::Kind::kShifted},
       "a shifted or truncated law is made from exactly one law"},
      {Nested(9), "laws are nested more than 8 deep"},
      {Nested(1000), "laws are nested more than 8 deep"},
  };
  for (const Wrong& wrong : wrongs) EXPECT_EQ(CheckDistribution(wrong.law), wrong.sentence);
}

TEST(CheckDistribution, SaysNothingOfWhatIsRight) {
  EXPECT_EQ(CheckDistribution(Nested(8)), std::nullopt);
  EXPECT_EQ(CheckDistribution(D::Deterministic(0)), std::nullopt);
  EXPECT_EQ(CheckDistribution(D::Mixture({0, 1}, {D::Exponential(1), D::Uniform(0, 0)})),
            std::nullopt);
}

}  // namespace
}  // namespace tfsck
