#include "simulator/special_functions.h"

#include <gtest/gtest.h>

#include <boost/math/distributions/normal.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <limits>

namespace tfsck {
namespace {

namespace bm = boost::math;

TEST(SpecialFunctions, LogGammaIsBoosts) {
  for (double x = 0.001; x < 1e7; x *= 1.37) {
    EXPECT_NEAR(LogGamma(x), bm::lgamma(x), 1e-14 * (1 + std::abs(bm::lgamma(x)))) << x;
  }
}

TEST(SpecialFunctions, IncompleteGammaIsBoostsInBothTails) {
  for (const double shape : {1e-4, 0.1, 0.5, 1.0, 2.0, 9.9, 10.0, 400.0, 1e6}) {
    for (const double deviations : {-8.0, -3.0, -0.5, 0.0, 0.5, 3.0, 10.0}) {
      const double x = shape + deviations * std::sqrt(shape);
      if (x <= 0) continue;
      const Split split = IncompleteGamma(shape, x);
      EXPECT_NEAR(split.below / bm::gamma_p(shape, x), 1, 1e-10) << shape << " " << x;
      EXPECT_NEAR(split.above / bm::gamma_q(shape, x), 1, 1e-10) << shape << " " << x;
    }
  }
}

TEST(SpecialFunctions, IncompleteGammaAtTheEdges) {
  for (const double x : {-1.0, 0.0}) {
    EXPECT_EQ(IncompleteGamma(2, x).below, 0);
    EXPECT_EQ(IncompleteGamma(2, x).above, 1);
  }
  EXPECT_EQ(IncompleteGamma(2, std::numeric_limits<double>::infinity()).above, 0);
}

TEST(SpecialFunctions, NormalCumulativeIsBoostsInBothTails) {
  const bm::normal normal;
  for (double z = -30; z <= 30; z += 0.37) {
    const Split split = NormalCumulative(z);
    EXPECT_NEAR(split.below / bm::cdf(normal, z), 1, 1e-12) << z;
    EXPECT_NEAR(split.above / bm::cdf(bm::complement(normal, z)), 1, 1e-12) << z;
  }
}

}  // namespace
}  // namespace tfsck
