// One lock with open arrivals against exact values (facts: simulation-model 3.1).
#include <gtest/gtest.h>

#include <cmath>
#include <tuple>
#include <utility>

#include "tests/simulator/support/scenario_builder.h"

namespace tfsck::testing {
namespace {

Scenario Queue(double rate, const Distribution& service, double horizon,
               std::string_view discipline = "fifo") {
  Scenario made = OneLock(discipline, rate, service);
  SetWindow(&made, 500, horizon);
  return made;
}

double Stale(const Observations& seen) { return LevelOf(seen, Level::kHeldStale); }
double Away(const Observations& seen) { return LevelOf(seen, Level::kAway); }
std::function<double(const Observations&)> WaitOf(size_t source) {
  return [source](const Observations& seen) { return seen.by_source[source].served.Mean(); };
}

TEST(ExactOpen, MM1) {
  ExpectExact(Queue(0.5, Exp(1), 400'000),
              {{"mean", 1, 0.01, MeanWait},
               {"second moment", 4, 0.02, SecondMoment},
               {"P(wait)", 0.5, 0.01, ShareThatWaits},
               {"utilisation", 0.5, 0.01, Utilisation},
               {"waiting", 0.5, 0.015,
                [](const Observations& seen) { return LevelOf(seen, Level::kWaitingForLock); }},
               {"q90", 3.21887582487, 0.01, WaitQuantile(0.9)},
               {"q95", 4.60517018599, 0.01, WaitQuantile(0.95)},
               {"q99", 7.82404601086, 0.02, WaitQuantile(0.99)}});
  ExpectExact(Queue(0.8, Exp(1), 420'000),
              {{"mean", 4, 0.014, MeanWait}, {"q95", 13.862943611, 0.02, WaitQuantile(0.95)}});
}

TEST(ExactOpen, MG1PollaczekKhinchine) {
  ExpectExact(Queue(0.5, Fixed(1), 200'000),
              {{"D mean", 0.5, 0.01, MeanWait},
               {"D second moment", 0.583333333333 + 0.25, 0.02, SecondMoment},
               {"D q95", 2.0506384073, 0.01, WaitQuantile(0.95)}});
  ExpectExact(
      Queue(0.5, Distribution::Erlang(1, 4), 200'000),
      {{"E4 mean", 0.625, 0.01, MeanWait}, {"E4 q99", 4.45669629686, 0.02, WaitQuantile(0.99)}});
  ExpectExact(
      Queue(0.5, Distribution::BalancedHyperexponential(1, 4), 500'000),
      {{"H2 mean", 2.5, 0.02, MeanWait}, {"H2 q95", 13.2282625817, 0.02, WaitQuantile(0.95)}});
  ExpectExact(
      Queue(0.5, LogNormal(1, 1), 400'000),
      {{"LN mean", 1, 0.012, MeanWait}, {"LN q95", 4.74307221135, 0.012, WaitQuantile(0.95)}});
  ExpectExact(Queue(0.5, Distribution::Shifted(0.4, Exp(0.6)), 200'000),
              {{"setup mean", 0.68, 0.01, MeanWait}});
}

TEST(ExactOpen, OrderOfServiceMovesTheSecondMomentOnly) {
  for (const char* const siro : {"siro", "gitlab-unordered"}) {
    ExpectExact(Queue(0.5, Exp(1), 200'000, siro),
                {{"mean", 1, 0.015, MeanWait}, {"E W^2", 5.33333333333, 0.04, SecondMoment}});
  }
  for (const char* const lifo : {"lifo", "gitlab-newest-first"}) {
    ExpectExact(Queue(0.5, Exp(1), 200'000, lifo),
                {{"mean", 1, 0.015, MeanWait}, {"E W^2", 8, 0.06, SecondMoment}});
  }
  for (const char* const fifo : {"gitlab-oldest-first", "hcp"}) {
    ExpectExact(Queue(0.5, Exp(1), 200'000, fifo),
                {{"mean", 1, 0.015, MeanWait}, {"E W^2", 4, 0.035, SecondMoment}});
  }
}

TEST(ExactOpen, CobhamAndConservation) {
  Scenario two = Base("priority", Exp(1));
  two.operations.push_back(two.operations[0]);
  two.operations[1].lock_class = 1;
  two.sources = {OpenSource(0.3), OpenSource(0.4)};
  two.sources[1].operations = {{1, 1}};
  SetWindow(&two, 500, 400'000);
  ExpectExact(two, {{"W1", 1, 0.01, WaitOf(0)}, {"W2", 3.33333333333, 0.02, WaitOf(1)}});

  Scenario three = Base("priority", Fixed(1));
  three.operations = {OneHold(Fixed(1)), OneHold(LogNormal(3, 1)), OneHold(Exp(6))};
  const double rates[] = {0.15, 0.1, 0.03};
  for (uint32_t i = 0; i < 3; ++i) {
    three.operations[i].lock_class = i;
    three.sources.push_back(OpenSource(rates[i]));
    three.sources[i].operations = {{i, 1}};
  }
  SetWindow(&three, 500, 700'000);
  const auto conserved = [](const Observations& seen) {
    return 0.15 * WaitOf(0)(seen) + 0.3 * WaitOf(1)(seen) + 0.18 * WaitOf(2)(seen);
  };
  ExpectExact(three, {{"W1", 2.41764705882, 0.01, WaitOf(0)},
                      {"W2", 4.39572192513, 0.017, WaitOf(1)},
                      {"W3", 10.0982800983, 0.025, WaitOf(2)},
                      {"sum of rho W", 3.49905405405, 0.02, conserved}});
}

TEST(ExactOpen, LossIsInsensitive) {
  for (const char* const loss : {"terraform", "atlantis-pr", "resource-409"}) {
    for (const auto& [a, law, blocked] :
         {std::tuple{0.5, Exp(1), 1 / 3.0}, std::tuple{0.8, Fixed(1), 4 / 9.0},
          std::tuple{2.0, LogNormal(1, 2), 2 / 3.0}}) {
      Scenario scenario = Queue(a, law, 50'000, loss);
      scenario.sources[0].lock_patience = Fixed(0);
      ExpectExact(scenario, {{"P(fail)", blocked, 0.01, ShareUnserved}});
    }
  }
}

TEST(ExactOpen, Patience) {
  const auto with = [](double rate, const Distribution& law, const Distribution& patience) {
    Scenario made = Queue(rate, law, 120'000);
    made.sources[0].lock_patience = patience;
    return made;
  };
  ExpectExact(with(0.8, Exp(1), Fixed(5)), {{"P", 0.0769866713018, 0.025, ShareUnserved},
                                            {"served", 1.49776079365, 0.01, MeanWait},
                                            {"all", 1.76738653225, 0.012, MeanWaitOfAll},
                                            {"used", 0.738410662959, 0.01, Utilisation}});
  ExpectExact(with(1.2, Exp(1), Fixed(5)), {{"P", 0.223855421877, 0.01, ShareUnserved},
                                            {"served", 2.65259237211, 0.01, MeanWait}});
  ExpectExact(with(0.8, Fixed(1), Fixed(2)), {{"P", 0.103298989847, 0.012, ShareUnserved},
                                              {"served", 0.661137178046, 0.01, MeanWait}});
  ExpectExact(with(0.8, LogNormal(1, 1), Fixed(5)), {{"P", 0.0742082335324, 0.03, ShareUnserved},
                                                     {"served", 1.43641232904, 0.012, MeanWait}});
  ExpectExact(with(1.2, Exp(1), Exp(5)), {{"P", 0.29808084928, 0.01, ShareUnserved}});
  ExpectExact(with(0.8, Exp(1), Exp(10)), {{"P", 0.130648262694, 0.015, ShareUnserved}});
}

TEST(ExactOpen, RetrialQueues) {
  const auto retrial = [](double rate, double theta, const Distribution& law) {
    Scenario made = Queue(rate, law, 120'000, "atlantis-pr");
    made.sources[0].retry.on_failure = OnFailure::kRetry;
    made.sources[0].retry.after = Exp(1 / theta);
    return made;
  };
  const auto delay = [](const Observations& seen) { return seen.delay.Mean(); };
  ExpectExact(retrial(0.5, 1, Exp(1)), {{"orbit", 1, 0.015, Away}, {"wait", 2, 0.015, delay}});
  ExpectExact(retrial(0.5, 10, Exp(1)), {{"orbit", 0.55, 0.02, Away}});
  ExpectExact(retrial(0.5, 1, Fixed(1)), {{"D orbit", 0.75, 0.015, Away}});
  ExpectExact(retrial(0.5, 1, Distribution::Erlang(1, 4)), {{"E4 orbit", 0.8125, 0.015, Away}});
  ExpectExact(retrial(0.5, 1, LogNormal(1, 2)), {{"LN orbit", 1.75, 0.06, Away}});
}

TEST(ExactOpen, PollingAtTheServiceTimeIsGeometric) {
  for (const double rho : {0.3, 0.5, 0.7}) {
    Scenario scenario = Queue(rho, Fixed(1), 300'000, "terraform");
    scenario.lock.poll = {.first = kSecond, .factor = 2, .ceiling = kSecond};
    ExpectExact(scenario, {{"retries", rho / (1 - rho), 0.015, MeanWait},
                           {"P(none)", 1 - rho, 0.01,
                            [](const Observations& seen) { return 1 - ShareThatWaits(seen); }}});
  }
}

TEST(ExactOpen, StaleLocks) {
  Scenario scenario = Queue(0.5, Exp(1), 500'000);
  scenario.faults.crash_per_run = 0.02;
  scenario.faults.crash_at_end = true;
  scenario.faults.unlock_delay = Exp(10);
  ExpectExact(scenario, {{"mean", 4, 0.03, MeanWait}, {"P(stale)", 0.1, 0.015, Stale}});
  scenario.operations[0] = OneHold(Fixed(1));
  scenario.faults.unlock_delay = LogNormal(10, 1.5);
  ExpectExact(scenario, {{"LN mean", 4.9375, 0.1, MeanWait}});
}

TEST(ExactOpen, OutageThatPausesWork) {
  Scenario scenario = Queue(0.5, Exp(1), 400'000);
  scenario.faults.outage_mean_up = 20;
  scenario.faults.outage = Exp(2);
  scenario.faults.outage_effect = OutageEffect::kPause;
  ExpectExact(scenario, {{"sojourn", 2.84848484848, 0.01, MeanSojourn}});
}

TEST(ExactOpen, VacationsOfADriftBot) {
  for (const auto& [vacation, mean] : {std::pair{Fixed(2), 2.0}, std::pair{Exp(2), 3.0}}) {
    Scenario scenario = Queue(0.5, Exp(1), 300'000, "priority");
    scenario.operations.push_back(OneHold(vacation));
    scenario.operations[1].lock_class = 1;
    scenario.sources.push_back(ClosedSource(1, Fixed(0)));
    scenario.sources[1].operations = {{1, 1}};
    ExpectExact(scenario, {{"mean", mean, 0.01, WaitOf(0)}, {"busy", 1, 0.001, Utilisation}});
  }
}

TEST(ExactOpen, BatchesAndMmpp) {
  Scenario batches = Queue(0.2, Exp(1), 800'000);
  batches.sources[0].arrivals.batch_mean = 3;
  batches.sources[0].arrivals.geometric_batch = true;
  ExpectExact(batches, {{"wait", 6.5, 0.015, MeanWait}});

  Scenario mmpp = Queue(1, Exp(1), 600'000);
  mmpp.sources[0].arrivals.kind = Arrivals::Kind::kMmpp;
  mmpp.sources[0].arrivals.mmpp = {.rates = {0.2, 2}, .leave = {0.05, 0.2}};
  ExpectExact(mmpp, {{"wait", 7.63277699032, 0.014, MeanWait}});
}

TEST(ExactOpen, BusyRunsByTheHour) {
  for (const bool fixed : {false, true}) {
    Scenario scenario = Base("fifo", fixed ? Fixed(1.5 * 3600) : Exp(1.5 * 3600));
    scenario.operations[0].steps[0].lock = LockMode::kNone;
    Source source = OpenSource(1);
    source.arrivals.kind = Arrivals::Kind::kCalendar;
    source.arrivals.calendar.period = kDay;
    constexpr int kParts = 144;
    for (int i = 0; i < kParts; ++i) {
      const double from = 2 * M_PI * i / kParts;
      const double to = 2 * M_PI * (i + 1) / kParts;
      const double sine = (std::cos(from) - std::cos(to)) / (to - from);
      source.arrivals.calendar.rates.push_back((10 + 6 * sine) / 3600);
    }
    scenario.sources = {source};
    scenario.metrics.by_hour = true;
    SetWindow(&scenario, ToSeconds(kWeek), ToSeconds(40 * kWeek));
    const auto busy = [](size_t hour) {
      return [hour](const Observations& seen) {
        uint64_t sum = 0;
        uint64_t days = 0;
        for (size_t i = hour; i < seen.hours_seen.size(); i += 24) {
          sum += seen.working_at_hour[i];
          days += seen.hours_seen[i];
        }
        return static_cast<double>(sum) / static_cast<double>(days);
      };
    };
    ExpectExact(scenario, {{"t=0", fixed ? 13.2554473913 : 11.9379195558, 0.014, busy(0)},
                           {"t=6", fixed ? 23.7704582256 : 22.7975238215, 0.013, busy(6)},
                           {"t=9", fixed ? 22.4352354652 : 22.6788998173, 0.013, busy(9)}});
  }
}

TEST(ExactOpen, Splits) {
  const double waits[] = {0.203532110092, 0.0588873873874, 0.0229627129206};
  for (int i = 0; i < 3; ++i) {
    const uint32_t parts = 2U << i;
    Scenario scenario = Queue(0.85, Distribution::Shifted(0.2 + 0.5 / parts, Exp(0.3)), 250'000);
    scenario.workspaces[0].count = parts;
    ExpectExact(scenario, {{"wait", waits[i], 0.02, MeanWait}});
  }
}

TEST(ExactOpen, NewestTakesTheOnePlace) {
  // At most two in the system: pi = (1, .8, .64) / 2.44.
  ExpectExact(Queue(0.8, Exp(1), 100'000, "github-concurrency"),
              {{"busy", 1.44 / 2.44, 0.01, Utilisation},
               {"superseded", 0.64 / 2.44, 0.01, ShareUnserved},
               {"pending", 0.64 / 2.44, 0.01,
                [](const Observations& seen) { return LevelOf(seen, Level::kWaitingForLock); }}});
}

TEST(ExactOpen, SavedPlanGoesStale) {
  for (const auto& [others, approval, stale] :
       {std::tuple{0.1, 1.0, 0.0909090909091}, std::tuple{1.0, 0.5, 0.666666666667}}) {
    Scenario scenario = Queue(1, Fixed(0), 60'000, "saved-plan");
    Step plan = Hold(Fixed(0));
    plan.makes_plan = true;
    plan.commits = false;
    Step review;
    review.time = Exp(1 / approval);
    Step apply = plan;
    apply.makes_plan = false;
    apply.checks_plan = true;
    scenario.operations[0].steps = {plan, review, apply};
    scenario.operations.push_back(OneHold(Fixed(0)));
    scenario.sources.push_back(OpenSource(others));
    scenario.sources[1].operations = {{1, 1}};
    ExpectExact(scenario, {{"P(stale)", stale, 0.015, [](const Observations& seen) {
                              const GroupTally& saver = seen.by_source[0];
                              return static_cast<double>(saver.dropped) /
                                     static_cast<double>(saver.dropped + saver.done);
                            }}});
  }
}

}  // namespace
}  // namespace tfsck::testing
