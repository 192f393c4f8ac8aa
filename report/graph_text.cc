// The graph for a terminal.
#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "engine/csr.h"
#include "report/fit_text.h"
#include "report/graph_label.h"
#include "report/graph_report.h"
#include "report/style.h"

namespace tfsck {
namespace {

constexpr size_t kRowsPerDistance = 12;
constexpr size_t kRowsOfRadius = 48;
constexpr size_t kDistancesShown = 24;
constexpr size_t kLevelsIndented = 16;
constexpr size_t kNameColumns = 64;

// ---- the whole state: a tree ----

class Tree {
 public:
  Tree(const GraphDrawing& drawing, const Style& style) : drawing_(drawing), style_(style) {
    std::vector<std::pair<uint32_t, uint32_t>> pairs;
    std::vector<bool> needed(drawing.nodes.size(), false);
    for (const GraphEdge& edge : drawing.edges) {
      pairs.emplace_back(edge.from, edge.to);
      if (edge.from != edge.to) needed[edge.to] = true;
    }
    below_ = CsrFromEdges(static_cast<uint32_t>(drawing.nodes.size()), pairs);
    needed_ = std::move(needed);
  }

  std::string Render() {
    printed_.assign(drawing_.nodes.size(), false);
    children_.resize(drawing_.nodes.size());
    again_.resize(drawing_.nodes.size());
    for (uint32_t row = 0; row < printed_.size(); ++row) {
      if (!needed_[row] && !below_[row].empty()) PrintFrom(row);
    }
    // What is left hangs on cycles only.
    for (uint32_t row = 0; row < printed_.size(); ++row) {
      if (!printed_[row] && !below_[row].empty()) PrintFrom(row);
    }
    return std::move(out_);
  }

  // Nodes without edges.
  std::vector<std::string> Alone() const {
    std::vector<std::string> names;
    for (uint32_t row = 0; row < drawing_.nodes.size(); ++row) {
      if (needed_[row] || !below_[row].empty()) continue;
      const std::string notes = NodeNotes(drawing_.nodes[row]);
      names.push_back(NodeName(drawing_.nodes[row]) + (notes.empty() ? "" : " (" + notes + ")"));
    }
    return names;
  }

 private:
  struct Entry {
    uint32_t row;
    uint32_t level;
    bool last;  // of its siblings
  };

  // Gives each node reached from `root` to the first that leads to it.
  void Grow(uint32_t root) {
    std::vector<std::pair<uint32_t, size_t>> way{{root, 0}};
    printed_[root] = true;
    while (!way.empty()) {
      const uint32_t row = way.back().first;
      const auto targets = below_[row];
      if (way.back().second == targets.size()) {
        way.pop_back();
        continue;
      }
      const uint32_t target = targets[way.back().second++];
      if (printed_[target]) {
        again_[row].push_back(NodeName(drawing_.nodes[target]));
        continue;
      }
      printed_[target] = true;
      children_[row].push_back(target);
      way.emplace_back(target, 0);
    }
  }

  void PrintFrom(uint32_t root) {
    Grow(root);
    std::vector<Entry> open{{root, 0, true}};
    while (!open.empty()) {
      const Entry entry = open.back();
      open.pop_back();
      const std::vector<uint32_t>& children = children_[entry.row];
      PrintLine(entry, NodeLine(drawing_.nodes[entry.row]));
      const bool more = !again_[entry.row].empty();
      // What stands elsewhere comes first, so that it is next to its dependent.
      if (more) {
        const std::string names = "also " + FitList(again_[entry.row], kNameColumns);
        PrintLine({entry.row, entry.level + 1, children.empty()}, style_.Dim(names));
      }
      for (size_t i = children.size(); i-- > 0;) {
        open.push_back({children[i], entry.level + 1, i + 1 == children.size()});
      }
    }
  }

  std::string NodeLine(const GraphNode& node) const {
    const std::string name = NodeName(node);
    const std::string notes = NodeNotes(node);
    return (node.in_cycle ? style_.Bad(name) : name) +
           (notes.empty() ? notes : style_.Dim(" (" + notes + ")"));
  }

  void PrintLine(const Entry& entry, const std::string& text) {
    if (entry.level > 0) {
      last_.resize(std::min<size_t>(entry.level, kLevelsIndented));
      if (entry.level <= kLevelsIndented) last_[entry.level - 1] = entry.last;
      std::string lines;
      for (size_t i = 0; i + 1 < last_.size(); ++i) lines += last_[i] ? "   " : "│  ";
      lines += entry.last ? "└─ " : "├─ ";
      if (entry.level > kLevelsIndented) lines += fmt::format("[{}] ", entry.level);
      out_ += style_.Dim(lines);
    }
    out_ += text;
    out_ += '\n';
  }

  const GraphDrawing& drawing_;
  const Style& style_;
  Csr below_;
  std::vector<bool> needed_;
  std::vector<bool> printed_;
  std::vector<std::vector<uint32_t>> children_;  // of each node in the tree
  std::vector<std::vector<std::string>> again_;  // names of what stands elsewhere in it
  std::vector<bool> last_;  // whether the ancestor on each level is its siblings' last
  std::string out_;
};

std::string TreeText(const GraphDrawing& drawing, const Style& style) {
  uint64_t edges = 0;
  for (const GraphEdge& edge : drawing.edges) edges += edge.count;
  std::string_view by;
  if (drawing.collapse == Collapse::kModule) by = ", by module";
  if (drawing.collapse == Collapse::kType) by = ", by type";
  std::string out =
      fmt::format("{}, {}{}\n", Counted(drawing.resources, "resource"),
                  drawing.all_edges ? Counted(edges, "stored dependency", "stored dependencies")
                                    : Counted(edges, "direct dependency", "direct dependencies"),
                  by);
  Tree tree(drawing, style);
  const std::string lines = tree.Render();
  if (!lines.empty()) out += "\n" + lines;
  const std::vector<std::string> alone = tree.Alone();
  if (alone.empty()) return out;
  const std::string label = lines.empty() ? "" : "alone: ";
  return out + "\n" + label + FitList(alone, kTextColumns - label.size()) + "\n";
}

// ---- one subject: what is reached from it, by distance ----

class Radius {
 public:
  Radius(const GraphDrawing& drawing, Relation relation, const GraphTextOptions& options)
      : drawing_(drawing), relation_(relation), options_(options), style_(options.color) {}

  std::string Render() {
    Collect();
    out_ = Headline();
    size_t distances = 0;
    for (size_t begin = 0; begin < rows_.size();) {
      const size_t end = EndOfDistance(begin);
      if (!options_.complete && distances++ == kDistancesShown) {
        out_ += fmt::format("\nand {} further away, up to {}\n", Resources(begin, rows_.size()),
                            Counted(drawing_.nodes[rows_.back()].distance, "step"));
        break;
      }
      PrintDistance(begin, end);
      begin = end;
    }
    return std::move(out_);
  }

 private:
  const GraphNode& At(size_t i) const { return drawing_.nodes[rows_[i]]; }

  void Collect() {
    for (uint32_t row = 0; row < drawing_.nodes.size(); ++row) {
      const GraphNode& node = drawing_.nodes[row];
      if (node.relation != relation_) continue;
      rows_.push_back(row);
      name_columns_ = std::max(name_columns_, std::min(kNameColumns, ColumnsOf(NodeName(node))));
    }
    std::stable_sort(rows_.begin(), rows_.end(), [&](uint32_t a, uint32_t b) {
      return drawing_.nodes[a].distance < drawing_.nodes[b].distance;
    });
  }

  // "14 resources (52 instances)" of rows_[begin, end).
  std::string Resources(size_t begin, size_t end) const {
    uint64_t resources = 0;
    uint64_t instances = 0;
    for (size_t i = begin; i < end; ++i) {
      resources += At(i).resources;
      instances += At(i).instances;
    }
    return fmt::format("{} ({})", Counted(resources, "resource"), Counted(instances, "instance"));
  }

  std::string Headline() const {
    const std::string subject = style_.Strong(NodeNameOfSubject());
    const bool dependents = relation_ == Relation::kDependent;
    if (rows_.empty()) {
      return dependents ? fmt::format("Nothing depends on {}.\n", subject)
                        : fmt::format("{} depends on nothing.\n", subject);
    }
    uint64_t resources = 0;
    for (const uint32_t row : rows_) resources += drawing_.nodes[row].resources;
    const std::string what = Resources(0, rows_.size());
    return dependents ? fmt::format("{} depend{} on {}\n", what, resources == 1 ? "s" : "", subject)
                      : fmt::format("{} depends on {}\n", subject, what);
  }

  std::string NodeNameOfSubject() const {
    GraphNode node;
    node.address = drawing_.subject;
    return NodeName(node);
  }

  size_t EndOfDistance(size_t begin) const {
    size_t end = begin;
    while (end < rows_.size() && At(end).distance == At(begin).distance) ++end;
    return end;
  }

  void PrintDistance(size_t begin, size_t end) {
    out_ += fmt::format("\n{}: {}\n", Counted(At(begin).distance, "step"), Resources(begin, end));
    const size_t room =
        options_.complete ? SIZE_MAX : kRowsOfRadius - std::min(kRowsOfRadius, printed_);
    const size_t most = options_.complete ? SIZE_MAX : std::min(kRowsPerDistance, room);
    // Never "and 1 more": its line can hold it.
    const size_t shown = end - begin <= most + 1 && most > 0 ? end - begin : most;
    for (size_t i = begin; i < begin + shown; ++i) PrintRow(At(i));
    printed_ += shown;
    if (shown > 0 && shown < end - begin) {
      out_ += style_.Dim(fmt::format("  and {} more", Grouped(end - begin - shown))) + '\n';
    }
  }

  void PrintRow(const GraphNode& node) {
    const std::string name = NodeName(node);
    const std::string notes = NodeNotes(node);
    out_ += "  " + (node.in_cycle ? style_.Bad(name) : name);
    if (!notes.empty()) {
      const size_t columns = ColumnsOf(name);
      out_.append(columns < name_columns_ ? name_columns_ - columns + 2 : 2, ' ');
      out_ += style_.Dim(notes);
    }
    out_ += '\n';
  }

  const GraphDrawing& drawing_;
  Relation relation_;
  const GraphTextOptions& options_;
  Style style_;
  std::vector<uint32_t> rows_;  // nodes with the relation, nearest first
  size_t name_columns_ = 0;
  size_t printed_ = 0;
  std::string out_;
};

}  // namespace

std::string RenderGraphText(const GraphDrawing& drawing, const GraphTextOptions& options) {
  const Style style(options.color);
  if (drawing.subject.empty()) return TreeText(drawing, style);
  std::string out;
  if (drawing.dependents) out += Radius(drawing, Relation::kDependent, options).Render();
  if (drawing.dependents && drawing.dependencies) out += '\n';
  if (drawing.dependencies) out += Radius(drawing, Relation::kDependency, options).Render();
  return out;
}

}  // namespace tfsck
