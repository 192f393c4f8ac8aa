#include "simulator/sampler.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

#include "simulator/elementary.h"
#include "simulator/inverse_table.h"
#include "simulator/partial_moment.h"
#include "simulator/sample_batch.h"

namespace tfsck {
namespace {

using Kind = Distribution::Kind;
constexpr double kInfinity = std::numeric_limits<double>::infinity();

// ln(above).  Where above is 1 - below rounded, what the rounding lost is put back.
double LogAbove(Split at) {
  if (at.below >= 0.5) return Log(at.above);
  return Log(at.above) + ((1 - at.above) - at.below) / at.above;
}

// Whether the quantile has no closed formula.
bool NeedsTable(const Distribution& law) {
  switch (law.kind) {
    case Kind::kErlang:
      return law.shape != 1;
    case Kind::kGamma:
      return law.cv != 1;
    case Kind::kHyperexponential:
    case Kind::kMixture:
      return true;
    case Kind::kTruncated:
      return NeedsTable(law.parts[0]);
    default:
      return false;
  }
}

// `lost`: what the unbounded law has beyond the maximum.
double ParetoValue(const Distribution& law, double lost, Split at) {
  const Split kept = {.below = at.below * (1 - lost), .above = at.above + at.below * lost};
  return std::min(law.minimum * Exp(-LogAbove(kept) / law.shape), law.maximum);
}

// The smallest value that at least the share `below` of all values does not exceed.
double EmpiricalValue(const Distribution& law, double below) {
  const auto count = static_cast<double>(law.values.size());
  const double rank = std::ceil(below * count) - 1;
  return law.values[static_cast<size_t>(std::clamp(rank, 0.0, count - 1))];
}

}  // namespace

struct Sampler::Law {
  explicit Law(const Distribution& distribution);
  double Value(Split at) const;
  double TruncatedValue(Split at) const;

  Distribution law;
  std::optional<InverseTable> table;
  std::unique_ptr<const Law> part;  // of a shifted or truncated law
  Split low;                        // of a truncated law: the part at its ends
  Split high;
  double mass = 1;  // between them
  double lost = 0;  // of a Pareto law
  bool constant = false;
};

Sampler::Law::Law(const Distribution& distribution) : law(distribution) {
  if (NeedsTable(law)) {
    table.emplace(law);
  } else if (law.kind == Kind::kShifted || law.kind == Kind::kTruncated) {
    part = std::make_unique<const Law>(law.parts[0]);
  }
  if (law.kind == Kind::kTruncated) {
    low = PartialMoment(law.parts[0], 0, law.minimum, Atom::kAbove);
    high = PartialMoment(law.parts[0], 0, law.maximum, Atom::kBelow);
    mass = MomentBetween(law.parts[0], 0, law.minimum, law.maximum);
  }
  if (law.kind == Kind::kPareto) lost = Power(law.minimum / law.maximum, law.shape);
  constant = Value({0x1p-53, 1 - 0x1p-53}) == Value({1 - 0x1p-53, 0x1p-53});
}

// Both tails of the part to their own precision, so that a truncation far out keeps its digits.
double Sampler::Law::TruncatedValue(Split at) const {
  const Split inside = {.below = low.below + at.below * mass,
                        .above = high.above + at.above * mass};
  return std::clamp(part->Value(inside), law.minimum, law.maximum);
}

double Sampler::Law::Value(Split at) const {
  if (table) return table->Value(at.below, at.above);
  switch (law.kind) {
    case Kind::kExponential:
    case Kind::kErlang:
    case Kind::kGamma:
      return -law.mean * LogAbove(at);
    case Kind::kLognormal:
      return law.median * Exp(law.sigma * NormalQuantile(at.below, at.above));
    case Kind::kWeibull:
      return law.scale * Power(-LogAbove(at), 1 / law.shape);
    case Kind::kPareto:
      return ParetoValue(law, lost, at);
    case Kind::kUniform:
      return law.minimum + (law.maximum - law.minimum) * at.below;
    case Kind::kEmpirical:
      return EmpiricalValue(law, at.below);
    case Kind::kShifted:
      return law.shift + part->Value(at);
    case Kind::kTruncated:
      return TruncatedValue(at);
    case Kind::kDeterministic:
    case Kind::kHyperexponential:
    case Kind::kMixture:
      break;
  }
  return law.mean;
}

Sampler::Sampler() = default;

Sampler::Sampler(const Distribution& distribution)
    : law_(std::make_shared<const Law>(distribution)) {}

double Sampler::Value(double u) const { return law_ ? law_->Value({u, 1 - u}) : 0; }

SimTime Sampler::Sample(double u) const { return FromSeconds(Value(u)); }

void Sampler::Samples(std::span<const double> u, std::span<SimTime> out) const {
  if (deterministic()) {
    std::fill(out.begin(), out.end(), Sample(0.5));
  } else if (law_->law.kind == Kind::kExponential && law_->law.mean < kLongestVectorMean) {
    ExponentialSamples(law_->law.mean, u, out);
  } else if (law_->law.kind == Kind::kLognormal) {
    LognormalSamples(law_->law.median, law_->law.sigma, u, out);
  } else {
    for (size_t i = 0; i < u.size(); ++i) out[i] = FromSeconds(law_->Value({u[i], 1 - u[i]}));
  }
}

bool Sampler::deterministic() const { return !law_ || law_->constant; }

const Distribution& Sampler::distribution() const {
  static const Distribution kZero;
  return law_ ? law_->law : kZero;
}

Moments MomentsOf(const Distribution& distribution) {
  const auto moment = [&](int order) {
    return PartialMoment(distribution, order, kInfinity).below;
  };
  return {.mean = moment(1), .second = moment(2), .third = moment(3)};
}

double CumulativeOf(const Distribution& distribution, double x) {
  return PartialMoment(distribution, 0, x).below;
}

}  // namespace tfsck
