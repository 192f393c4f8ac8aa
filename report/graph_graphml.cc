// GraphML 1.0, as Gephi, yEd, Cytoscape and NetworkX read it.
#include <fmt/format.h>

#include <iterator>

#include "engine/base/printable.h"
#include "report/graph_label.h"
#include "report/graph_report.h"
#include "report/graph_words.h"
#include "report/markup_text.h"

namespace tfsck {
namespace {

std::string Escaped(std::string_view text) { return MarkupText(Printable(text)); }

struct Key {
  std::string_view id;
  std::string_view element;
  std::string_view type;
};
constexpr Key kKeys[] = {
    {"label", "node", "string"},          {"kind", "node", "string"},
    {"mode", "node", "string"},           {"type", "node", "string"},
    {"module", "node", "string"},         {"resources", "node", "long"},
    {"instances", "node", "long"},        {"deposed", "node", "long"},
    {"tainted", "node", "long"},          {"dangling", "node", "boolean"},
    {"in_cycle", "node", "boolean"},      {"relation", "node", "string"},
    {"distance", "node", "int"},          {"count", "edge", "int"},
    {"edge_in_cycle", "edge", "boolean"},
};

class Writer {
 public:
  std::string Render(const GraphDrawing& drawing) {
    out_ =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n";
    for (const Key& key : kKeys) {
      fmt::format_to(std::back_inserter(out_),
                     "  <key id=\"{}\" for=\"{}\" attr.name=\"{}\" attr.type=\"{}\"/>\n", key.id,
                     key.element, key.id, key.type);
    }
    out_ += "  <graph id=\"state\" edgedefault=\"directed\">\n";
    for (size_t i = 0; i < drawing.nodes.size(); ++i) Node(i, drawing.nodes[i]);
    for (const GraphEdge& edge : drawing.edges) Edge(edge);
    return std::move(out_) + "  </graph>\n</graphml>\n";
  }

 private:
  template <typename T>
  void Data(std::string_view key, const T& value) {
    fmt::format_to(std::back_inserter(out_), "      <data key=\"{}\">{}</data>\n", key, value);
  }

  void Node(size_t row, const GraphNode& node) {
    fmt::format_to(std::back_inserter(out_), "    <node id=\"n{}\">\n", row);
    Data("label", Escaped(NodeName(node)));
    Data("kind", KindWord(node.kind));
    if (node.kind == GraphNode::Kind::kResource) {
      Data("mode", ModeWord(node.mode));
      Data("type", Escaped(node.type));
      Data("module", Escaped(node.module));
    }
    Data("resources", node.resources);
    Data("instances", node.instances);
    Data("deposed", node.deposed);
    Data("tainted", node.tainted);
    Data("dangling", node.dangling);
    Data("in_cycle", node.in_cycle);
    if (node.relation != Relation::kNone) {
      Data("relation", RelationWord(node.relation));
      Data("distance", node.distance);
    }
    out_ += "    </node>\n";
  }

  void Edge(const GraphEdge& edge) {
    fmt::format_to(std::back_inserter(out_), "    <edge source=\"n{}\" target=\"n{}\">\n",
                   edge.from, edge.to);
    Data("count", edge.count);
    Data("edge_in_cycle", edge.in_cycle);
    out_ += "    </edge>\n";
  }

  std::string out_;
};

}  // namespace

std::string RenderGraphMl(const GraphDrawing& drawing) { return Writer().Render(drawing); }

}  // namespace tfsck
