// Laws on one line.
#include <cmath>

#include "engine/base/units.h"
#include "simulator/scenario_writer.h"
#include "simulator/scenario_writer_parts.h"

namespace tfsck {
namespace {

using Kind = Distribution::Kind;

std::string Law(std::string_view kind, const FlowMap& members) {
  return fmt::format("{{{}: {}}}", kind, members.Text());
}

// The mean and cv where they are round numbers that give exactly this law.
std::string LognormalText(const Distribution& law) {
  const double variance = law.sigma * law.sigma;
  const auto mean =
      ParseDuration(NumberText(law.median * std::exp(variance / 2), 9) + "s").value_or(0);
  const auto cv = ParseNumber(NumberText(std::sqrt(std::expm1(variance)), 9)).value_or(0);
  FlowMap members;
  if (std::isfinite(mean) && Distribution::LognormalByMean(mean, cv) == law) {
    members.Add("mean", DurationText(mean));
    members.Add("cv", NumberText(cv));
  } else {
    members.Add("median", DurationText(law.median));
    members.Add("sigma", NumberText(law.sigma));
  }
  return Law("lognormal", members);
}

std::string MeanAnd(std::string_view kind, const Distribution& law, std::string_view key,
                    double value) {
  FlowMap members;
  members.Add("mean", DurationText(law.mean));
  members.Add(key, NumberText(value));
  return Law(kind, members);
}

std::string HyperexponentialText(const Distribution& law) {
  FlowMap members;
  members.Add("weights", FlowList(law.weights, [](double each) { return NumberText(each); }));
  members.Add("means", FlowList(law.values, DurationText));
  return Law("hyperexponential", members);
}

std::string WeibullText(const Distribution& law) {
  FlowMap members;
  members.Add("shape", NumberText(law.shape));
  members.Add("scale", DurationText(law.scale));
  return Law("weibull", members);
}

void AddBounds(const Distribution& law, FlowMap* members) {
  members->Add("least", DurationText(law.minimum));
  if (std::isfinite(law.maximum)) members->Add("most", DurationText(law.maximum));
}

std::string ParetoText(const Distribution& law) {
  FlowMap members;
  members.Add("shape", NumberText(law.shape));
  AddBounds(law, &members);
  return Law("pareto", members);
}

std::string UniformText(const Distribution& law) {
  FlowMap members;
  members.Add("from", DurationText(law.minimum));
  members.Add("to", DurationText(law.maximum));
  return Law("uniform", members);
}

std::string EmpiricalText(const Distribution& law) {
  if (!law.file.empty()) return fmt::format("{{empirical: {{file: {}}}}}", YamlText(law.file));
  return fmt::format("{{empirical: {}}}", FlowList(law.values, DurationText));
}

std::string ShiftedText(const Distribution& law) {
  FlowMap members;
  members.Add("by", DurationText(law.shift));
  members.Add("of", DistributionText(law.parts[0]));
  return Law("shifted", members);
}

std::string MixtureText(const Distribution& law) {
  std::string parts;
  for (size_t i = 0; i < law.parts.size(); ++i) {
    FlowMap part;
    part.Add("weight", NumberText(law.weights[i]));
    part.Add("of", DistributionText(law.parts[i]));
    parts += (i > 0 ? ", " : "") + part.Text();
  }
  return fmt::format("{{mixture: [{}]}}", parts);
}

std::string TruncatedText(const Distribution& law) {
  FlowMap members;
  members.Add("of", DistributionText(law.parts[0]));
  AddBounds(law, &members);
  return Law("truncated", members);
}

}  // namespace

// Recursion no deeper than CheckScenario lets laws be nested.
std::string DistributionText(const Distribution& law) {
  switch (law.kind) {
    case Kind::kDeterministic:
      return DurationText(law.mean);
    case Kind::kExponential:
      return fmt::format("{{exponential: {}}}", DurationText(law.mean));
    case Kind::kErlang:
      return MeanAnd("erlang", law, "phases", law.shape);
    case Kind::kGamma:
      return MeanAnd("gamma", law, "cv", law.cv);
    case Kind::kLognormal:
      return LognormalText(law);
    case Kind::kHyperexponential:
      return HyperexponentialText(law);
    case Kind::kWeibull:
      return WeibullText(law);
    case Kind::kPareto:
      return ParetoText(law);
    case Kind::kUniform:
      return UniformText(law);
    case Kind::kEmpirical:
      return EmpiricalText(law);
    case Kind::kShifted:
      return ShiftedText(law);
    case Kind::kMixture:
      return MixtureText(law);
    case Kind::kTruncated:
      return TruncatedText(law);
  }
  return "";
}

}  // namespace tfsck
