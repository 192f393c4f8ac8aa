#include "simulator/presets.h"

#include <algorithm>
#include <array>

namespace tfsck {
namespace {

constexpr std::string_view kUnlimited = "hosted runners: no limit assumed";
constexpr std::string_view kQueueNote = "whoever stands in the queue is served";
constexpr std::string_view kNoLatency = "small beside a run";

constexpr auto kPresets = std::to_array<Preset>({
    {.name = "terraform-s3-ci",
     .summary = "Terraform in CI with an S3 backend: polls for the lock, 5 min at most",
     .discipline = "terraform",
     .lock_timeout = 300,
     .timeout_source = "middle of ten found in public repositories, 0s to 30m",
     .runners_source = kUnlimited,
     .latency = 80 * 1000 * kMicrosecond,
     .latency_source = "estimate for a conditional PUT, 30 to 150 ms; no measurement was found"},
    {.name = "atlantis",
     .summary = "Atlantis: a pull request keeps the lock from plan to merge, others are refused",
     .discipline = "atlantis-pr",
     .operation = OperationKind::kPullRequest,
     .timeout_source = "Atlantis refuses at once (runatlantis/atlantis locking.md)",
     .runners = 15,
     .runners_source = "--parallel-pool-size (runatlantis/atlantis cmd/server.go)",
     .latency_source = kNoLatency},
    {.name = "hcp-free",
     .summary = "HCP Terraform, Free: a queue for each workspace, one run at a time",
     .discipline = "hcp",
     .lock_timeout = -1,
     .timeout_source = kQueueNote,
     .runners = 1,
     .runners_source = "concurrent runs of the tier (ibm.com/support hcp-terraform-limits)",
     .order = RunnerOrder::kLockThenRunner,
     .priority = true,
     .latency_source = kNoLatency},
    {.name = "hcp-standard",
     .summary = "HCP Terraform, Standard: a queue for each workspace, three runs at a time",
     .discipline = "hcp",
     .lock_timeout = -1,
     .timeout_source = kQueueNote,
     .runners = 3,
     .runners_source = "concurrent runs of the tier (ibm.com/support hcp-terraform-limits)",
     .order = RunnerOrder::kLockThenRunner,
     .priority = true,
     .latency_source = kNoLatency},
    {.name = "github-actions",
     .summary = "GitHub Actions with a concurrency group: one pending run, replaced by newer ones",
     .discipline = "github-concurrency",
     .lock_timeout = -1,
     .timeout_source = kQueueNote,
     .runners_source = kUnlimited,
     .order = RunnerOrder::kLockThenRunner,
     .latency_source = kNoLatency},
    {.name = "gitlab",
     .summary = "GitLab CI with a resource_group, process mode unordered",
     .discipline = "gitlab-unordered",
     .lock_timeout = -1,
     .timeout_source = kQueueNote,
     .runners_source = kUnlimited,
     .order = RunnerOrder::kLockThenRunner,
     .latency_source = kNoLatency},
    {.name = "stategraph",
     .summary = "resource locking as Stategraph's: what overlaps is refused (HTTP 409)",
     .discipline = "resource-409",
     .timeout_source = "refused at once (stategraph.com/features/resource-locking)",
     .runners_source = kUnlimited,
     .latency_source = kNoLatency},
    {.name = "stategraph-optimistic",
     .summary = "resource locking as Stategraph's README has it: conflicts are found at commit",
     .discipline = "resource-optimistic",
     .timeout_source = "no lock is waited for (stategraph/stategraph README)",
     .runners_source = kUnlimited,
     .latency_source = kNoLatency},
});

}  // namespace

std::span<const Preset> Presets() { return kPresets; }

const Preset* FindPreset(std::string_view name) {
  const auto found = std::find_if(kPresets.begin(), kPresets.end(),
                                  [&](const Preset& preset) { return preset.name == name; });
  return found == kPresets.end() ? nullptr : &*found;
}

}  // namespace tfsck
