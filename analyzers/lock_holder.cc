#include "analyzers/lock_holder.h"

#include <algorithm>
#include <array>

namespace tfsck {
namespace {

constexpr int64_t kMinute = int64_t{60} * 1'000'000;
constexpr int64_t kHour = 60 * kMinute;

// ---- holders ----

// "" for the user or the host: any.  The host is compared by its beginning.
struct RunnerRow {
  std::string_view user;
  std::string_view host;
  std::string_view system;
  int64_t limit_us;  // 0: no limit by default
};

// Limits: GitHub "Usage limits" (6 h for a job on a hosted runner); Microsoft "Parallel jobs" (6 h
// on a hosted agent); CircleCI "Jobs and steps" (5 h); Atlassian "Limits of Bitbucket Pipelines"
// (2 h); AWS "CodeBuild quotas" (36 h).  GitLab, Jenkins and Buildkite end no job by themselves.
constexpr std::array kRunners = {
    RunnerRow{"runner", "fv-az", "GitHub Actions", 6 * kHour},
    RunnerRow{"runner", "runnervm", "GitHub Actions", 6 * kHour},
    RunnerRow{"runneradmin", "", "GitHub Actions", 6 * kHour},
    RunnerRow{"runner", "", "a CI runner", 0},
    RunnerRow{"vsts", "", "Azure Pipelines", 6 * kHour},
    RunnerRow{"vsts-agent", "", "Azure Pipelines", 0},
    RunnerRow{"vsts_azpcontainer", "", "Azure Pipelines", 0},
    RunnerRow{"VssAdministrator", "", "Azure Pipelines", 6 * kHour},
    RunnerRow{"circleci", "", "CircleCI", 5 * kHour},
    RunnerRow{"", "runner-", "GitLab CI", 0},
    RunnerRow{"gitlab-runner", "", "GitLab CI", 0},
    RunnerRow{"jenkins", "", "Jenkins", 0},
    RunnerRow{"buildkite-agent", "", "Buildkite", 0},
    RunnerRow{"atlantis", "", "Atlantis", 0},
    RunnerRow{"spacelift", "", "Spacelift", 0},
    RunnerRow{"tfc-agent", "", "an HCP Terraform agent", 0},
    RunnerRow{"codebuild-user", "", "AWS CodeBuild", 36 * kHour},
};

bool IsHex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); }

// Docker names a container after the first 12 digits of its id.
bool IsContainerId(std::string_view host) {
  return host.size() == 12 && std::ranges::all_of(host, IsHex) &&
         std::ranges::any_of(host, [](char c) { return c >= '0' && c <= '9'; });
}

bool IsUuid(std::string_view host) {
  if (host.size() != 36) return false;
  for (size_t i = 0; i < host.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? host[i] != '-' : !IsHex(host[i])) return false;
  }
  return true;
}

// NAME-5d4f8c7b9c-x2x7k: a pod of a Deployment.  Source: Kubernetes: apimachinery util/rand.
bool IsPod(std::string_view host) {
  const size_t last = host.rfind('-');
  if (last == host.npos || last == 0 || host.size() - last != 6) return false;
  const size_t middle = host.rfind('-', last - 1);
  if (middle == host.npos || last - middle < 9 || last - middle > 11) return false;
  const std::string_view hash = host.substr(middle + 1, last - middle - 1);
  constexpr std::string_view kSafe = "bcdfghjklmnpqrstvwxz2456789";
  return hash.find_first_not_of(kSafe) == hash.npos &&
         host.substr(last + 1).find_first_not_of(kSafe) == host.npos;
}

// ---- operations ----

struct OperationRow {
  std::string_view name;
  std::string_view words;
  int64_t limit_us;
};

// Source: TF: internal/backend/backendrun/operation.go, internal/command/*.go.
constexpr std::array kOperations = {
    OperationRow{"OperationTypeApply", "apply", 24 * kHour},
    OperationRow{"OperationTypePlan", "plan", 6 * kHour},
    OperationRow{"OperationTypeRefresh", "refresh", 6 * kHour},
    OperationRow{"OperationTypeInvalid", "import", kHour},
    OperationRow{"backend from plan", "apply of a saved plan", 24 * kHour},
    OperationRow{"migration source state", "migration, as the source", kHour},
    OperationRow{"migration destination state", "migration, as the destination", kHour},
    OperationRow{"init", "init of a new workspace", 15 * kMinute},
    OperationRow{"state-push", "state push", 15 * kMinute},
    OperationRow{"state-mv", "state mv", 15 * kMinute},
    OperationRow{"state-rm", "state rm", 15 * kMinute},
    OperationRow{"state-replace-provider", "state replace-provider or workspace delete",
                 15 * kMinute},
    OperationRow{"taint", "taint", 15 * kMinute},
    OperationRow{"untaint", "untaint", 15 * kMinute},
    OperationRow{"workspace-new", "workspace new", 15 * kMinute},
};

const OperationRow* FindOperation(std::string_view operation) {
  const auto* row = std::ranges::find(kOperations, operation, &OperationRow::name);
  return row == kOperations.end() ? nullptr : row;
}

}  // namespace

std::string_view HolderKindId(HolderKind kind) {
  constexpr std::array<std::string_view, 4> kIds = {"unknown", "person", "runner", "container"};
  return kIds[static_cast<size_t>(kind)];
}

Holder ClassifyHolder(std::string_view who) {
  if (who.empty()) return {};
  const size_t at = who.rfind('@');
  const std::string_view user = who.substr(0, at);
  const std::string_view host = at == who.npos ? std::string_view() : who.substr(at + 1);
  for (const RunnerRow& row : kRunners) {
    if ((!row.user.empty() && row.user != user) || !host.starts_with(row.host)) continue;
    Holder holder{HolderKind::kRunner, row.system, std::nullopt};
    if (row.limit_us != 0) holder.limit_us = row.limit_us;
    return holder;
  }
  if (IsContainerId(host) || IsUuid(host) || IsPod(host)) return {HolderKind::kContainer, "", {}};
  return {HolderKind::kPerson, "", {}};
}

std::optional<int64_t> OperationLimit(std::string_view operation) {
  const OperationRow* row = FindOperation(operation);
  return row == nullptr ? std::nullopt : std::optional(row->limit_us);
}

std::string OperationWords(std::string_view operation) {
  const OperationRow* row = FindOperation(operation);
  return std::string(row == nullptr ? operation : row->words);
}

}  // namespace tfsck
