// What `tfsck analytic` answers to quantities of the validation table.
#ifndef TFSCK_SIMULATOR_VALIDATION_ANSWER_H_
#define TFSCK_SIMULATOR_VALIDATION_ANSWER_H_

#include <span>
#include <vector>

#include "simulator/model.h"
#include "simulator/validation_table.h"

namespace tfsck {

// The value of each sum of answers ("mean wait@SUBJECT"), NaN where a term of it has no answer.
// Cost: that of Analyse.
std::vector<double> AnswersTo(const Model& model, std::span<const ValidationSum> sums);

}  // namespace tfsck

#endif  // TFSCK_SIMULATOR_VALIDATION_ANSWER_H_
