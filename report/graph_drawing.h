// GraphDrawing: the part of a dependency graph that is to be drawn, as nodes and edges that every
// format can print.
//
// Owns its text, raw as it stands in the state: whoever prints it escapes it.  Pure; safe from any
// thread.  O(V + E) but for the transitive reduction (engine/graph.h).
#ifndef TFSCK_REPORT_GRAPH_DRAWING_H_
#define TFSCK_REPORT_GRAPH_DRAWING_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/graph.h"
#include "engine/state.h"

namespace tfsck {

// More nodes than this are collapsed where the drawing may choose: no person reads more.
inline constexpr size_t kMostNodesDrawn = 60;

enum class Collapse : uint8_t {
  kNone,    // a node is a resource
  kModule,  // ... a module, or all modules below one, where there would be too many
  kType,    // ... all resources of one type; the rarest together, where there would be too many
  kAuto,    // the first of these that gives at most kMostNodesDrawn nodes, and more than one
};

// How a node stands to what the drawing is of.
enum class Relation : uint8_t { kNone, kSubject, kDependent, kDependency };

struct GraphNode {
  enum class Kind : uint8_t { kResource, kModule, kType, kSubject, kRest };
  Kind kind = Kind::kResource;
  std::string address;  // of the resource or module ("" for the root); type; DrawOptions::subject
  std::string_view module;                     // kResource: static text
  std::string_view type;                       // kResource
  ResourceMode mode = ResourceMode::kManaged;  // kResource, kType
  uint64_t resources = 0;
  uint64_t instances = 0;  // current objects
  uint64_t deposed = 0;    // objects
  uint64_t tainted = 0;    // objects
  bool dangling = false;   // only named by dependencies
  bool in_cycle = false;   // it, or one of its resources, depends on itself
  Relation relation = Relation::kNone;
  uint32_t distance = 0;  // direct dependencies between it and the subject, the shortest way
};

struct GraphEdge {
  uint32_t from = 0;  // the dependent's row of nodes
  uint32_t to = 0;
  uint32_t count = 1;  // edges between resources behind it
  bool in_cycle = false;
};

struct GraphDrawing {
  std::string subject;  // "" for the whole state
  bool dependents = false;
  bool dependencies = false;
  Collapse collapse = Collapse::kNone;  // never kAuto
  bool all_edges = false;
  uint64_t resources = 0;        // behind the nodes
  std::vector<GraphNode> nodes;  // in the order of the state
  std::vector<GraphEdge> edges;  // by from, then to
};

struct DrawOptions {
  std::string subject;               // what a person asked for: an address; "" for everything
  std::vector<uint32_t> start_hubs;  // the subject's rows of hubs
  bool dependents = false;           // of the subject
  bool dependencies = false;
  uint32_t max_depth = UINT32_MAX;  // steps from the subject
  Collapse collapse = Collapse::kAuto;
  bool all_edges = false;  // as stored; else without those that follow from others
};

// The result views `state`.  Distances count direct dependencies also with `all_edges`: over the
// stored lists nearly everything would be one step away.
GraphDrawing DrawGraph(const StateSnapshot& state, const DependencyGraph& graph,
                       const DrawOptions& options);

}  // namespace tfsck

#endif  // TFSCK_REPORT_GRAPH_DRAWING_H_
