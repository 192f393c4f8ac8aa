// The recognisers behind Analyse: each knows one theorem and the scenarios it fits.
//
// A recogniser looks at a question, and either adds answers and returns true, or leaves everything
// as it was and returns false.  Tables of them are in analytic.cc.
#ifndef TFSCK_SIMULATOR_ANALYTIC_RECOGNISE_H_
#define TFSCK_SIMULATOR_ANALYTIC_RECOGNISE_H_

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "simulator/analytic/analytic.h"
#include "simulator/analytic/demand.h"
#include "simulator/analytic/wait_distribution.h"

namespace tfsck::analytic {

// How long those who come for a lock or a runner are willing to wait.
struct Patience {
  enum class Kind : uint8_t { kForEver, kNone, kFixed, kExponential, kOther };
  Kind kind = Kind::kForEver;
  double mean = std::numeric_limits<double>::infinity();  // seconds
  friend bool operator==(const Patience&, const Patience&) = default;
};

// Collects the answers about one subject.
class Question {
 public:
  Question(const Study& of, std::string about)
      : study(of), scenario(of.scenario), subject(std::move(about)) {}

  const Study& study;
  const Scenario& scenario;
  std::string subject;
  Simplifications notes;
  std::vector<AnalyticAnswer> answers;
  std::vector<std::string> unanswered;

  void Add(std::string_view quantity, double value, std::string_view theorem, AnswerKind kind);
  // About part of the subject.
  void AddFor(const std::string& part, std::string_view quantity, double value,
              std::string_view theorem, AnswerKind kind);
  // What is known of loads after all simplifications; of mean waits; and of what is neither, for
  // which a bound of the mean says nothing.
  AnswerKind OfLoad() const { return notes.holds(); }
  AnswerKind OfMean() const { return notes.waits(); }
  AnswerKind OfRest() const {
    return notes.waits() == AnswerKind::kExact ? AnswerKind::kExact : AnswerKind::kApproximation;
  }
};

// The lock of each workspace of a group, asked for by open sources.
class LockQuestion : public Question {
 public:
  LockQuestion(const Study& of, std::string about, LockDemand asked);

  LockDemand demand;
  Patience patience;

  double Load() const { return demand.rate * demand.moments.mean; }
  // Sources whose streams come here, each once.
  std::vector<const Source*> Sources() const;
  bool ComesBack() const;  // somebody who fails tries again
  // Says what is lost where arrivals are taken as Poisson, faults as absent.
  void TakeAsPoisson();
  void LeaveOutFaults();
  void AddBasics(double lost);
};

// The pool of runners.
class RunnerQuestion : public Question {
 public:
  RunnerQuestion(const Study& of, std::string about);

  double rate = 0;
  WorkLaw work;
  Moments moments;
  bool exponential = false;
  Patience patience;
  double Load() const { return rate * moments.mean / scenario.runners.count; }
};

using LockRecogniser = bool (*)(LockQuestion&);
using RunnerRecogniser = bool (*)(RunnerQuestion&);
using WholeRecogniser = bool (*)(Question&);

// recognise_lock.cc: who fails at once or gives up.
bool RefusedForGood(LockQuestion& question);
bool RefusedAndRetried(LockQuestion& question);
bool LimitedQueue(LockQuestion& question);
bool FixedPatience(LockQuestion& question);
bool ExponentialPatience(LockQuestion& question);
// recognise_wait.cc: all wait for ever.
bool Overloaded(LockQuestion& question);
bool PausingOutages(LockQuestion& question);
bool StaleLocks(LockQuestion& question);
bool Batches(LockQuestion& question);
bool TwoPhaseArrivals(LockQuestion& question);
bool Priorities(LockQuestion& question);
bool OtherOrders(LockQuestion& question);
bool PlainQueue(LockQuestion& question);
// recognise_runners.cc
bool RunnersRefuse(RunnerQuestion& question);
bool RunnersLimited(RunnerQuestion& question);
bool RunnersPatience(RunnerQuestion& question);
bool RunnersOverloaded(RunnerQuestion& question);
bool RunnersQueue(RunnerQuestion& question);
// recognise_whole.cc
bool NothingLocked(Question& question);
bool Tandem(Question& question);
// recognise_sets.cc: locks on resources that are refused, of the runs that `demand` tells of.
// Answers, or says why it cannot.
void SetsRefused(Question& question, const LockDemand& demand);
// recognise_set_queues.cc: the same where runs wait.
void SetsQueued(LockQuestion& question);
// recognise_validation.cc
void ValidatedAtCommit(Question& question);
// recognise_plans.cc
bool StalePlans(Question& question);
// recognise_closed.cc
bool ClosedOneLock(Question& question);
bool ClosedRunners(Question& question);
bool ClosedStations(Question& question);
// recognise_chain.cc
bool ClosedChain(Question& question);

// Where the sets fall into groups that have nothing in common, all exclude each other within one,
// and each group is asked for alike: what one of them is asked for, and how many there are.
struct SetLocks {
  LockDemand each;
  uint32_t count = 1;
};
std::optional<SetLocks> SetsAsLocks(const Study& study, const LockDemand& demand,
                                    Simplifications& notes);

// Adds the answers about waiting with patience.
void AddPatience(Question& question, const PatienceAnswer& answer, std::string_view theorem);
// Whether somebody's arrivals are of that kind.
bool AnyArrivals(const Scenario& scenario, Arrivals::Kind kind);

}  // namespace tfsck::analytic

#endif  // TFSCK_SIMULATOR_ANALYTIC_RECOGNISE_H_
