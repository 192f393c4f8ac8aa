// Which resources become one node of a drawing.  Pure; safe from any thread.
#ifndef TFSCK_REPORT_GRAPH_GROUPS_H_
#define TFSCK_REPORT_GRAPH_GROUPS_H_

#include <cstdint>
#include <span>
#include <vector>

#include "report/graph_drawing.h"

namespace tfsck {

// A resource that is drawn.
struct VisibleHub {
  uint32_t hub = 0;
  Relation relation = Relation::kNone;
  uint32_t distance = 0;
};

struct GraphGroups {
  Collapse collapse = Collapse::kNone;
  std::vector<uint32_t> of;      // row of nodes of each visible hub
  std::vector<GraphNode> nodes;  // kind, address, module, type and mode are set
};

// `collapse` may be kAuto; `subject` names the node of those whose relation is kSubject.
GraphGroups GroupHubs(const StateSnapshot& state, std::span<const VisibleHub> visible,
                      Collapse collapse, const std::string& subject);

}  // namespace tfsck

#endif  // TFSCK_REPORT_GRAPH_GROUPS_H_
