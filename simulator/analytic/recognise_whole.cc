// Open scenarios that are answered as a whole: without locks, or with locks in a row.
#include <algorithm>

#include "simulator/analytic/bursty.h"
#include "simulator/analytic/recognise.h"
#include "simulator/analytic/single_lock.h"

namespace tfsck::analytic {
namespace {

uint32_t AnyGroup(const Source& source) {
  return source.workspaces.empty() ? 0 : source.workspaces[0].index;
}

bool AnyTakesLocks(const Scenario& scenario) {
  for (const Source& source : scenario.sources) {
    for (const Weighted& choice : source.operations) {
      if (TakesLocks(scenario, scenario.operations[choice.index])) return true;
    }
  }
  return false;
}

// The largest and the mean number under way over the parts of a calendar, at their ends.
struct Numbers {
  double mean = 0;
  double peak = 0;
};

Numbers NumbersOf(Question& question, const Source& source) {
  WorkLaw work;
  AddWorkOf(question.study, source, true, 1, work, question.notes);
  const double mean = MeanRate(question.scenario, source.arrivals) * MomentsOf(work).mean;
  if (source.arrivals.kind != Arrivals::Kind::kCalendar) return {mean, mean};
  const CalendarArrivals& calendar = source.arrivals.calendar;
  const double period = ToSeconds(calendar.period);
  const auto parts = static_cast<double>(calendar.rates.size());
  double peak = 0;  // between changes of the rate the number goes one way: it peaks at their ends
  for (double i = 0; i < parts; ++i) {
    peak = std::max(peak, CalendarMean(calendar.rates, period, work, period * i / parts));
  }
  return {mean, peak * source.arrivals.batch_mean};
}

}  // namespace

bool NothingLocked(Question& question) {
  const Scenario& scenario = question.scenario;
  if (scenario.runners.count > 0 || scenario.lock.validation != Validation::kNone ||
      AnyArrivals(scenario, Arrivals::Kind::kClosed) || AnyTakesLocks(scenario)) {
    return false;
  }
  Numbers sum;
  for (const Source& source : scenario.sources) {
    const Numbers numbers = NumbersOf(question, source);
    sum.mean += numbers.mean;
    sum.peak += numbers.peak;
  }
  question.Add(quantity::kMeanNumber, sum.mean, "Little 1961", question.OfMean());
  if (AnyArrivals(scenario, Arrivals::Kind::kCalendar)) {
    const bool one = scenario.sources.size() == 1;
    question.Add(quantity::kPeakNumber, sum.peak, "M_t/G/infinity (Eick, Massey and Whitt 1993)",
                 one ? question.OfMean() : Combined(question.OfMean(), AnswerKind::kUpperBound));
  }
  return true;
}

bool Tandem(Question& question) {
  const Scenario& scenario = question.scenario;
  if (scenario.sources.size() != 1 || scenario.runners.count > 0 ||
      scenario.lock.wait != WaitRule::kQueue || scenario.lock.order != QueueOrder::kFifo ||
      scenario.lock.scope != LockScope::kState) {
    return false;
  }
  const Source& source = scenario.sources[0];
  if (source.operations.size() != 1 || source.arrivals.kind != Arrivals::Kind::kPoisson ||
      source.arrivals.batch_mean > 1 || source.lock_patience) {
    return false;
  }
  Simplifications notes;
  const std::vector<Hold> holds =
      HoldsOf(question.study, {source.operations[0].index, AnyGroup(source)}, notes);
  std::vector<double> mu;
  std::vector<int> seen;
  for (const Hold& hold : holds) {
    if (hold.parts.size() != 1 || !IsExponential(hold.parts[0]) ||
        std::find(seen.begin(), seen.end(), hold.workspace) != seen.end()) {
      return false;
    }
    const bool single = hold.workspace >= 0 || (source.workspaces.size() == 1 &&
                                                scenario.workspaces[AnyGroup(source)].count == 1);
    if (!single) return false;
    seen.push_back(hold.workspace);
    mu.push_back(1 / hold.parts[0].mean);
  }
  if (mu.size() < 2 || !notes.sentences().empty()) return false;
  question.Add(quantity::kMeanSojourn, TandemMeanSojourn(source.arrivals.poisson.rate, mu),
               "queues in a row (Burke 1956, Jackson 1957)", AnswerKind::kExact);
  return true;
}

}  // namespace tfsck::analytic
