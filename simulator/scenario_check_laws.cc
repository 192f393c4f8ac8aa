// What a law must be, and how small its mean can be.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "simulator/scenario_check.h"

namespace tfsck {
namespace {

using Kind = Distribution::Kind;

// Also the bound of the recursion.
constexpr int kDeepestLaw = 8;

bool IsNumber(double value) { return std::isfinite(value) && value >= 0; }

std::string Unless(bool fine, std::string problem) { return fine ? "" : std::move(problem); }

std::string MeanProblem(const Distribution& law) {
  return Unless(IsNumber(law.mean),
                fmt::format("must have a mean of 0s or above, not {}", law.mean));
}

std::string ErlangProblem(const Distribution& law) {
  if (!(law.shape >= 1) || law.shape != std::floor(law.shape)) {
    return fmt::format("must have a whole number of phases, 1 or above, not {}", law.shape);
  }
  return MeanProblem(law);
}

std::string GammaProblem(const Distribution& law) {
  if (!IsNumber(law.cv) || law.cv == 0) {
    return fmt::format("must have a cv above 0, not {}: a duration alone does not vary", law.cv);
  }
  return MeanProblem(law);
}

std::string LognormalProblem(const Distribution& law) {
  if (!IsNumber(law.median)) {
    return fmt::format("must have a median of 0s or above, not {}", law.median);
  }
  return Unless(IsNumber(law.sigma),
                fmt::format("must have a sigma of 0 or above, not {}", law.sigma));
}

std::string WeightsProblem(const Distribution& law, size_t branches) {
  if (branches == 0 || law.weights.size() != branches) {
    return fmt::format("must have a weight for each branch: {} for {}", law.weights.size(),
                       branches);
  }
  const bool positive = std::all_of(law.weights.begin(), law.weights.end(),
                                    [](double each) { return IsNumber(each) && each > 0; });
  return Unless(positive, "must have weights above 0");
}

std::string HyperexponentialProblem(const Distribution& law) {
  std::string problem = WeightsProblem(law, law.values.size());
  if (!problem.empty()) return problem;
  return Unless(std::all_of(law.values.begin(), law.values.end(), IsNumber),
                "must have means of 0s or above");
}

std::string WeibullProblem(const Distribution& law) {
  if (!IsNumber(law.shape) || law.shape == 0) {
    return fmt::format("must have a shape above 0, not {}", law.shape);
  }
  return Unless(IsNumber(law.scale),
                fmt::format("must have a scale of 0s or above, not {}", law.scale));
}

std::string ParetoProblem(const Distribution& law) {
  const bool bounded = std::isfinite(law.maximum);
  if (!IsNumber(law.shape) || law.shape <= (bounded ? 0 : 1)) {
    return bounded ? fmt::format("must have a shape above 0, not {}", law.shape)
                   : fmt::format(
                         "must have a shape above 1, not {}: below, its mean is infinite; "
                         "or bound it with most",
                         law.shape);
  }
  if (!IsNumber(law.minimum) || law.minimum == 0) {
    return fmt::format("must have a least above 0s, not {}", law.minimum);
  }
  return Unless(law.maximum > law.minimum, "must have a most above its least");
}

std::string UniformProblem(const Distribution& law) {
  return Unless(IsNumber(law.minimum) && IsNumber(law.maximum) && law.minimum <= law.maximum,
                "must go from 0s or above to no less");
}

std::string EmpiricalProblem(const Distribution& law) {
  if (law.values.size() < 2) {
    return fmt::format(
        "has {} value{}: an empirical law needs at least 2; write a duration alone "
        "for what does not vary",
        law.values.size(), law.values.size() == 1 ? "" : "s");
  }
  if (!std::all_of(law.values.begin(), law.values.end(), IsNumber)) {
    return "must have values of 0s or above";
  }
  return Unless(std::is_sorted(law.values.begin(), law.values.end()),
                "must have its values in ascending order");
}

std::string ProblemAt(const Distribution& law, int depth);

std::string PartProblem(const Distribution& law, int depth) {
  if (law.parts.size() != 1) return "must be of one law";
  return ProblemAt(law.parts[0], depth + 1);
}

std::string ShiftedProblem(const Distribution& law, int depth) {
  if (!IsNumber(law.shift)) return fmt::format("must be shifted by 0s or more, not {}", law.shift);
  return PartProblem(law, depth);
}

std::string MixtureProblem(const Distribution& law, int depth) {
  std::string problem = WeightsProblem(law, law.parts.size());
  for (size_t i = 0; i < law.parts.size() && problem.empty(); ++i) {
    problem = ProblemAt(law.parts[i], depth + 1);
  }
  return problem;
}

std::string TruncatedProblem(const Distribution& law, int depth) {
  if (!IsNumber(law.minimum) || !(law.maximum > law.minimum)) {
    return "must have a least of 0s or above and a most above it";
  }
  return PartProblem(law, depth);
}

std::string ProblemAt(const Distribution& law, int depth) {
  if (depth > kDeepestLaw) return fmt::format("is nested more than {} deep", kDeepestLaw);
  switch (law.kind) {
    case Kind::kDeterministic:
    case Kind::kExponential:
      return MeanProblem(law);
    case Kind::kErlang:
      return ErlangProblem(law);
    case Kind::kGamma:
      return GammaProblem(law);
    case Kind::kLognormal:
      return LognormalProblem(law);
    case Kind::kHyperexponential:
      return HyperexponentialProblem(law);
    case Kind::kWeibull:
      return WeibullProblem(law);
    case Kind::kPareto:
      return ParetoProblem(law);
    case Kind::kUniform:
      return UniformProblem(law);
    case Kind::kEmpirical:
      return EmpiricalProblem(law);
    case Kind::kShifted:
      return ShiftedProblem(law, depth);
    case Kind::kMixture:
      return MixtureProblem(law, depth);
    case Kind::kTruncated:
      return TruncatedProblem(law, depth);
  }
  return "is of no known kind";
}

double ParetoMean(const Distribution& law) {
  const double a = law.shape;
  const double low = law.minimum;
  if (!std::isfinite(law.maximum)) return a * low / (a - 1);
  const double ratio = low / law.maximum;
  if (a == 1) return low * std::log(1 / ratio) / (1 - ratio);
  return low * a / (a - 1) * (1 - std::pow(ratio, a - 1)) / (1 - std::pow(ratio, a));
}

double WeightedMean(const std::vector<double>& weights, const std::vector<double>& means) {
  return std::inner_product(weights.begin(), weights.end(), means.begin(), 0.0) /
         std::accumulate(weights.begin(), weights.end(), 0.0);
}

}  // namespace

std::string DistributionProblem(const Distribution& law) { return ProblemAt(law, 1); }

double LeastMean(const Distribution& law) {
  switch (law.kind) {
    case Kind::kDeterministic:
    case Kind::kExponential:
    case Kind::kErlang:
    case Kind::kGamma:
      return law.mean;
    case Kind::kLognormal:
      return law.median * std::exp(law.sigma * law.sigma / 2);
    case Kind::kHyperexponential:
      return WeightedMean(law.weights, law.values);
    case Kind::kWeibull:
      return law.scale * std::tgamma(1 + 1 / law.shape);
    case Kind::kPareto:
      return ParetoMean(law);
    case Kind::kUniform:
      return (law.minimum + law.maximum) / 2;
    case Kind::kEmpirical:
      return std::accumulate(law.values.begin(), law.values.end(), 0.0) /
             static_cast<double>(law.values.size());
    case Kind::kShifted:
      return law.shift + LeastMean(law.parts[0]);
    case Kind::kMixture: {
      std::vector<double> means;
      for (const Distribution& part : law.parts) means.push_back(LeastMean(part));
      return WeightedMean(law.weights, means);
    }
    case Kind::kTruncated:
      return law.minimum;
  }
  return 0;
}

}  // namespace tfsck
