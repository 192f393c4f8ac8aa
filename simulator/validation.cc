#include "simulator/validation.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <utility>

#include "engine/base/glob.h"
#include "engine/base/parallel.h"
#include "simulator/replication.h"
#include "simulator/scenario_reader.h"
#include "simulator/validation_answer.h"
#include "simulator/validation_measure.h"

namespace tfsck {
namespace {

using Clock = std::chrono::steady_clock;

constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();
constexpr double kExactTolerance = 1e-6;
constexpr double kQuantileTolerance = 5e-6;
constexpr double kRecordTolerance = 0.02;
constexpr uint32_t kQuickReplications = 10;
// Of the time that is measured in full; but so many warm-ups at least, since quantiles of a short
// time are too low.
constexpr SimTime kQuickPart = 10;
constexpr SimTime kQuickWarmUps = 10;

// Relative; absolute where `exact` is 0.
double ErrorOf(double value, double exact) {
  return std::abs(value - exact) / (exact == 0 ? 1 : std::abs(exact));
}

// All rows of one scenario.
class CaseValidation {
 public:
  CaseValidation(std::span<const ValidationFile> files, const ValidationOptions& options,
                 std::vector<ValidatedRow*> rows)
      : files_(files), options_(options), rows_(std::move(rows)) {}

  Result<void> Run() {
    if (auto read = ReadModel(); !read) return read;
    AddAnswers();
    Simulate();
    for (size_t i = 0; i < rows_.size(); ++i) {
      if (!sums_[i].empty()) {
        rows_[i]->simulated = EstimateMean(values_[i], model_.scenario.analysis.confidence);
      }
    }
    return {};
  }

 private:
  Result<void> ReadModel() {
    const std::string name = rows_[0]->row.file + ".yaml";
    const ValidationFile* file = FindValidationFile(files_, name);
    if (file == nullptr) {
      return MakeError(ErrorKind::kUsage, fmt::format("there is no {} among the files", name));
    }
    auto scenario = ReadScenario(name, file->text);
    if (!scenario) return tl::unexpected(scenario.error());
    if (!scenario->analysis.warm_up) {
      return MakeError(ErrorKind::kUsage, name + ": 'analysis.warm-up' must be given");
    }
    if (options_.quick) {
      Analysis& analysis = scenario->analysis;
      analysis.replications = std::min(analysis.replications, kQuickReplications);
      const SimTime measured = analysis.horizon - *analysis.warm_up;
      const SimTime least = kQuickWarmUps * *analysis.warm_up;
      analysis.horizon =
          *analysis.warm_up + std::min(measured, std::max(measured / kQuickPart, least));
    }
    auto model = Compile(*scenario, [](const std::string& path) -> Result<StateGraph> {
      return MakeError(ErrorKind::kUsage, path + ": a validation names no state files");
    });
    if (!model) return tl::unexpected(model.error());
    model_ = std::move(*model);
    return {};
  }

  void AddAnswers() const {
    std::vector<ValidationSum> sums;
    for (const ValidatedRow* row : rows_) sums.push_back(ReadValidationSum(row->row.analytic));
    const std::vector<double> values = AnswersTo(model_, sums);
    for (size_t i = 0; i < rows_.size(); ++i) {
      if (!sums[i].empty()) rows_[i]->analytic = values[i];
    }
  }

  void Simulate() {
    const uint32_t replications = model_.scenario.analysis.replications;
    for (const ValidatedRow* row : rows_) {
      sums_.push_back(ReadValidationSum(row->row.measure));
      values_.emplace_back(replications, kNothing);
      for (const ValidationTerm& term : sums_.back()) watches_ = watches_ || NeedsWatch(term);
    }
    if (std::all_of(sums_.begin(), sums_.end(), [](const auto& sum) { return sum.empty(); })) {
      return;
    }
    std::vector<std::string> problems(replications);
    ParallelFor(replications, options_.threads,
                [&](size_t i) { problems[i] = CarryOut(static_cast<uint32_t>(i)); });
    const auto problem = std::find_if(problems.begin(), problems.end(),
                                      [](const std::string& each) { return !each.empty(); });
    for (size_t i = 0; problem != problems.end() && i < rows_.size(); ++i) {
      if (!sums_[i].empty()) rows_[i]->why = *problem;
    }
  }

  // What went wrong, or nothing.
  std::string CarryOut(uint32_t number) {
    const Analysis& analysis = model_.scenario.analysis;
    Replication replication(model_);
    NumberWatch watch(analysis.start + *analysis.warm_up, analysis.start + analysis.horizon);
    const Observations& seen =
        replication.Carry({analysis.seed, number}, watches_ ? &watch : nullptr);
    if (!seen.violation.empty()) return "the simulation broke an invariant: " + seen.violation;
    if (seen.excess != Excess::kNone) return TextOf(seen.excess);
    std::string problem;
    for (size_t i = 0; i < sums_.size(); ++i) {
      if (sums_[i].empty()) continue;
      values_[i][number] = ValueOf(sums_[i], [&](const ValidationTerm& term) {
        const auto value = MeasureOf(term, seen, model_, watch);
        if (!value) problem = fmt::format("there is no measure '{}'", term.name);
        return value.value_or(kNothing);
      });
    }
    return problem;
  }

  std::span<const ValidationFile> files_;
  const ValidationOptions& options_;
  std::vector<ValidatedRow*> rows_;
  Model model_;
  std::vector<ValidationSum> sums_;          // of each row; empty: not measured
  std::vector<std::vector<double>> values_;  // of each row, by replication
  bool watches_ = false;
};

// ---- Verdicts ------------------------------------------------------------------------------

std::string AnalyticFault(const ValidatedRow& row) {
  if (!row.analytic) return {};
  if (std::isnan(*row.analytic)) return "the formulas do not answer this scenario";
  const double allowed = row.row.IsQuantile() ? kQuantileTolerance : kExactTolerance;
  if (row.AnalyticError() <= allowed) return {};
  return fmt::format("the formulas are off by {:.2g}", row.AnalyticError());
}

std::string SimulationFault(const ValidatedRow& row, bool quick) {
  if (!row.simulated) return {};
  const Estimate& estimate = *row.simulated;
  const double exact = row.row.value;
  if (estimate.count == 0) return "the simulation does not say";
  // Waits are known to within a bucket of their histogram.
  const double bucket = exact * Histogram::kRelativeError * 2;
  const double apart = std::abs(estimate.mean - exact);
  if (row.row.IsRecord()) {
    const double allowed = std::max(kRecordTolerance * exact, estimate.half_width);
    if (apart <= allowed) return {};
    return fmt::format("{:.2g} % from the record", 100 * ErrorOf(estimate.mean, exact));
  }
  if (apart > estimate.half_width + bucket) return "the exact value is not in the interval";
  if (!quick && estimate.half_width > row.row.precision * std::abs(exact)) {
    return fmt::format("the interval is wider than {:g} %", 100 * row.row.precision);
  }
  return {};
}

void Judge(ValidatedRow& row, bool quick) {
  if (row.why.empty()) row.why = AnalyticFault(row);
  if (row.why.empty()) row.why = SimulationFault(row, quick);
  if (!row.why.empty()) {
    row.verdict = Verdict::kOff;
  } else if (!row.simulated) {
    row.verdict = Verdict::kNotRun;
    row.why = row.row.not_run;
  }
}

// ---- Which --------------------------------------------------------------------------------

bool IsWanted(const ValidationRow& row, const std::vector<Glob>& only) {
  return only.empty() || std::any_of(only.begin(), only.end(), [&row](const Glob& glob) {
           return glob.Matches(row.file) || glob.Matches(row.family);
         });
}

// The rows of each scenario together, in the order of their first; those without one are left out.
std::vector<std::vector<ValidatedRow*>> ByScenario(std::vector<ValidatedRow>& rows) {
  std::vector<std::vector<ValidatedRow*>> cases;
  for (ValidatedRow& row : rows) {
    if (row.row.file.empty()) continue;
    const auto known = std::find_if(cases.begin(), cases.end(), [&row](const auto& each) {
      return each[0]->row.file == row.row.file;
    });
    if (known != cases.end()) {
      known->push_back(&row);
    } else {
      cases.push_back({&row});
    }
  }
  return cases;
}

}  // namespace

std::string_view NameOf(Verdict verdict) {
  switch (verdict) {
    case Verdict::kOk:
      return "ok";
    case Verdict::kOff:
      return "off";
    case Verdict::kNotRun:
      return "not run";
  }
  return "";
}

double ValidatedRow::AnalyticError() const {
  return analytic ? ErrorOf(*analytic, row.value) : kNothing;
}

double ValidatedRow::SimulatedError() const {
  if (!simulated) return kNothing;
  const double apart = simulated->mean - row.value;
  return apart == 0 ? 0 : apart / simulated->half_width;
}

size_t ValidationReport::Count(Verdict verdict) const {
  return static_cast<size_t>(
      std::count_if(rows.begin(), rows.end(),
                    [verdict](const ValidatedRow& row) { return row.verdict == verdict; }));
}

Result<ValidationReport> Validate(std::span<const ValidationFile> files,
                                  const ValidationOptions& options) {
  const Clock::time_point begin = Clock::now();
  auto rows = ReadValidationRows(files);
  if (!rows) return tl::unexpected(rows.error());
  std::vector<Glob> only;
  for (const std::string& pattern : options.only) only.emplace_back(pattern, GlobStyle::kText);
  ValidationReport report;
  report.quick = options.quick;
  for (ValidationRow& row : *rows) {
    if (IsWanted(row, only)) report.rows.push_back({.row = std::move(row)});
  }
  if (report.rows.empty()) {
    return MakeError(ErrorKind::kUsage, "no row of the reference has such a scenario or family");
  }
  const auto cases = ByScenario(report.rows);
  report.scenarios = cases.size();
  for (size_t i = 0; i < cases.size(); ++i) {
    if (auto done = CaseValidation(files, options, cases[i]).Run(); !done) {
      return tl::unexpected(done.error());
    }
    if (options.progress) options.progress({i + 1, cases.size()});
  }
  for (ValidatedRow& row : report.rows) Judge(row, options.quick);
  report.seconds = std::chrono::duration<double>(Clock::now() - begin).count();
  return report;
}

}  // namespace tfsck
