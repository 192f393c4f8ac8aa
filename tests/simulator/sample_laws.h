// The laws that the tests of drawing go through: every kind, with plain and with awkward
// parameters.
#ifndef TFSCK_TESTS_SIMULATOR_SAMPLE_LAWS_H_
#define TFSCK_TESTS_SIMULATOR_SAMPLE_LAWS_H_

#include <string>
#include <vector>

#include "simulator/distribution.h"

namespace tfsck {

struct SampleLaw {
  std::string name;
  Distribution law;
};

inline std::vector<SampleLaw> SampleLaws() {
  using D = Distribution;
  const D body = D::LognormalByMean(60, 0.5);
  return {
      {"deterministic", D::Deterministic(12.5)},
      {"exponential", D::Exponential(3)},
      {"Erlang-1", D::Erlang(3, 1)},
      {"Erlang-4", D::Erlang(60, 4)},
      {"gamma cv 0.01", D::Gamma(60, 0.01)},
      {"gamma cv 0.5", D::Gamma(60, 0.5)},
      {"gamma cv 1", D::Gamma(60, 1)},
      {"gamma cv 3", D::Gamma(600, 3)},
      {"lognormal", D::LognormalByMean(120, 1)},
      {"lognormal sigma 0", D::Lognormal(120, 0)},
      {"hyperexponential", D::BalancedHyperexponential(100, 4)},
      {"hyperexponential far apart", D::Hyperexponential({99, 1}, {1, 10000})},
      {"Weibull below 1", D::Weibull(0.5, 300)},
      {"Weibull above 1", D::Weibull(3, 300)},
      {"Pareto", D::Pareto(3.5, 20)},
      {"Pareto bounded", D::Pareto(1.1, 20, 2000)},
      {"Pareto bounded, shape 2", D::Pareto(2, 20, 2000)},
      {"uniform", D::Uniform(10, 30)},
      {"uniform of one value", D::Uniform(10, 10)},
      {"empirical", D::Empirical({1, 2, 2, 7, 100})},
      {"shifted", D::Shifted(20, D::Exponential(5))},
      {"shifted gamma", D::Shifted(20, D::Gamma(5, 0.7))},
      {"mixture", D::Mixture({9, 1}, {body, D::LognormalByMean(1200, 1)})},
      {"mixture with an atom", D::Mixture({3, 7}, {D::Deterministic(5), D::Exponential(10)})},
      {"mixture with a gap", D::Mixture({3, 7}, {D::Uniform(1, 2), D::Uniform(10, 12)})},
      {"mixture of atoms", D::Mixture({1, 1}, {D::Deterministic(1), D::Deterministic(2)})},
      {"truncated", D::Truncated(body, 30, 300)},
      {"truncated far out", D::Truncated(D::Exponential(1), 30, 33)},
      {"truncated gamma", D::Truncated(D::Gamma(60, 0.5), 30, 300)},
      {"truncated empirical", D::Truncated(D::Empirical({1, 2, 2, 7, 100}), 2, 7)},
      {"truncated mixture", D::Truncated(D::Mixture({1, 2}, {body, D::Uniform(50, 90)}), 55, 200)},
      {"nested", D::Shifted(3, D::Truncated(D::Shifted(2, D::Exponential(5)), 3, 9))},
  };
}

}  // namespace tfsck

#endif  // TFSCK_TESTS_SIMULATOR_SAMPLE_LAWS_H_
