// One lock whose takers fail at once, or give up while they wait.
#include <cmath>

#include "simulator/analytic/recognise.h"
#include "simulator/analytic/retrial.h"
#include "simulator/analytic/servers.h"

namespace tfsck::analytic {
namespace {

// What M/G/1 retrial theory asks: all come back, without end, after pauses of one law.
bool OneRetryLaw(const LockQuestion& question) {
  const Retry& first = question.Sources()[0]->retry;
  for (const Source* source : question.Sources()) {
    if (source->retry.on_failure == OnFailure::kGiveUp || source->retry.most != UINT32_MAX ||
        !(source->retry.after == first.after)) {
      return false;
    }
  }
  return MeanOf(first.after) > 0;
}

bool AllFixed(const LockDemand& demand, double seconds) {
  for (const Stream& stream : demand.streams) {
    for (const Distribution& part : stream.hold.parts) {
      if (part.kind != Distribution::Kind::kDeterministic) return false;
    }
  }
  return demand.moments.mean == seconds &&
         demand.moments.second - seconds * seconds <= 1e-12 * demand.moments.second;
}

// Mean wait of those served where one may wait and the newest takes its place: who waits is served
// when the hold ends before the next arrival, and the two are a race of exponential laws.
double ReplacedMeanWait(const LockQuestion& question) {
  const double lambda = question.demand.rate;
  const double mu = 1 / question.demand.moments.mean;
  const double lost = MmcLimited(1, 2, lambda, mu).blocked;
  const double busy = question.Load() * (1 - lost);
  return busy * mu / ((lambda + mu) * (lambda + mu)) / (1 - lost);
}

void FailuresAreFinal(LockQuestion& question) {
  if (question.ComesBack()) {
    question.notes.Add("whoever fails does not come back", AnswerKind::kLowerBound);
  }
}

}  // namespace

bool RefusedForGood(LockQuestion& question) {
  if (question.patience.kind != Patience::Kind::kNone) return false;
  if (question.ComesBack() && OneRetryLaw(question)) return false;
  question.TakeAsPoisson();
  question.LeaveOutFaults();
  FailuresAreFinal(question);
  const double refused = ErlangB(1, question.Load());
  question.AddBasics(refused);
  question.Add(quantity::kRefusedChance, refused, "Erlang B with one server, any law of the hold",
               question.OfRest());
  return true;
}

bool RefusedAndRetried(LockQuestion& question) {
  if (question.patience.kind != Patience::Kind::kNone || question.Load() >= 1) return false;
  if (!question.ComesBack() || !OneRetryLaw(question)) return false;
  question.TakeAsPoisson();
  question.LeaveOutFaults();
  const Retry& retry = question.Sources()[0]->retry;
  const double pause = MeanOf(retry.after);
  const bool fixed =
      retry.after.kind == Distribution::Kind::kDeterministic && AllFixed(question.demand, pause);
  question.AddBasics(0);
  question.Add(quantity::kRefusedChance, question.Load(),
               "PASTA: the first attempt finds the lock taken", question.OfRest());
  if (fixed) {
    const double retries = FixedRetryMeanRetries(question.Load());
    constexpr std::string_view kTheorem =
        "M/D/1 with retries after one hold (Queueing Systems 2023)";
    question.Add(quantity::kMeanRetries, retries, kTheorem, question.OfRest());
    question.Add(quantity::kMeanWait, retries * pause, kTheorem, question.OfMean());
    return true;
  }
  if (!IsExponential(retry.after)) {
    question.notes.Add("pauses before a retry taken as exponential", AnswerKind::kApproximation);
  }
  if (retry.on_failure == OnFailure::kRetrigger) {
    question.notes.Add("what a retriggered pipeline does before the lock left out",
                       AnswerKind::kLowerBound);
  }
  const double waiting =
      RetrialMeanWaiting(question.demand.rate, question.demand.moments, 1 / pause);
  constexpr std::string_view kTheorem = "M/G/1 retrial queue (Falin and Templeton 1997)";
  question.Add(quantity::kMeanWait, waiting / question.demand.rate, kTheorem, question.OfMean());
  question.Add(quantity::kMeanRetries, waiting / question.demand.rate / pause, kTheorem,
               question.OfRest());
  question.Add(quantity::kMeanWaiting, waiting, kTheorem, question.OfMean());
  return true;
}

bool LimitedQueue(LockQuestion& question) {
  const LockDiscipline& lock = question.scenario.lock;
  if (question.patience.kind != Patience::Kind::kForEver || lock.wait != WaitRule::kQueue ||
      lock.queue_limit == UINT32_MAX) {
    return false;
  }
  question.TakeAsPoisson();
  question.LeaveOutFaults();
  FailuresAreFinal(question);
  if (!question.demand.exponential) {
    question.notes.Add("holds taken as exponential", AnswerKind::kApproximation);
  }
  // Whom the full queue costs, the newcomer or the oldest, does not change how many it costs.
  const LimitedAnswer answer = MmcLimited(1, uint64_t{lock.queue_limit} + 1, question.demand.rate,
                                          1 / question.demand.moments.mean);
  question.AddBasics(answer.blocked);
  constexpr std::string_view kTheorem = "M/M/1/K";
  question.Add(quantity::kRefusedChance, answer.blocked, kTheorem, question.OfRest());
  if (lock.full == FullQueue::kReject) {
    question.Add(quantity::kMeanWait, answer.mean_wait_accepted, kTheorem, question.OfRest());
  } else if (lock.queue_limit == 1) {
    question.Add(quantity::kMeanWait, ReplacedMeanWait(question),
                 "M/M/1 with one place that the newest takes", question.OfRest());
  } else {
    question.unanswered.push_back(question.subject +
                                  ": mean wait where the oldest is replaced: no formula known");
  }
  return true;
}

bool FixedPatience(LockQuestion& question) {
  if (question.patience.kind != Patience::Kind::kFixed) return false;
  if (question.scenario.lock.wait == WaitRule::kQueue &&
      question.scenario.lock.order != QueueOrder::kFifo) {
    question.notes.Add("the order of service replaced by first come, first served",
                       AnswerKind::kApproximation);
  }
  question.TakeAsPoisson();
  question.LeaveOutFaults();
  FailuresAreFinal(question);
  const double tau = question.patience.mean;
  const LockDemand& demand = question.demand;
  const PatienceAnswer answer = demand.exponential
                                    ? MmcWithPatience(1, demand.rate, 1 / demand.moments.mean, tau)
                                    : Mg1WithPatience(demand.rate, demand.hold, tau);
  question.AddBasics(answer.timed_out);
  AddPatience(question, answer,
              demand.exponential ? "M/M/1+D (Baccelli and Hebuterne 1981)"
                                 : "M/G/1+D, level crossing (Brill and Posner 1977)");
  return true;
}

bool ExponentialPatience(LockQuestion& question) {
  if (question.patience.kind != Patience::Kind::kExponential) return false;
  question.TakeAsPoisson();
  question.LeaveOutFaults();
  FailuresAreFinal(question);
  if (!question.demand.exponential) {
    question.notes.Add("holds taken as exponential", AnswerKind::kApproximation);
  }
  const PatienceAnswer answer = MmcWithExponentialPatience(
      1, question.demand.rate, 1 / question.demand.moments.mean, 1 / question.patience.mean);
  question.AddBasics(answer.timed_out);
  AddPatience(question, answer, "Erlang A with one server (Palm 1957)");
  return true;
}

}  // namespace tfsck::analytic
