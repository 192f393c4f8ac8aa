// Traces: the events of one replication, in order, and as lanes that a person can look at.
#include "report/trace_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "simulator/replication.h"
#include "tests/support/simulation_support.h"

namespace tfsck::testing {
namespace {

using nlohmann::json;
using Assignments = std::vector<std::string>;

class Lines : public TraceSink {
 public:
  explicit Lines(const Model& model) : model_(model) {}
  void Record(const TraceEvent& event) override { text += TraceLine(event, model_); }
  std::string text;

 private:
  const Model& model_;
};

std::string LinesOf(const Assignments& assignments = {}) {
  const Model model = CompiledModel(kThreeInARow, assignments);
  Lines sink(model);
  Replication(model).Carry({1, 0}, &sink);
  return sink.text;
}

json SlicesOf(const Assignments& assignments) {
  const Model model = CompiledModel(kThreeInARow, assignments);
  std::string text;
  ChromeTrace sink(model, [&text](std::string_view piece) { text += piece; });
  Replication(model).Carry({1, 0}, &sink);
  sink.Finish(model.scenario.analysis.start + model.scenario.analysis.horizon);
  return json::parse(text);
}

// Everything that can go wrong, in three workspaces.
const Assignments kTroubled = {
    "workspaces[0]={name: app, count: 3}",
    "teams[0].arrivals={poisson: 20/h}",
    "analysis.horizon=1w",
    "faults={crash-per-run: 5%, wrong-unlock-per-hold: 5%, unlock-delay: 10m}",
    "lock={discipline: terraform, latency: 80ms, race-window: 1s}",
    "runners={count: 3}",
};

// Two workspaces in one account: each refresh takes 20 s and alone would take 10 s at most.
const Assignments kThrottled = {
    "accounts={prod: 10/s}",
    "workspaces=[{name: a, resources: 100, account: prod}, {name: b, resources: 100, account: "
    "prod}]",
    "operations[0].steps=[{step: plan, time: 5s, refresh: {latency: 0.7s}, lock: exclusive}]",
    "teams=[{name: t, arrivals: {trace: [0s]}, workspaces: a}, {name: u, arrivals: {trace: [0s]}, "
    "workspaces: b}]",
};

TEST(TraceLines, TellHowLongARefreshWasThrottled) {
  EXPECT_THAT(LinesOf(kThrottled),
              ::testing::HasSubstr(
                  R"({"time":20.0,"event":"refreshed","run":0,"team":"t","operation":"change",)"
                  R"("workspace":"a","step":"plan","attempt":0,"throttled":13.0})"
                  "\n"));
}

TEST(ChromeTrace, ShowsARefreshApartFromTheRestOfItsStep) {
  const json trace = SlicesOf(kThrottled);
  std::map<std::string, int64_t> lasts;  // microseconds, in workspace a
  for (const json& event : trace["traceEvents"]) {
    if (event["ph"] == "X" && event["pid"] == 0) lasts[event["name"]] = event["dur"];
  }
  EXPECT_EQ(lasts,
            (std::map<std::string, int64_t>{{"plan: refresh, 13.0 s of it throttled", 20'000'000},
                                            {"plan", 5'000'000}}));
}

TEST(TraceLines, TellWhenTheLockStoreIsDown) {
  const std::string lines = LinesOf({"teams[0].arrivals={trace: [1m]}", "analysis.horizon=1w",
                                     "faults={outage: {every: 1d, for: 1h, effect: fail}}"});
  std::istringstream stream(lines);
  std::vector<json> store;
  for (std::string line; std::getline(stream, line);) {
    const json event = json::parse(line);
    if (event["event"] == "store down" || event["event"] == "store up") store.push_back(event);
  }
  ASSERT_GE(store.size(), 2U);
  EXPECT_EQ(store[0].size(), 2U);  // the time and the event: it is about no run
  EXPECT_EQ(store[0]["event"], "store down");
  EXPECT_EQ(store[1]["event"], "store up");
  EXPECT_NEAR(store[1]["time"].get<double>() - store[0]["time"].get<double>(), 3600, 1e-6);
}

TEST(TraceLines, OfARunThatDiesTellItsDeathAndItsLock) {
  const std::string lines = LinesOf({"teams[0].arrivals={trace: [1m]}", "analysis.horizon=1w",
                                     "faults={crash-per-run: 100%, unlock-delay: 10m}"});
  const size_t crashed = lines.find("\"crashed\",\"run\":0");
  const size_t removed = lines.find("\"stale lock removed\",\"run\":0");
  ASSERT_NE(crashed, std::string::npos);
  ASSERT_NE(removed, std::string::npos);
  EXPECT_LT(crashed, removed);
  // What it died in did not end.
  const size_t began = lines.rfind("\"step began\"", crashed);
  EXPECT_EQ(lines.substr(began, crashed - began).find("\"step ended\""), std::string::npos);
}

TEST(TraceLines, TellTheLifeOfARun) {
  EXPECT_EQ(
      LinesOf({"teams[0].arrivals={trace: [1m]}"}),
      R"({"time":60.0,"event":"arrived","run":0,"team":"platform","operation":"change","workspace":"app","step":"init","attempt":0}
{"time":60.0,"event":"asked for runner","run":0,"team":"platform","operation":"change","workspace":"app","step":"init","attempt":0}
{"time":60.0,"event":"runner granted","run":0,"team":"platform","operation":"change","workspace":"app","step":"init","attempt":0}
{"time":60.0,"event":"step began","run":0,"team":"platform","operation":"change","workspace":"app","step":"init","attempt":0}
{"time":90.0,"event":"step ended","run":0,"team":"platform","operation":"change","workspace":"app","step":"init","attempt":0}
{"time":90.0,"event":"asked for lock","run":0,"team":"platform","operation":"change","workspace":"app","step":"apply","attempt":0}
{"time":90.0,"event":"lock granted","run":0,"team":"platform","operation":"change","workspace":"app","step":"apply","attempt":0}
{"time":90.0,"event":"step began","run":0,"team":"platform","operation":"change","workspace":"app","step":"apply","attempt":0}
{"time":450.0,"event":"step ended","run":0,"team":"platform","operation":"change","workspace":"app","step":"apply","attempt":0}
{"time":450.0,"event":"committed","run":0,"team":"platform","operation":"change","workspace":"app","step":"apply","attempt":0}
{"time":450.0,"event":"lock released","run":0,"team":"platform","operation":"change","workspace":"app","step":"apply","attempt":0}
{"time":450.0,"event":"done","run":0,"team":"platform","operation":"change","workspace":"app","step":"apply","attempt":0}
)");
}

// The arrows of simulator/model.h, as pairs of events of one run that follow each other.
TEST(TraceLines, FollowTheStateDiagramInTheOrderOfTime) {
  const std::map<std::string, std::set<std::string>> kNext = {
      {"arrived", {"asked for runner"}},
      {"asked for runner", {"runner granted"}},
      {"runner granted", {"step began", "asked for lock"}},
      {"asked for lock", {"lock granted", "failed"}},
      {"lock granted", {"step began"}},
      {"step began", {"step ended", "lock forced", "crashed"}},
      {"lock forced", {"step ended", "crashed"}},
      {"step ended", {"asked for lock", "committed"}},
      {"committed", {"lock released", "done"}},
      {"crashed", {"lock released", "failed"}},
      {"lock released", {"done", "failed"}},
      {"failed", {"asked for runner", "dropped"}},
  };
  std::istringstream lines(LinesOf(kTroubled));
  std::map<uint64_t, std::string> last;
  std::set<std::pair<std::string, std::string>> seen;
  double time = 0;
  for (std::string line; std::getline(lines, line);) {
    const json event = json::parse(line);
    EXPECT_LE(time, event["time"].get<double>());
    time = event["time"];
    const std::string name = event["event"];
    if (name == "stale lock removed") continue;  // what a dead run left
    std::string& before = last[event["run"]];
    if (before.empty()) {
      EXPECT_EQ(name, "arrived");
    } else {
      EXPECT_TRUE(kNext.contains(before) && kNext.at(before).contains(name))
          << before << " -> " << name;
      seen.insert({before, name});
    }
    EXPECT_EQ(event.contains("why"), name == "failed");
    before = name;
  }
  size_t arrows = 0;
  for (const auto& [from, to] : kNext) arrows += to.size();
  EXPECT_EQ(seen.size(), arrows) << "the scenario does not go along every arrow";
}

TEST(ChromeTrace, ShowsWaitingWorkingAndBeingAway) {
  EXPECT_EQ(SlicesOf({}), json::parse(R"({"displayTimeUnit":"ms","traceEvents":[
{"ph":"M","pid":0,"name":"process_name","args":{"name":"app"}},
{"ph":"X","pid":0,"tid":0,"ts":0,"dur":30000000,"name":"init","args":{"run":0}},
{"ph":"X","pid":0,"tid":1,"ts":60000000,"dur":30000000,"name":"init","args":{"run":1}},
{"ph":"X","pid":0,"tid":2,"ts":120000000,"dur":30000000,"name":"init","args":{"run":2}},
{"ph":"X","pid":0,"tid":0,"ts":30000000,"dur":360000000,"name":"apply","args":{"run":0}},
{"ph":"X","pid":0,"tid":1,"ts":90000000,"dur":300000000,"name":"waits for the lock","args":{"run":1}},
{"ph":"X","pid":0,"tid":2,"ts":150000000,"dur":255000000,"name":"waits for the lock","args":{"run":2}},
{"ph":"X","pid":0,"tid":2,"ts":405000000,"dur":360000000,"name":"apply","args":{"run":2}},
{"ph":"X","pid":0,"tid":1,"ts":390000000,"dur":1200000000,"name":"away: lock timeout","args":{"run":1}},
{"ph":"X","pid":0,"tid":1,"ts":1590000000,"dur":360000000,"name":"apply","args":{"run":1}}
]})"));
}

TEST(ChromeTrace, EndsWhatIsStillOpenAtTheHorizon) {
  const json events = SlicesOf({"analysis.horizon=2m30s"})["traceEvents"];
  for (const json& event : events) {
    if (event["ph"] != "X") continue;
    EXPECT_LE(event["ts"].get<int64_t>() + event["dur"].get<int64_t>(), 150'000'000);
  }
  EXPECT_EQ(events.size(), 6u);  // a name, three times init, one apply, one wait
}

TEST(ChromeTrace, HasNoOverlapWithinALane) {
  using Lane = std::pair<uint32_t, uint32_t>;
  std::map<Lane, std::map<int64_t, int64_t>> lanes;  // begin to end
  const json trace = SlicesOf(kTroubled);
  for (const json& event : trace["traceEvents"]) {
    if (event["ph"] != "X") continue;
    const int64_t begin = event["ts"];
    const Lane lane = {event["pid"], event["tid"]};
    EXPECT_TRUE(lanes[lane].emplace(begin, begin + event["dur"].get<int64_t>()).second);
  }
  EXPECT_GT(lanes.size(), 6u);
  for (const auto& [lane, slices] : lanes) {
    int64_t end = 0;
    for (const auto& [begin, until] : slices) {
      EXPECT_LE(end, begin) << lane.first << '/' << lane.second;
      end = until;
    }
  }
}

}  // namespace
}  // namespace tfsck::testing
