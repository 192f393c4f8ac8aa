// Graphviz: `tfsck graph FILE --format dot | dot -Tsvg`.
#include <fmt/format.h>

#include <iterator>

#include "engine/base/printable.h"
#include "report/graph_frames.h"
#include "report/graph_label.h"
#include "report/graph_report.h"

namespace tfsck {
namespace {

// In a quoted string, where a backslash begins an escape (graphviz.org/docs/attr-types/escString).
std::string Quoted(std::string_view printable) {
  std::string out = "\"";
  for (const char c : printable) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

std::string Label(const GraphNode& node, bool framed) {
  std::string label = Quoted(framed ? NodeNameInModule(node) : NodeName(node));
  const std::string notes = NodeNotes(node);
  if (notes.empty()) return label;
  label.pop_back();
  return label + "\\n" + Quoted(notes).substr(1);
}

// Red for cycles, dashed for what is not there, orange for what the next apply replaces or deletes.
std::string Looks(const GraphNode& node) {
  std::string looks;
  const bool dangling = node.dangling && node.kind == GraphNode::Kind::kResource;
  if (IsData(node)) looks += ", shape=ellipse";
  if (dangling) {
    looks += ", style=\"dashed\", color=\"#6b7280\", fontcolor=\"#6b7280\"";
  } else if (node.relation == Relation::kSubject) {
    looks += ", fillcolor=\"#bfdbfe\", penwidth=2";
  } else if (node.tainted + node.deposed > 0) {
    looks += ", fillcolor=\"#fed7aa\"";
  }
  if (node.in_cycle) looks += ", color=\"#dc2626\", penwidth=2";
  return looks;
}

void AppendNode(const GraphDrawing& drawing, uint32_t row, std::string_view indent, bool framed,
                std::string* out) {
  const GraphNode& node = drawing.nodes[row];
  fmt::format_to(std::back_inserter(*out), "{}n{} [label={}{}];\n", indent, row,
                 Label(node, framed), Looks(node));
}

std::string EdgeLooks(const GraphDrawing& drawing, const GraphEdge& edge) {
  std::string looks;
  const auto add = [&](std::string_view look) {
    looks += looks.empty() ? " [" : ", ";
    looks += look;
  };
  if (edge.count > 1) add(fmt::format("label=\"{}\"", edge.count));
  const GraphNode& to = drawing.nodes[edge.to];
  if (to.dangling && to.kind == GraphNode::Kind::kResource) {
    add("style=dashed");
    if (!edge.in_cycle) add("color=\"#6b7280\"");
  }
  if (edge.in_cycle) add("color=\"#dc2626\", penwidth=2");
  return looks.empty() ? looks : looks + "]";
}

}  // namespace

std::string RenderGraphDot(const GraphDrawing& drawing) {
  std::string out =
      "digraph state {\n"
      "  rankdir=LR;\n"
      "  node [shape=box, style=\"rounded,filled\", fillcolor=\"#f3f4f6\", color=\"#6b7280\", "
      "fontname=\"Helvetica\", fontsize=11];\n"
      "  edge [color=\"#6b7280\", fontname=\"Helvetica\", fontsize=9, arrowsize=0.7];\n";
  uint32_t cluster = 0;
  for (const GraphFrame& frame : FramesOf(drawing)) {
    if (frame.module.empty()) {
      for (const uint32_t row : frame.nodes) AppendNode(drawing, row, "  ", false, &out);
      continue;
    }
    fmt::format_to(std::back_inserter(out),
                   "  subgraph cluster_{} {{\n    label={};\n    fontname=\"Helvetica\";\n    "
                   "fontsize=11;\n    color=\"#9ca3af\";\n    style=rounded;\n",
                   cluster++, Quoted(Printable(frame.module)));
    for (const uint32_t row : frame.nodes) AppendNode(drawing, row, "    ", true, &out);
    out += "  }\n";
  }
  for (const GraphEdge& edge : drawing.edges) {
    fmt::format_to(std::back_inserter(out), "  n{} -> n{}{};\n", edge.from, edge.to,
                   EdgeLooks(drawing, edge));
  }
  return out + "}\n";
}

}  // namespace tfsck
