// Refreshes under a provider account, whose rate limit all who refresh at the same time share.
//
// A step that refreshes does that first; what else it takes (its own time, the apply) follows when
// the refresh is done, which nobody can know before: whoever begins or ends another changes it.
// Until then the end of the step lies at the end of time, and only the run's death comes earlier.
// What the refresh really took counts as work: the lock and the runner were needed for so long.
#include <algorithm>

#include "simulator/replication.h"

namespace tfsck {

// How long the step takes as far as one can say when it begins; `takes` is what it would alone.
[[gnu::noinline]] SimTime Replication::BeginRefresh(Run& run, SimTime takes) {
  const RefreshLimit& limit = run.at->limits[model_.states[run.job.state].group];
  if (limit.account == kNoAccount) return takes;
  const uint64_t drawn = run.origin->retry.redraw ? run.attempt : 0;
  const SimTime own = book_.OwnRefresh(run.actor, drawn, run.job, run.step);
  accounts_.Begin(now_, run.slot(), limit.account, own, limit.limited);
  if (run.holds && WorkPauses() && !store_up_) accounts_.StandStill(now_, run.slot());
  if (accounts_.AtWork(limit.account) > kMostRefreshes) seen_.excess = Excess::kRefreshes;
  ArmAccount(limit.account);
  return kEndOfTime - now_;
}

void Replication::ArmAccount(uint32_t account) {
  if (const auto at = accounts_.Arm(account)) {
    queue_.Push(Event(*at, EventKind::kRefreshDone, EventTag(account, account)));
  }
}

[[gnu::noinline]] void Replication::OnRefreshDone(uint32_t account) {
  accounts_.Disarm(account, now_);
  for (auto next = accounts_.Next(account); next.time <= now_; next = accounts_.Next(account)) {
    EndRefresh(runs_[next.refresh]);
  }
  ArmAccount(account);
}

// The step goes on with what it takes besides.
void Replication::EndRefresh(Run& run) {
  const ProviderAccounts::Refresh refresh = accounts_.End(now_, run.slot());
  const SimTime lives = run.work_takes - refresh.worked;
  CancelEvents(run);
  run.work_takes = refresh.worked;
  CountWork(run);
  // A long one may be done some microseconds early (refresh_shared_rate.h).
  const SimTime added = std::max<SimTime>(refresh.worked - refresh.own, 0);
  seen_.provider_wait.Add(added);
  Trace(TraceKind::kRefreshed, run,
        static_cast<uint32_t>(std::min<SimTime>(added / 1000, UINT32_MAX)));
  SimTime rest = run.job.work[run.step] - std::max(refresh.own, refresh.limited);
  run.dies = run.dies && lives < rest;
  if (run.dies) rest = lives;
  const SimTime taken = run.job.loses_lock_after - run.locked_work;
  if (run.holds && taken >= 0 && taken < rest) Push(now_ + taken, EventKind::kForcedUnlock, run);
  run.work_began = now_;
  run.work_takes = rest;
  run.pause_mark = PausedUntil(now_);
  run.due = now_ + rest;
  Push(run.due, EventKind::kStepEnd, run);
}

// The run dies in its refresh, if it is in one.
void Replication::LeaveAccount(const Run& run) {
  if (!accounts_.InProgress(run.slot())) return;
  ArmAccount(accounts_.End(now_, run.slot()).account);
}

// Where an outage of the store makes holders stand still, their calls stop as well, and others
// under the account get more of its rate.
[[gnu::noinline]] void Replication::StopRefreshes() {
  for (uint32_t slot = 0; slot < accounts_.slots(); ++slot) {
    if (accounts_.InProgress(slot) && runs_[slot].holds) accounts_.StandStill(now_, slot);
  }
  for (uint32_t account = 0; account < accounts_.size(); ++account) ArmAccount(account);
}

[[gnu::noinline]] void Replication::GoOnWithRefreshes() {
  for (uint32_t slot = 0; slot < accounts_.slots(); ++slot) GoOnWithRefresh(slot);
}

void Replication::GoOnWithRefresh(uint32_t slot) {
  if (!accounts_.InProgress(slot)) return;
  accounts_.GoOn(now_, slot);
  ArmAccount(accounts_[slot].account);
}

// Who refreshes works, and no refresh is longer than it takes.
void Replication::CheckAccounts() {
  for (uint32_t account = 0; account < accounts_.size(); ++account) {
    if (accounts_.Next(account).time < now_) Violate("a refresh did not end when it was done");
  }
  for (uint32_t slot = 0; slot < accounts_.slots(); ++slot) {
    if (!accounts_.InProgress(slot)) continue;
    if (runs_[slot].status != RunStatus::kWorks) Violate("a run refreshes that does not work");
    if (accounts_[slot].stands_still && store_up_) Violate("a refresh stands still without cause");
  }
}

}  // namespace tfsck
