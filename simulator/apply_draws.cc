#include "simulator/apply_draws.h"

#include <cstddef>

namespace tfsck {

ApplyDraws::ApplyDraws(const Model& model)
    : model_(model),
      schedule_(model.most_vertices, model.most_edges),
      numbers_(model.most_vertices),
      times_(model.most_vertices) {}

SimTime ApplyDraws::Draw(const ModelStep& step, uint32_t group_index, uint32_t root,
                         const ApplyAddress& at) {
  const ModelGroup& group = model_.groups[group_index];
  const std::span<const uint32_t> touched = group.footprints->writes(root);
  const std::span<double> u(numbers_.data(), touched.size());
  // 2^20 numbers for each run: no state has more resources.
  Uniforms(at.key, at.actor, at.purpose, at.run << 20, u);
  for (size_t i = 0; i < touched.size(); ++i) {
    const size_t type = group.type_of.empty() ? 0 : group.type_of[touched[i]];
    times_[i] = step.apply_times[group_index][type].Sample(u[i]);
  }
  return schedule_.Makespan(*group.graph, touched,
                            std::span<const SimTime>(times_.data(), touched.size()),
                            step.apply_slots, step.apply_order);
}

}  // namespace tfsck
