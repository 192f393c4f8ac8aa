// The text of `tfsck simulate`: answers first, tables behind them, then what they rest on.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>
#include <vector>

#include "engine/base/printable.h"
#include "engine/base/units.h"
#include "report/fit_text.h"
#include "report/quantity_text.h"
#include "report/simulation_report.h"
#include "report/style.h"
#include "simulator/scenario_writer.h"

namespace tfsck {
namespace {

constexpr size_t kShownRows = 10;

// What is missing to so many columns; "±" is one, though ColumnsOf counts two for safety.
std::string Gap(std::string_view text, size_t columns) {
  const auto wide = static_cast<size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xc0) == 0x80; }));
  const size_t taken = text.size() - wide;
  return std::string(taken < columns ? columns - taken : 0, ' ');
}

std::string Row(std::string_view label, const std::string& text, std::string_view note = "") {
  std::string line = fmt::format("  {}{} {}", label, Gap(label, 25), text);
  if (!note.empty()) {
    line += Gap(line, 54) + " " + std::string(note);
  }
  return line + "\n";
}

std::string Of(const Measurements& measured, Metric metric) {
  return EstimateText(RowOf(metric).unit, measured[metric]);
}

double Mean(const Measurements& measured, Metric metric) {
  const double mean = measured[metric].mean;
  return std::isnan(mean) ? 0 : mean;
}

std::string HorizonText(SimTime horizon) {
  if (horizon % kWeek == 0) return Counted(static_cast<uint64_t>(horizon / kWeek), "week");
  return SpanText(ToSeconds(horizon));
}

class Text {
 public:
  Text(const SimulationReport& report, const SimulationTextOptions& options)
      : report_(report),
        options_(options),
        style_(options.color),
        scenario_(report.scenario()),
        measured_(report.measured) {}

  std::string Render() {
    Head();
    Waiting();
    Failing();
    Busy();
    Lost();
    Alternatives();
    Members("team or pipeline", measured_.total.by_source,
            [this](size_t i) { return scenario_.sources[i].name; });
    Members("operation", measured_.total.by_operation,
            [this](size_t i) { return scenario_.operations[i].name; });
    Members("workspace", measured_.total.by_state, [this](size_t i) { return StateName(i); });
    Hours();
    Basis();
    return std::move(out_);
  }

 private:
  void Title(std::string_view title) { out_ += "\n" + style_.Strong(title) + "\n"; }

  std::string StateName(size_t state) const {
    const ModelState& model = report_.model->states[state];
    const WorkspaceGroup& group = scenario_.workspaces[model.group];
    if (group.count == 1) return group.name;
    return fmt::format("{}[{}]", group.name,
                       state - report_.model->groups[model.group].first_state);
  }

  void Head() {
    uint64_t engineers = 0;
    for (const Source& source : scenario_.sources) engineers += source.engineers;
    const uint64_t states = report_.model->states.size();
    out_ += style_.Strong(scenario_.name.empty() ? "simulation" : Printable(scenario_.name));
    out_ += fmt::format(": {}{} under '{}'\n",
                        engineers > 0 ? Counted(engineers, "engineer") + ", " : std::string(),
                        Counted(states, "workspace"), scenario_.lock.name);
    const Analysis& analysis = scenario_.analysis;
    const bool steady = analysis.kind == AnalysisKind::kSteady;
    out_ += WrapText(
        "",
        fmt::format(
            "{} {} from {} UTC{}, {}, {} % confidence",
            steady ? "in the long run:" : "from an empty start:", HorizonText(analysis.horizon),
            HourOfWeekText(analysis.start),
            steady ? fmt::format(" ({} of them warm-up{})",
                                 SpanText(ToSeconds(measured_.warm_up.length)),
                                 measured_.warm_up.found ? ", found with MSER-5" : "")
                   : std::string(),
            Counted(measured_.replications, "replication"), NumberText(analysis.confidence * 100)),
        style_);
  }

  void Waiting() {
    if (measured_.total.lock_wait_all.count == 0) return;
    Title("How long do people wait for a lock?");
    out_ += Row("half of the runs", Of(measured_, Metric::kLockWaitP50));
    out_ += Row("19 of 20", Of(measured_, Metric::kLockWaitP95));
    out_ += Row("99 of 100", Of(measured_, Metric::kLockWaitP99));
    out_ += Row("on average", Of(measured_, Metric::kLockWait),
                ShareInWords(Mean(measured_, Metric::kWaitingShare)) + " do not get it at once");
    if (Mean(measured_, Metric::kOvertaking) > 0.005) {
      out_ += Row(Of(measured_, Metric::kOvertaking),
                  "of the locks go to a newcomer while somebody older waits");
    }
    if (Mean(measured_, Metric::kRunnerQueueLength) > 0) {
      out_ += Row("for a runner", Of(measured_, Metric::kRunnerWait),
                  "19 of 20: " + Of(measured_, Metric::kRunnerWaitP95));
    }
    if (measured_.total.provider_wait.count > 0) {
      out_ += Row("a refresh is slowed by", Of(measured_, Metric::kProviderWait),
                  "for the rate limit of its provider account");
    }
    out_ += Row("a change is delayed by", Of(measured_, Metric::kDelay),
                "19 of 20: " + Of(measured_, Metric::kDelayP95));
  }

  uint64_t Attempts() const {
    const auto& outcomes = measured_.total.outcomes;
    return std::accumulate(outcomes.begin(), outcomes.end(), uint64_t{0});
  }

  void Failing() {
    Title("What fails?");
    const size_t before = out_.size();
    const auto share = [this](Metric metric, std::string_view of) {
      if (Mean(measured_, metric) <= 0) return;
      out_ += Row(Of(measured_, metric), std::string(of));
    };
    const auto lost = [this](Outcome outcome, uint64_t of, std::string_view what) {
      const uint64_t count = measured_.total.outcomes[static_cast<size_t>(outcome)];
      if (count == 0 || of == 0) return;
      out_ += Row(ShareInWords(static_cast<double>(count) / static_cast<double>(of)),
                  std::string(what));
    };
    share(Metric::kTimeoutShare, "of the requests for a lock time out");
    share(Metric::kRefusedShare, "of the requests for a lock are refused");
    share(Metric::kSupersededShare, "of the requests are replaced by a newer one");
    lost(Outcome::kLostRace, measured_.total.lock_wait_all.count,
         "of the requests lose a race: the lock came free while its holder was read");
    share(Metric::kRunnerTimeoutShare, "of the attempts get no runner");
    share(Metric::kConflictShare, "of the attempts find at commit that others were quicker");
    share(Metric::kStalePlanShare, "of the attempts find their saved plan stale");
    share(Metric::kCrashedShare, "of the attempts die");
    lost(Outcome::kStoreFailed, Attempts(), "of the attempts find the lock store down");
    share(Metric::kDroppedShare, "of the changes are given up");
    share(Metric::kWastedWork, "of all work is done in vain");
    const auto weekly = [this](Metric metric, std::string_view what) {
      if (Mean(measured_, metric) <= 0) return;
      out_ += Row(Of(measured_, metric), std::string(what));
    };
    weekly(Metric::kStaleLocks, "locks are left behind by runs that died");
    weekly(Metric::kForcedUnlocks, "locks are forced while their owner still works");
    weekly(Metric::kLostUpdates, "updates are lost because of that");
    if (out_.size() == before) out_ += "  nothing\n";
  }

  void Busy() {
    Title("How busy are locks and runners?");
    struct Part {
      Metric metric;
      std::string_view by;
    };
    std::vector<Part> parts = {{Metric::kLockUseful, "by a run at work"},
                               {Metric::kLockHuman, "by a run that waits for a person"},
                               {Metric::kLockIdle, "by a run that waits for a runner"},
                               {Metric::kLockStale, "by a run that died"}};
    std::erase_if(parts, [this](const Part& part) { return Mean(measured_, part.metric) < 5e-5; });
    out_ += Row("a lock is held", Of(measured_, Metric::kLockUtilisation),
                parts.size() == 1 ? parts[0].by : "");
    if (parts.size() > 1) {
      for (const Part& part : parts) out_ += Row("", Of(measured_, part.metric), part.by);
    }
    out_ += Row("waiting for a lock", Of(measured_, Metric::kQueueLength), "runs, on average");
    if (Mean(measured_, Metric::kRunnersWorking) + Mean(measured_, Metric::kRunnersIdle) == 0) {
      return;
    }
    const std::string of = scenario_.runners.count == 0
                               ? std::string()
                               : fmt::format(" of {}", Grouped(scenario_.runners.count));
    out_ += Row("runners at work", Of(measured_, Metric::kRunnersWorking) + of);
    if (Mean(measured_, Metric::kRunnersIdle) > 0) {
      out_ += Row("runners held waiting", Of(measured_, Metric::kRunnersIdle));
    }
  }

  void Lost() {
    Title("What does it cost?");
    out_ += Row("engineer-hours lost", Of(measured_, Metric::kEngineerHours));
    const Costs& costs = scenario_.costs;
    if (costs.engineer_per_hour > 0) {
      out_ += Row(
          "that is",
          CountText(Mean(measured_, Metric::kEngineerHours) * costs.engineer_per_hour) + " a week");
    }
    if (costs.runner_per_minute > 0) {
      const double busy =
          Mean(measured_, Metric::kRunnersWorking) + Mean(measured_, Metric::kRunnersIdle);
      out_ += Row("runners", CountText(busy * costs.runner_per_minute * 60 * 24 * 7) + " a week");
    }
    out_ += Row("changes done", Of(measured_, Metric::kThroughput));
  }

  void Alternatives() {
    if (report_.alternatives.empty()) return;
    Title("Under other disciplines, the same work");
    out_ += fmt::format("  {:<22}{:>13}{:>10}{:>12}{:>15}  {}\n", "", "wait, mean", "fails",
                        "hours/week", "delay, mean", "delay, difference");
    AlternativeRow(scenario_.lock.name, measured_, nullptr);
    for (const SimulatedAlternative& other : report_.alternatives) {
      AlternativeRow(other.discipline, other.measured, &other.comparison);
    }
    out_ += WrapText(
        "  ",
        fmt::format("differences to {}, replication by replication; all the intervals together are "
                    "right in {} of 100 such comparisons",
                    scenario_.lock.name, NumberText(scenario_.analysis.confidence * 100)),
        style_);
  }

  void AlternativeRow(std::string_view name, const Measurements& measured,
                      const Comparison* comparison) {
    std::string difference;
    if (comparison != nullptr) {
      const PairedDifference& pair = comparison->differences[static_cast<size_t>(Metric::kDelay)];
      difference = "  " + DifferenceText(MetricUnit::kTime, pair.difference);
    }
    out_ += fmt::format("  {:<22}{:>13}{:>10}{:>12}{:>15}{}\n", name,
                        SpanText(measured[Metric::kLockWait].mean),
                        ShareInWords(measured[Metric::kFailedShare].mean),
                        CountText(measured[Metric::kEngineerHours].mean),
                        SpanText(measured[Metric::kDelay].mean), difference);
  }

  // Teams, workspaces or operations, those that wait longest first.
  template <typename Name>
  void Members(std::string_view kind, const GroupTable& table, const Name& name) {
    if (table.size() < 2) return;
    std::vector<size_t> order(table.size());
    std::iota(order.begin(), order.end(), size_t{0});
    std::stable_sort(order.begin(), order.end(), [&table](size_t a, size_t b) {
      return table[a].served.Mean() > table[b].served.Mean();
    });
    const size_t shown = options_.all ? order.size() : std::min(order.size(), kShownRows);
    Title(fmt::format("By {}", kind));
    out_ += fmt::format("  {:<32}{:>12}{:>13}{:>13}{:>13}{:>10}\n", "", "requests", "wait, mean",
                        "19 of 20", "longest", "failed");
    for (size_t i = 0; i < shown; ++i) {
      const GroupTally& tally = table[order[i]];
      const uint64_t requests = tally.served.count + tally.failed;
      const auto served = [&tally](double seconds) {
        return tally.served.count == 0 ? "-" : SpanText(seconds);
      };
      out_ += fmt::format(
          "  {:<32}{:>12}{:>13}{:>13}{:>13}{:>10}\n", Clip(Printable(name(order[i])), 31),
          Grouped(requests), served(tally.served.Mean()),
          served(table.WaitQuantile(order[i], 0.95)), served(ToSeconds(tally.served.most)),
          requests == 0
              ? "-"
              : ShareInWords(static_cast<double>(tally.failed) / static_cast<double>(requests)));
    }
    if (shown < order.size()) {
      out_ += fmt::format("  and {} more; --all lists them\n", Grouped(order.size() - shown));
    }
  }

  // The hours in which most is asked for, where hours are counted.
  void Hours() {
    const GroupTable& table = measured_.total.by_hour;
    if (table.size() == 0) return;
    std::vector<size_t> order(table.size());
    std::iota(order.begin(), order.end(), size_t{0});
    std::stable_sort(order.begin(), order.end(), [&table](size_t a, size_t b) {
      return table[a].served.Mean() > table[b].served.Mean();
    });
    Title("By hour of the week (UTC), the worst");
    out_ += fmt::format("  {:<32}{:>12}{:>13}{:>13}{:>13}\n", "", "requests", "wait, mean",
                        "19 of 20", "at work");
    for (size_t i = 0; i < std::min(order.size(), kShownRows); ++i) {
      const size_t hour = order[i];
      const uint64_t seen = measured_.total.hours_seen[hour];
      const double working = seen == 0
                                 ? 0
                                 : static_cast<double>(measured_.total.working_at_hour[hour]) /
                                       static_cast<double>(seen);
      out_ += fmt::format("  {:<32}{:>12}{:>13}{:>13}{:>13}\n",
                          HourOfWeekText(static_cast<SimTime>(hour) * kHour),
                          Grouped(table[hour].served.count + table[hour].failed),
                          SpanText(table[hour].served.Mean()),
                          SpanText(table.WaitQuantile(hour, 0.95)), CountText(working));
    }
  }

  void Basis() {
    if (!scenario_.assumptions.empty()) {
      Title("Assumed");
      for (const Assumption& assumption : scenario_.assumptions) {
        out_ += WrapText("  ",
                         Printable(fmt::format("{}: {} ({})", assumption.what, assumption.value,
                                               assumption.source)),
                         style_);
      }
    }
    Title("How sure is this?");
    out_ += WrapText("  ", PrecisionText(), style_);
    if (measured_.control) out_ += WrapText("  ", ControlText(*measured_.control), style_);
    if (measured_.batch_means && measured_.batch_means->estimate.count > 1) {
      out_ += WrapText("  ", BatchText(*measured_.batch_means), style_);
    }
    out_ += WrapText("  ",
                     fmt::format("seed {}, fingerprint {:016x}, {}", scenario_.analysis.seed,
                                 measured_.fingerprint, Counted(measured_.total.events, "event")),
                     style_);
  }

  std::string PrecisionText() const {
    const Analysis& analysis = scenario_.analysis;
    const std::string width = ShareInWords(measured_.relative_half_width);
    if (analysis.precision == 0 && measured_.stop == StopReason::kBudget) {
      return fmt::format("warning: the time budget of {} s ended after {} of {}",
                         NumberText(analysis.budget_seconds), measured_.replications,
                         Counted(analysis.replications, "replication"));
    }
    if (analysis.precision == 0) {
      return fmt::format("± is half of a {} % interval for the mean over {}",
                         NumberText(analysis.confidence * 100),
                         Counted(measured_.replications, "replication"));
    }
    const std::string wanted = ShareText(analysis.precision);
    switch (measured_.stop) {
      case StopReason::kPrecision:
        return fmt::format("the precision of {} is reached after {}", wanted,
                           Counted(measured_.replications, "replication"));
      case StopReason::kBudget:
        return fmt::format(
            "warning: the precision of {} is not reached: after {} s and {} the widest interval "
            "is {} of its mean",
            wanted, NumberText(analysis.budget_seconds),
            Counted(measured_.replications, "replication"), width);
      default:
        return fmt::format(
            "warning: the precision of {} is not reached: after {} the widest "
            "interval is {} of its mean",
            wanted, Counted(measured_.replications, "replication"), width);
    }
  }

  std::string ControlText(const ControlUsed& control) const {
    const std::string patience = std::isinf(control.patience)
                                     ? std::string()
                                     : fmt::format(" of at most {}", SpanText(control.patience));
    std::string text = fmt::format(
        "control variate: FIFO wait{} on the same work, known mean {} (seen {}); it makes the "
        "interval of the mean wait {}",
        patience, SpanText(control.known_mean), SpanText(control.seen.mean),
        Narrowed(control, Metric::kLockWait));
    if (Mean(measured_, Metric::kFailedShare) > 0) {
      text += ", that of the share that fails " + Narrowed(control, Metric::kFailedShare);
    }
    return text;
  }

  // An interval is as many times narrower as the root of the gain in variance.
  static std::string Narrowed(const ControlUsed& control, Metric metric) {
    const double times = std::sqrt(control.gains[static_cast<size_t>(metric)]);
    return times > 1000 ? "next to nothing" : fmt::format("{:.3g} times narrower", times);
  }

  static std::string BatchText(const BatchMeans& batches) {
    return fmt::format(
        "batch means of the first replication give {} for the mean wait of all "
        "requests{}",
        EstimateText(MetricUnit::kTime, batches.estimate),
        batches.independent ? "" : "; the batches are correlated, so that is too narrow");
  }

  const SimulationReport& report_;
  const SimulationTextOptions& options_;
  const Style style_;
  const Scenario& scenario_;
  const Measurements& measured_;
  std::string out_;
};

}  // namespace

std::string RenderSimulationText(const SimulationReport& report,
                                 const SimulationTextOptions& options) {
  return Text(report, options).Render();
}

}  // namespace tfsck
