#include "simulator/analytic/analytic.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>

#include "engine/base/units.h"
#include "simulator/analytic/recognise.h"
#include "simulator/scenario_check.h"

namespace tfsck {
namespace {

using namespace analytic;  // NOLINT: this file is their front door

// The first that fits answers.
constexpr std::array kClosedRecognisers = {
    WholeRecogniser{ClosedOneLock}, WholeRecogniser{ClosedRunners}, WholeRecogniser{ClosedStations},
    WholeRecogniser{ClosedChain}};
constexpr std::array kLockRecognisers = {
    LockRecogniser{Overloaded},        LockRecogniser{RefusedForGood},
    LockRecogniser{RefusedAndRetried}, LockRecogniser{LimitedQueue},
    LockRecogniser{FixedPatience},     LockRecogniser{ExponentialPatience},
    LockRecogniser{PausingOutages},    LockRecogniser{StaleLocks},
    LockRecogniser{Batches},           LockRecogniser{TwoPhaseArrivals},
    LockRecogniser{Priorities},        LockRecogniser{OtherOrders},
    LockRecogniser{PlainQueue}};
constexpr std::array kRunnerRecognisers = {
    RunnerRecogniser{RunnersRefuse}, RunnerRecogniser{RunnersLimited},
    RunnerRecogniser{RunnersPatience}, RunnerRecogniser{RunnersOverloaded},
    RunnerRecogniser{RunnersQueue}};

constexpr std::string_view kOtherPatience =
    ": no formula is known where patience differs, or has another law than fixed or exponential";

template <typename Table, typename Asked>
bool FirstThatFits(const Table& table, Asked& question) {
  return std::any_of(table.begin(), table.end(),
                     [&question](auto recogniser) { return recogniser(question); });
}

bool HasClosed(const Scenario& scenario) { return AnyArrivals(scenario, Arrivals::Kind::kClosed); }

void AppendNew(const std::vector<std::string>& from, std::vector<std::string>& to) {
  for (const std::string& sentence : from) {
    if (std::find(to.begin(), to.end(), sentence) == to.end()) to.push_back(sentence);
  }
}

void Append(const Question& question, AnalyticReport& report) {
  report.answers.insert(report.answers.end(), question.answers.begin(), question.answers.end());
  AppendNew(question.notes.sentences(), report.simplified);
  AppendNew(question.unanswered, report.unanswered);
  const bool for_ever = std::any_of(
      question.answers.begin(), question.answers.end(), [](const AnalyticAnswer& answer) {
        return answer.quantity == quantity::kMeanWait && std::isinf(answer.value);
      });
  if (for_ever) {
    AppendNew({question.subject + ": there is no steady state, waits grow without end"},
              report.unanswered);
  }
}

std::string LockSubject(const WorkspaceGroup& group) {
  const std::string name = group.name.empty() ? "the workspace" : group.name;
  if (group.count == 1) return "the lock of " + name;
  return fmt::format("the lock of each of {} workspaces {}", group.count, name);
}

// What holds for every formula of a lock.
void NoteLocks(LockQuestion& question) {
  const Scenario& scenario = question.scenario;
  const LockDiscipline& lock = scenario.lock;
  const bool polls =
      lock.wait == WaitRule::kPoll && question.patience.kind != Patience::Kind::kNone;
  if (polls) {
    question.notes.Add("polling replaced by a first-come, first-served queue",
                       AnswerKind::kLowerBound);
  }
  if (polls && question.patience.kind == Patience::Kind::kFixed) {
    question.notes.Add(fmt::format("the lock timeout replaced by its last attempt, {} s after "
                                   "the first",
                                   NumberText(question.patience.mean)),
                       AnswerKind::kExact);
  }
  if (lock.latency > 0) {
    question.notes.Add("requests for a lock take no time", AnswerKind::kLowerBound);
  }
  if (polls && lock.race_window > 0) {
    question.notes.Add("no run fails because the lock came free while its holder was read",
                       AnswerKind::kApproximation);
  }
  const auto& streams = question.demand.streams;
  if (std::any_of(streams.begin(), streams.end(),
                  [](const Stream& each) { return each.hold.mode == LockMode::kShared; })) {
    question.notes.Add("readers taken as writers", AnswerKind::kUpperBound);
  }
}

void NoteRuns(LockQuestion& question, bool in_a_row) {
  const Scenario& scenario = question.scenario;
  bool runners = false;
  bool plans = false;
  bool later = false;
  for (const Stream& stream : question.demand.streams) {
    const auto& steps = scenario.operations[stream.operation].steps;
    runners =
        runners || std::any_of(steps.begin(), steps.end(), [](const Step& s) { return s.runner; });
    plans = plans ||
            std::any_of(steps.begin(), steps.end(), [](const Step& s) { return s.checks_plan; });
    later = later || !stream.first;
  }
  if (runners && scenario.runners.count > 0) {
    question.notes.Add("runners are never short", AnswerKind::kLowerBound);
  }
  if (plans) question.notes.Add("no saved plan is stale", AnswerKind::kLowerBound);
  if (later && !in_a_row) {
    question.notes.Add("each hold of a run asks for the lock like a run of its own",
                       AnswerKind::kApproximation);
  }
}

// What the busiest part of a calendar asks for, where there are calendars.
void AddBusiest(LockQuestion& question) {
  double factor = 1;
  for (const Source* source : question.Sources()) {
    if (source->arrivals.kind != Arrivals::Kind::kCalendar) continue;
    const auto& rates = source->arrivals.calendar.rates;
    if (rates.empty()) continue;
    const double mean = MeanRate(question.scenario, source->arrivals);
    const double most = *std::max_element(rates.begin(), rates.end());
    factor = std::max(factor, most * source->arrivals.batch_mean / mean);
  }
  if (factor == 1) return;
  const AnswerKind kind =
      Combined(question.OfLoad(),
               question.Sources().size() == 1 ? AnswerKind::kExact : AnswerKind::kUpperBound);
  question.Add(quantity::kBusiestLoad, question.Load() * factor, "rate times mean hold", kind);
}

void AskLock(LockQuestion& question, bool in_a_row, AnalyticReport& report) {
  NoteLocks(question);
  NoteRuns(question, in_a_row);
  if (!FirstThatFits(kLockRecognisers, question)) {
    question.Add(quantity::kLoad, question.Load(), "rate times mean hold", question.OfLoad());
    question.unanswered.push_back(question.subject + std::string(kOtherPatience));
  }
  AddBusiest(question);
  Append(question, report);
}

void AskLocks(const Study& study, bool in_a_row, AnalyticReport& report) {
  for (uint32_t i = 0; i < study.scenario.workspaces.size(); ++i) {
    Simplifications notes;
    LockDemand demand = DemandAt(study, i, notes);
    if (demand.streams.empty()) continue;
    LockQuestion question(study, LockSubject(study.scenario.workspaces[i]), std::move(demand));
    question.notes = std::move(notes);
    AskLock(question, in_a_row, report);
  }
}

// Waiting for sets of resources: as for locks where there is no more to it, else bounds.
void AskSetQueue(const Study& study, LockDemand demand, Simplifications notes,
                 AnalyticReport& report) {
  const WorkspaceGroup& group = study.scenario.workspaces[demand.group];
  if (auto locks = SetsAsLocks(study, demand, notes)) {
    const std::string subject = locks->count == 1 ? LockSubject(group)
                                                  : fmt::format("each of {} separate locks in {}",
                                                                locks->count, group.name);
    if (locks->count == 1) {
      notes.Add("any two changes of a workspace exclude each other: one lock", AnswerKind::kExact);
    }
    LockQuestion question(study, subject, std::move(locks->each));
    question.notes = std::move(notes);
    return AskLock(question, false, report);
  }
  LockQuestion question(study, "the resources of " + group.name, std::move(demand));
  question.notes = std::move(notes);
  NoteLocks(question);
  NoteRuns(question, false);
  SetsQueued(question);
  Append(question, report);
}

void AskRunners(const Study& study, AnalyticReport& report) {
  const Scenario& scenario = study.scenario;
  if (scenario.runners.count == 0) return;
  RunnerQuestion question(study, "the runners");
  if (question.work.kinds.empty()) return;
  const bool locked = std::any_of(
      scenario.operations.begin(), scenario.operations.end(), [](const Operation& operation) {
        return std::any_of(operation.steps.begin(), operation.steps.end(),
                           [](const Step& step) { return step.lock != LockMode::kNone; });
      });
  if (locked && scenario.runners.order == RunnerOrder::kRunnerThenLock) {
    question.notes.Add("no run waits for a lock while it takes up a runner",
                       AnswerKind::kLowerBound);
  } else if (locked) {
    question.notes.Add("runs come for a runner as though they had not waited for a lock",
                       AnswerKind::kApproximation);
  }
  if (!FirstThatFits(kRunnerRecognisers, question)) {
    question.Add(quantity::kLoad, question.Load(), "rate times mean work over runners",
                 question.OfLoad());
    question.unanswered.push_back(question.subject + std::string(kOtherPatience));
  }
  Append(question, report);
}

void AskSets(const Study& study, AnalyticReport& report) {
  const Scenario& scenario = study.scenario;
  for (uint32_t i = 0; i < scenario.workspaces.size(); ++i) {
    Simplifications notes;
    LockDemand demand = DemandAt(study, i, notes);
    if (demand.streams.empty()) continue;
    if (std::any_of(demand.streams.begin(), demand.streams.end(),
                    [](const Stream& each) { return each.hold.workspace >= 0; })) {
      report.unanswered.push_back("the resources of " + scenario.workspaces[i].name +
                                  ": no formula is known for steps that lock another workspace");
    } else if (scenario.lock.wait == WaitRule::kFail) {
      LockQuestion question(study, "everything", demand);
      question.notes = std::move(notes);
      NoteRuns(question, false);
      question.LeaveOutFaults();
      SetsRefused(question, demand);
      Append(question, report);
    } else {
      AskSetQueue(study, std::move(demand), std::move(notes), report);
    }
  }
  AskRunners(study, report);
}

// Of everything at once; `otherwise` where no recogniser fits.
template <typename Table>
void AskWhole(const Study& study, const Table& recognisers, std::string_view otherwise,
              AnalyticReport& report) {
  Question question(study, "everything");
  if (!FirstThatFits(recognisers, question)) question.unanswered.emplace_back(otherwise);
  Append(question, report);
}

// Whether some account is asked for more than it allows: then nothing else is worth saying.
bool AccountsOverloaded(const Scenario& scenario, AnalyticReport& report) {
  const std::vector<double> loads = AccountLoads(scenario);
  for (size_t i = 0; i < loads.size(); ++i) {
    if (loads[i] < 1) continue;
    report.unanswered.push_back(
        fmt::format("everything: the account '{}' is asked for {:.3g} times the calls it allows, "
                    "refreshes slow each other down without end",
                    scenario.accounts[i].name, loads[i]));
  }
  return !report.unanswered.empty();
}

void AskOpen(const Study& study, AnalyticReport& report) {
  Question whole(study, "everything");
  if (NothingLocked(whole)) {
    Append(whole, report);
    return;
  }
  const bool in_a_row = Tandem(whole);
  StalePlans(whole);
  ValidatedAtCommit(whole);
  Append(whole, report);
  AskLocks(study, in_a_row, report);
  AskRunners(study, report);
}

}  // namespace

std::string_view NameOf(AnswerKind kind) {
  switch (kind) {
    case AnswerKind::kExact:
      return "exact";
    case AnswerKind::kLowerBound:
      return "lower bound";
    case AnswerKind::kUpperBound:
      return "upper bound";
    case AnswerKind::kApproximation:
      return "approximation";
  }
  return "";
}

AnalyticReport Analyse(const Model& model) {
  ApplyLaws applies(model);
  const Study study{model, applies};
  const Scenario& scenario = model.scenario;
  AnalyticReport report;
  if (scenario.analysis.kind == AnalysisKind::kTerminating) {
    report.simplified.push_back(
        "the scenario asks for a period from an empty start; these are answers of the long run");
  }
  if (AccountsOverloaded(scenario, report)) return report;
  if (HasClosed(scenario)) {
    AskWhole(
        study, kClosedRecognisers,
        "everything: closed sources have a formula only where nobody gives up, each run is one "
        "exponential step (or one on each of several locks), and there are no open sources",
        report);
  } else if (scenario.lock.scope == LockScope::kResource &&
             scenario.lock.validation == Validation::kNone) {
    AskSets(study, report);
  } else {
    AskOpen(study, report);
  }
  return report;
}

const AnalyticAnswer* FindAnswer(const AnalyticReport& report, std::string_view quantity,
                                 std::string_view subject) {
  for (const AnalyticAnswer& answer : report.answers) {
    if (answer.quantity == quantity && (subject.empty() || answer.subject == subject)) {
      return &answer;
    }
  }
  return nullptr;
}

}  // namespace tfsck
