// The JSON of `tfsck graph`: docs/formats/graph.schema.json.
#include <fmt/format.h>

#include <iterator>
#include <nlohmann/json.hpp>

#include "report/graph_report.h"
#include "report/graph_words.h"
#include "report/json_text.h"

namespace tfsck {
namespace {

std::string Quoted(std::string_view text) {
  return nlohmann::json(JsonSafe(text)).dump(-1, ' ', true);
}

// Written piece by piece: a tree of 100,000 nodes and their edges would cost more than all else.
void AppendNode(size_t row, const GraphNode& node, std::string* out) {
  const auto at = std::back_inserter(*out);
  const bool resource = node.kind == GraphNode::Kind::kResource;
  fmt::format_to(at, "{{\"id\":{},\"kind\":\"{}\",\"address\":{},", row, KindWord(node.kind),
                 Quoted(node.address));
  if (resource) {
    fmt::format_to(at, "\"mode\":\"{}\",\"type\":{},\"module\":{},", ModeWord(node.mode),
                   Quoted(node.type), Quoted(node.module));
  }
  fmt::format_to(at,
                 "\"resources\":{},\"instances\":{},\"deposed\":{},\"tainted\":{},"
                 "\"dangling\":{},\"in_cycle\":{}",
                 node.resources, node.instances, node.deposed, node.tainted, node.dangling,
                 node.in_cycle);
  if (node.relation != Relation::kNone) {
    fmt::format_to(at, ",\"relation\":\"{}\",\"distance\":{}", RelationWord(node.relation),
                   node.distance);
  }
  *out += '}';
}

void AppendEdge(const GraphEdge& edge, std::string* out) {
  fmt::format_to(std::back_inserter(*out), "{{\"from\":{},\"to\":{},\"count\":{},\"in_cycle\":{}}}",
                 edge.from, edge.to, edge.count, edge.in_cycle);
}

}  // namespace

std::string RenderGraphJson(const GraphDrawing& drawing, std::string_view path) {
  std::string out;
  fmt::format_to(std::back_inserter(out),
                 "{{\n  \"schema_version\": 1,\n  \"path\": {},\n  \"of\": {},\n  "
                 "\"dependents\": {},\n  \"dependencies\": {},\n  \"collapsed_by\": \"{}\",\n  "
                 "\"edges_are\": \"{}\",\n  \"nodes\": [",
                 Quoted(path), drawing.subject.empty() ? "null" : Quoted(drawing.subject),
                 drawing.dependents, drawing.dependencies, CollapseWord(drawing.collapse),
                 drawing.all_edges ? "stored" : "direct");
  for (size_t i = 0; i < drawing.nodes.size(); ++i) {
    out += i == 0 ? "\n    " : ",\n    ";
    AppendNode(i, drawing.nodes[i], &out);
  }
  out += drawing.nodes.empty() ? "],\n  \"edges\": [" : "\n  ],\n  \"edges\": [";
  for (size_t i = 0; i < drawing.edges.size(); ++i) {
    out += i == 0 ? "\n    " : ",\n    ";
    AppendEdge(drawing.edges[i], &out);
  }
  return out + (drawing.edges.empty() ? "]\n}\n" : "\n  ]\n}\n");
}

}  // namespace tfsck
