#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <string>

#include "simulator/partial_moment.h"
#include "simulator/sampler.h"

namespace tfsck {
namespace {

using Kind = Distribution::Kind;
using Problem = std::optional<std::string>;

constexpr int kDeepest = 8;
constexpr double kLeastCv = 1e-3;  // a gamma law of a million phases
constexpr double kMostPhases = 1e6;

bool Finite(double x) { return std::isfinite(x); }

Problem AboveZero(double x, const char* what) {
  if (Finite(x) && x > 0) return std::nullopt;
  return fmt::format("{} must be a number above 0", what);
}

Problem NotNegative(double x, const char* what) {
  if (Finite(x) && x >= 0) return std::nullopt;
  return fmt::format("{} must be a number, 0 or more", what);
}

Problem Either(Problem first, Problem second) { return first ? first : second; }

Problem CheckErlang(const Distribution& law) {
  if (!(law.shape >= 1 && law.shape <= kMostPhases && law.shape == std::floor(law.shape))) {
    return "the phases of an Erlang law must be a whole number from 1 to 1000000";
  }
  return AboveZero(law.mean, "the mean of an Erlang law");
}

Problem CheckGamma(const Distribution& law) {
  if (Problem wrong = AboveZero(law.cv, "the cv of a gamma law")) return wrong;
  if (law.cv < kLeastCv) {
    return "the cv of a gamma law must be 0.001 or more; below it take a deterministic one";
  }
  if (law.cv > 100) return "the cv of a gamma law must be 100 or less";
  return AboveZero(law.mean, "the mean of a gamma law");
}

Problem CheckPareto(const Distribution& law) {
  if (Problem wrong = AboveZero(law.shape, "the shape of a Pareto law")) return wrong;
  if (Problem wrong = AboveZero(law.minimum, "the minimum of a Pareto law")) return wrong;
  if (law.maximum > law.minimum) return std::nullopt;
  return "the maximum of a Pareto law must be above its minimum";
}

Problem CheckUniform(const Distribution& law) {
  if (Problem wrong = NotNegative(law.minimum, "the minimum of a uniform law")) return wrong;
  if (Finite(law.maximum) && law.maximum >= law.minimum) return std::nullopt;
  return "the maximum of a uniform law must be a number, its minimum or more";
}

Problem CheckEmpirical(const Distribution& law) {
  if (law.values.size() < 2) return "an empirical law needs at least 2 values";
  if (!std::all_of(law.values.begin(), law.values.end(),
                   [](double x) { return Finite(x) && x >= 0; })) {
    return "the values of an empirical law must be numbers, 0 or more";
  }
  if (std::is_sorted(law.values.begin(), law.values.end())) return std::nullopt;
  return "the values of an empirical law must ascend";
}

Problem CheckWeights(const Distribution& law, size_t branches, const char* what) {
  if (branches == 0) return fmt::format("{} needs at least one branch", what);
  if (law.weights.size() != branches) {
    return fmt::format("{} has {} weights for {} branches", what, law.weights.size(), branches);
  }
  double total = 0;
  for (const double weight : law.weights) {
    if (!(Finite(weight) && weight >= 0)) {
      return fmt::format("the weights of {} must be numbers, 0 or more", what);
    }
    total += weight;
  }
  if (Finite(total) && total > 0) return std::nullopt;
  return fmt::format("the weights of {} must have a sum above 0", what);
}

Problem CheckHyperexponential(const Distribution& law) {
  if (Problem wrong = CheckWeights(law, law.values.size(), "a hyperexponential law")) return wrong;
  for (const double mean : law.values) {
    if (Problem wrong = AboveZero(mean, "the mean of a branch of a hyperexponential law")) {
      return wrong;
    }
  }
  return std::nullopt;
}

Problem CheckInterval(const Distribution& law) {
  if (!(law.minimum >= 0 && law.maximum >= law.minimum)) {
    return "a law is truncated to an interval from 0 or more to no less";
  }
  if (MomentBetween(law.parts[0], 0, law.minimum, law.maximum) > 1e-300) return std::nullopt;
  return "a law is truncated to an interval that it never hits";
}

Problem CheckOwn(const Distribution& law) {
  switch (law.kind) {
    case Kind::kDeterministic:
      return NotNegative(law.mean, "the value of a deterministic law");
    case Kind::kExponential:
      return AboveZero(law.mean, "the mean of an exponential law");
    case Kind::kErlang:
      return CheckErlang(law);
    case Kind::kGamma:
      return CheckGamma(law);
    case Kind::kLognormal:
      return Either(AboveZero(law.median, "the median of a lognormal law"),
                    NotNegative(law.sigma, "the sigma of a lognormal law"));
    case Kind::kHyperexponential:
      return CheckHyperexponential(law);
    case Kind::kWeibull:
      return Either(AboveZero(law.shape, "the shape of a Weibull law"),
                    AboveZero(law.scale, "the scale of a Weibull law"));
    case Kind::kPareto:
      return CheckPareto(law);
    case Kind::kUniform:
      return CheckUniform(law);
    case Kind::kEmpirical:
      return CheckEmpirical(law);
    case Kind::kShifted:
      return NotNegative(law.shift, "the shift of a law");
    case Kind::kMixture:
      return CheckWeights(law, law.parts.size(), "a mixture");
    case Kind::kTruncated:
      return CheckInterval(law);
  }
  return std::nullopt;
}

// Recursion no deeper than kDeepest.
Problem Check(const Distribution& law, int depth) {
  if (depth > kDeepest) return "laws are nested more than 8 deep";
  if (law.kind == Kind::kShifted || law.kind == Kind::kTruncated) {
    if (law.parts.size() != 1) return "a shifted or truncated law is made from exactly one law";
  }
  for (const Distribution& part : law.parts) {
    if (Problem wrong = Check(part, depth + 1)) return wrong;
  }
  return CheckOwn(law);
}

}  // namespace

std::optional<std::string> CheckDistribution(const Distribution& distribution) {
  return Check(distribution, 1);
}

}  // namespace tfsck
