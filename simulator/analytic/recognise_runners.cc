// The pool of runners, asked for by open sources.
#include <fmt/format.h>

#include "simulator/analytic/recognise.h"
#include "simulator/analytic/servers.h"
#include "simulator/analytic/single_lock.h"

namespace tfsck::analytic {
namespace {

void AddBasics(RunnerQuestion& question, double lost) {
  question.Add(quantity::kLoad, question.Load(), "rate times mean work over runners",
               question.OfLoad());
  question.Add(quantity::kUtilisation, question.Load() * (1 - lost), "Little 1961",
               lost == 0 ? question.OfLoad() : question.OfRest());
  question.Add(quantity::kThroughput, question.rate * (1 - lost), "conservation of flow",
               lost == 0 ? AnswerKind::kExact : question.OfRest());
}

void TakeAsExponential(RunnerQuestion& question) {
  if (!question.exponential) {
    question.notes.Add("the work of runners taken as exponential", AnswerKind::kApproximation);
  }
}

// One runner: the single server formulas, for any law.
void OneRunner(RunnerQuestion& question) {
  question.Add(quantity::kWaitChance, question.Load(), "PASTA (Wolff 1982)", question.OfRest());
  question.Add(quantity::kMeanWait, Mg1MeanWait(question.rate, question.moments),
               "Pollaczek-Khinchin (1930)", question.OfMean());
  for (const auto& [quantity, p] :
       {std::pair{quantity::kWaitP50, .5}, {quantity::kWaitP95, .95}, {quantity::kWaitP99, .99}}) {
    question.Add(quantity, Mg1WaitQuantile(question.rate, question.work, p),
                 "Takacs' equation for M/G/1, solved numerically", question.OfRest());
  }
}

}  // namespace

bool RunnersRefuse(RunnerQuestion& question) {
  const Runners& runners = question.scenario.runners;
  if (runners.queue_limit != 0 && question.patience.kind != Patience::Kind::kNone) return false;
  const double refused = ErlangB(runners.count, question.rate * question.moments.mean);
  AddBasics(question, refused);
  question.Add(quantity::kRefusedChance, refused, "Erlang B, any law of the work",
               question.OfRest());
  return true;
}

bool RunnersLimited(RunnerQuestion& question) {
  const Runners& runners = question.scenario.runners;
  if (runners.queue_limit == UINT32_MAX || question.patience.kind != Patience::Kind::kForEver) {
    return false;
  }
  TakeAsExponential(question);
  const LimitedAnswer answer =
      MmcLimited(runners.count, uint64_t{runners.count} + runners.queue_limit, question.rate,
                 1 / question.moments.mean);
  AddBasics(question, answer.blocked);
  question.Add(quantity::kRefusedChance, answer.blocked, "M/M/c/K", question.OfRest());
  question.Add(quantity::kMeanWait, answer.mean_wait_accepted, "M/M/c/K", question.OfRest());
  return true;
}

bool RunnersPatience(RunnerQuestion& question) {
  const bool fixed = question.patience.kind == Patience::Kind::kFixed;
  if (!fixed && question.patience.kind != Patience::Kind::kExponential) return false;
  TakeAsExponential(question);
  const uint32_t count = question.scenario.runners.count;
  const double mu = 1 / question.moments.mean;
  const PatienceAnswer answer =
      fixed ? MmcWithPatience(count, question.rate, mu, question.patience.mean)
            : MmcWithExponentialPatience(count, question.rate, mu, 1 / question.patience.mean);
  AddBasics(question, answer.timed_out);
  AddPatience(question, answer,
              fixed ? "M/M/c+D (Baccelli and Hebuterne 1981)" : "Erlang A (Palm 1957)");
  return true;
}

bool RunnersOverloaded(RunnerQuestion& question) {
  if (question.Load() < 1 || question.patience.kind != Patience::Kind::kForEver) return false;
  question.Add(quantity::kLoad, question.Load(), "rate times mean work over runners",
               question.OfLoad());
  question.unanswered.push_back(
      fmt::format("{}: there is no steady state: the pool is asked for {:.3g} times what it can "
                  "give, so waits grow without end",
                  question.subject, question.Load()));
  return true;
}

bool RunnersQueue(RunnerQuestion& question) {
  if (question.patience.kind != Patience::Kind::kForEver) return false;
  if (question.scenario.runners.priority) {
    question.notes.Add("priorities at the runners replaced by first come, first served",
                       AnswerKind::kApproximation);
  }
  const uint32_t count = question.scenario.runners.count;
  AddBasics(question, 0);
  if (count == 1) {
    OneRunner(question);
    return true;
  }
  const double mu = 1 / question.moments.mean;
  const double mean = MmcMeanWait(count, question.rate, mu);
  if (!question.exponential) {
    const double square = question.moments.second * mu * mu;  // 1 + scv
    question.notes.Add(
        "the wait for a runner is that of exponential work, scaled by the law of the work",
        AnswerKind::kApproximation);
    question.Add(quantity::kMeanWait, mean * square / 2, "Lee and Longton (1959) for M/G/c",
                 AnswerKind::kApproximation);
    return true;
  }
  question.Add(quantity::kWaitChance, ErlangC(count, question.rate / mu), "Erlang C",
               question.OfRest());
  question.Add(quantity::kMeanWait, mean, "Erlang C", question.OfMean());
  for (const auto& [quantity, p] :
       {std::pair{quantity::kWaitP50, .5}, {quantity::kWaitP95, .95}, {quantity::kWaitP99, .99}}) {
    question.Add(quantity, MmcWaitQuantile(count, question.rate, mu, p), "Erlang C",
                 question.OfRest());
  }
  return true;
}

}  // namespace tfsck::analytic
