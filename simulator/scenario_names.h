// The words of the scenario language for the enumerations of a Scenario, in their order: what
// scenario_reader.h reads and scenario_writer.h writes.
#ifndef TFSCK_SIMULATOR_SCENARIO_NAMES_H_
#define TFSCK_SIMULATOR_SCENARIO_NAMES_H_

#include <cstddef>
#include <string_view>

#include "simulator/scenario.h"

namespace tfsck {

inline constexpr std::string_view kGraphShapeNames[] = {
    "edgeless", "chain",   "star",       "tree",     "recursive-tree",
    "modules",  "layered", "random-dag", "explicit", "state"};
inline constexpr std::string_view kPopularityNames[] = {"uniform", "leaves", "weights"};
inline constexpr std::string_view kStepNames[] = {"init",  "refresh", "plan", "approve",
                                                  "apply", "review",  "other"};
inline constexpr std::string_view kLockModeNames[] = {"none", "shared", "exclusive"};
inline constexpr std::string_view kLockScopeNames[] = {"state", "resource"};
inline constexpr std::string_view kWaitRuleNames[] = {"poll", "queue", "fail"};
inline constexpr std::string_view kQueueOrderNames[] = {"fifo", "priority", "random",
                                                        "lifo", "oldest",   "newest"};
inline constexpr std::string_view kSetRuleNames[] = {"skip-over", "reserve", "strict"};
inline constexpr std::string_view kFullQueueNames[] = {"reject", "replace-oldest"};
inline constexpr std::string_view kValidationNames[] = {"none", "state", "resource"};
inline constexpr std::string_view kFootprintNames[] = {"cone", "read-ancestors", "read-direct",
                                                       "self"};
inline constexpr std::string_view kRunnerOrderNames[] = {"runner-then-lock", "lock-then-runner"};
inline constexpr std::string_view kOutageEffectNames[] = {"fail", "pause"};
inline constexpr std::string_view kAnalysisNames[] = {"terminating", "steady-state"};
inline constexpr std::string_view kControlNames[] = {"none", "fifo"};

// The word for a value.
template <typename Enum, size_t kCount>
std::string_view NameOf(const std::string_view (&names)[kCount], Enum value) {
  return names[static_cast<size_t>(value)];
}

}  // namespace tfsck

#endif  // TFSCK_SIMULATOR_SCENARIO_NAMES_H_
