// A replication that does something wrong says so.
#include <gtest/gtest.h>

#include "tests/simulator/support/replication_peer.h"
#include "tests/simulator/support/scenario_builder.h"

namespace tfsck::testing {
namespace {

// Busy, with all that can wait: for one of two locks, for the runner, for the next try.
Scenario Busy(std::string_view discipline) {
  Scenario made = OneLock(discipline, 0.9, Exp(1));
  made.workspaces[0].count = 2;
  made.operations[0].steps[0].runner = true;
  Step init;
  init.time = Exp(0.5);
  init.runner = true;
  made.operations[0].steps.insert(made.operations[0].steps.begin(), init);
  made.runners = {.count = 1, .order = RunnerOrder::kLockThenRunner};
  made.sources.push_back(ClosedSource(3, Exp(5)));
  for (Source& source : made.sources) {
    source.lock_patience = Exp(4);
    source.retry.on_failure = OnFailure::kRetry;
    source.retry.after = Exp(5);
    source.retry.most = 2;
  }
  made.faults.crash_per_run = 0.05;
  made.faults.unlock_delay = Exp(2);
  SetWindow(&made, 0, 500);
  return made;
}

class SeededFault : public ::testing::TestWithParam<const char*> {
 protected:
  SeededFault() : model_(CompileOrDie(Busy(GetParam()))), peer_(model_) {
    for (int i = 0; i < 200; ++i) peer_.Step();
  }
  uint32_t Waiter() {
    EXPECT_TRUE(peer_.StepUntil([](ReplicationTestPeer& peer) {
      return peer.AnyIn(RunStatus::kWaitsForLock) && peer.AnyHolder();
    }));
    return *peer_.AnyIn(RunStatus::kWaitsForLock);
  }
  uint32_t Holder() {
    EXPECT_TRUE(peer_.StepUntil([](ReplicationTestPeer& peer) { return peer.AnyHolder(); }));
    return *peer_.AnyHolder();
  }

  Model model_;
  ReplicationTestPeer peer_;
};

TEST_P(SeededFault, NoneNoViolation) { EXPECT_EQ(peer_.Violation(), ""); }

TEST_P(SeededFault, DoubleGrant) {
  peer_.GrantTwice(Waiter());
  EXPECT_EQ(peer_.Violation(), "a lock was granted that was not free");
}

TEST_P(SeededFault, LostRelease) {
  peer_.LoseRelease(Holder());
  EXPECT_NE(peer_.Violation(), "");
}

TEST_P(SeededFault, LockFreeUnderItsHolder) {
  peer_.FreeUnderHolder(Holder());
  EXPECT_NE(peer_.Violation(), "");
}

TEST_P(SeededFault, ClockAheadOfTheNextEvent) {
  peer_.SkewClock(100 * kSecond);
  EXPECT_EQ(peer_.Violation(), "the clock went back");
}

TEST_P(SeededFault, WaitMeasuredFromAnotherInstant) {
  peer_.SkewWait(Waiter(), -1);
  EXPECT_EQ(peer_.Violation(),
            "waiting times do not add up to the integral of the queue (Little's law)");
}

TEST_P(SeededFault, RunnerNobodyHas) {
  peer_.LoseRunner();
  EXPECT_NE(peer_.Violation(), "");
}

TEST_P(SeededFault, RunnerWaiterForgotten) {
  EXPECT_TRUE(peer_.StepUntil(
      [](ReplicationTestPeer& peer) { return peer.AnyIn(RunStatus::kWaitsForRunner); }));
  peer_.LoseRunnerWaiter(*peer_.AnyIn(RunStatus::kWaitsForRunner));
  EXPECT_NE(peer_.Violation(), "");
}

INSTANTIATE_TEST_SUITE_P(Disciplines, SeededFault, ::testing::Values("fifo", "terraform"),
                         [](const auto& of) { return std::string(of.param); });

// Nobody gives up, so only the queue itself can tell.
TEST(SeededFaults, WaiterForgotten) {
  for (const char* const discipline : {"fifo", "siro", "terraform"}) {
    Scenario scenario = OneLock(discipline, 0.8, Exp(1));
    SetWindow(&scenario, 0, 500);
    const Model model = CompileOrDie(scenario);
    ReplicationTestPeer peer(model);
    ASSERT_TRUE(peer.StepUntil([](ReplicationTestPeer& at) {
      return at.now() > 50 * kSecond && at.AnyIn(RunStatus::kWaitsForLock);
    }));
    peer.LoseWaiter(*peer.AnyIn(RunStatus::kWaitsForLock));
    EXPECT_EQ(peer.Violation(), "those who wait for a lock are not those in the queues");
  }
}

TEST(SeededFaults, DroppedEvent) {
  struct Case {
    EventKind kind;
    const char* says;
  };
  const Case cases[] = {
      {EventKind::kStepEnd, "a step did not end when it was due"},
      {EventKind::kStaleUnlock, "a lock left behind was not removed when it was due"},
      {EventKind::kArrival, "an arrival did not happen"},
      {EventKind::kThought, "a thought did not end"},
      {EventKind::kRetry, "a run did not come back when it was due"},
      {EventKind::kTimeout, "a run waits beyond its patience"},
  };
  for (const Case& dropped : cases) {
    Scenario scenario = Busy("terraform");
    scenario.runners = {};
    const Model model = CompileOrDie(scenario);
    ReplicationTestPeer peer(model);
    for (int i = 0; i < 200; ++i) peer.Step();
    ASSERT_TRUE(peer.DropNext(dropped.kind)) << dropped.says;
    EXPECT_EQ(peer.Violation(), dropped.says);
  }
}

TEST(SeededFaults, DroppedAttempt) {
  for (const bool each : {false, true}) {
    Scenario scenario = OneLock("terraform", 0.5, Exp(1));
    scenario.lock.polls_each_attempt = each;
    SetWindow(&scenario, 0, 500);
    // Of the last who waits: nobody else's attempt comes in his stead.
    scenario.sources = {TraceSource({0, 0.5})};
    scenario.operations[0] = OneHold(Fixed(10));
    const Model model = CompileOrDie(scenario);
    ReplicationTestPeer peer(model);
    ASSERT_TRUE(peer.DropNext(EventKind::kAttempt));
    EXPECT_EQ(peer.Violation(), "a run has missed its attempt");
  }
}

TEST(Excess, AReplicationThatAsksForLocksTooOftenEndsAndSaysSo) {
  Scenario scenario = OneLock("fifo", 0.5, Exp(1));
  SetWindow(&scenario, 0, 1e6);
  const Model model = CompileOrDie(scenario);
  EXPECT_EQ(ReplicationTestPeer(model).ExcessAfter(0), Excess::kNone);
  const Excess excess = ReplicationTestPeer(model).ExcessAfter(kMostRequests);
  EXPECT_EQ(excess, Excess::kRequests);
  EXPECT_NE(TextOf(excess).find("shorten the horizon"), std::string::npos);
}

}  // namespace
}  // namespace tfsck::testing
