// The words that machine-readable formats of a graph share.
#ifndef TFSCK_REPORT_GRAPH_WORDS_H_
#define TFSCK_REPORT_GRAPH_WORDS_H_

#include <string_view>

#include "report/graph_drawing.h"

namespace tfsck {

constexpr std::string_view KindWord(GraphNode::Kind kind) {
  constexpr std::string_view kWords[] = {"resource", "module", "type", "subject", "rest"};
  return kWords[static_cast<size_t>(kind)];
}

constexpr std::string_view ModeWord(ResourceMode mode) {
  constexpr std::string_view kWords[] = {"managed", "data", "ephemeral"};
  return kWords[static_cast<size_t>(mode)];
}

constexpr std::string_view RelationWord(Relation relation) {
  constexpr std::string_view kWords[] = {"", "subject", "dependent", "dependency"};
  return kWords[static_cast<size_t>(relation)];
}

constexpr std::string_view CollapseWord(Collapse collapse) {
  constexpr std::string_view kWords[] = {"none", "module", "type", "auto"};
  return kWords[static_cast<size_t>(collapse)];
}

}  // namespace tfsck

#endif  // TFSCK_REPORT_GRAPH_WORDS_H_
