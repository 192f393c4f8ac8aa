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
#include <utility>

#include "simulator/own_lines.h"

namespace tfsck {

inline constexpr uint32_t kNoItem = UINT32_MAX;

// Numbers relative to `first`; the spans live in the model or in the replication's own tables.
struct ItemSet {
  uint32_t first = 0;
  uint32_t only = kNoItem;  // the item, where the set is one to write: most are; see Settle
  std::span<const uint32_t> writes = {};
  std::span<const uint32_t> reads = {};

  bool empty() const { return writes.empty() && reads.empty(); }
  // Once the spans are known: spares the locks of a whole state, or of one resource, the loops.
  void Settle() { only = writes.size() == 1 && reads.empty() ? first + writes[0] : kNoItem; }
};

class LockTable {
 public:
  void Size(uint32_t items) {
    items_.assign(items, Item{});
    stamp_ = 0;
  }

  bool Free(const ItemSet& set) const {
    if (set.only != kNoItem) return items_[set.only].holders == 0;
    return All(set.first, set.writes, [](const Item& item) { return item.holders == 0; }) &&
           All(set.first, set.reads, [](const Item& item) { return item.holders >= 0; });
  }
  // Takes all of them; false (and a broken table) where one was not free.
  bool Take(const ItemSet& set) {
    if (set.only != kNoItem) return std::exchange(items_[set.only].holders, -1) == 0;
    bool free = true;
    ForAll(set.first, set.writes, [&free](Item& item) {
      free = free && item.holders == 0;
      item.holders = -1;
    });
    ForAll(set.first, set.reads, [&free](Item& item) {
      free = free && item.holders >= 0;
      ++item.holders;
    });
    return free;
  }
  // Gives them back; false where one was not held as it should have been.
  bool Release(const ItemSet& set) {
    if (set.only != kNoItem) return std::exchange(items_[set.only].holders, 0) == -1;
    bool held = true;
    ForAll(set.first, set.writes, [&held](Item& item) {
      held = held && item.holders == -1;
      item.holders = 0;
    });
    ForAll(set.first, set.reads, [&held](Item& item) {
      held = held && item.holders > 0;
      item.holders = std::max(item.holders - 1, 0);
    });
    return held;
  }
  // -1 where one run holds it exclusively, else how many share it.
  int32_t holders(uint32_t item) const { return items_[item].holders; }

  // Reservations, for one scan of a queue: what earlier waiters want.
  void ForgetReservations() { ++stamp_; }
  void Reserve(const ItemSet& set) {
    ForAll(set.first, set.writes, [this](Item& item) { item.writer_waits = stamp_; });
    ForAll(set.first, set.reads, [this](Item& item) { item.reader_waits = stamp_; });
  }
  bool Reserved(const ItemSet& set) const {
    const auto by_nobody = [this](const Item& item) {
      return item.writer_waits != stamp_ && item.reader_waits != stamp_;
    };
    const auto by_no_writer = [this](const Item& item) { return item.writer_waits != stamp_; };
    return !All(set.first, set.writes, by_nobody) || !All(set.first, set.reads, by_no_writer);
  }

  // Notes that commit number `commit` wrote what the set writes.
  void Commit(const ItemSet& set, uint64_t commit) {
    if (set.only != kNoItem) {
      items_[set.only].commit = commit;
      return;
    }
    ForAll(set.first, set.writes, [commit](Item& item) { item.commit = commit; });
  }
  // Whether anything the set reads or writes was written by a commit after `base`.
  bool WrittenSince(const ItemSet& set, uint64_t base) const {
    const auto before = [base](const Item& item) { return item.commit <= base; };
    return !All(set.first, set.writes, before) || !All(set.first, set.reads, before);
  }

 private:
  struct Item {
    int32_t holders = 0;
    uint32_t writer_waits = 0;
    uint32_t reader_waits = 0;
    uint64_t commit = 0;
  };

  template <typename Change>
  void ForAll(uint32_t first, std::span<const uint32_t> items, const Change& change) {
    Item* const base = items_.data() + first;
    for (const uint32_t item : items) change(base[item]);
  }
  template <typename Holds>
  bool All(uint32_t first, std::span<const uint32_t> items, const Holds& holds) const {
    const Item* const base = items_.data() + first;
    for (const uint32_t item : items) {
      if (!holds(base[item])) return false;
    }
    return true;
  }

  OwnLines<Item> items_;
  uint32_t stamp_ = 0;
};

}  // namespace tfsck

#endif  // TFSCK_SIMULATOR_LOCK_TABLE_H_
