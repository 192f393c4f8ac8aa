// The one file that sees Boost.Graph.  Its depth_first_search keeps an explicit stack unless
// BOOST_RECURSIVE_DFS is defined, and both algorithms used here are visitors of it, so a chain of a
// million vertices is no danger (tests/engine/graph_big_test.cc).  Its topological_sort is not
// used: where several vertices could come next it takes whatever its search meets, and we promise
// the smallest id.  Its breadth_first_search cannot stop at a depth without throwing.
#include "engine/graph_components.h"

#include <algorithm>
#include <boost/graph/biconnected_components.hpp>
#include <boost/graph/graph_traits.hpp>
#include <boost/graph/strong_components.hpp>
#include <boost/iterator/counting_iterator.hpp>
#include <boost/iterator/iterator_facade.hpp>
#include <boost/property_map/property_map.hpp>
#include <iterator>
#include <optional>
#include <utility>
#include <vector>

#include "engine/graph.h"

namespace tfsck {
namespace {

struct BoostEdge {
  uint32_t source;
  uint32_t target;

  friend bool operator==(const BoostEdge&, const BoostEdge&) = default;  // Boost's concepts ask
};

class OutEdgeIterator : public boost::iterator_facade<OutEdgeIterator, BoostEdge,
                                                      boost::single_pass_traversal_tag, BoostEdge> {
 public:
  OutEdgeIterator() = default;
  OutEdgeIterator(uint32_t source, const uint32_t* target) : source_(source), target_(target) {}

 private:
  friend class boost::iterator_core_access;
  BoostEdge dereference() const { return {source_, *target_}; }
  bool equal(const OutEdgeIterator& other) const { return target_ == other.target_; }
  void increment() { ++target_; }

  uint32_t source_ = 0;
  const uint32_t* target_ = nullptr;
};

// A Csr as Boost's VertexListGraph and IncidenceGraph; owns nothing.
struct CsrView {
  struct traversal_category : boost::incidence_graph_tag, boost::vertex_list_graph_tag {};
  using directed_category = boost::directed_tag;
  using edge_parallel_category = boost::disallow_parallel_edge_tag;
  using vertex_descriptor = uint32_t;
  using edge_descriptor = BoostEdge;
  using vertex_iterator = boost::counting_iterator<uint32_t>;
  using out_edge_iterator = OutEdgeIterator;
  using vertices_size_type = uint32_t;
  using edges_size_type = uint32_t;
  using degree_size_type = uint32_t;

  const Csr* rows;

  static uint32_t null_vertex() { return UINT32_MAX; }

  friend uint32_t num_vertices(const CsrView& view) { return view.rows->rows(); }
  friend std::pair<vertex_iterator, vertex_iterator> vertices(const CsrView& view) {
    return {vertex_iterator(0), vertex_iterator(view.rows->rows())};
  }
  friend std::pair<OutEdgeIterator, OutEdgeIterator> out_edges(uint32_t v, const CsrView& view) {
    const auto row = (*view.rows)[v];
    return {OutEdgeIterator(v, row.data()), OutEdgeIterator(v, row.data() + row.size())};
  }
  friend uint32_t out_degree(uint32_t v, const CsrView& view) {
    return static_cast<uint32_t>((*view.rows)[v].size());
  }
  friend uint32_t source(const BoostEdge& edge, const CsrView&) { return edge.source; }
  friend uint32_t target(const BoostEdge& edge, const CsrView&) { return edge.target; }
};

// Kahn's algorithm, all vertices that are ready in one wave; nothing if a cycle holds some back.
std::optional<Components> AcyclicComponents(const Csr& dependencies, const Csr& dependents) {
  const uint32_t count = dependencies.rows();
  Components found;
  std::vector<uint32_t>& order = found.members.targets;
  std::vector<uint32_t> waiting_for(count);
  order.reserve(count);
  for (uint32_t v = 0; v < count; ++v) {
    waiting_for[v] = static_cast<uint32_t>(dependencies[v].size());
    if (waiting_for[v] == 0) order.push_back(v);
  }
  for (size_t next = 0; next < order.size(); ++next) {
    for (const uint32_t dependent : dependents[order[next]]) {
      if (--waiting_for[dependent] == 0) order.push_back(dependent);
    }
  }
  if (order.size() != count) return std::nullopt;
  found.of = std::move(waiting_for);
  found.members.offsets.resize(size_t{count} + 1);
  for (uint32_t i = 0; i < count; ++i) {
    found.of[order[i]] = i;
    found.members.offsets[i + 1] = i + 1;
  }
  return found;
}

// Tarjan's algorithm closes a component when all that it reaches is closed: dependencies first.
Components TarjanComponents(const Csr& dependencies) {
  const CsrView view{&dependencies};
  const boost::identity_property_map index;
  Components found;
  found.of.resize(dependencies.rows());
  const uint32_t count =
      boost::strong_components(view, boost::make_iterator_property_map(found.of.begin(), index),
                               boost::vertex_index_map(index));
  Csr component_of;
  component_of.targets = found.of;
  component_of.offsets.resize(found.of.size() + 1);
  for (uint32_t v = 0; v < found.of.size(); ++v) component_of.offsets[v + 1] = v + 1;
  found.members = Transposed(component_of, count);
  return found;
}

// Every edge in both directions, once, without loops.
Csr Symmetrised(const Csr& edges) {
  std::vector<std::pair<uint32_t, uint32_t>> both;
  both.reserve(2 * edges.targets.size());
  for (uint32_t v = 0; v < edges.rows(); ++v) {
    for (const uint32_t target : edges[v]) {
      both.emplace_back(v, target);
      both.emplace_back(target, v);
    }
  }
  return DependencyGraph(edges.rows(), both).rows(Direction::kDependencies);
}

}  // namespace

Components FindComponents(const Csr& dependencies, const Csr& dependents) {
  if (auto found = AcyclicComponents(dependencies, dependents)) return *std::move(found);
  return TarjanComponents(dependencies);
}

std::vector<uint32_t> CutPoints(const Csr& edges) {
  const Csr undirected = Symmetrised(edges);
  const CsrView view{&undirected};
  std::vector<uint32_t> points;
  boost::articulation_points(view, std::back_inserter(points),
                             boost::vertex_index_map(boost::identity_property_map()));
  std::sort(points.begin(), points.end());
  return points;
}

}  // namespace tfsck
