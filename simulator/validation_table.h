// ValidationTable: what simulations and formulas must give, row by row, and how each is checked.
//
//   queueing-reference.csv (exact values) + cases.csv (scenario, measure, precision) -> rows
//
// The files are those of corpus/scenarios/validation, made by corpus/make/validation.py; they are
// embedded, and may be given anew.  Pure; owns its text; linear in the files.
#ifndef TFSCK_SIMULATOR_VALIDATION_TABLE_H_
#define TFSCK_SIMULATOR_VALIDATION_TABLE_H_

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"

namespace tfsck {

struct ValidationFile {
  std::string_view name;  // "mm1-lambda-0.8.yaml"
  std::string_view text;
};

// Those of the corpus, in the order of their names.
std::span<const ValidationFile> ValidationFiles();
// nullptr where there is none of that name.
const ValidationFile* FindValidationFile(std::span<const ValidationFile> files,
                                         std::string_view name);

// A sum of terms such as "0.3 * lock_wait_mean@team", "wait deviation^2", "-5".
struct ValidationTerm {
  double factor = 1;
  std::string name;   // empty: the factor alone
  std::string about;  // what stands after '@'
  bool squared = false;
};
using ValidationSum = std::vector<ValidationTerm>;
ValidationSum ReadValidationSum(std::string_view text);
// NaN where `value_of` gives it for one of the terms.
double ValueOf(const ValidationSum& sum,
               const std::function<double(const ValidationTerm& term)>& value_of);

struct ValidationRow {
  std::string family;  // "mm1"
  std::string params;
  std::string quantity;
  double value = 0;
  std::string file;         // of the scenario, without ".yaml"; empty: none
  std::string measure;      // what estimates the value, as a sum; empty: not run
  std::string analytic;     // what `tfsck analytic` answers to it, as a sum; empty: nothing
  std::string formula;      // function of simulator/analytic that gives it
  double precision = 0;     // relative half-width that the simulation must reach
  std::string not_run;      // why it is not
  bool IsRecord() const;    // of another program's simulation: no exact value
  bool IsQuantile() const;  // inverted from a distribution
};

// Error (usage) where a file is missing, a line is not as it should be, or a row of the reference
// has no case.
Result<std::vector<ValidationRow>> ReadValidationRows(std::span<const ValidationFile> files);

}  // namespace tfsck

#endif  // TFSCK_SIMULATOR_VALIDATION_TABLE_H_
