#include "simulator/analytic/ctmc.h"

#include <gtest/gtest.h>

#include <cmath>

#include "simulator/analytic/closed_locks.h"

namespace tfsck::analytic {
namespace {

// Births at rate a, deaths at rate 1, at most `most` alive: shares are a^n, normalised.
MarkovChain::Rule BirthsAndDeaths(double a, int most) {
  return [=](const std::string& state, std::vector<MarkovChain::Transition>& next) {
    const int n = state.empty() ? 0 : std::stoi(state);
    if (n < most) next.push_back({std::to_string(n + 1), a});
    if (n > 0) next.push_back({std::to_string(n - 1), 1});
    next.push_back({state, 5});  // of no account
  };
}

void ExpectGeometric(double a, int most) {
  const auto chain = MarkovChain::Build("0", BirthsAndDeaths(a, most), 10'000);
  ASSERT_TRUE(chain.has_value());
  ASSERT_EQ(chain->size(), static_cast<size_t>(most) + 1);
  const auto shares = chain->Stationary();
  ASSERT_TRUE(shares.has_value());
  const double total = (1 - std::pow(a, most + 1)) / (1 - a);
  for (size_t i = 0; i < chain->size(); ++i) {
    const double exact = std::pow(a, std::stoi(chain->states()[i])) / total;
    EXPECT_NEAR((*shares)[i], exact, 1e-11 * exact + 1e-13);
  }
}

TEST(MarkovChain, FewStatesAreEliminated) { ExpectGeometric(.8, 300); }

TEST(MarkovChain, ManyStatesAreSwept) { ExpectGeometric(.8, 3000); }

TEST(MarkovChain, OneStateIsAlwaysThere) {
  const auto chain = MarkovChain::Build(
      "only", [](const auto&, auto&) {}, 10);
  ASSERT_TRUE(chain.has_value());
  EXPECT_EQ(chain->Stationary().value(), std::vector<double>{1});
}

TEST(MarkovChain, TooManyStatesAreAnError) {
  const auto chain = MarkovChain::Build("0", BirthsAndDeaths(.8, 1000), 100);
  ASSERT_FALSE(chain.has_value());
  EXPECT_EQ(chain.error().kind, ErrorKind::kUsage);
  EXPECT_EQ(chain.error().message, "the Markov chain has more than 100 states");
}

TEST(ClosedLocks, TooManyKindsAreAnError) {
  ClosedLockSystem system;
  system.classes = {{1, 1, std::vector<LockWork>(251)}};
  const auto answer = SolveClosedLocks(system);
  ASSERT_FALSE(answer.has_value());
  EXPECT_EQ(answer.error().message, "there are more than 250 kinds of work");
}

}  // namespace
}  // namespace tfsck::analytic
