#include "report/graph_label.h"

#include <algorithm>
#include <vector>

#include "engine/base/printable.h"
#include "report/fit_text.h"

namespace tfsck {

std::string NodeName(const GraphNode& node) {
  if (node.kind == GraphNode::Kind::kModule && node.address.empty()) return "the root module";
  return Printable(node.address);
}

std::string NodeNameInModule(const GraphNode& node) {
  const bool framed = node.kind == GraphNode::Kind::kResource && !node.module.empty();
  if (!framed || node.address.size() <= node.module.size()) return NodeName(node);
  return Printable(std::string_view(node.address).substr(node.module.size() + 1));
}

std::string NodeNotes(const GraphNode& node) {
  std::vector<std::string> parts;
  const bool one = node.kind == GraphNode::Kind::kResource;
  const bool missing = one && node.dangling;
  if (!one) parts.push_back(Counted(node.resources, "resource"));
  if (!missing && (!one || node.instances != 1)) {
    parts.push_back(Counted(node.instances, "instance"));
  }
  if (node.tainted > 0) parts.push_back(Grouped(node.tainted) + " tainted");
  if (node.deposed > 0) parts.push_back(Grouped(node.deposed) + " deposed");
  if (missing) parts.push_back("not in the state");
  if (!one && node.dangling) parts.push_back("some not in the state");
  if (node.in_cycle) parts.push_back(one ? "in a cycle" : "with a cycle");
  std::string notes;
  for (const std::string& part : parts) {
    if (!notes.empty()) notes += ", ";
    notes += part;
  }
  return notes;
}

bool IsData(const GraphNode& node) {
  const bool moded = node.kind == GraphNode::Kind::kResource || node.kind == GraphNode::Kind::kType;
  return moded && node.mode == ResourceMode::kData;
}

bool FramesModules(const GraphDrawing& drawing) {
  return drawing.collapse == Collapse::kNone &&
         std::any_of(drawing.nodes.begin(), drawing.nodes.end(),
                     [](const GraphNode& node) { return !node.module.empty(); });
}

}  // namespace tfsck
