// The check functions of all rules, declared from the catalogue.
//
// A function reports what it finds and returns; the order in which functions run means nothing.
#ifndef TFSCK_ANALYZERS_RULE_FUNCTIONS_H_
#define TFSCK_ANALYZERS_RULE_FUNCTIONS_H_

#include "analyzers/rule.h"

namespace tfsck {

#define TFSCK_RULE(id, name, severity, summary, why, remedy, check) \
  void check(const RuleInput& input, Reporter& reporter);
#include "analyzers/rules.def"
#undef TFSCK_RULE

}  // namespace tfsck

#endif  // TFSCK_ANALYZERS_RULE_FUNCTIONS_H_
