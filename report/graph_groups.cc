#include "report/graph_groups.h"

#include <algorithm>
#include <numeric>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace tfsck {
namespace {

// The first `steps` steps of a module's static text: module.a.module.b.  Names hold no dots.
std::string_view CutModule(std::string_view module, size_t steps) {
  size_t end = 0;
  for (size_t i = 0; i < 2 * steps; ++i) {
    end = module.find('.', end);
    if (end == module.npos) return module;
    ++end;
  }
  return end == 0 ? std::string_view() : module.substr(0, end - 1);
}

size_t StepsOf(std::string_view module) {
  if (module.empty()) return 0;
  return static_cast<size_t>(std::count(module.begin(), module.end(), '.') + 1) / 2;
}

class Grouper {
 public:
  Grouper(const StateSnapshot& state, std::span<const VisibleHub> visible,
          const std::string& subject)
      : state_(state), visible_(visible), subject_(subject) {}

  GraphGroups ByResource() {
    GraphGroups groups;
    groups.of.resize(visible_.size());
    std::iota(groups.of.begin(), groups.of.end(), 0);
    for (const VisibleHub& visible : visible_) {
      const HubResource& hub = state_.hubs[visible.hub];
      GraphNode& node = groups.nodes.emplace_back();
      node.address = hub.text;
      node.module = hub.module;
      node.type = hub.type;
      node.mode = hub.mode;
    }
    return groups;
  }

  GraphGroups ByModule(size_t steps) {
    GraphGroups groups;
    groups.collapse = Collapse::kModule;
    std::unordered_map<std::string_view, uint32_t> rows;
    for (const VisibleHub& visible : visible_) {
      if (AddSubject(visible, &groups)) continue;
      const std::string_view module = CutModule(state_.hubs[visible.hub].module, steps);
      const auto [found, added] = rows.try_emplace(module, groups.nodes.size());
      if (added) {
        GraphNode& node = groups.nodes.emplace_back();
        node.kind = GraphNode::Kind::kModule;
        node.address = module;
      }
      groups.of.push_back(found->second);
    }
    return groups;
  }

  GraphGroups ByType() {
    GraphGroups groups;
    groups.collapse = Collapse::kType;
    std::unordered_map<std::string_view, uint32_t> rows[3];
    for (const VisibleHub& visible : visible_) {
      if (AddSubject(visible, &groups)) continue;
      const HubResource& hub = state_.hubs[visible.hub];
      const auto [found, added] =
          rows[static_cast<size_t>(hub.mode)].try_emplace(hub.type, groups.nodes.size());
      if (added) AddType(hub, &groups);
      groups.of.push_back(found->second);
    }
    return groups;
  }

  // Every step that one resource's module has.
  size_t DeepestModule() const {
    size_t deepest = 0;
    for (const VisibleHub& visible : visible_) {
      deepest = std::max(deepest, StepsOf(state_.hubs[visible.hub].module));
    }
    return deepest;
  }

 private:
  bool AddSubject(const VisibleHub& visible, GraphGroups* groups) {
    if (visible.relation != Relation::kSubject) return false;
    if (!subject_row_) {
      subject_row_ = static_cast<uint32_t>(groups->nodes.size());
      GraphNode& node = groups->nodes.emplace_back();
      node.kind = GraphNode::Kind::kSubject;
      node.address = subject_;
    }
    groups->of.push_back(*subject_row_);
    return true;
  }

  static void AddType(const HubResource& hub, GraphGroups* groups) {
    GraphNode& node = groups->nodes.emplace_back();
    node.kind = GraphNode::Kind::kType;
    node.mode = hub.mode;
    node.type = hub.type;
    if (hub.mode == ResourceMode::kData) node.address = "data.";
    if (hub.mode == ResourceMode::kEphemeral) node.address = "ephemeral.";
    node.address += hub.type;
  }

  const StateSnapshot& state_;
  std::span<const VisibleHub> visible_;
  const std::string& subject_;
  std::optional<uint32_t> subject_row_;
};

// The smallest groups become one, so that at most kMostNodesDrawn are left.
void FoldRarest(GraphGroups* groups) {
  std::vector<uint64_t> sizes(groups->nodes.size(), 0);
  for (const uint32_t row : groups->of) ++sizes[row];
  std::vector<uint32_t> order(groups->nodes.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) {
    const bool subject_a = groups->nodes[a].kind == GraphNode::Kind::kSubject;
    const bool subject_b = groups->nodes[b].kind == GraphNode::Kind::kSubject;
    return std::pair(!subject_a, ~sizes[a]) < std::pair(!subject_b, ~sizes[b]);
  });
  const auto kept_end = order.begin() + (kMostNodesDrawn - 1);
  std::sort(order.begin(), kept_end);
  std::vector<uint32_t> row_of(order.size(), kMostNodesDrawn - 1);
  std::vector<GraphNode> nodes;
  for (auto it = order.begin(); it != kept_end; ++it) {
    row_of[*it] = static_cast<uint32_t>(nodes.size());
    nodes.push_back(std::move(groups->nodes[*it]));
  }
  GraphNode& rest = nodes.emplace_back();
  rest.kind = GraphNode::Kind::kRest;
  rest.address = std::to_string(order.size() - (kMostNodesDrawn - 1)) + " more types";
  for (uint32_t& row : groups->of) row = row_of[row];
  groups->nodes = std::move(nodes);
}

bool Readable(const GraphGroups& groups) {
  return groups.nodes.size() > 1 && groups.nodes.size() <= kMostNodesDrawn;
}

}  // namespace

GraphGroups GroupHubs(const StateSnapshot& state, std::span<const VisibleHub> visible,
                      Collapse collapse, const std::string& subject) {
  const auto grouper = [&] { return Grouper(state, visible, subject); };
  const bool few = collapse == Collapse::kAuto && visible.size() <= kMostNodesDrawn;
  if (collapse == Collapse::kNone || few) return grouper().ByResource();
  if (collapse == Collapse::kModule) return grouper().ByModule(SIZE_MAX / 2);
  if (collapse == Collapse::kType) return grouper().ByType();
  // Modules as deep as there is room for; more than a few steps are never looked at twice.
  constexpr size_t kMostSteps = 8;
  for (size_t steps = std::min(kMostSteps, grouper().DeepestModule()); steps > 0; --steps) {
    GraphGroups groups = grouper().ByModule(steps);
    if (Readable(groups)) return groups;
  }
  GraphGroups groups = grouper().ByType();
  if (groups.nodes.size() > kMostNodesDrawn) FoldRarest(&groups);
  return groups;
}

}  // namespace tfsck
