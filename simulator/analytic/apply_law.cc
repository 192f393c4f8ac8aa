#include "simulator/analytic/apply_law.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>

#include "simulator/footprint.h"
#include "simulator/footprint_roots.h"
#include "simulator/purpose.h"
#include "simulator/statistics.h"

namespace tfsck::analytic {
namespace {

constexpr size_t kMostParts = 1'000;  // of a mixture
constexpr double kMostTimes = 4e6;    // of resources, drawn for all laws together
constexpr uint32_t kFewestDraws = 500;
constexpr uint32_t kFewestDrawsOfRoot = 20;
constexpr uint32_t kMostDraws = 50'000;
constexpr double kMostTimesOfRoots = 2e6;
// Any seed but those of replications does; the answers are to be the same every time.
constexpr StreamKey kKey = {.seed = 0x616e'616c'7974, .replication = 0};

// A mixture of the laws that `Law` makes of the keys, or the only one.
template <typename Key, typename Law>
std::optional<Distribution> MixtureOf(const std::map<Key, double>& weights, Law law) {
  if (weights.size() > kMostParts) return std::nullopt;
  if (weights.size() == 1) return law(weights.begin()->first);
  std::vector<double> shares;
  std::vector<Distribution> parts;
  for (const auto& [key, weight] : weights) {
    shares.push_back(weight);
    parts.push_back(law(key));
  }
  return Distribution::Mixture(std::move(shares), std::move(parts));
}

}  // namespace

struct ApplyLaws::Place {
  const ModelStep& step;
  const ModelGroup& group;
  uint32_t group_index = 0;
  uint8_t purpose = 0;
  const std::vector<double>& chances;
  std::vector<double> means = {};  // by type
  bool fixed = true;               // all times are
  uint32_t single = 0;             // writes so much at most

  std::span<const uint32_t> writes(uint32_t root) const { return group.footprints->writes(root); }
  const std::vector<Sampler>& times() const { return step.apply_times[group_index]; }
  size_t TypeOf(uint32_t resource) const {
    return group.type_of.empty() ? 0 : group.type_of[resource];
  }
  double SumOfMeans(uint32_t root) const {
    double sum = 0;
    for (const uint32_t resource : writes(root)) sum += means[TypeOf(resource)];
    return sum;
  }
  // Calls visit(root, chance) for every root that there is.
  template <typename Visit>
  void ForEachRoot(Visit visit) const {
    for (uint32_t root = 0; root < chances.size(); ++root) {
      if (chances[root] > 0) visit(root, chances[root]);
    }
  }
};

ApplyLaws::ApplyLaws(const Model& model) : model_(model), draws_(model) {
  uint32_t applies = 0;
  for (const ModelOperation& operation : model.operations) {
    for (const ModelStep& step : operation.steps) applies += step.apply ? 1 : 0;
  }
  places_ = std::max<uint32_t>(1, applies * static_cast<uint32_t>(model.groups.size()));
}

const std::vector<double>& ApplyLaws::Chances(uint32_t group) {
  const auto [found, fresh] = chances_.try_emplace(group);
  if (fresh) {
    const WorkspaceGroup& of = model_.scenario.workspaces[group];
    auto chances = RootProbabilities(*model_.groups[group].graph, of.popularity, of.root_weights);
    if (chances) found->second = std::move(*chances);  // the model was compiled with them
  }
  return found->second;
}

ApplyLaws::Place ApplyLaws::At(uint32_t operation, uint32_t step, uint32_t group) {
  Place place{.step = model_.operations[operation].steps[step],
              .group = model_.groups[group],
              .group_index = group,
              .purpose = static_cast<uint8_t>(purpose::kResourceTime + step),
              .chances = Chances(group)};
  for (const Sampler& time : place.times()) {
    place.means.push_back(MomentsOf(time.distribution()).mean);
    place.fixed = place.fixed && time.deterministic();
  }
  place.ForEachRoot([&place](uint32_t root, double) {
    place.single = std::max(place.single, static_cast<uint32_t>(place.writes(root).size()));
  });
  return place;
}

const ApplyLaw& ApplyLaws::Of(uint32_t operation, uint32_t step, uint32_t group) {
  const auto [found, fresh] = laws_.try_emplace({operation, step, group});
  if (fresh) found->second = Make(At(operation, step, group));
  return found->second;
}

ApplyLaw ApplyLaws::Make(const Place& place) {
  std::optional<Distribution> exact;
  if (place.fixed) {
    exact = FixedTimes(place);
  } else if (place.single <= 1) {
    exact = SingleResources(place);
  } else if (place.step.apply_slots == 1) {
    exact = OneSlot(place);
  }
  ApplyLaw made = exact ? ApplyLaw{.law = std::move(*exact)} : Drawn(place);
  made.mean = MomentsOf(made.law).mean;
  return made;
}

std::optional<Distribution> ApplyLaws::FixedTimes(const Place& place) {
  std::map<SimTime, double> weights;
  place.ForEachRoot([&](uint32_t root, double chance) {
    weights[draws_.Draw(place.step, place.group_index, root, {kKey, 0, place.purpose, 0})] +=
        chance;
  });
  return MixtureOf(weights,
                   [](SimTime time) { return Distribution::Deterministic(ToSeconds(time)); });
}

std::optional<Distribution> ApplyLaws::SingleResources(const Place& place) {
  std::map<size_t, double> weights;
  place.ForEachRoot([&](uint32_t root, double chance) {
    weights[place.TypeOf(place.writes(root)[0])] += chance;
  });
  return MixtureOf(weights, [&](size_t type) { return place.times()[type].distribution(); });
}

std::optional<Distribution> ApplyLaws::OneSlot(const Place& place) {
  for (const Sampler& time : place.times()) {
    const Distribution& law = time.distribution();
    if (law.kind != Distribution::Kind::kExponential || law.mean != place.means[0]) {
      return std::nullopt;
    }
  }
  std::map<size_t, double> weights;
  place.ForEachRoot(
      [&](uint32_t root, double chance) { weights[place.writes(root).size()] += chance; });
  return MixtureOf(weights, [&](size_t count) {
    return Distribution::Erlang(place.means[0] * static_cast<double>(count),
                                static_cast<int>(count));
  });
}

ApplyLaw ApplyLaws::Drawn(const Place& place) {
  double size = 0;  // of what is written
  place.ForEachRoot([&](uint32_t root, double chance) {
    size += chance * static_cast<double>(place.writes(root).size());
  });
  const double affordable = kMostTimes / places_ / size;
  const auto count =
      static_cast<uint32_t>(std::clamp<double>(affordable, kFewestDraws, kMostDraws));
  std::vector<double> roots(count);
  Uniforms(kKey, 0, purpose::kRoot, 0, roots);
  std::vector<double> values;
  for (uint32_t i = 0; i < count; ++i) {
    const double u = (i + roots[i]) / count;  // one in every part of (0, 1): less to chance
    const uint32_t root = place.group.roots->Draw(u);
    values.push_back(
        ToSeconds(draws_.Draw(place.step, place.group_index, root, {kKey, 0, place.purpose, i})));
  }
  const Estimate mean = EstimateMean(values, 0.999);
  std::sort(values.begin(), values.end());
  ApplyLaw made{
      .law = {}, .draws = count, .mean_error = mean.mean > 0 ? mean.half_width / mean.mean : 0};
  if (place.step.apply_slots == 1 && mean.mean > 0) {
    double exact = 0;
    place.ForEachRoot(
        [&](uint32_t root, double chance) { exact += chance * place.SumOfMeans(root); });
    for (double& value : values) value *= exact / mean.mean;
    made.mean_error = 0;
  }
  made.law = Distribution::Empirical(std::move(values));
  return made;
}

bool ApplyLaws::CanTellRootsApart(uint32_t group) const {
  const auto written = model_.groups[group].footprints->all_writes().targets.size();
  return static_cast<double>(written) * kFewestDrawsOfRoot * places_ <= kMostTimesOfRoots;
}

ApplyMean ApplyLaws::MeanFrom(uint32_t operation, uint32_t step, uint32_t group, uint32_t root) {
  const auto [found, fresh] = means_.try_emplace({operation, step, group, root});
  if (fresh) found->second = FindMeanFrom(operation, step, group, root);
  return found->second;
}

ApplyMean ApplyLaws::FindMeanFrom(uint32_t operation, uint32_t step, uint32_t group,
                                  uint32_t root) {
  const Place place = At(operation, step, group);
  const size_t size = place.writes(root).size();
  if (size <= 1 || place.step.apply_slots == 1) return {place.SumOfMeans(root)};
  const double affordable =
      kMostTimesOfRoots / places_ /
      static_cast<double>(place.group.footprints->all_writes().targets.size());
  const auto count =
      place.fixed
          ? 1U
          : static_cast<uint32_t>(std::clamp<double>(affordable, kFewestDrawsOfRoot, kMostDraws));
  double sum = 0;
  for (uint32_t i = 0; i < count; ++i) {
    const ApplyAddress at = {kKey, root, place.purpose, i};
    sum += ToSeconds(draws_.Draw(place.step, place.group_index, root, at));
  }
  return {sum / count, place.fixed ? 0 : count};
}

}  // namespace tfsck::analytic
