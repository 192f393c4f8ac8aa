// IDN016: the order of the document.
#include <fmt/format.h>

#include <tuple>

#include "analyzers/rule_functions.h"

namespace tfsck {
namespace {

using Kind = InstanceKey::Kind;

// Whether `b` is written before `a` (TF: internal/states/statefile/version4.go, sortResourcesV4).
bool IsWrittenBefore(const StateSnapshot& state, const Resource& b, const Resource& a) {
  const auto key = [&](const Resource& resource) {
    return std::tuple(state.modules[resource.module].text, resource.mode == ResourceMode::kManaged,
                      resource.type, resource.name);
  };
  return key(b) < key(a);
}

// Likewise for objects of one resource (sortInstancesV4).  Numbers and strings have no order there.
bool IsWrittenBefore(const Instance& b, const Instance& a) {
  const bool comparable =
      a.key.kind == b.key.kind || a.key.kind == Kind::kNone || b.key.kind == Kind::kNone;
  if (!comparable) return false;
  const int order = Compare(b.key, a.key);
  return order != 0 ? order < 0 : b.deposed < a.deposed;
}

void CheckResourceOrder(const StateSnapshot& state, Reporter& reporter) {
  for (uint32_t row = 1; row < state.resources.size(); ++row) {
    const Resource& before = state.resources[row - 1];
    const Resource& here = state.resources[row];
    if (!before.readable || !here.readable || !IsWrittenBefore(state, here, before)) continue;
    reporter.ReportResource(kIDN016, state, row,
                            fmt::format("stands behind {}, but is written before it",
                                        state.ResourceAddressText(row - 1)));
    return;
  }
}

void CheckInstanceOrder(const StateSnapshot& state, Reporter& reporter) {
  for (uint32_t row = 1; row < state.instances.size(); ++row) {
    const Instance& before = state.instances[row - 1];
    const Instance& here = state.instances[row];
    if (before.resource != here.resource || before.refused || here.refused) continue;
    if (!IsWrittenBefore(here, before)) continue;
    reporter.ReportInstance(
        kIDN016, state, row,
        before.key == here.key
            ? std::string("stands behind another object of the instance, but is written before it")
            : fmt::format("stands behind {}, but is written before it",
                          state.InstanceAddress(row - 1)));
    return;
  }
}

}  // namespace

void CheckOrder(const RuleInput& input, Reporter& reporter) {
  // Formats 1 to 3 keep resources in objects, whose members have no order.
  if (input.state.format_version != 4) return;
  CheckResourceOrder(input.state, reporter);
  CheckInstanceOrder(input.state, reporter);
}

}  // namespace tfsck
