// IndependentSets: the weights of the independent sets of a conflict graph, as a formula of sums
// and products.
//
// Z = sum over independent sets of the product of the members' weights.  Built from the top, so
// that what a node is made of has a higher number; evaluated upwards in logarithms and
// differentiated downwards, which gives dZ/drho_i / Z for all classes in one pass.  No recursion.
// Memory: about 50 bytes for each node, as many as there are steps / 64 at most.
#ifndef TFSCK_SIMULATOR_ANALYTIC_INDEPENDENT_SETS_H_
#define TFSCK_SIMULATOR_ANALYTIC_INDEPENDENT_SETS_H_

#include <cstdint>
#include <span>
#include <vector>

#include "simulator/analytic/conflict_graph.h"

namespace tfsck::analytic {

class IndependentSets {
 public:
  // The graph must outlive it.
  IndependentSets(const ConflictGraph& graph, uint64_t most_steps);

  // Whether the formula could be had in so many steps; REQUIRED for what follows.
  bool complete() const { return complete_; }
  // Of each class: the chance that none of those it excludes is in the set.
  std::vector<double> OpenChances(std::span<const double> weights) const;

 private:
  static constexpr uint32_t kNobody = UINT32_MAX;
  static constexpr uint32_t kEmpty = UINT32_MAX;  // the node of no classes: Z = 1

  using Classes = std::vector<uint32_t>;
  // A product of its parts, or a sum over its parts of (weight of member) * Z(node).
  struct Node {
    bool product = false;
    uint32_t first = 0;  // of its parts
    uint32_t end = 0;
  };
  struct Part {
    uint32_t member = kNobody;
    uint32_t node = kEmpty;
  };
  struct Pending {
    uint32_t node = 0;
    Classes classes;
  };

  void Expand(uint32_t node, const Classes& classes);
  void Sum(uint32_t node, const Classes& classes);
  std::vector<Classes> ComponentsOf(const Classes& classes);
  // The node of these classes, which is expanded later.
  uint32_t Push(Classes classes);
  uint32_t Degree(uint32_t of) const;  // within the mask
  std::vector<double> LogSums(std::span<const double> weights) const;

  const ConflictGraph& graph_;
  std::vector<Node> nodes_;
  std::vector<Part> parts_;
  std::vector<Pending> pending_;
  std::vector<uint64_t> mask_;  // scratch
  uint64_t steps_ = 0;
  bool complete_ = false;
};

}  // namespace tfsck::analytic

#endif  // TFSCK_SIMULATOR_ANALYTIC_INDEPENDENT_SETS_H_
