#include "tests/support/graph_oracle.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <numeric>

namespace tfsck::testing {
namespace {

std::string Text(uint32_t from, uint32_t to) {
  return std::to_string(from) + " -> " + std::to_string(to);
}

// Parts of the undirected graph without vertex `without`.
uint32_t CountParts(uint32_t vertex_count, const Edges& edges, uint32_t without) {
  std::vector<uint32_t> part(vertex_count);
  std::iota(part.begin(), part.end(), 0);
  for (uint32_t round = 0; round < vertex_count; ++round) {
    for (const auto& [a, b] : edges) {
      if (a == without || b == without) continue;
      part[a] = part[b] = std::min(part[a], part[b]);
    }
  }
  uint32_t parts = 0;
  for (uint32_t v = 0; v < vertex_count; ++v) parts += v != without && part[v] == v;
  return parts;
}

std::string RowDefect(const DependencyGraph& graph, Direction direction) {
  const Csr& rows = graph.rows(direction);
  if (rows.rows() != graph.vertex_count()) return "rows";
  if (rows.targets.size() != graph.edge_count()) return "edges";
  for (uint32_t v = 0; v < rows.rows(); ++v) {
    if (rows.offsets[v] > rows.offsets[v + 1]) return "offsets of " + std::to_string(v);
    const auto row = rows[v];
    for (size_t i = 0; i < row.size(); ++i) {
      if (row[i] >= rows.rows() || row[i] == v) return "target " + Text(v, row[i]);
      if (i > 0 && row[i - 1] >= row[i]) return "order of " + std::to_string(v);
    }
  }
  return "";
}

std::string ComponentDefect(const DependencyGraph& graph) {
  const Components& components = graph.components();
  if (components.of.size() != graph.vertex_count()) return "components";
  if (components.members.targets.size() != graph.vertex_count()) return "members";
  for (uint32_t c = 0; c < components.count(); ++c) {
    const auto members = components.members[c];
    if (members.empty() || !std::is_sorted(members.begin(), members.end())) return "member order";
    for (const uint32_t v : members) {
      if (components.of[v] != c) return "member " + std::to_string(v);
    }
  }
  for (const auto& [from, to] : EdgesOf(graph.rows(Direction::kDependencies))) {
    if (components.of[from] < components.of[to]) return "component order " + Text(from, to);
  }
  return "";
}

}  // namespace

std::string GraphDefect(const DependencyGraph& graph) {
  for (const Direction direction : {Direction::kDependencies, Direction::kDependents}) {
    if (std::string defect = RowDefect(graph, direction); !defect.empty()) return defect;
  }
  const Csr turned = Transposed(graph.rows(Direction::kDependents), graph.vertex_count());
  if (turned != graph.rows(Direction::kDependencies)) return "directions disagree";
  const auto loops = graph.self_loops();
  if (std::adjacent_find(loops.begin(), loops.end(), std::greater_equal<>()) != loops.end()) {
    return "loops";
  }
  return ComponentDefect(graph);
}

DependencyGraph BuildChecked(uint32_t vertex_count, const Edges& edges) {
  DependencyGraph graph(vertex_count, edges);
  EXPECT_EQ(GraphDefect(graph), "");
  return graph;
}

Edges EdgesOf(const Csr& table) {
  Edges edges;
  for (uint32_t v = 0; v < table.rows(); ++v) {
    for (const uint32_t target : table[v]) edges.emplace_back(v, target);
  }
  return edges;
}

GraphOracle::GraphOracle(uint32_t vertex_count, const Edges& edges)
    : count_(vertex_count),
      edge_(size_t{vertex_count} * vertex_count, 0),
      distance_(edge_.size(), kUnreached) {
  for (uint32_t v = 0; v < count_; ++v) distance_[At(v, v)] = 0;
  for (const auto& [from, to] : edges) {
    if (from == to) {
      loops_.push_back(from);
    } else {
      edge_[At(from, to)] = 1;
      distance_[At(from, to)] = 1;
    }
  }
  std::sort(loops_.begin(), loops_.end());
  loops_.erase(std::unique(loops_.begin(), loops_.end()), loops_.end());
  for (uint32_t via = 0; via < count_; ++via) {
    for (uint32_t from = 0; from < count_; ++from) {
      if (!Reaches(from, via)) continue;
      for (uint32_t to = 0; to < count_; ++to) {
        if (!Reaches(via, to)) continue;
        distance_[At(from, to)] =
            std::min(distance_[At(from, to)], distance_[At(from, via)] + distance_[At(via, to)]);
      }
    }
  }
}

uint32_t GraphOracle::FirstOfComponent(uint32_t vertex) const {
  uint32_t first = 0;
  while (!SameComponent(first, vertex)) ++first;
  return first;
}

bool GraphOracle::EdgeBetweenComponents(uint32_t from, uint32_t to) const {
  return HasEdge(from, to) && !SameComponent(from, to);
}

std::vector<std::vector<uint32_t>> GraphOracle::Cycles() const {
  std::vector<std::vector<uint32_t>> cycles;
  for (uint32_t v = 0; v < count_; ++v) {
    if (FirstOfComponent(v) != v) continue;
    std::vector<uint32_t> members;
    for (uint32_t other = 0; other < count_; ++other) {
      if (SameComponent(v, other)) members.push_back(other);
    }
    if (members.size() > 1) cycles.push_back(std::move(members));
  }
  return cycles;
}

uint32_t GraphOracle::ShortestCycleLength(uint32_t through) const {
  uint32_t length = kUnreached;
  for (uint32_t v = 0; v < count_; ++v) {
    if (HasEdge(through, v) && Reaches(v, through)) {
      length = std::min(length, distance_[At(v, through)] + 1);
    }
  }
  return length;
}

std::vector<uint32_t> GraphOracle::TopologicalOrder() const {
  std::vector<uint32_t> order;
  std::vector<bool> done(count_, false);
  const auto ready = [&](uint32_t first) {
    for (uint32_t below = 0; below < count_; ++below) {
      if (Reaches(first, below) && !SameComponent(first, below) && !done[below]) return false;
    }
    return !done[first] && FirstOfComponent(first) == first;
  };
  while (order.size() < count_) {
    uint32_t next = 0;
    while (!ready(next)) ++next;
    for (uint32_t v = 0; v < count_; ++v) {
      if (!SameComponent(next, v)) continue;
      order.push_back(v);
      done[v] = true;
    }
  }
  return order;
}

std::vector<uint32_t> GraphOracle::Depths() const {
  std::vector<uint32_t> depths(count_, 0);
  for (uint32_t round = 0; round < count_; ++round) {
    for (uint32_t from = 0; from < count_; ++from) {
      for (uint32_t to = 0; to < count_; ++to) {
        if (EdgeBetweenComponents(from, to)) depths[from] = std::max(depths[from], depths[to] + 1);
        if (SameComponent(from, to)) depths[from] = std::max(depths[from], depths[to]);
      }
    }
  }
  return depths;
}

std::vector<MissingClosure> GraphOracle::Missing() const {
  std::vector<MissingClosure> found;
  for (uint32_t a = 0; a < count_; ++a) {
    for (uint32_t c = 0; c < count_; ++c) {
      if (a == c || HasEdge(a, c)) continue;
      uint32_t b = 0;
      while (b < count_ && !(HasEdge(a, b) && HasEdge(b, c))) ++b;
      if (b < count_) found.push_back({a, b, c});
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

// There is another way between the components of the edge's ends, through a third component.
bool GraphOracle::IsRedundant(uint32_t from, uint32_t to) const {
  for (uint32_t via = 0; via < count_; ++via) {
    if (SameComponent(via, from) || SameComponent(via, to)) continue;
    if (Reaches(from, via) && Reaches(via, to)) return true;
  }
  return false;
}

std::string GraphOracle::ReductionDefect(const Csr& reduced) const {
  const Edges edges = EdgesOf(reduced);
  if (reduced.rows() != count_) return "rows";
  if (!std::is_sorted(edges.begin(), edges.end())) return "order";
  std::vector<std::vector<uint32_t>> between(count_, std::vector<uint32_t>(count_, 0));
  for (const auto& [from, to] : edges) {
    if (!HasEdge(from, to)) return "invented " + Text(from, to);
    if (!EdgeBetweenComponents(from, to)) continue;
    if (IsRedundant(from, to)) return "redundant " + Text(from, to);
    if (++between[FirstOfComponent(from)][FirstOfComponent(to)] > 1)
      return "twice " + Text(from, to);
  }
  const GraphOracle after(count_, edges);
  for (uint32_t from = 0; from < count_; ++from) {
    for (uint32_t to = 0; to < count_; ++to) {
      if (Reaches(from, to) != after.Reaches(from, to)) return "reach " + Text(from, to);
      const bool inside = HasEdge(from, to) && SameComponent(from, to);
      if (inside && !after.HasEdge(from, to)) return "lost inner " + Text(from, to);
    }
  }
  return "";
}

std::string GraphOracle::LongestPathDefect(const std::vector<uint32_t>& path) const {
  const std::vector<uint32_t> depths = Depths();
  if (count_ == 0) return path.empty() ? "" : "not empty";
  if (path.empty()) return "empty";
  const uint32_t deepest = *std::max_element(depths.begin(), depths.end());
  if (path.size() != size_t{deepest} + 1) return "length";
  for (size_t i = 0; i < path.size(); ++i) {
    if (FirstOfComponent(path[i]) != path[i]) return "not the first of its component";
    if (depths[path[i]] != deepest - i) return "depth of " + std::to_string(path[i]);
    if (i > 0 && !Reaches(path[i - 1], path[i])) return "gap " + Text(path[i - 1], path[i]);
  }
  return "";
}

std::vector<uint32_t> CutPointsByRemoval(uint32_t vertex_count, const Edges& edges) {
  const uint32_t parts = CountParts(vertex_count, edges, kUnreached);
  std::vector<uint32_t> points;
  for (uint32_t v = 0; v < vertex_count; ++v) {
    if (CountParts(vertex_count, edges, v) > parts) points.push_back(v);
  }
  return points;
}

Edges ClosureOf(uint32_t vertex_count, const Edges& edges) {
  const GraphOracle oracle(vertex_count, edges);
  Edges closed;
  for (uint32_t from = 0; from < vertex_count; ++from) {
    for (uint32_t to = 0; to < vertex_count; ++to) {
      if (from != to && oracle.Reaches(from, to)) closed.emplace_back(from, to);
    }
  }
  return closed;
}

}  // namespace tfsck::testing
