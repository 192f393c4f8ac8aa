// What recognisers are asked, and where they put their answers.
#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "simulator/analytic/recognise.h"
#include "simulator/poll_schedule.h"

namespace tfsck::analytic {
namespace {

struct UnitRow {
  std::string_view quantity;
  std::string_view unit;
};

constexpr std::array kUnits = {UnitRow{quantity::kThroughput, "runs/s"},
                               UnitRow{quantity::kMeanWait, "s"},
                               UnitRow{quantity::kMeanWaitAll, "s"},
                               UnitRow{quantity::kWaitDeviation, "s"},
                               UnitRow{quantity::kWaitP50, "s"},
                               UnitRow{quantity::kWaitP95, "s"},
                               UnitRow{quantity::kWaitP99, "s"},
                               UnitRow{quantity::kMeanSojourn, "s"},
                               UnitRow{quantity::kMeanWaiting, "runs"},
                               UnitRow{quantity::kMeanNumber, "runs"},
                               UnitRow{quantity::kPeakNumber, "runs"},
                               UnitRow{quantity::kMeanRetries, "retries"},
                               UnitRow{quantity::kRunnersOccupied, "runners"},
                               UnitRow{quantity::kRunnersWorking, "runners"},
                               UnitRow{quantity::kSaturation, "people"}};

std::string_view UnitOf(std::string_view quantity) {
  for (const UnitRow& row : kUnits) {
    if (row.quantity == quantity) return row.unit;
  }
  return "";
}

Patience PatienceFor(const std::optional<Distribution>& law) {
  using Kind = Patience::Kind;
  if (!law) return {};
  const double mean = MeanOf(*law);
  if (mean == 0) return {Kind::kNone, 0};
  if (law->kind == Distribution::Kind::kDeterministic) return {Kind::kFixed, mean};
  return {IsExponential(*law) ? Kind::kExponential : Kind::kOther, mean};
}

// Terraform tries for the last time before the deadline: what comes after is no patience.
Patience PolledPatience(const Scenario& scenario, const Patience& patience) {
  if (patience.kind != Patience::Kind::kFixed || scenario.lock.wait != WaitRule::kPoll) {
    return patience;
  }
  const SimTime last = PollTimes(scenario.lock.poll, scenario.lock.latency)
                           .LastAttemptWithin(FromSeconds(patience.mean));
  if (last == 0) return {Patience::Kind::kNone, 0};
  return {Patience::Kind::kFixed, ToSeconds(last)};
}

Patience PatienceAtLock(const LockQuestion& question) {
  if (question.scenario.lock.wait == WaitRule::kFail) return {Patience::Kind::kNone, 0};
  std::optional<Patience> common;
  for (const Source* source : question.Sources()) {
    const Patience own = PolledPatience(question.scenario, PatienceFor(source->lock_patience));
    if (common && !(*common == own)) return {Patience::Kind::kOther, common->mean};
    common = own;
  }
  return common.value_or(Patience{});
}

bool HasBatches(const Source& source) {
  return source.arrivals.batch_mean > 1 || source.arrivals.geometric_batch;
}

}  // namespace

void Question::Add(std::string_view quantity, double value, std::string_view theorem,
                   AnswerKind kind) {
  answers.push_back({subject, quantity, value, UnitOf(quantity), theorem, kind});
}

void Question::AddFor(const std::string& part, std::string_view quantity, double value,
                      std::string_view theorem, AnswerKind kind) {
  answers.push_back({subject + ", " + part, quantity, value, UnitOf(quantity), theorem, kind});
}

LockQuestion::LockQuestion(const Study& of, std::string about, LockDemand asked)
    : Question(of, std::move(about)), demand(std::move(asked)) {
  patience = PatienceAtLock(*this);
}

std::vector<const Source*> LockQuestion::Sources() const {
  std::vector<const Source*> sources;
  for (const Stream& stream : demand.streams) {
    const Source* source = &scenario.sources[stream.source];
    if (std::find(sources.begin(), sources.end(), source) == sources.end()) {
      sources.push_back(source);
    }
  }
  return sources;
}

bool LockQuestion::ComesBack() const {
  const auto sources = Sources();
  return std::any_of(sources.begin(), sources.end(), [](const Source* source) {
    return source->retry.on_failure != OnFailure::kGiveUp && source->retry.most > 0;
  });
}

void LockQuestion::TakeAsPoisson() {
  for (const Source* source : Sources()) {
    switch (source->arrivals.kind) {
      case Arrivals::Kind::kCalendar:  // Rolski 1981: no periodic rate waits less than its mean
        notes.Add("the calendar replaced by its mean rate", AnswerKind::kLowerBound);
        break;
      case Arrivals::Kind::kMmpp:
        notes.Add("the two phases of arrivals replaced by their mean rate",
                  AnswerKind::kLowerBound);
        break;
      case Arrivals::Kind::kHawkes:
        notes.Add("arrivals that cause others replaced by a Poisson process of their mean rate",
                  AnswerKind::kApproximation);
        break;
      case Arrivals::Kind::kTrace:
        notes.Add("the trace replaced by a Poisson process of its mean rate",
                  AnswerKind::kApproximation);
        break;
      default:
        break;
    }
    if (HasBatches(*source)) {
      notes.Add("batches replaced by runs that arrive alone", AnswerKind::kLowerBound);
    }
  }
}

void LockQuestion::LeaveOutFaults() {
  const Faults& faults = scenario.faults;
  if (faults.crash_per_run > 0 || faults.crash_per_minute > 0) {
    notes.Add("crashes left out", AnswerKind::kApproximation);
  }
  if (faults.outage_mean_up > 0) {
    notes.Add("outages of the lock store left out", AnswerKind::kApproximation);
  }
  if (faults.wrong_unlock_per_hold > 0) {
    notes.Add("locks that are forced under a living run left out", AnswerKind::kApproximation);
  }
  if (faults.runner_loss_per_minute > 0) {
    notes.Add("lost runners left out", AnswerKind::kApproximation);
  }
}

void LockQuestion::AddBasics(double lost) {
  Add(quantity::kLoad, Load(), "rate times mean hold", OfLoad());
  Add(quantity::kUtilisation, Load() * (1 - lost), "Little 1961", lost == 0 ? OfLoad() : OfRest());
  Add(quantity::kThroughput, demand.rate * (1 - lost), "conservation of flow",
      lost == 0 ? AnswerKind::kExact : OfRest());
}

RunnerQuestion::RunnerQuestion(const Study& of, std::string about)
    : Question(of, std::move(about)) {
  std::optional<Patience> common;
  for (const Source& source : scenario.sources) {
    const double total = MeanRate(scenario, source.arrivals);
    if (total == 0 || source.workspaces.empty()) continue;
    AddWorkOf(study, source, false, total, work, notes);
    const Patience own = PatienceFor(source.runner_patience);
    if (common && !(*common == own)) {
      common = Patience{Patience::Kind::kOther, own.mean};
    } else {
      common = own;
    }
    if (source.arrivals.kind != Arrivals::Kind::kPoisson || HasBatches(source)) {
      notes.Add("runs come for a runner as a Poisson process of their mean rate",
                AnswerKind::kApproximation);
    }
  }
  for (const WorkLaw::Kind& kind : work.kinds) rate += kind.weight;
  patience = common.value_or(Patience{});
  moments = MomentsOf(work);
  exponential = analytic::IsExponential(work);
}

void AddPatience(Question& question, const PatienceAnswer& answer, std::string_view theorem) {
  const AnswerKind kind = question.OfRest();
  question.Add(quantity::kTimeoutChance, answer.timed_out, theorem, kind);
  question.Add(quantity::kWaitChance, answer.waiting, theorem, kind);
  if (!std::isnan(answer.mean_wait_served)) {
    question.Add(quantity::kMeanWait, answer.mean_wait_served, theorem, kind);
  }
  question.Add(quantity::kMeanWaitAll, answer.mean_wait_all, theorem, kind);
}

bool AnyArrivals(const Scenario& scenario, Arrivals::Kind kind) {
  return std::any_of(scenario.sources.begin(), scenario.sources.end(),
                     [kind](const Source& source) { return source.arrivals.kind == kind; });
}

}  // namespace tfsck::analytic
