// What the event engine computes, pinned: making it quicker must not change anything that it sees.
//
// A scenario whose meaning was changed on purpose prints its new row.
#include <gtest/gtest.h>

#include <array>
#include <bit>
#include <cstdint>
#include <string_view>
#include <vector>

#include "simulator/replication.h"
#include "tests/simulator/pinned_scenarios.h"

namespace tfsck {
namespace {

struct Pin {
  std::string_view name;
  uint64_t events;
  uint64_t fingerprint;
  uint64_t digest;
};

constexpr auto kPins = std::to_array<Pin>({
    {"fifo", 31542, 0x898fc8c2eed1ad86, 0x7be68712bf3b2965},
    {"siro", 31541, 0x3cfda6d8460745fb, 0x290a571665825823},
    {"lifo", 31541, 0xfa36ff3250c19810, 0xdb742681001df3e9},
    {"terraform", 25815, 0x456e0bc83d7724b2, 0x875f5acb0db33d1},
    {"ties shuffled", 29371, 0xb7f6f26697388b8, 0xacfba29713efde06},
    {"github-concurrency", 27457, 0x417c02dddcbede7b, 0x8aac80def46b1d41},
    {"gitlab-oldest-first", 31542, 0x898fc8c2eed1ad86, 0x7be68712bf3b2965},
    {"gitlab-newest-first", 31541, 0xfa36ff3250c19810, 0xdb742681001df3e9},
    {"atlantis-pr", 24553, 0xdcb9ce1a6ad8c8dd, 0x190ef540c7f21614},
    {"state-optimistic", 31544, 0x25f62717e7941721, 0x232b4b973d36bea1},
    {"rw-fifo", 31544, 0xf6fb89c64f8c0d6d, 0xe260348aa019450},
    {"rw-reader-pref", 31544, 0x85b87ec07cd8c90d, 0x4a58c9e2350f256a},
    {"plan-lock-free", 31544, 0xbca15eb51318e3a6, 0xfbad405a94ae49cd},
    {"saved-plan", 18812, 0x68e7949c9c8f2523, 0x41d1ad66aa3004f4},
    {"polling, lazily", 12684, 0x72a80016c6ae7c4, 0x47adfaf71b0e2b3a},
    {"polling, each attempt", 31045, 0x72a80016c6ae7c4, 0x47adfaf71b0e2b3a},
    {"polling with latency and races", 28989, 0x6a9ad33c72de2171, 0xaee4753672aa871},
    {"closed", 17420, 0x2ae279b0e8730db4, 0x241db831d3eab664},
    {"runner then lock", 23691, 0x20825dd5cb95fa15, 0x1220e35c1ac99e92},
    {"lock then runner", 52022, 0x6b09f9bd330c2a9e, 0xfd2f9247a70dbd7a},
    {"resource-409", 20178, 0xc926e4f2351c005a, 0x24126346ef5cbc61},
    {"resource-conservative", 19613, 0xd61a94c06d235bab, 0x71b56bd0a35fffdc},
    {"resource-reserve", 19613, 0x9f56812feb4ca903, 0x74447b08a147ffb2},
    {"resource-strict", 19613, 0xb45a4c93a1271a97, 0x54484e742e6ed400},
    {"resource-optimistic", 20621, 0x3ed29f13fd0c4da4, 0xc20638d6399eea08},
    {"uniform sets", 19613, 0x7d58af9438313e9b, 0x52153331f9f544be},
    {"applying resources", 19613, 0x654b553024e6430c, 0xd552c591c4c9d0c6},
    {"crashes and stale locks", 8444, 0x8b763c03ad7155a2, 0xf1e66ae87bf70c4d},
    {"lost runners", 24382, 0xea19965235f120f2, 0x8a82a10ed6c93393},
    {"failing store, polled", 13148, 0xf48bbf78aea44a2d, 0xe4434ab0106799f1},
    {"failing store, queued", 11986, 0x25375fc0cd8d61d0, 0xc3144286978c73b3},
    {"pausing store", 13549, 0x6fdaddbac1ddfa2b, 0x1b20f4660a552481},
    {"crossing states", 59793, 0x8783b935e64e1656, 0xdb647d3e90adc7a3},
    {"calendars", 36992, 0xa90ed7d20a9393a2, 0x1211bd9f3356d9cc},
    {"shared accounts", 6884, 0xf3d7ae4110776af5, 0xaaa9316051489ac3},
});

// Over everything that a report can show.
class Digest {
 public:
  void Add(uint64_t value) {
    value_ = (std::rotl(value_, 29) ^ value) * 0x9e3779b97f4a7c15;
    value_ ^= value_ >> 32;
  }
  void Add(double value) { Add(std::bit_cast<uint64_t>(value)); }
  void Add(const Tally& tally) {
    Add(tally.count);
    Add(static_cast<uint64_t>(tally.sum));
    Add(static_cast<uint64_t>(tally.squares));
    Add(static_cast<uint64_t>(tally.squares >> 64));
    Add(static_cast<uint64_t>(tally.most));
  }
  void Add(const Histogram& histogram) {
    Add(histogram.count());
    Add(histogram.zeros());
    for (const double share : kShares) Add(histogram.Quantile(share));
  }
  void Add(const GroupTable& table) {
    for (size_t member = 0; member < table.size(); ++member) {
      Add(table[member].served);
      Add(table[member].delay);
      Add(table[member].failed);
      Add(table[member].done);
      Add(table[member].dropped);
      for (const double share : kShares) Add(table.WaitQuantile(member, share));
    }
  }
  void Add(const Series& series) {
    Add(series.batch_size());
    for (size_t batch = 0; batch < series.batches(); ++batch) Add(series.BatchMean(batch));
  }
  uint64_t value() const { return value_; }

 private:
  static constexpr double kShares[] = {0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 1};
  uint64_t value_ = 1;
};

void AddCounts(const Counts& counts, Digest* digest) {
  for (const uint64_t outcome : counts.outcomes) digest->Add(outcome);
  for (const uint64_t count :
       {counts.changes, counts.done, counts.dropped, counts.requests, counts.grants,
        counts.overtakings, counts.commits, counts.lost_updates, counts.forced_unlocks,
        counts.stale_locks, counts.engineer_failures}) {
    digest->Add(count);
  }
  for (const SimTime time : {counts.useful_work, counts.wasted_work, counts.engineer_waiting}) {
    digest->Add(static_cast<uint64_t>(time));
  }
  for (const Tally* tally : {&counts.lock_wait, &counts.lock_wait_all, &counts.runner_wait,
                             &counts.hold, &counts.delay, &counts.sojourn}) {
    digest->Add(*tally);
  }
}

uint64_t DigestOf(const Observations& seen) {
  Digest digest;
  AddCounts(seen, &digest);
  digest.Add(static_cast<uint64_t>(seen.window));
  for (const double level : seen.levels) digest.Add(level);
  for (const Histogram* histogram : {&seen.lock_wait_histogram, &seen.lost_wait_histogram,
                                     &seen.runner_wait_histogram, &seen.delay_histogram}) {
    digest.Add(*histogram);
  }
  for (const GroupTable* table :
       {&seen.by_source, &seen.by_state, &seen.by_operation, &seen.by_hour}) {
    digest.Add(*table);
  }
  for (const __int128 time : seen.held_time) digest.Add(static_cast<uint64_t>(time));
  for (const uint64_t count : seen.working_at_hour) digest.Add(count);
  for (const uint64_t count : seen.hours_seen) digest.Add(count);
  digest.Add(seen.series);
  return digest.value();
}

TEST(ReplicationPinned, EveryWayThroughTheEngineGivesWhatItGave) {
  const std::vector<test::PinnedScenario> scenarios = test::PinnedScenarios();
  ASSERT_EQ(scenarios.size(), kPins.size());
  for (size_t i = 0; i < scenarios.size(); ++i) {
    const Pin& pin = kPins[i];
    EXPECT_EQ(scenarios[i].name, pin.name);
    const auto model = Compile(scenarios[i].scenario, nullptr);
    ASSERT_TRUE(model) << pin.name;
    Replication replication(*model);
    replication.Carry({1, 0});
    const Observations& seen = replication.Carry({1, 1});
    EXPECT_EQ(seen.violation, "") << pin.name;
    EXPECT_TRUE(seen.events == pin.events && seen.fingerprint == pin.fingerprint &&
                DigestOf(seen) == pin.digest)
        << std::hex << "{\"" << scenarios[i].name << "\", " << std::dec << seen.events << std::hex
        << ", 0x" << seen.fingerprint << ", 0x" << DigestOf(seen) << "},";
  }
}

}  // namespace
}  // namespace tfsck
