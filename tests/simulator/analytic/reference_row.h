// A row of corpus/scenarios/validation/queueing-reference.csv, and what the formulas answer to it.
#ifndef TFSCK_TESTS_SIMULATOR_ANALYTIC_REFERENCE_ROW_H_
#define TFSCK_TESTS_SIMULATOR_ANALYTIC_REFERENCE_ROW_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace tfsck {

struct ReferenceRow {
  std::string family;
  std::string params;
  std::string quantity;
  double value = 0;

  // The number after "name=" at the start of one of the ;-separated parameters; fails the test
  // where there is none.
  double Number(const std::string& name) const;
  // The text after it, or nothing.
  std::string Text(const std::string& name) const;
  bool Says(const std::string& words) const { return params.find(words) != std::string::npos; }
  // The quantile that "wait_q0.95" asks for.
  std::optional<double> Quantile() const;
};

std::vector<ReferenceRow> ReadReferenceRows();

using Answers = std::map<std::string, double>;  // by quantity
using Answerer = Answers (*)(const ReferenceRow&);

// By family; three files of them.
const std::map<std::string, Answerer>& OpenQueueAnswerers();
const std::map<std::string, Answerer>& LossAnswerers();
const std::map<std::string, Answerer>& ClosedAnswerers();

}  // namespace tfsck

#endif  // TFSCK_TESTS_SIMULATOR_ANALYTIC_REFERENCE_ROW_H_
