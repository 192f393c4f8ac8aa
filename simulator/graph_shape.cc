#include "simulator/graph_shape.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "simulator/footprint_distinct.h"
#include "simulator/purpose.h"
#include "simulator/stream.h"

namespace tfsck {
namespace {

// The uniforms of one graph, addressed by vertex.
class GraphDraws {
 public:
  explicit GraphDraws(uint64_t seed) : key_{.seed = seed} {}

  void Fill(uint32_t vertex, std::span<double> uniforms) const {
    Uniforms(key_, vertex, purpose::kGraphEdge, 0, uniforms);
  }
  uint32_t Below(uint32_t range, uint32_t vertex) const {
    return IndexFromUniform(Uniform(key_, vertex, purpose::kGraphEdge, 0), range);
  }

 private:
  StreamKey key_;
};

// Dependencies row by row.
struct Rows {
  explicit Rows(uint32_t resources) { csr.offsets.reserve(size_t{resources} + 1); }

  Csr csr;
  void Add(uint32_t dependency) { csr.targets.push_back(dependency); }
  void EndRow() { csr.EndRow(); }
};

// Equal runs of consecutive vertices, the longer ones first.
struct Partition {
  uint32_t count;  // of vertices
  uint32_t parts;

  uint32_t Begin(uint32_t part) const {
    return part * (count / parts) + std::min(part, count % parts);
  }
};

Csr DependOnOne(uint32_t resources, auto&& dependency_of) {
  Rows rows(resources);
  for (uint32_t v = 0; v < resources; ++v) {
    if (v > 0) rows.Add(dependency_of(v));
    rows.EndRow();
  }
  return std::move(rows.csr);
}

Csr Modules(uint32_t resources, uint32_t modules, const GraphDraws& draws) {
  Rows rows(resources);
  rows.EndRow();  // the hub
  const Partition parts{resources - 1, std::min(modules, resources - 1)};
  for (uint32_t part = 0; part < parts.parts; ++part) {
    const uint32_t first = 1 + parts.Begin(part);
    const uint32_t end = 1 + parts.Begin(part + 1);
    for (uint32_t v = first; v < end; ++v) {
      rows.Add(0);
      if (v > first) rows.Add(first + draws.Below(v - first, v));
      rows.EndRow();
    }
  }
  return std::move(rows.csr);
}

// Gives vertices dependencies that are distinct numbers of a range.
class DistinctDependencies {
 public:
  DistinctDependencies(uint32_t resources, uint32_t degree, const GraphDraws& draws)
      : rows_(resources),
        sampler_(resources),
        uniforms_(std::min(degree, resources)),
        chosen_(uniforms_.size()),
        draws_(draws) {}

  // min(degree, range) distinct ones of [first, first + range).
  void Add(uint32_t vertex, uint32_t first, uint32_t range) {
    const auto count = std::min(static_cast<uint32_t>(uniforms_.size()), range);
    const std::span<double> uniforms(uniforms_.data(), count);
    const std::span<uint32_t> chosen(chosen_.data(), count);
    draws_.Fill(vertex, uniforms);
    sampler_.Draw(uniforms, range, chosen);
    for (const uint32_t offset : chosen) rows_.Add(first + offset);
    rows_.EndRow();
  }
  Csr Finish() { return std::move(rows_.csr); }

 private:
  Rows rows_;
  DistinctSampler sampler_;
  std::vector<double> uniforms_;
  std::vector<uint32_t> chosen_;
  const GraphDraws& draws_;
};

Csr Layered(uint32_t resources, uint32_t layers, uint32_t degree, const GraphDraws& draws) {
  DistinctDependencies dependencies(resources, degree, draws);
  const Partition parts{resources, std::min(layers, resources)};
  for (uint32_t layer = 0; layer < parts.parts; ++layer) {
    const uint32_t before = layer == 0 ? 0 : parts.Begin(layer - 1);
    const uint32_t first = parts.Begin(layer);
    for (uint32_t v = first; v < parts.Begin(layer + 1); ++v) {
      dependencies.Add(v, before, first - before);
    }
  }
  return dependencies.Finish();
}

Csr RandomDag(uint32_t resources, uint32_t degree, const GraphDraws& draws) {
  DistinctDependencies dependencies(resources, degree, draws);
  for (uint32_t v = 0; v < resources; ++v) dependencies.Add(v, 0, v);
  return dependencies.Finish();
}

Csr Edgeless(uint32_t resources) {
  Csr rows;
  rows.offsets.assign(size_t{resources} + 1, 0);
  return rows;
}

Csr Generate(const ResourceGraph& shape, uint32_t resources, const GraphDraws& draws) {
  switch (shape.shape) {
    case GraphShape::kChain:
      return DependOnOne(resources, [](uint32_t v) { return v - 1; });
    case GraphShape::kStar:
      return DependOnOne(resources, [](uint32_t) { return 0; });
    case GraphShape::kTree:
      return DependOnOne(resources, [&](uint32_t v) { return (v - 1) / shape.degree; });
    case GraphShape::kRecursiveTree:
      return DependOnOne(resources, [&](uint32_t v) { return draws.Below(v, v); });
    case GraphShape::kModules:
      return Modules(resources, shape.modules, draws);
    case GraphShape::kLayered:
      return Layered(resources, shape.layers, shape.degree, draws);
    case GraphShape::kRandomDag:
      return RandomDag(resources, shape.degree, draws);
    case GraphShape::kEdgeless:
    case GraphShape::kExplicit:
    case GraphShape::kState:
      break;  // the latter two are not generated
  }
  return Edgeless(resources);
}

tl::unexpected<Error> Refuse(std::string message) {
  return MakeError(ErrorKind::kUsage, "graph: " + std::move(message));
}

Result<void> CheckEdgeCount(uint64_t edges) {
  if (edges <= kMostGraphEdges) return {};
  return Refuse(fmt::format("{} edges are more than {}: a smaller degree or fewer resources", edges,
                            kMostGraphEdges));
}

Result<void> CheckNumbers(const ResourceGraph& shape, uint32_t resources) {
  if (resources == 0) return Refuse("a workspace has at least one resource, not 0");
  if (resources > kMostGraphResources) {
    return Refuse(fmt::format("{} resources are more than {} in one workspace", resources,
                              kMostGraphResources));
  }
  const GraphShape kind = shape.shape;
  if (kind == GraphShape::kTree && shape.degree == 0) {
    return Refuse("in a tree `degree` is at least 1, not 0");
  }
  if (kind == GraphShape::kModules && shape.modules == 0) {
    return Refuse("`modules` is at least 1, not 0");
  }
  if (kind == GraphShape::kLayered && shape.layers == 0) {
    return Refuse("`layers` is at least 1, not 0");
  }
  if (kind == GraphShape::kLayered || kind == GraphShape::kRandomDag) {
    return CheckEdgeCount(uint64_t{resources} * std::min(shape.degree, resources));
  }
  return {};
}

// "3 -> 1 -> 3"; of a long cycle only the beginning.
std::string CycleText(const std::vector<uint32_t>& cycle) {
  constexpr size_t kShown = 10;
  std::string text;
  for (size_t i = 0; i < cycle.size() && i < kShown; ++i) text += fmt::format("{} -> ", cycle[i]);
  if (cycle.size() > kShown) text += "... -> ";
  return text + fmt::format("{}", cycle.front());
}

Result<DependencyGraph> Explicit(const ResourceGraph& shape, uint32_t resources) {
  const auto count_checked = CheckEdgeCount(shape.edges.size());
  if (!count_checked) return tl::unexpected(count_checked.error());
  for (size_t i = 0; i < shape.edges.size(); ++i) {
    const uint32_t largest = std::max(shape.edges[i].first, shape.edges[i].second);
    if (largest < resources) continue;
    return Refuse(fmt::format("edge {} ({} -> {}) names resource {}; there are 0 to {}", i,
                              shape.edges[i].first, shape.edges[i].second, largest, resources - 1));
  }
  DependencyGraph graph(resources, shape.edges);
  if (!graph.self_loops().empty()) {
    return Refuse(fmt::format("resource {} depends on itself", graph.self_loops().front()));
  }
  if (!graph.components().acyclic()) {
    return Refuse("resources depend on each other in a cycle: " +
                  CycleText(ShortestCycle(graph, Cycles(graph).front())));
  }
  return graph;
}

}  // namespace

Result<DependencyGraph> GenerateGraph(const ResourceGraph& shape, uint32_t resources,
                                      uint64_t seed) {
  assert(shape.shape != GraphShape::kState);
  const auto checked = CheckNumbers(shape, resources);
  if (!checked) return tl::unexpected(checked.error());
  if (shape.shape == GraphShape::kExplicit) return Explicit(shape, resources);
  return DependencyGraph(Generate(shape, resources, GraphDraws(seed)));
}

Result<DependencyGraph> GraphOfGroup(const WorkspaceGroup& group) {
  constexpr uint64_t kGraphSeed = 0x7466'7363'6b00;
  return GenerateGraph(group.graph, group.resources, kGraphSeed);
}

}  // namespace tfsck
