// Nodes of a drawing by module, for formats that draw frames.  Pure; thread-safe.
#ifndef TFSCK_REPORT_GRAPH_FRAMES_H_
#define TFSCK_REPORT_GRAPH_FRAMES_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "report/graph_drawing.h"

namespace tfsck {

struct GraphFrame {
  std::string_view module;      // "": no frame
  std::vector<uint32_t> nodes;  // rows, ascending
};

// The root's nodes first, then the modules in the order of their first node.  One frame without a
// module where the drawing has none.
std::vector<GraphFrame> FramesOf(const GraphDrawing& drawing);

}  // namespace tfsck

#endif  // TFSCK_REPORT_GRAPH_FRAMES_H_
