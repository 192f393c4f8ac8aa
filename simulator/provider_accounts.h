// ProviderAccounts: who refreshes under which provider account, and when somebody will be done.
//
// A refresh goes by the slot of its run.  It progresses as SharedRate says, and stands still where
// its run does; how long it has progressed is what the run has worked meanwhile.
//
// For each account one event is pending: no later than the next completion, which may have moved
// away since; who handles it looks again.  Owns 56 bytes for each slot of a run that refreshed and
// what SharedRate owns; not thread-safe.  Cost: that of SharedRate, O(refreshes under the account).
#ifndef TFSCK_SIMULATOR_PROVIDER_ACCOUNTS_H_
#define TFSCK_SIMULATOR_PROVIDER_ACCOUNTS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "simulator/model.h"
#include "simulator/refresh_shared_rate.h"
#include "simulator/sim_time.h"

namespace tfsck {

class ProviderAccounts {
 public:
  struct Refresh {
    uint32_t account = kNoAccount;  // kNoAccount: is not in progress
    bool stands_still = false;
    SimTime own = 0;                          // how long it takes alone and without a limit
    SimTime limited = 0;                      // ... alone at the account's rate
    SimTime worked = 0;                       // how long it has progressed until `since`
    SimTime since = 0;                        // began, or went on
    uint64_t remaining = SharedRate::kWhole;  // while it stands still
  };

  explicit ProviderAccounts(size_t accounts);
  void Clear();

  bool empty() const { return accounts_.empty(); }
  uint32_t size() const { return static_cast<uint32_t>(accounts_.size()); }
  // Slots from here on were never in progress.
  uint32_t slots() const { return static_cast<uint32_t>(refreshes_.size()); }
  bool InProgress(uint32_t slot) const {
    return slot < slots() && refreshes_[slot].account != kNoAccount;
  }
  // REQUIRES, as all below that take a slot and are not Begin, that it is in progress.
  const Refresh& operator[](uint32_t slot) const { return refreshes_[slot]; }
  uint32_t AtWork(uint32_t account) const { return accounts_[account].rate.in_progress(); }

  // REQUIRES for all that take `now`: what SharedRate does.
  void Begin(SimTime now, uint32_t slot, uint32_t account, SimTime own, SimTime limited);
  // It stops progressing, goes on.  Nothing happens where it does so already.
  void StandStill(SimTime now, uint32_t slot);
  void GoOn(SimTime now, uint32_t slot);
  // It leaves, done or not; `worked` is all that it progressed.
  Refresh End(SimTime now, uint32_t slot);

  SharedRate::Completion Next(uint32_t account) const { return accounts_[account].rate.Next(); }
  // After every change: at which instant an event has to be scheduled, where one has to be.
  std::optional<SimTime> Arm(uint32_t account);
  // The event of this instant has come.
  void Disarm(uint32_t account, SimTime now);

 private:
  struct Account {
    SharedRate rate;
    SimTime armed = kEndOfTime;  // the earliest event that is scheduled
  };

  std::vector<Account> accounts_;
  std::vector<Refresh> refreshes_;  // by slot
};

}  // namespace tfsck

#endif  // TFSCK_SIMULATOR_PROVIDER_ACCOUNTS_H_
