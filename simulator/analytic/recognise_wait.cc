// One lock whose takers wait for ever.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "simulator/analytic/bursty.h"
#include "simulator/analytic/recognise.h"
#include "simulator/analytic/single_lock.h"

namespace tfsck::analytic {
namespace {

constexpr std::string_view kPollaczekKhinchin = "Pollaczek-Khinchin (1930)";

bool WaitsForEver(const LockQuestion& question) {
  return question.patience.kind == Patience::Kind::kForEver;
}

void AddMean(LockQuestion& question, double wait, std::string_view theorem) {
  question.Add(quantity::kMeanWait, wait, theorem, question.OfMean());
  question.Add(quantity::kMeanWaiting, wait * question.demand.rate, "Little 1961",
               question.OfMean());
}

// Runs may overtake each other before they come to the lock.
void OrderIsThatOfTheLock(LockQuestion& question) {
  for (const Stream& stream : question.demand.streams) {
    const Step& first = question.scenario.operations[stream.operation].steps.front();
    if (stream.first && first.lock != LockMode::kNone) continue;
    question.notes.Add("runs come to the lock in the order in which they began",
                       AnswerKind::kApproximation);
  }
}

// The hold of a run that may crash: at its end, or at a uniform instant of it.
Moments CrashedHold(const Faults& faults, const Moments& hold, double crash,
                    const Moments& unlock) {
  if (faults.crash_at_end) return HoldWithStaleLocks(hold, crash * faults.leaves_lock, unlock);
  const Moments part = {hold.mean / 2, hold.second / 3, hold.third / 4};
  const Moments ended = HoldWithStaleLocks(part, faults.leaves_lock, unlock);
  return {hold.mean + crash * (ended.mean - hold.mean),
          hold.second + crash * (ended.second - hold.second),
          hold.third + crash * (ended.third - hold.third)};
}

}  // namespace

bool Overloaded(LockQuestion& question) {
  const LockDiscipline& lock = question.scenario.lock;
  const bool limited = lock.wait == WaitRule::kQueue && lock.queue_limit != UINT32_MAX;
  if (question.Load() < 1 || limited) return false;
  const bool retried = question.patience.kind == Patience::Kind::kNone && question.ComesBack();
  if (!WaitsForEver(question) && !retried) return false;
  question.Add(quantity::kLoad, question.Load(), "rate times mean hold", question.OfLoad());
  question.unanswered.push_back(fmt::format(
      "{}: there is no steady state: each is asked for {:.3g} times what it can give, and nobody "
      "gives up, so waits grow without end",
      question.subject, question.Load()));
  return true;
}

bool PausingOutages(LockQuestion& question) {
  const Faults& faults = question.scenario.faults;
  if (!WaitsForEver(question) || faults.outage_mean_up <= 0 ||
      faults.outage_effect != OutageEffect::kPause) {
    return false;
  }
  question.TakeAsPoisson();
  if (faults.crash_per_run > 0 || faults.crash_per_minute > 0) {
    question.notes.Add("crashes left out", AnswerKind::kLowerBound);
  }
  const double failure = 1 / faults.outage_mean_up;
  const Moments repair = MomentsOf(faults.outage);
  const double stretch = 1 + failure * repair.mean;
  const double sojourn =
      MeanSojournWithOutages(question.demand.rate, question.demand.moments, failure, repair);
  constexpr std::string_view kTheorem = "queue with interruptions (Avi-Itzhak and Naor 1963)";
  question.Add(quantity::kLoad, question.Load() * stretch, kTheorem, question.OfLoad());
  question.Add(quantity::kMeanSojourn, sojourn, kTheorem, question.OfMean());
  question.Add(quantity::kMeanWait, sojourn - question.demand.moments.mean * stretch, kTheorem,
               question.OfMean());
  return true;
}

bool StaleLocks(LockQuestion& question) {
  const Faults& faults = question.scenario.faults;
  if (!WaitsForEver(question) || (faults.crash_per_run <= 0 && faults.crash_per_minute <= 0)) {
    return false;
  }
  question.TakeAsPoisson();
  if (faults.office_hours) {
    question.notes.Add("stale locks are unlocked by night too", AnswerKind::kLowerBound);
  }
  if (question.ComesBack()) {
    question.notes.Add("what crashed is not done again", AnswerKind::kLowerBound);
  }
  double crash = faults.crash_per_run;
  if (faults.crash_per_minute > 0) {
    crash += faults.crash_per_minute / 60 * question.demand.moments.mean;
    question.notes.Add("crashes taken as equally likely in each run", AnswerKind::kApproximation);
  }
  const Moments unlock = faults.unlock_delay ? MomentsOf(*faults.unlock_delay) : Moments{};
  const Moments hold = CrashedHold(faults, question.demand.moments, std::min(crash, 1.0), unlock);
  const double rate = question.demand.rate;
  constexpr std::string_view kTheorem = "Pollaczek-Khinchin, a stale lock being a long hold";
  question.Add(quantity::kLoad, rate * hold.mean, "rate times mean hold", question.OfLoad());
  question.Add(quantity::kStaleLockShare, rate * crash * faults.leaves_lock * unlock.mean,
               "Little 1961", question.OfRest());
  AddMean(question, Mg1MeanWait(rate, hold), kTheorem);
  return true;
}

bool Batches(LockQuestion& question) {
  const auto sources = question.Sources();
  const bool alone = sources.size() == 1 && sources[0]->workspaces.size() == 1 &&
                     question.scenario.workspaces[question.demand.group].count == 1;
  if (!WaitsForEver(question) || !alone || sources[0]->arrivals.kind != Arrivals::Kind::kPoisson ||
      sources[0]->arrivals.batch_mean <= 1) {
    return false;
  }
  question.LeaveOutFaults();
  const Arrivals& arrivals = sources[0]->arrivals;
  const double mean = arrivals.batch_mean;
  const double second = arrivals.geometric_batch ? GeometricSecondMoment(mean) : mean * mean;
  question.AddBasics(0);
  AddMean(question, BatchMeanWait(arrivals.poisson.rate, mean, second, question.demand.moments),
          "M^X/G/1 (Burke 1975)");
  return true;
}

bool TwoPhaseArrivals(LockQuestion& question) {
  if (!WaitsForEver(question) || !question.demand.exponential) return false;
  TwoPhases phases;
  int modulated = 0;
  for (const Source* source : question.Sources()) {
    if (source->arrivals.kind == Arrivals::Kind::kMmpp) {
      ++modulated;
      for (int i = 0; i < 2; ++i) phases.leave[i] = source->arrivals.mmpp.leave[i];
    } else if (source->arrivals.kind != Arrivals::Kind::kPoisson) {
      return false;
    }
    if (source->arrivals.batch_mean > 1) return false;
  }
  if (modulated != 1) return false;
  for (const Stream& stream : question.demand.streams) {  // thinning keeps the phases
    const Arrivals& arrivals = question.scenario.sources[stream.source].arrivals;
    const double mean = MeanRate(question.scenario, arrivals);
    for (int i = 0; i < 2; ++i) {
      const double phase_rate =
          arrivals.kind == Arrivals::Kind::kMmpp ? arrivals.mmpp.rates[i] / mean : 1;
      phases.rates[i] += stream.rate * phase_rate;
    }
  }
  question.LeaveOutFaults();
  const double number = MmppMeanNumber(phases, 1 / question.demand.moments.mean);
  question.AddBasics(0);
  AddMean(question, number / question.demand.rate - question.demand.moments.mean,
          "MMPP/M/1, matrix-geometric (Neuts 1981)");
  return true;
}

bool Priorities(LockQuestion& question) {
  const LockDiscipline& lock = question.scenario.lock;
  if (!WaitsForEver(question) || lock.wait != WaitRule::kQueue ||
      lock.order != QueueOrder::kPriority) {
    return false;
  }
  question.TakeAsPoisson();
  question.LeaveOutFaults();
  std::map<uint32_t, LockDemand> by_class;
  for (const Stream& stream : question.demand.streams) {
    LockDemand& own = by_class[question.scenario.operations[stream.operation].lock_class];
    own.rate += stream.rate;
    own.hold.kinds.push_back({stream.rate, stream.hold.parts});
  }
  std::vector<PriorityClass> classes;
  for (const auto& [number, own] : by_class) classes.push_back({own.rate, MomentsOf(own.hold)});
  const std::vector<double> waits = CobhamMeanWaits(classes);
  question.AddBasics(0);
  double overall = 0;
  for (size_t i = 0; i < waits.size(); ++i) {
    overall += waits[i] * classes[i].lambda / question.demand.rate;
  }
  AddMean(question, overall, "Cobham 1954");
  size_t i = 0;
  for (const auto& [number, own] : by_class) {
    question.AddFor(fmt::format("class {}", number), quantity::kMeanWait, waits[i++], "Cobham 1954",
                    question.OfMean());
  }
  return true;
}

bool OtherOrders(LockQuestion& question) {
  const LockDiscipline& lock = question.scenario.lock;
  if (!WaitsForEver(question) || lock.wait != WaitRule::kQueue ||
      (lock.order != QueueOrder::kRandom && lock.order != QueueOrder::kLifo &&
       lock.order != QueueOrder::kNewest)) {
    return false;
  }
  if (lock.order == QueueOrder::kNewest) OrderIsThatOfTheLock(question);
  question.TakeAsPoisson();
  question.LeaveOutFaults();
  const double rate = question.demand.rate;
  const Moments& hold = question.demand.moments;
  const bool random = lock.order == QueueOrder::kRandom;
  const double mean = Mg1MeanWait(rate, hold);
  const double second = random ? Mg1SecondMomentSiro(rate, hold) : Mg1SecondMomentLifo(rate, hold);
  question.AddBasics(0);
  AddMean(question, mean, "Pollaczek-Khinchin, the same in every order of service");
  question.Add(
      quantity::kWaitDeviation, std::sqrt(second - mean * mean),
      random ? "service in random order (Kingman 1962)" : "last come, first served (Takacs 1963)",
      question.OfRest());
  return true;
}

bool PlainQueue(LockQuestion& question) {
  if (!WaitsForEver(question)) return false;
  const LockDiscipline& lock = question.scenario.lock;
  if (lock.wait == WaitRule::kQueue && lock.order == QueueOrder::kOldest) {
    OrderIsThatOfTheLock(question);
  }
  question.TakeAsPoisson();
  question.LeaveOutFaults();
  const double rate = question.demand.rate;
  const LockDemand& demand = question.demand;
  question.AddBasics(0);
  question.Add(quantity::kWaitChance, question.Load(), "PASTA (Wolff 1982)", question.OfRest());
  AddMean(question, Mg1MeanWait(rate, demand.moments), kPollaczekKhinchin);
  question.Add(quantity::kWaitDeviation, std::sqrt(Mg1VarianceOfWait(rate, demand.moments)),
               "Takacs 1962", question.OfRest());
  for (const auto& [quantity, p] :
       {std::pair{quantity::kWaitP50, .5}, {quantity::kWaitP95, .95}, {quantity::kWaitP99, .99}}) {
    const double wait = demand.exponential ? Mm1WaitQuantile(rate, 1 / demand.moments.mean, p)
                                           : Mg1WaitQuantile(rate, demand.hold, p);
    question.Add(quantity, wait,
                 demand.exponential ? "M/M/1" : "Takacs' equation for M/G/1, solved numerically",
                 question.OfRest());
  }
  return true;
}

}  // namespace tfsck::analytic
