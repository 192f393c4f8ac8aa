#include "simulator/lock_discipline.h"

#include <algorithm>
#include <array>

namespace tfsck {
namespace {

constexpr LockDiscipline Queue(std::string_view name, QueueOrder order) {
  LockDiscipline made;
  made.name = name;
  made.wait = WaitRule::kQueue;
  made.order = order;
  made.set_rule = SetRule::kReserve;
  return made;
}

constexpr LockDiscipline Plans(std::string_view name, LockMode plans, bool reader_preference) {
  LockDiscipline made = Queue(name, QueueOrder::kFifo);
  made.plans = plans;
  made.reader_preference = reader_preference;
  return made;
}

constexpr LockDiscipline Resources(std::string_view name, WaitRule wait, SetRule set_rule) {
  LockDiscipline made = Queue(name, QueueOrder::kFifo);
  made.scope = LockScope::kResource;
  made.wait = wait;
  made.set_rule = set_rule;
  return made;
}

constexpr LockDiscipline Optimistic() {
  LockDiscipline made = Resources("resource-optimistic", WaitRule::kFail, SetRule::kSkipOver);
  made.validation = Validation::kResource;
  return made;
}

constexpr LockDiscipline Terraform(std::string_view name, WaitRule wait) {
  LockDiscipline made;
  made.name = name;
  made.wait = wait;
  return made;
}

constexpr LockDiscipline StateValidation() {
  LockDiscipline made = Terraform("state-optimistic", WaitRule::kFail);
  made.validation = Validation::kState;
  return made;
}

constexpr LockDiscipline Concurrency() {
  LockDiscipline made = Queue("github-concurrency", QueueOrder::kFifo);
  made.queue_limit = 1;
  made.full = FullQueue::kReplaceOldest;
  return made;
}

constexpr auto kTable = std::to_array<LockDisciplineRow>({
    {Terraform("terraform", WaitRule::kPoll),
     "Terraform: polls after 1, 2, 4, 8, 16, 16, ... s until -lock-timeout",
     "polling one holder (exact sums); every attempt an event gives the same"},
    {Queue("fifo", QueueOrder::kFifo), "a fair queue: first come, first served",
     "M/G/1 (Pollaczek-Khinchine), machine repair"},
    {Queue("priority", QueueOrder::kPriority), "a queue by the operations' classes, not preemptive",
     "Cobham's formula, conservation law"},
    {Queue("siro", QueueOrder::kRandom), "service in random order",
     "second moment of M/M/1-SIRO (Kingman)"},
    {Queue("lifo", QueueOrder::kLifo), "last come, first served: the bound of unfairness",
     "second moment of M/M/1-LIFO"},
    {Terraform("saved-plan", WaitRule::kPoll),
     "plan -out and apply as two holds; a plan of an older state is stale",
     "chance of staleness w / (w + a)"},
    {Terraform("atlantis-pr", WaitRule::kFail),
     "Atlantis: locked from plan to merge of the pull request, others are turned away",
     "M/G/1/1 loss, insensitive to the law of the hold"},
    {Queue("hcp", QueueOrder::kFifo),
     "HCP Terraform: a queue for each workspace, then the pool by priority",
     "lock first, then runner (CTMC)"},
    {Plans("rw-fifo", LockMode::kShared, false), "plans share the lock; first come, first served",
     "reader-writer lock (CTMC)"},
    {Plans("rw-reader-pref", LockMode::kShared, true),
     "plans share the lock and pass waiting applies",
     "reader-writer lock with reader preference (CTMC)"},
    {Plans("plan-lock-free", LockMode::kNone, false), "plans take no lock",
     "reader-writer lock without readers (CTMC)"},
    {Resources("resource-conservative", WaitRule::kQueue, SetRule::kSkipOver),
     "locks on the touched resources, all at once; whoever finds all of them free",
     "four engineers (CTMC)"},
    {Resources("resource-reserve", WaitRule::kQueue, SetRule::kReserve),
     "the same, but what an earlier run waits for is kept for it", "four engineers (CTMC)"},
    {Resources("resource-strict", WaitRule::kQueue, SetRule::kStrict),
     "the same with one queue whose head blocks all", "four engineers (CTMC)"},
    {Resources("resource-409", WaitRule::kFail, SetRule::kSkipOver),
     "the same, but a conflict is refused at once (HTTP 409)", "hard-core loss model"},
    {Optimistic(), "no locks: conflicts are found per resource at commit and redone",
     "optimistic validation of four engineers (CTMC)"},
    {StateValidation(), "no locks: any commit to the state since the run began makes it stale",
     "optimistic validation, all conflicting (CTMC)"},
    {Concurrency(), "GitHub Actions: one runs, one is pending, a newer one replaces it",
     "M/M/1 with one place that the newest takes (CTMC)"},
    {Queue("gitlab-unordered", QueueOrder::kRandom),
     "GitLab resource_group, process mode unordered", "as siro"},
    {Queue("gitlab-oldest-first", QueueOrder::kOldest),
     "GitLab resource_group, process mode oldest_first", "as fifo"},
    {Queue("gitlab-newest-first", QueueOrder::kNewest),
     "GitLab resource_group, process modes newest_first and newest_ready_first", "as lifo"},
});

}  // namespace

std::span<const LockDisciplineRow> LockDisciplines() { return kTable; }

const LockDisciplineRow* FindLockDiscipline(std::string_view name) {
  const auto found = std::find_if(kTable.begin(), kTable.end(), [&](const LockDisciplineRow& row) {
    return row.discipline.name == name;
  });
  return found == kTable.end() ? nullptr : &*found;
}

}  // namespace tfsck
