#include "simulator/provider_accounts.h"

#include <algorithm>
#include <cassert>

namespace tfsck {

ProviderAccounts::ProviderAccounts(size_t accounts) {
  constexpr uint32_t kUsual = 64;  // refreshes at a time
  accounts_.reserve(accounts);
  for (size_t i = 0; i < accounts; ++i) accounts_.push_back({SharedRate(kUsual)});
}

void ProviderAccounts::Clear() {
  for (Account& account : accounts_) {
    account.rate.Clear();
    account.armed = kEndOfTime;
  }
  std::fill(refreshes_.begin(), refreshes_.end(), Refresh{});
}

void ProviderAccounts::Begin(SimTime now, uint32_t slot, uint32_t account, SimTime own,
                             SimTime limited) {
  constexpr size_t kAtOnce = 64;  // slots come in chunks of as many (run.h)
  if (slot >= slots()) refreshes_.resize((slot / kAtOnce + 1) * kAtOnce);
  assert(!InProgress(slot));
  refreshes_[slot] = {.account = account, .own = own, .limited = limited, .since = now};
  accounts_[account].rate.Start(now, slot, own, limited);
}

void ProviderAccounts::StandStill(SimTime now, uint32_t slot) {
  Refresh& refresh = refreshes_[slot];
  if (refresh.stands_still) return;
  refresh.remaining = accounts_[refresh.account].rate.Remove(now, slot);
  refresh.worked += now - refresh.since;
  refresh.stands_still = true;
}

void ProviderAccounts::GoOn(SimTime now, uint32_t slot) {
  Refresh& refresh = refreshes_[slot];
  if (!refresh.stands_still) return;
  accounts_[refresh.account].rate.Start(now, slot, refresh.own, refresh.limited, refresh.remaining);
  refresh.since = now;
  refresh.stands_still = false;
}

ProviderAccounts::Refresh ProviderAccounts::End(SimTime now, uint32_t slot) {
  StandStill(now, slot);
  const Refresh ended = refreshes_[slot];
  refreshes_[slot].account = kNoAccount;
  return ended;
}

std::optional<SimTime> ProviderAccounts::Arm(uint32_t account) {
  const SimTime next = Next(account).time;
  SimTime& armed = accounts_[account].armed;
  if (next >= armed) return std::nullopt;
  armed = next;
  return next;
}

void ProviderAccounts::Disarm(uint32_t account, SimTime now) {
  SimTime& armed = accounts_[account].armed;
  if (armed <= now) armed = kEndOfTime;
}

}  // namespace tfsck
