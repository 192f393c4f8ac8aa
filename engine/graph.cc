#include "engine/graph.h"

#include <algorithm>
#include <utility>

#include "engine/graph_components.h"

namespace tfsck {
namespace {

// Rows as the graph keeps them: each strictly ascending and without its own vertex.
bool IsCanonical(const Csr& rows) {
  for (uint32_t v = 0; v < rows.rows(); ++v) {
    const auto row = rows[v];
    for (size_t i = 0; i < row.size(); ++i) {
      if (row[i] == v || (i > 0 && row[i - 1] >= row[i])) return false;
    }
  }
  return true;
}

// Drops repeated neighbours, which must be side by side, and loops, whose vertices it returns.
std::vector<uint32_t> Compact(Csr* rows) {
  std::vector<uint32_t> loops;
  uint32_t out = 0;
  uint32_t begin = 0;
  for (uint32_t v = 0; v < rows->rows(); ++v) {
    const uint32_t end = rows->offsets[v + 1];
    uint32_t previous = UINT32_MAX;
    for (uint32_t i = begin; i < end; ++i) {
      const uint32_t target = rows->targets[i];
      if (target == previous) continue;
      previous = target;
      if (target == v) {
        loops.push_back(v);
      } else {
        rows->targets[out++] = target;
      }
    }
    begin = end;
    rows->offsets[v + 1] = out;
  }
  rows->targets.resize(out);
  return loops;
}

}  // namespace

DependencyGraph::DependencyGraph(uint32_t vertex_count, std::span<const Edge> edges)
    : DependencyGraph(CsrFromEdges(vertex_count, edges)) {}

DependencyGraph::DependencyGraph(Csr dependencies) {
  if (IsCanonical(dependencies)) {
    dependencies_ = std::move(dependencies);
    dependents_ = Transposed(dependencies_, dependencies_.rows());
  } else {
    AdoptAnyRows(dependencies);
  }
  components_ = FindComponents(dependencies_, dependents_);
}

// Turning the rows over sorts them, which brings repeats together; turning them back sorts the
// dependencies too.
void DependencyGraph::AdoptAnyRows(const Csr& rows) {
  dependents_ = Transposed(rows, rows.rows());
  self_loops_ = Compact(&dependents_);
  dependencies_ = Transposed(dependents_, rows.rows());
}

}  // namespace tfsck
