#include "simulator/fifo_shadow.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <vector>

#include "simulator/replication.h"
#include "simulator/statistics.h"
#include "tests/simulator/support/scenario_builder.h"

namespace tfsck {
namespace {

using testing::CompileOrDie;
using testing::Exp;
using testing::Fixed;
using testing::LogNormal;
using testing::OneHold;
using testing::OneLock;
using testing::OpenSource;
using testing::SetWindow;

// Every queue begins empty, as a replication does.
FifoControl Empty(const Scenario& scenario, double patience = INFINITY) {
  FifoControl control;
  control.patience = patience;
  control.locks.resize(scenario.workspaces.size());
  return control;
}

Scenario Busy(std::string_view discipline = "fifo") {
  Scenario scenario = OneLock(discipline, 0.8, Exp(1));
  SetWindow(&scenario, 100, 3000);
  return scenario;
}

// Seven workspaces of two sizes, three kinds of runs, two sources; some work before the lock, and
// some after it.
Scenario Mixed(std::string_view discipline = "fifo") {
  Scenario scenario = OneLock(discipline, 2.5, Exp(1));
  scenario.workspaces[0].count = 5;
  scenario.workspaces[0].resources = 30;
  scenario.workspaces.push_back(scenario.workspaces[0]);
  scenario.workspaces[1].count = 2;
  scenario.workspaces[1].resources = 60;
  Step unlocked;
  unlocked.time = LogNormal(3, 1);
  Operation late = OneHold(LogNormal(0.5, 2));
  late.steps.insert(late.steps.begin(), unlocked);
  late.steps.push_back(late.steps[1]);
  late.steps[2].refresh = RefreshWork{1, Exp(0.02), 2, 0};
  late.steps.push_back(unlocked);
  scenario.operations.push_back(late);
  scenario.operations.push_back(OneHold(Exp(5), LockMode::kNone));
  scenario.sources[0].operations = {{0, 2}, {1, 3}, {2, 1}};
  scenario.sources[0].workspaces = {{0, 3}, {1, 1}};
  Source other = OpenSource(0.5);
  other.operations = {{1, 1}};
  other.workspaces = {{1, 1}};
  scenario.sources.push_back(other);
  SetWindow(&scenario, 200, 3000);
  return scenario;
}

struct Request {
  SimTime at = 0;
  SimTime hold = 0;
};

// Lindley's recursion by hand: all requests are collected, sorted and served.
double WaitByHand(const Model& model, StreamKey key, double patience) {
  const Analysis& analysis = model.scenario.analysis;
  const SimTime end = analysis.start + analysis.horizon;
  JobBook book(model);
  book.Reset(key);
  std::map<uint32_t, std::vector<Request>> queues;
  for (uint32_t actor = 0; actor < model.actors(); ++actor) {
    for (; book.Next(actor).at < end; book.Advance(actor)) {
      const Job& job = book.Next(actor);
      Request request{job.at, 0};
      bool asked = false;
      const auto& steps = model.operations[job.operation].steps;
      for (size_t i = 0; i < steps.size(); ++i) {
        const bool locked = steps[i].lock != LockMode::kNone;
        asked = asked || locked;
        if (locked) request.hold += job.work[i];
        if (!asked) request.at += job.work[i];
      }
      if (asked && request.at < end) queues[job.state].push_back(request);
    }
  }
  double sum = 0;
  double count = 0;
  for (auto& [state, requests] : queues) {
    std::sort(requests.begin(), requests.end(),
              [](const Request& a, const Request& b) { return a.at < b.at; });
    SimTime work = 0;  // that a request finds before it
    for (size_t i = 0; i < requests.size(); ++i) {
      const SimTime wait = std::min(work, FromSeconds(patience));
      const SimTime over = requests[i].at + wait;
      if (over >= analysis.start + *analysis.warm_up && over < end) {
        sum += ToSeconds(wait);
        ++count;
      }
      if (i + 1 == requests.size()) break;
      if (wait == work) work += requests[i].hold;
      work = std::max<SimTime>(0, work - (requests[i + 1].at - requests[i].at));
    }
  }
  return sum / count;
}

TEST(FifoShadow, IsLindleysRecursion) {
  for (const Scenario& scenario : {Busy(), Busy("siro"), Mixed(), Mixed("terraform")}) {
    const Model model = CompileOrDie(scenario);
    for (const double patience : {2.5, static_cast<double>(INFINITY)}) {
      FifoShadow shadow(model, Empty(scenario, patience));
      for (uint32_t replication = 0; replication < 5; ++replication) {
        const StreamKey key = {7, replication};
        const double wait = WaitByHand(model, key, patience);
        EXPECT_GT(wait, 0);
        EXPECT_NEAR(shadow.MeanWait(key), wait, 1e-9);
      }
    }
  }
}

TEST(FifoShadow, IsTheReplicationItselfWhereThatIsFirstComeFirstServed) {
  for (const Scenario& scenario : {Busy(), Mixed()}) {
    const Model model = CompileOrDie(scenario);
    FifoShadow shadow(model, Empty(scenario));
    Replication replication(model);
    for (uint32_t i = 0; i < 5; ++i) {
      const StreamKey key = {3, i};
      EXPECT_EQ(shadow.MeanWait(key), replication.Carry(key).lock_wait.Mean());
    }
  }
}

TEST(FifoShadow, IsTheReplicationItselfWhereRunsGiveUpForGood) {
  for (Scenario scenario : {Busy(), Mixed()}) {
    for (Source& source : scenario.sources) source.lock_patience = Fixed(2);
    const Model model = CompileOrDie(scenario);
    FifoShadow shadow(model, *FifoControlOf(scenario));
    Replication replication(model);
    for (uint32_t i = 0; i < 5; ++i) {
      const StreamKey key = {3, i};
      const Observations& seen = replication.Carry(key);
      EXPECT_LT(seen.lock_wait.count, seen.lock_wait_all.count);
      EXPECT_EQ(shadow.MeanWait(key), seen.lock_wait_all.Mean());
    }
  }
}

TEST(FifoShadow, IsTheSameWhateverIsDoneWithTheWork) {
  const Model fifo = CompileOrDie(Busy());
  const double wait = FifoShadow(fifo, Empty(fifo.scenario)).MeanWait({1, 0});
  Scenario scenario = Busy("terraform");
  scenario.sources[0].lock_patience = Fixed(2);
  scenario.sources[0].retry.on_failure = OnFailure::kRetry;
  scenario.sources[0].retry.after = Fixed(60);
  scenario.faults.crash_per_run = 0.1;
  scenario.runners.count = 1;
  scenario.operations[0].steps[0].runner = true;
  const Model other = CompileOrDie(scenario);
  EXPECT_EQ(FifoShadow(other, Empty(scenario)).MeanWait({1, 0}), wait);
}

TEST(FifoShadow, CanBeUsedAgain) {
  const Scenario scenario = Mixed();
  const Model model = CompileOrDie(scenario);
  const FifoControl control = *FifoControlOf(scenario);
  FifoShadow used(model, control);
  used.MeanWait({1, 0});
  EXPECT_EQ(used.MeanWait({1, 1}), FifoShadow(model, control).MeanWait({1, 1}));
}

TEST(FifoShadow, HasNoMeanWhereNobodyComes) {
  Scenario scenario = Busy();
  scenario.sources[0].arrivals.poisson.rate = 1e-9;
  const Model model = CompileOrDie(scenario);
  EXPECT_TRUE(std::isnan(FifoShadow(model, Empty(scenario)).MeanWait({1, 0})));
}

Estimate MeanOver(const Model& model, const FifoControl& control, uint32_t replications) {
  FifoShadow shadow(model, control);
  std::vector<double> waits;
  for (uint32_t i = 0; i < replications; ++i) waits.push_back(shadow.MeanWait({11, i}));
  return EstimateMean(waits, 0.999);
}

TEST(FifoShadow, HasTheMeanThatIsKnown) {
  Scenario scenario = Mixed();
  SetWindow(&scenario, 100, 20'000);
  for (const bool patient : {true, false}) {
    if (!patient) {
      for (Source& source : scenario.sources) source.lock_patience = Fixed(1.5);
    }
    const FifoControl control = *FifoControlOf(scenario);
    const Estimate seen = MeanOver(CompileOrDie(scenario), control, 60);
    EXPECT_TRUE(seen.Contains(control.mean_wait)) << seen.mean << " " << control.mean_wait;
    EXPECT_LT(seen.RelativeHalfWidth(), 0.05);
  }
}

// A discipline that times out has forgotten its empty beginning long before a queue has, and its
// warm-up is as short.
TEST(FifoShadow, BeginsAsItIsInTheLongRun) {
  for (const Distribution& hold : {Exp(1), Fixed(1), LogNormal(1, 2)}) {
    Scenario scenario = OneLock("fifo", 0.9, hold);
    SetWindow(&scenario, 0, 300);
    const Model model = CompileOrDie(scenario);
    const FifoControl control = *FifoControlOf(scenario);
    EXPECT_NEAR(MeanOver(model, control, 8000).mean, control.mean_wait, 0.1 * control.mean_wait);
    EXPECT_LT(MeanOver(model, Empty(scenario), 8000).mean, 0.85 * control.mean_wait);
  }
}

}  // namespace
}  // namespace tfsck
