// Distributions as they are written: a duration alone, or a map of one key, the kind of the law.
#include <fmt/format.h>

#include <algorithm>

#include "engine/base/units.h"
#include "simulator/scenario_section.h"

namespace tfsck {
namespace {

// Also the bound of the recursion.
constexpr int kDeepestLaw = 8;

constexpr std::string_view kErlangKeys[] = {"mean", "phases"};
constexpr std::string_view kGammaKeys[] = {"mean", "cv"};
constexpr std::string_view kLognormalKeys[] = {"mean", "cv", "median", "sigma"};
constexpr std::string_view kHyperKeys[] = {"mean", "scv", "weights", "means"};
constexpr std::string_view kWeibullKeys[] = {"shape", "scale"};
constexpr std::string_view kParetoKeys[] = {"shape", "least", "most"};
constexpr std::string_view kUniformKeys[] = {"from", "to"};
constexpr std::string_view kFileKeys[] = {"file"};
constexpr std::string_view kShiftedKeys[] = {"by", "of"};
constexpr std::string_view kPartKeys[] = {"weight", "of"};
constexpr std::string_view kTruncatedKeys[] = {"of", "least", "most"};

Distribution ReadAt(const ConfigNode& node, ScenarioReading* reading, int depth);

Distribution ReadPart(ScenarioSection* section, int depth) {
  section->Require("of");
  const auto node = section->Find("of");
  return node ? ReadAt(*node, section->reading(), depth + 1) : Distribution();
}

Distribution ReadExponential(const ConfigNode& node, ScenarioReading* reading, int) {
  return Distribution::Exponential(ReadQuantity(node, reading, ParseDuration).value_or(0));
}

Distribution ReadErlang(const ConfigNode& node, ScenarioReading* reading, int) {
  ScenarioSection section(node, reading, kErlangKeys);
  Distribution law = Distribution::Erlang(0, 1);
  uint32_t phases = 1;
  section.Require("mean");
  section.Require("phases");
  section.Duration("mean", &law.mean);
  section.Count("phases", &phases, 1'000'000);
  law.shape = phases;
  return law;
}

Distribution ReadGamma(const ConfigNode& node, ScenarioReading* reading, int) {
  ScenarioSection section(node, reading, kGammaKeys);
  Distribution law = Distribution::Gamma(0, 1);
  section.Require("mean");
  section.Require("cv");
  section.Duration("mean", &law.mean);
  section.Number("cv", &law.cv);
  return law;
}

Distribution ReadLognormal(const ConfigNode& node, ScenarioReading* reading, int) {
  ScenarioSection section(node, reading, kLognormalKeys);
  const bool by_mean = section.Has("mean");
  const auto keys = by_mean ? std::pair("mean", "cv") : std::pair("median", "sigma");
  if (by_mean == section.Has("median") || !section.Has(keys.second)) {
    section.Fail("'" + node.path() + "' must be {mean: , cv: } or {median: , sigma: }");
  }
  double typical = 0;
  double spread = 0;
  section.Duration(keys.first, &typical);
  section.Number(keys.second, &spread);
  return by_mean ? Distribution::LognormalByMean(typical, spread)
                 : Distribution::Lognormal(typical, spread);
}

Distribution ReadHyperexponential(const ConfigNode& node, ScenarioReading* reading, int) {
  ScenarioSection section(node, reading, kHyperKeys);
  const auto weights = section.Find("weights");
  const auto means = section.Find("means");
  if (weights && means) {
    return Distribution::Hyperexponential(ReadQuantities(*weights, reading, ParseNumber),
                                          ReadQuantities(*means, reading, ParseDuration));
  }
  double mean = 0;
  double scv = 1;
  if (!section.Has("mean") || !section.Has("scv")) {
    section.Fail("'" + node.path() + "' must be {mean: , scv: } or {weights: [], means: []}");
  }
  section.Duration("mean", &mean);
  section.Number("scv", &scv);
  if (const auto at = section.Find("scv"); at && scv < 1) {
    reading->FailAt(*at, fmt::format("must be 1 or above, which no branching makes less, not '{}'",
                                     *at->AsString()));
    return {};
  }
  return Distribution::BalancedHyperexponential(mean, scv);
}

Distribution ReadWeibull(const ConfigNode& node, ScenarioReading* reading, int) {
  ScenarioSection section(node, reading, kWeibullKeys);
  Distribution law = Distribution::Weibull(1, 0);
  section.Require("shape");
  section.Require("scale");
  section.Number("shape", &law.shape);
  section.Duration("scale", &law.scale);
  return law;
}

Distribution ReadPareto(const ConfigNode& node, ScenarioReading* reading, int) {
  ScenarioSection section(node, reading, kParetoKeys);
  Distribution law = Distribution::Pareto(1, 0);
  section.Require("shape");
  section.Require("least");
  section.Number("shape", &law.shape);
  section.Duration("least", &law.minimum);
  section.Duration("most", &law.maximum);
  return law;
}

Distribution ReadUniform(const ConfigNode& node, ScenarioReading* reading, int) {
  ScenarioSection section(node, reading, kUniformKeys);
  Distribution law = Distribution::Uniform(0, 0);
  section.Require("from");
  section.Require("to");
  section.Duration("from", &law.minimum);
  section.Duration("to", &law.maximum);
  return law;
}

Distribution ReadEmpirical(const ConfigNode& node, ScenarioReading* reading, int) {
  Distribution law = Distribution::Empirical({});
  if (node.kind() == ConfigKind::kMap) {
    ScenarioSection section(node, reading, kFileKeys);
    section.Require("file");
    section.Text("file", &law.file);
    if (const auto file = section.Find("file"))
      law.values = ReadDurationFile(*file, reading, false);
  } else {
    law.values = ReadQuantities(node, reading, ParseDuration);
  }
  std::sort(law.values.begin(), law.values.end());
  return law;
}

Distribution ReadShifted(const ConfigNode& node, ScenarioReading* reading, int depth) {
  ScenarioSection section(node, reading, kShiftedKeys);
  double shift = 0;
  section.Require("by");
  section.Duration("by", &shift);
  return Distribution::Shifted(shift, ReadPart(&section, depth));
}

Distribution ReadMixture(const ConfigNode& node, ScenarioReading* reading, int depth) {
  Distribution law = Distribution::Mixture({}, {});
  for (const ConfigNode& item : ReadItems(node, reading)) {
    ScenarioSection section(item, reading, kPartKeys);
    section.Require("weight");
    section.Number("weight", &law.weights.emplace_back(0));
    law.parts.push_back(ReadPart(&section, depth));
  }
  return law;
}

Distribution ReadTruncated(const ConfigNode& node, ScenarioReading* reading, int depth) {
  ScenarioSection section(node, reading, kTruncatedKeys);
  Distribution law = Distribution::Truncated(ReadPart(&section, depth), 0,
                                             std::numeric_limits<double>::infinity());
  section.Duration("least", &law.minimum);
  section.Duration("most", &law.maximum);
  return law;
}

using LawReader = Distribution (*)(const ConfigNode&, ScenarioReading*, int);

constexpr std::string_view kLawKeys[] = {"exponential",      "erlang",  "gamma",   "lognormal",
                                         "hyperexponential", "weibull", "pareto",  "uniform",
                                         "empirical",        "shifted", "mixture", "truncated"};
constexpr LawReader kLawReaders[] = {ReadExponential,      ReadErlang,  ReadGamma,   ReadLognormal,
                                     ReadHyperexponential, ReadWeibull, ReadPareto,  ReadUniform,
                                     ReadEmpirical,        ReadShifted, ReadMixture, ReadTruncated};

Distribution ReadAt(const ConfigNode& node, ScenarioReading* reading, int depth) {
  if (reading->error) return {};
  if (depth > kDeepestLaw) {
    reading->FailAt(node, fmt::format("is nested more than {} deep", kDeepestLaw));
    return {};
  }
  if (node.kind() == ConfigKind::kScalar) {
    return Distribution::Deterministic(ReadQuantity(node, reading, ParseDuration).value_or(0));
  }
  if (node.kind() != ConfigKind::kMap) {
    reading->FailAt(node, "must be a duration such as 6m or a law such as {exponential: 6m}");
    return {};
  }
  const ScenarioSection section(node, reading, kLawKeys);
  const auto members = node.AsMap();
  if (!reading->error && members->size() != 1) {
    reading->FailAt(node, "must name one law, as {exponential: 6m} does");
  }
  if (reading->error) return {};
  const auto& [key, value] = members->front();
  const auto at = std::find(std::begin(kLawKeys), std::end(kLawKeys), key);
  return kLawReaders[at - std::begin(kLawKeys)](value, reading, depth);
}

}  // namespace

void ReadLaw(const ConfigNode& node, ScenarioReading* reading, Distribution* law) {
  Distribution read = ReadAt(node, reading, 1);
  if (!reading->error) *law = std::move(read);
}

}  // namespace tfsck
