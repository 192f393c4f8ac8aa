#include "report/graph_drawing.h"

#include <algorithm>
#include <optional>
#include <unordered_set>
#include <utility>

#include "engine/graph_view.h"
#include "report/graph_groups.h"

namespace tfsck {
namespace {

class Drawer {
 public:
  Drawer(const StateSnapshot& state, const DependencyGraph& graph, const DrawOptions& options)
      : state_(state), graph_(graph), options_(options) {}

  GraphDrawing Draw() {
    if (!options_.all_edges || !options_.start_hubs.empty()) direct_ = TransitiveReduction(graph_);
    FindVisible();
    GraphGroups groups = GroupHubs(state_, visible_, options_.collapse, options_.subject);
    GraphDrawing drawing;
    drawing.subject = options_.subject;
    drawing.dependents = options_.dependents;
    drawing.dependencies = options_.dependencies;
    drawing.collapse = groups.collapse;
    drawing.all_edges = options_.all_edges;
    drawing.resources = visible_.size();
    drawing.nodes = std::move(groups.nodes);
    FillNodes(groups.of, &drawing.nodes);
    AddEdges(groups.of, &drawing);
    return drawing;
  }

 private:
  void FindVisible() {
    if (options_.start_hubs.empty()) {
      visible_.resize(graph_.vertex_count());
      for (uint32_t v = 0; v < visible_.size(); ++v) visible_[v].hub = v;
    } else {
      const DependencyGraph direct{Csr(direct_)};
      for (const uint32_t hub : options_.start_hubs) {
        visible_.push_back({hub, Relation::kSubject, 0});
      }
      if (options_.dependents) Reach(direct, Direction::kDependents, Relation::kDependent);
      if (options_.dependencies) Reach(direct, Direction::kDependencies, Relation::kDependency);
      DropRepeated();
    }
    row_of_hub_.assign(graph_.vertex_count(), kNoId);
    for (uint32_t row = 0; row < visible_.size(); ++row) row_of_hub_[visible_[row].hub] = row;
  }

  void Reach(const DependencyGraph& direct, Direction direction, Relation relation) {
    for (const Neighbour& found :
         Neighbourhood(direct, options_.start_hubs, direction, options_.max_depth)) {
      if (found.distance > 0) visible_.push_back({found.vertex, relation, found.distance});
    }
  }

  // Only in a cycle is something both dependent and dependency; it stays the dependent.
  void DropRepeated() {
    std::vector<bool> seen(graph_.vertex_count(), false);
    std::erase_if(visible_, [&](const VisibleHub& visible) {
      const bool repeated = seen[visible.hub];
      seen[visible.hub] = true;
      return repeated;
    });
    std::stable_sort(visible_.begin(), visible_.end(),
                     [](const VisibleHub& a, const VisibleHub& b) { return a.hub < b.hub; });
  }

  void FillNodes(const std::vector<uint32_t>& node_of, std::vector<GraphNode>* nodes) const {
    for (uint32_t row = 0; row < visible_.size(); ++row) {
      const VisibleHub& visible = visible_[row];
      const HubResource& hub = state_.hubs[visible.hub];
      GraphNode& node = (*nodes)[node_of[row]];
      if (node.resources++ == 0 || visible.distance < node.distance) {
        node.distance = visible.distance;
        node.relation = visible.relation;
      }
      node.dangling |= !hub.in_state && hub.mode != ResourceMode::kEphemeral;
      node.in_cycle |= InCycle(visible.hub);
    }
    for (const Resource& resource : state_.resources) {
      if (resource.hub == kNoId || row_of_hub_[resource.hub] == kNoId) continue;
      GraphNode& node = (*nodes)[node_of[row_of_hub_[resource.hub]]];
      for (const Instance& instance : state_.InstancesOf(resource)) {
        node.instances += instance.deposed.empty() ? 1 : 0;
        node.deposed += instance.deposed.empty() ? 0 : 1;
        node.tainted += instance.tainted ? 1 : 0;
      }
    }
  }

  bool InCycle(uint32_t hub) const {
    const Components& components = graph_.components();
    return components.members[components.of[hub]].size() > 1 || LoopsOnItself(hub);
  }
  bool LoopsOnItself(uint32_t hub) const {
    const auto loops = graph_.self_loops();
    return std::binary_search(loops.begin(), loops.end(), hub);
  }

  void AddEdges(const std::vector<uint32_t>& node_of, GraphDrawing* drawing) {
    const bool collapsed = drawing->collapse != Collapse::kNone;
    const DependencyGraph drawn = VisibleGraph();
    if (!collapsed) {
      for (uint32_t from = 0; from < drawn.vertex_count(); ++from) AddRow(drawn, from, drawing);
      return;
    }
    const auto groups = static_cast<uint32_t>(drawing->nodes.size());
    const CollapsedGraph by_node = CollapseBy(drawn, node_of, groups);
    FindCyclicPairs(drawn, node_of);
    const Csr& rows = by_node.graph.rows(Direction::kDependencies);
    const Csr kept = options_.all_edges ? rows : TransitiveReduction(by_node.graph);
    for (uint32_t from = 0; from < groups; ++from) {
      uint32_t at = rows.offsets[from];
      for (const uint32_t to : kept[from]) {
        while (rows.targets[at] != to) ++at;
        drawing->edges.push_back(
            {from, to, by_node.multiplicities[at], cyclic_pairs_.contains(Pair(from, to))});
      }
    }
  }

  // The edges to draw between visible resources, numbered as visible_.
  DependencyGraph VisibleGraph() const {
    const Csr& edges = options_.all_edges ? graph_.rows(Direction::kDependencies) : direct_;
    Csr rows;
    for (const VisibleHub& visible : visible_) {
      for (const uint32_t to : edges[visible.hub]) {
        if (row_of_hub_[to] != kNoId) rows.targets.push_back(row_of_hub_[to]);
      }
      rows.EndRow();
    }
    return DependencyGraph(std::move(rows));
  }

  bool SameCycle(uint32_t from, uint32_t to) const {
    const std::vector<uint32_t>& of = graph_.components().of;
    return of[visible_[from].hub] == of[visible_[to].hub];
  }

  void AddRow(const DependencyGraph& drawn, uint32_t from, GraphDrawing* drawing) const {
    const size_t first = drawing->edges.size();
    for (const uint32_t to : drawn.dependencies(from)) {
      drawing->edges.push_back({from, to, 1, SameCycle(from, to)});
    }
    if (!LoopsOnItself(visible_[from].hub)) return;
    drawing->edges.push_back({from, from, 1, true});
    std::sort(drawing->edges.begin() + static_cast<std::ptrdiff_t>(first), drawing->edges.end(),
              [](const GraphEdge& a, const GraphEdge& b) { return a.to < b.to; });
  }

  static uint64_t Pair(uint32_t from, uint32_t to) { return uint64_t{from} << 32 | to; }

  void FindCyclicPairs(const DependencyGraph& drawn, const std::vector<uint32_t>& node_of) {
    if (graph_.components().acyclic()) return;
    for (uint32_t from = 0; from < drawn.vertex_count(); ++from) {
      for (const uint32_t to : drawn.dependencies(from)) {
        if (SameCycle(from, to)) cyclic_pairs_.insert(Pair(node_of[from], node_of[to]));
      }
    }
  }

  const StateSnapshot& state_;
  const DependencyGraph& graph_;
  const DrawOptions& options_;
  Csr direct_;
  std::vector<VisibleHub> visible_;   // by hub
  std::vector<uint32_t> row_of_hub_;  // row of visible_, or kNoId
  std::unordered_set<uint64_t> cyclic_pairs_;
};

}  // namespace

GraphDrawing DrawGraph(const StateSnapshot& state, const DependencyGraph& graph,
                       const DrawOptions& options) {
  return Drawer(state, graph, options).Draw();
}

}  // namespace tfsck
