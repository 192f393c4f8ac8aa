#include "simulator/event_queue.h"

#include <gtest/gtest.h>

#include <random>
#include <set>
#include <tuple>
#include <vector>

namespace tfsck {
namespace {

using Key = std::tuple<SimTime, int, uint64_t, uint32_t, uint8_t>;

Key KeyOf(const Event& event) {
  return {event.time(), static_cast<int>(event.kind()), event.order(), event.slot(), event.epoch()};
}

TEST(EventQueue, EventsKeepWhatTheyWereMadeOf) {
  const Event event(kEndOfTime, EventKind::kTimeout, kMostOrder, kMostSlot, 63);
  EXPECT_EQ(KeyOf(event),
            (Key{kEndOfTime, static_cast<int>(EventKind::kTimeout), kMostOrder, kMostSlot, 63}));
}

TEST(EventQueue, OrderIsTimeThenKindThenOrder) {
  const Event first(5, EventKind::kTimeout, 9, 9, 9);
  EXPECT_TRUE(first.Before(Event(6, EventKind::kWarmedUp, 0, 0, 0)));
  EXPECT_TRUE(Event(5, EventKind::kAttempt, 10, 10, 10).Before(first));
  EXPECT_TRUE(Event(5, EventKind::kTimeout, 8, 10, 10).Before(first));
  EXPECT_FALSE(first.Before(first));
  EXPECT_TRUE(first.Ties(Event(5, EventKind::kTimeout, 9, 1, 2)));
  EXPECT_FALSE(first.Ties(Event(5, EventKind::kTimeout, 8, 9, 9)));
}

// What frees a lock comes before who asks for it, and who asks before who gives up.
TEST(EventQueue, KindsStandInTheOrderOfAnInstant) {
  EXPECT_LT(EventKind::kStepEnd, EventKind::kArrival);
  EXPECT_LT(EventKind::kStaleUnlock, EventKind::kArrival);
  EXPECT_LT(EventKind::kForcedUnlock, EventKind::kArrival);
  EXPECT_LT(EventKind::kArrival, EventKind::kAttempt);
  EXPECT_LT(EventKind::kRetry, EventKind::kAttempt);
  EXPECT_LT(EventKind::kAttempt, EventKind::kTimeout);
}

TEST(EventQueue, RandomInterleavingsComeOutAsFromASet) {
  for (const int64_t lattice : {3, 50, 1'000'000'000}) {
    std::mt19937_64 random(static_cast<uint64_t>(lattice));
    EventQueue queue;
    std::multiset<Key> expected;
    for (int step = 0; step < 200'000; ++step) {
      const bool grows = (step / 5000) % 2 == 0;
      if (expected.empty() || random() % 100 < (grows ? 60U : 40U)) {
        const Event event(static_cast<SimTime>(random() % static_cast<uint64_t>(lattice)),
                          static_cast<EventKind>(random() % 12), random() % 1000,
                          static_cast<uint32_t>(random() % 100), random() % 64);
        queue.Push(event);
        expected.insert(KeyOf(event));
      } else {
        ASSERT_EQ(KeyOf(queue.Pop()), *expected.begin());
        expected.erase(expected.begin());
      }
      ASSERT_EQ(queue.size(), expected.size());
      if (step % 7919 == 0) {
        queue.Purge([](const Event& event) { return event.slot() % 3 == 0; });
        std::erase_if(expected, [](const Key& key) { return std::get<3>(key) % 3 == 0; });
        ASSERT_EQ(queue.size(), expected.size());
      }
    }
    while (!expected.empty()) {
      ASSERT_EQ(KeyOf(queue.Pop()), *expected.begin());
      expected.erase(expected.begin());
    }
    EXPECT_TRUE(queue.empty());
  }
}

TEST(EventQueue, AMillionAtOneInstantComeByTheirOrder) {
  constexpr uint64_t kMany = 1'000'000;
  EventQueue queue;
  // Each order once, in an order of putting in that has nothing to do with it.
  for (uint64_t i = 0; i < kMany; ++i) {
    queue.Push(Event(7, EventKind::kArrival, i * 7'919 % kMany, 0, 0));
  }
  for (uint64_t i = 0; i < kMany; ++i) ASSERT_EQ(queue.Pop().order(), i);
}

TEST(EventQueue, PurgeOfAllLeavesNothing) {
  EventQueue queue;
  for (uint64_t i = 0; i < 10; ++i) queue.Push(Event(7, EventKind::kArrival, i, 0, 0));
  queue.Pop();
  queue.Purge([](const Event&) { return true; });
  EXPECT_TRUE(queue.empty());
  queue.Push(Event(8, EventKind::kArrival, 3, 0, 0));
  EXPECT_EQ(queue.Pop().order(), 3U);
  queue.Clear();
  EXPECT_TRUE(queue.empty());
}

}  // namespace
}  // namespace tfsck
