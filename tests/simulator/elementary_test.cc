#include "simulator/elementary.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <limits>
#include <vector>

#include "simulator/stream.h"

namespace tfsck {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

std::vector<double> Draws(size_t count) {
  std::vector<double> u(count);
  Uniforms({.seed = 77}, 0, 0, 0, u);
  return u;
}

// |got - exact| in units of the last place of the exact value.
double Ulps(double got, long double exact) {
  const double magnitude = std::abs(static_cast<double>(exact));
  const double unit = std::nextafter(magnitude, kInfinity) - magnitude;
  return static_cast<double>(std::abs(got - exact) / unit);
}

TEST(Elementary, LogIsWithinOneUlp) {
  double worst = 0;
  int scale = -1000;
  for (const double u : Draws(200'000)) {
    for (const double x : {u, 1 + (u - 0.5) / 8, std::ldexp(u, scale)}) {
      worst = std::max(worst, Ulps(Log(x), std::log(static_cast<long double>(x))));
    }
    scale = scale == 1000 ? -1000 : scale + 1;
  }
  EXPECT_LT(worst, 1);
}

TEST(Elementary, LogAtTheEdges) {
  EXPECT_EQ(Log(1), 0);
  EXPECT_EQ(Log(0), -kInfinity);
  EXPECT_EQ(Log(kInfinity), kInfinity);
  EXPECT_TRUE(std::isnan(Log(-1)));
  EXPECT_TRUE(std::isnan(Log(std::numeric_limits<double>::quiet_NaN())));
  EXPECT_DOUBLE_EQ(Log(5e-324), std::log(5e-324));
}

TEST(Elementary, LogOnePlusIsWithinTwoUlp) {
  double worst = 0;
  int scale = 0;
  for (const double u : Draws(200'000)) {
    for (const double x : {-u, u, 4 * u, std::ldexp(u, -scale), -std::ldexp(u, -scale)}) {
      worst = std::max(worst, Ulps(LogOnePlus(x), std::log1p(static_cast<long double>(x))));
    }
    scale = (scale + 1) % 200;
  }
  EXPECT_LT(worst, 2);
}

TEST(Elementary, ExpIsWithinOneUlp) {
  double worst = 0;
  for (const double u : Draws(200'000)) {
    for (const double x : {u - 0.5, (u - 0.5) * 1400}) {
      worst = std::max(worst, Ulps(Exp(x), std::exp(static_cast<long double>(x))));
    }
  }
  EXPECT_LT(worst, 1);
}

TEST(Elementary, ExpAtTheEdges) {
  EXPECT_EQ(Exp(0), 1);
  EXPECT_EQ(Exp(-800), 0);
  EXPECT_EQ(Exp(-kInfinity), 0);
  EXPECT_EQ(Exp(800), kInfinity);
  EXPECT_DOUBLE_EQ(Exp(-740), std::exp(-740.0));
  EXPECT_TRUE(std::isnan(Exp(std::numeric_limits<double>::quiet_NaN())));
}

TEST(Elementary, PowerIsRightToItsBound) {
  for (const double u : Draws(10'000)) {
    for (const double exponent : {-3.5, -1.0, 0.25, 2.0, 40.0}) {
      const long double exact = std::pow(static_cast<long double>(u), exponent);
      const double bound = 1e-15 * (1 + std::abs(exponent * std::log(u)));
      ASSERT_LT(std::abs(Power(u, exponent) / exact - 1), bound) << u << " " << exponent;
    }
  }
  EXPECT_EQ(Power(0, 2), 0);
  EXPECT_EQ(Power(0, 0), 1);
  EXPECT_EQ(Power(0, -1), kInfinity);
}

TEST(Elementary, NormalQuantileIsRightFarIntoTheTails) {
  const boost::math::normal normal;
  int scale = 0;
  for (const double u : Draws(100'000)) {
    const double p = std::ldexp(u, -(scale++ % 300));
    if (p > 0.49) continue;
    const double exact = boost::math::quantile(normal, p);
    ASSERT_NEAR(NormalQuantile(p, 1 - p) / exact, 1, 1e-14) << p;
    ASSERT_NEAR(NormalQuantile(1 - p, p) / exact, -1, 1e-14) << p;
  }
  EXPECT_EQ(NormalQuantile(0.5, 0.5), 0);
}

TEST(Elementary, BatchesGiveTheBitsOfTheSingleFunctions) {
  const std::vector<double> u = Draws(1003);
  std::vector<double> logs = u, exps = u, quantiles = u;
  Logs(logs);
  for (double& x : exps) x = (x - 0.5) * 1400;
  const std::vector<double> arguments = exps;
  Exps(exps);
  NormalQuantiles(quantiles);
  for (size_t i = 0; i < u.size(); ++i) {
    ASSERT_EQ(logs[i], Log(u[i]));
    ASSERT_EQ(exps[i], Exp(arguments[i]));
    ASSERT_EQ(quantiles[i], NormalQuantile(u[i], 1 - u[i]));
  }
}

}  // namespace
}  // namespace tfsck
