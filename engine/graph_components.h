// Strongly connected components, for graph.cc only: everybody else asks
// DependencyGraph::components().
#ifndef TFSCK_ENGINE_GRAPH_COMPONENTS_H_
#define TFSCK_ENGINE_GRAPH_COMPONENTS_H_

#include "engine/graph.h"

namespace tfsck {

// Components of the graph whose rows in both directions are given, dependencies first.  O(V + E).
// A graph without cycles, as nearly all are, costs two counters per edge; the rest is Tarjan's
// algorithm (Boost.Graph).
Components FindComponents(const Csr& dependencies, const Csr& dependents);

}  // namespace tfsck

#endif  // TFSCK_ENGINE_GRAPH_COMPONENTS_H_
