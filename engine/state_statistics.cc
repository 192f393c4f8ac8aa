#include "engine/state_statistics.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "engine/graph_view.h"

namespace tfsck {
namespace {

// Counts by name; names are looked up once per resource.
class Tally {
 public:
  void Add(std::string_view name, uint64_t instances) {
    const auto [found, added] = rows_.try_emplace(std::string(name), counts_.size());
    if (added) counts_.push_back({found->first, 0, 0});
    NamedCount& count = counts_[found->second];
    ++count.resources;
    count.instances += instances;
  }

  std::vector<NamedCount> Sorted() {
    std::sort(counts_.begin(), counts_.end(), [](const NamedCount& a, const NamedCount& b) {
      if (a.instances != b.instances) return a.instances > b.instances;
      return a.name < b.name;
    });
    return std::move(counts_);
  }

 private:
  std::unordered_map<std::string, size_t> rows_;
  std::vector<NamedCount> counts_;
};

std::string ProviderName(const StateSnapshot& state, const Resource& resource) {
  if (resource.provider == kNoId) return "";
  const Provider& provider = state.providers[resource.provider];
  if (!provider.parsed) return std::string(provider.raw);
  const ProviderAddress& address = provider.address;
  return address.host + '/' + address.namespace_ + '/' + address.type;
}

std::vector<HubCount> MostNeighbours(const DependencyGraph& graph, Direction direction) {
  std::vector<HubCount> most;
  for (uint32_t v = 0; v < graph.vertex_count(); ++v) {
    const HubCount here{v, static_cast<uint32_t>(graph.neighbours(v, direction).size())};
    if (here.count == 0) continue;
    if (most.size() == GraphShape::kMostListed && here.count <= most.back().count) continue;
    const auto place =
        std::upper_bound(most.begin(), most.end(), here,
                         [](const HubCount& a, const HubCount& b) { return a.count > b.count; });
    most.insert(place, here);
    if (most.size() > GraphShape::kMostListed) most.pop_back();
  }
  return most;
}

uint64_t CountCycles(const DependencyGraph& graph) {
  uint64_t cycles = Cycles(graph).size();
  for (const uint32_t v : graph.self_loops()) {
    const uint32_t component = graph.components().of[v];
    cycles += graph.components().members[component].size() == 1 ? 1 : 0;
  }
  return cycles;
}

}  // namespace

StateCounts CountState(const StateSnapshot& state) {
  StateCounts counts;
  Tally types;
  Tally modules;
  Tally providers;
  for (const Resource& resource : state.resources) {
    uint64_t current = 0;
    for (const Instance& instance : state.InstancesOf(resource)) {
      current += instance.deposed.empty() ? 1 : 0;
      counts.deposed += instance.deposed.empty() ? 0 : 1;
      counts.tainted += instance.tainted ? 1 : 0;
    }
    const bool data = resource.mode == ResourceMode::kData;
    ++counts.resources;
    counts.instances += current;
    counts.dropped_resources += resource.dropped ? 1 : 0;
    counts.data_resources += data ? 1 : 0;
    counts.data_instances += data ? current : 0;
    types.Add(data ? "data." + std::string(resource.type) : std::string(resource.type), current);
    modules.Add(state.modules[resource.module].static_text, current);
    providers.Add(ProviderName(state, resource), current);
  }
  counts.types = types.Sorted();
  counts.providers = providers.Sorted();
  counts.modules = modules.Sorted();
  for (const Output& output : state.outputs) {
    ++counts.outputs;
    counts.sensitive_outputs += output.sensitive ? 1 : 0;
  }
  counts.check_results = state.checks.size();
  return counts;
}

GraphShape DescribeGraph(const StateSnapshot& state, const DependencyGraph& graph) {
  GraphShape shape;
  shape.resources = graph.vertex_count();
  shape.stored_edges = graph.edge_count();
  shape.direct_edges = TransitiveReduction(graph).targets.size();
  for (uint32_t v = 0; v < graph.vertex_count(); ++v) {
    shape.isolated += graph.dependencies(v).empty() && graph.dependents(v).empty() ? 1 : 0;
    const HubResource& hub = state.hubs[v];
    shape.dangling += !hub.in_state && hub.mode != ResourceMode::kEphemeral ? 1 : 0;
  }
  shape.cycles = CountCycles(graph);
  shape.longest_chain = LongestPath(graph);
  shape.depth =
      shape.longest_chain.empty() ? 0 : static_cast<uint32_t>(shape.longest_chain.size()) - 1;
  const Layer widest = WidestLayer(Depths(graph));
  shape.widest_depth = widest.depth;
  shape.widest_count = widest.vertices;
  shape.most_depended_on = MostNeighbours(graph, Direction::kDependents);
  shape.most_depending = MostNeighbours(graph, Direction::kDependencies);
  return shape;
}

}  // namespace tfsck
