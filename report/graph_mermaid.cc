// Mermaid flowcharts, as GitHub and GitLab draw them in Markdown.
#include <fmt/format.h>

#include <iterator>

#include "engine/base/printable.h"
#include "report/graph_frames.h"
#include "report/graph_label.h"
#include "report/graph_report.h"

namespace tfsck {
namespace {

bool IsPlain(char c) {
  const auto byte = static_cast<unsigned char>(c);
  const bool word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  return word || byte >= 0x80 || c == '.' || c == '_' || c == '-' || c == ' ' || c == ',';
}

// Mermaid has no backslash escapes but entities of its own, #34; for a quote, and takes labels for
// Markdown and HTML; all that could mean something to either goes as an entity.
std::string Quoted(std::string_view printable) {
  std::string out = "\"";
  char before = '\0';
  for (const char c : printable) {
    // A -- may be read as an arrow's beginning, and __ as Markdown.
    const bool repeated = c == before && (c == '-' || c == '_');
    if (IsPlain(c) && !repeated) {
      out += c;
    } else {
      fmt::format_to(std::back_inserter(out), "#{};", static_cast<int>(c));
    }
    before = c;
  }
  return out + '"';
}

std::string Label(const GraphNode& node, bool framed) {
  std::string label = Quoted(framed ? NodeNameInModule(node) : NodeName(node));
  const std::string notes = NodeNotes(node);
  if (notes.empty()) return label;
  label.pop_back();
  return label + "<br/>" + Quoted(notes).substr(1);
}

std::string_view ClassOf(const GraphNode& node) {
  if (node.in_cycle) return ":::cycle";
  if (node.dangling && node.kind == GraphNode::Kind::kResource) return ":::dangling";
  if (node.relation == Relation::kSubject) return ":::subject";
  return node.tainted + node.deposed > 0 ? ":::replaced" : "";
}

void AppendNode(const GraphDrawing& drawing, uint32_t row, std::string_view indent, bool framed,
                std::string* out) {
  const GraphNode& node = drawing.nodes[row];
  const bool data = IsData(node);
  fmt::format_to(std::back_inserter(*out), "{}n{}{}{}{}{}\n", indent, row, data ? "([" : "[",
                 Label(node, framed), data ? "])" : "]", ClassOf(node));
}

void AppendEdge(const GraphDrawing& drawing, const GraphEdge& edge, std::string* out) {
  const GraphNode& to = drawing.nodes[edge.to];
  const bool dashed = to.dangling && to.kind == GraphNode::Kind::kResource;
  const std::string count = edge.count > 1 ? fmt::format("|{}|", edge.count) : std::string();
  fmt::format_to(std::back_inserter(*out), "  n{} {}{} n{}\n", edge.from, dashed ? "-.->" : "-->",
                 count, edge.to);
}

std::string CycleLinks(const GraphDrawing& drawing) {
  std::string rows;
  for (size_t i = 0; i < drawing.edges.size(); ++i) {
    if (drawing.edges[i].in_cycle) rows += (rows.empty() ? "" : ",") + std::to_string(i);
  }
  return rows.empty() ? rows
                      : fmt::format("  linkStyle {} stroke:#dc2626,stroke-width:2px\n", rows);
}

}  // namespace

std::string RenderGraphMermaid(const GraphDrawing& drawing) {
  std::string out = "flowchart LR\n";
  uint32_t cluster = 0;
  for (const GraphFrame& frame : FramesOf(drawing)) {
    const bool framed = !frame.module.empty();
    if (framed) {
      fmt::format_to(std::back_inserter(out), "  subgraph m{}[{}]\n", cluster++,
                     Quoted(Printable(frame.module)));
    }
    for (const uint32_t row : frame.nodes) {
      AppendNode(drawing, row, framed ? "    " : "  ", framed, &out);
    }
    if (framed) out += "  end\n";
  }
  for (const GraphEdge& edge : drawing.edges) AppendEdge(drawing, edge, &out);
  out +=
      "  classDef cycle stroke:#dc2626,stroke-width:2px\n"
      "  classDef dangling fill:none,stroke-dasharray:4 3\n"
      "  classDef subject fill:#bfdbfe,stroke-width:2px,color:#111827\n"
      "  classDef replaced fill:#fed7aa,color:#111827\n";
  return out + CycleLinks(drawing);
}

}  // namespace tfsck
