// Validate: formulas and simulations against exact values, row by row.
//
//   ValidationFile --ReadValidationRows--> rows --Analyse, Replicate--> ValidationReport
//
// A simulated row is right where the exact value lies in the t interval over the replications (at
// the confidence that the scenario asks for) and the interval is as narrow as the row demands; a
// row that is another program's record, within 2 % of it or with the record in the interval.  An
// analytic answer is right to 1e-6, a quantile to 5e-6.  Pure but for threads; the same result for
// any number of them.  Cost: minutes of simulation for all rows; seconds where `quick`.
#ifndef TFSCK_SIMULATOR_VALIDATION_H_
#define TFSCK_SIMULATOR_VALIDATION_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "simulator/statistics.h"
#include "simulator/validation_table.h"

namespace tfsck {

enum class Verdict : uint8_t { kOk, kOff, kNotRun };
// "ok", "off", "not run"
std::string_view NameOf(Verdict verdict);

struct ValidatedRow {
  ValidationRow row;
  std::optional<double> analytic = {};     // what the formulas say of the scenario
  std::optional<Estimate> simulated = {};  // nothing where it is not run
  Verdict verdict = Verdict::kOk;
  std::string why = {};  // where it is off or not run

  // Relative to the exact value; absolute where that is 0.
  double AnalyticError() const;
  // Of the simulation, in half-widths of its interval; 0 where both are 0.
  double SimulatedError() const;
};

struct ValidationReport {
  std::vector<ValidatedRow> rows;  // in the order of the reference
  bool quick = false;
  size_t scenarios = 0;
  double seconds = 0;  // of real time
  size_t Count(Verdict verdict) const;
};

struct ValidationProgress {
  size_t done = 0;  // scenarios
  size_t planned = 0;
};

struct ValidationOptions {
  // Globs of scenarios or of families; none: all.
  std::vector<std::string> only;
  bool quick = false;  // fewer and shorter replications, whose precision is not judged
  unsigned threads = 0;
  std::function<void(const ValidationProgress& progress)> progress;
};

// Error (usage) where a file is missing or no scenario, or nothing is left to do.  What a
// simulation could not say, an invariant that broke for one, puts its rows off.
Result<ValidationReport> Validate(std::span<const ValidationFile> files,
                                  const ValidationOptions& options = {});

}  // namespace tfsck

#endif  // TFSCK_SIMULATOR_VALIDATION_H_
