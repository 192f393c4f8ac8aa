// A GraphDrawing in the formats that people and programs read.  Pure: data in, bytes out.
//
// Text from the state is hostile.  Every format but JSON first spells out what is not visible as
// itself (engine/base/printable.h), then escapes what means something to the format; JSON keeps the
// state's text, escaped to ASCII.  Linear in nodes and edges.
#ifndef TFSCK_REPORT_GRAPH_REPORT_H_
#define TFSCK_REPORT_GRAPH_REPORT_H_

#include <string>
#include <string_view>

#include "report/graph_drawing.h"

namespace tfsck {

struct GraphTextOptions {
  bool complete = false;  // every resource of a blast radius; else what a screen or two can hold
  bool color = false;
};

// The whole state: a tree, dependents above what they depend on.  A subject: what is reached from
// it, by distance.
std::string RenderGraphText(const GraphDrawing& drawing, const GraphTextOptions& options);

std::string RenderGraphDot(const GraphDrawing& drawing);
std::string RenderGraphMermaid(const GraphDrawing& drawing);
std::string RenderGraphMl(const GraphDrawing& drawing);

// One JSON document: docs/formats/graph.schema.json.
std::string RenderGraphJson(const GraphDrawing& drawing, std::string_view path);

}  // namespace tfsck

#endif  // TFSCK_REPORT_GRAPH_REPORT_H_
