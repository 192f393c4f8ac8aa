// The words on a node of a drawing.  Pure; thread-safe.
#ifndef TFSCK_REPORT_GRAPH_LABEL_H_
#define TFSCK_REPORT_GRAPH_LABEL_H_

#include <string>
#include <string_view>

#include "report/graph_drawing.h"

namespace tfsck {

// The node's name, printable: its address; "the root module"; "data.aws_ami".
std::string NodeName(const GraphNode& node);

// The same without the module, where the drawing shows modules as frames.
std::string NodeNameInModule(const GraphNode& node);

// What is to be said beside it, "" where nothing is: "3 instances, 1 tainted".
std::string NodeNotes(const GraphNode& node);

// Data sources are drawn in another shape, also collapsed by type.
bool IsData(const GraphNode& node);

// Whether the drawing's nodes are framed by module: resources of more than one module.
bool FramesModules(const GraphDrawing& drawing);

}  // namespace tfsck

#endif  // TFSCK_REPORT_GRAPH_LABEL_H_
