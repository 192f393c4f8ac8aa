#include "simulator/footprint_roots.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>
#include <utility>

#include "simulator/footprint_reach.h"

namespace tfsck {
namespace {

bool IsForest(const DependencyGraph& graph) {
  for (uint32_t v = 0; v < graph.vertex_count(); ++v) {
    if (graph.dependencies(v).size() > 1) return false;
  }
  return graph.components().acyclic();
}

std::vector<uint32_t> ForestConeSizes(const DependencyGraph& graph) {
  std::vector<uint32_t> sizes(graph.vertex_count(), 1);
  const std::vector<uint32_t> order = TopologicalOrder(graph);
  for (auto v = order.rbegin(); v != order.rend(); ++v) {
    for (const uint32_t dependency : graph.dependencies(*v)) sizes[dependency] += sizes[*v];
  }
  return sizes;
}

tl::unexpected<Error> Refuse(std::string message) {
  return MakeError(ErrorKind::kUsage, std::move(message));
}

Result<void> CheckWeights(std::span<const double> weights, uint32_t resources) {
  if (weights.size() != resources) {
    return Refuse(fmt::format("root weights: {} for {} resources; one for each is wanted",
                              weights.size(), resources));
  }
  for (size_t i = 0; i < weights.size(); ++i) {
    if (std::isfinite(weights[i]) && weights[i] >= 0) continue;
    return Refuse(fmt::format("root weights: {} of resource {} is no weight (finite, 0 or more)",
                              weights[i], i));
  }
  if (std::all_of(weights.begin(), weights.end(), [](double w) { return w == 0; })) {
    return Refuse("root weights: all of them are 0");
  }
  return {};
}

// Divided by the largest first, so that neither huge nor tiny weights leave the range of doubles.
std::vector<double> Normalised(std::span<const double> weights) {
  const double largest = *std::max_element(weights.begin(), weights.end());
  std::vector<double> shares;
  shares.reserve(weights.size());
  for (const double weight : weights) shares.push_back(weight / largest);
  const double sum = std::accumulate(shares.begin(), shares.end(), 0.0);
  for (double& share : shares) share /= sum;
  return shares;
}

// The columns of Vose's construction: every one is as high as the mean, filled by one root that is
// short of it and one that has more.
class Columns {
 public:
  Columns(std::span<const double> probabilities, std::vector<double>* own,
          std::vector<uint32_t>* other)
      : own_(*own), other_(*other) {
    const auto count = static_cast<double>(probabilities.size());
    for (uint32_t root = 0; root < probabilities.size(); ++root) {
      own_.push_back(probabilities[root] * count);
      other_.push_back(root);
      Sort(root);
    }
  }

  void Fill() {
    while (!short_.empty() && !long_.empty()) {
      const uint32_t low = short_.back();
      const uint32_t high = long_.back();
      short_.pop_back();
      long_.pop_back();
      other_[low] = high;
      own_[high] -= 1 - own_[low];
      Sort(high);
    }
    // What is left over would be 1 but for rounding: a root of probability 0 never is.
    for (const uint32_t root : long_) own_[root] = 1;
    for (const uint32_t root : short_) own_[root] = 1;
  }

 private:
  void Sort(uint32_t root) { (own_[root] < 1 ? short_ : long_).push_back(root); }

  std::vector<double>& own_;
  std::vector<uint32_t>& other_;
  std::vector<uint32_t> short_;
  std::vector<uint32_t> long_;
};

}  // namespace

Result<std::vector<uint32_t>> ConeSizes(const DependencyGraph& graph, uint64_t most_steps) {
  if (IsForest(graph)) return ForestConeSizes(graph);
  std::vector<uint32_t> sizes;
  sizes.reserve(graph.vertex_count());
  ReachWalker walker(graph, Direction::kDependents);
  uint64_t steps = 0;
  for (uint32_t v = 0; v < graph.vertex_count(); ++v) {
    sizes.push_back(static_cast<uint32_t>(walker.From(v, most_steps - steps).size()));
    steps += sizes.back();
    if (steps <= most_steps) continue;
    return Refuse(fmt::format(
        "leaf-biased popularity: more than {} resources in all cones: fewer resources, a flatter "
        "graph, or uniform popularity",
        most_steps));
  }
  return sizes;
}

Result<std::vector<double>> RootProbabilities(const DependencyGraph& graph,
                                              RootPopularity popularity,
                                              std::span<const double> weights) {
  if (popularity == RootPopularity::kWeights) {
    const auto checked = CheckWeights(weights, graph.vertex_count());
    if (!checked) return tl::unexpected(checked.error());
    return Normalised(weights);
  }
  std::vector<double> inverse(graph.vertex_count(), 1);
  if (popularity == RootPopularity::kLeafBiased) {
    const auto sizes = ConeSizes(graph);
    if (!sizes) return tl::unexpected(sizes.error());
    for (size_t v = 0; v < inverse.size(); ++v) inverse[v] = 1.0 / (*sizes)[v];
  }
  return Normalised(inverse);
}

RootSampler::RootSampler(std::span<const double> probabilities)
    : count_(static_cast<uint32_t>(probabilities.size())) {
  const auto differs = [&](double p) { return p != probabilities.front(); };
  if (std::none_of(probabilities.begin(), probabilities.end(), differs)) return;
  Columns(probabilities, &own_, &other_).Fill();
}

}  // namespace tfsck
