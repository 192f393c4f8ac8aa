#include "simulator/validation_answer.h"

#include <limits>

#include "simulator/analytic/analytic.h"

namespace tfsck {

std::vector<double> AnswersTo(const Model& model, std::span<const ValidationSum> sums) {
  constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();
  const AnalyticReport report = Analyse(model);
  std::vector<double> values;
  for (const ValidationSum& sum : sums) {
    values.push_back(ValueOf(sum, [&report](const ValidationTerm& term) {
      const AnalyticAnswer* answer = FindAnswer(report, term.name, term.about);
      return answer == nullptr ? kNothing : answer->value;
    }));
  }
  return values;
}

}  // namespace tfsck
