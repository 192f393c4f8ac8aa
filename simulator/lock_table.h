// LockTable: what is locked by how many, and what was last written when.
//
// An item is what one lock covers: a state, or a resource of one.  A run wants a set of items at
// once: some to write (exclusive), some to read (shared).  All functions cost O(items of the set).
#ifndef TFSCK_SIMULATOR_LOCK_TABLE_H_
#define TFSCK_SIMULATOR_LOCK_TABLE_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace tfsck {

// Numbers relative to `first`; the spans live in the model or in the replication's own tables.
struct ItemSet {
  uint32_t first = 0;
  std::span<const uint32_t> writes = {};
  std::span<const uint32_t> reads = {};

  bool empty() const { return writes.empty() && reads.empty(); }
};

class LockTable {
 public:
  void Size(uint32_t items) {
    items_.assign(items, Item{});
    stamp_ = 0;
  }

  bool Free(const ItemSet& set) const {
    for (const uint32_t item : set.writes) {
      if (items_[set.first + item].holders != 0) return false;
    }
    for (const uint32_t item : set.reads) {
      if (items_[set.first + item].holders < 0) return false;
    }
    return true;
  }
  // Takes all of them; false (and a broken table) where one was not free.
  bool Take(const ItemSet& set) {
    bool free = true;
    for (const uint32_t item : set.writes) {
      int32_t& holders = items_[set.first + item].holders;
      free = free && holders == 0;
      holders = -1;
    }
    for (const uint32_t item : set.reads) {
      int32_t& holders = items_[set.first + item].holders;
      free = free && holders >= 0;
      ++holders;
    }
    return free;
  }
  // Gives them back; false where one was not held as it should have been.
  bool Release(const ItemSet& set) {
    bool held = true;
    for (const uint32_t item : set.writes) {
      int32_t& holders = items_[set.first + item].holders;
      held = held && holders == -1;
      holders = 0;
    }
    for (const uint32_t item : set.reads) {
      int32_t& holders = items_[set.first + item].holders;
      held = held && holders > 0;
      holders = std::max(holders - 1, 0);
    }
    return held;
  }
  // -1 where one run holds it exclusively, else how many share it.
  int32_t holders(uint32_t item) const { return items_[item].holders; }

  // Reservations, for one scan of a queue: what earlier waiters want.
  void ForgetReservations() { ++stamp_; }
  void Reserve(const ItemSet& set) {
    for (const uint32_t item : set.writes) items_[set.first + item].writer_waits = stamp_;
    for (const uint32_t item : set.reads) items_[set.first + item].reader_waits = stamp_;
  }
  bool Reserved(const ItemSet& set) const {
    for (const uint32_t item : set.writes) {
      const Item& wanted = items_[set.first + item];
      if (wanted.writer_waits == stamp_ || wanted.reader_waits == stamp_) return true;
    }
    for (const uint32_t item : set.reads) {
      if (items_[set.first + item].writer_waits == stamp_) return true;
    }
    return false;
  }

  // Notes that commit number `commit` wrote what the set writes.
  void Commit(const ItemSet& set, uint64_t commit) {
    for (const uint32_t item : set.writes) items_[set.first + item].commit = commit;
  }
  // Whether anything the set reads or writes was written by a commit after `base`.
  bool WrittenSince(const ItemSet& set, uint64_t base) const {
    for (const uint32_t item : set.writes) {
      if (items_[set.first + item].commit > base) return true;
    }
    for (const uint32_t item : set.reads) {
      if (items_[set.first + item].commit > base) return true;
    }
    return false;
  }

 private:
  struct Item {
    int32_t holders = 0;
    uint32_t writer_waits = 0;
    uint32_t reader_waits = 0;
    uint64_t commit = 0;
  };

  std::vector<Item> items_;
  uint32_t stamp_ = 0;
};

}  // namespace tfsck

#endif  // TFSCK_SIMULATOR_LOCK_TABLE_H_
