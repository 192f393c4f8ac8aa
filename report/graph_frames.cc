#include "report/graph_frames.h"

#include <unordered_map>

#include "report/graph_label.h"

namespace tfsck {

std::vector<GraphFrame> FramesOf(const GraphDrawing& drawing) {
  std::vector<GraphFrame> frames(1);
  const bool framed = FramesModules(drawing);
  std::unordered_map<std::string_view, size_t> rows{{std::string_view(), 0}};
  for (uint32_t row = 0; row < drawing.nodes.size(); ++row) {
    const std::string_view module = framed ? drawing.nodes[row].module : std::string_view();
    const auto [found, added] = rows.try_emplace(module, frames.size());
    if (added) frames.push_back({module, {}});
    frames[found->second].nodes.push_back(row);
  }
  return frames;
}

}  // namespace tfsck
