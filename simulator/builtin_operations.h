// The operations that everybody knows, as steps, with how long they take unless a scenario says.
//
// Their steps are those of facts simulation-model 0 and 1.4 (TF: internal/backend/local takes the
// lock for the whole of plan, apply and refresh, the prompt for "yes" included; providers are
// installed before, by `terraform init`).  Pure; thread-safe.
#ifndef TFSCK_SIMULATOR_BUILTIN_OPERATIONS_H_
#define TFSCK_SIMULATOR_BUILTIN_OPERATIONS_H_

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "simulator/scenario.h"

namespace tfsck {

enum class OperationKind : uint8_t {
  kPlan,              // init, then refresh and plan under the lock
  kApply,             // the same and apply, in one hold
  kInteractiveApply,  // the same, and somebody types "yes" while the lock is held; no runner
  kSavedPlan,         // plan -out, review without the lock, apply the plan unless it is stale
  kPullRequest,       // the lock is kept from plan to apply, review included (Atlantis)
  kDrift,             // init and refresh under the lock, nothing changed
  kDestroy,           // as kApply, dependents first
  kImport,            // import, state mv, state rm: a short edit under the lock
};

inline constexpr std::string_view kOperationKindNames[] = {
    "plan",         "apply", "interactive-apply", "saved-plan",
    "pull-request", "drift", "destroy",           "import"};

// How long the steps take; a kind uses those that it has.
struct OperationTimes {
  Distribution init;
  RefreshWork refresh;
  Distribution plan;
  Distribution approve;  // by the person at the prompt
  Distribution review;   // between plan and apply
  Distribution apply;
  std::optional<ApplyWork> per_resource;  // beside `apply`
  Distribution edit;
  friend bool operator==(const OperationTimes&, const OperationTimes&) = default;
};

// One default of OperationTimes: the key of the language, and the value and source in words.
struct TimeSource {
  std::string_view key;
  Assumption assumption;
};

OperationTimes DefaultTimes();
std::span<const TimeSource> DefaultTimeSources();
// The keys of the language that a kind reads, of init, refresh, plan, approve, review, apply, edit.
std::span<const std::string_view> TimesOf(OperationKind kind);

Operation MakeOperation(OperationKind kind, std::string name, const OperationTimes& times);

// The kind and times from which MakeOperation makes exactly this, but for its classes and
// resources.
std::optional<std::pair<OperationKind, OperationTimes>> AsBuiltin(const Operation& operation);

}  // namespace tfsck

#endif  // TFSCK_SIMULATOR_BUILTIN_OPERATIONS_H_
