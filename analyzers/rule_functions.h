// The check functions of all rules, declared from the catalogue.
//
// A function reports what it finds and returns; the order in which functions run means nothing.
#ifndef TFSCK_ANALYZERS_RULE_FUNCTIONS_H_
#define TFSCK_ANALYZERS_RULE_FUNCTIONS_H_

#include "analyzers/rule.h"

namespace tfsck {

#define TFSCK_RULE(id, name, severity, summary, why, remedy, check) \
  void check(const RuleInput& input, Reporter& reporter);
#define TFSCK_HISTORY_RULE(id, name, severity, summary, why, remedy, check) \
  void check(const HistoryInput& input, Reporter& reporter);
#define TFSCK_LOCK_RULE(id, name, severity, summary, why, remedy, check) \
  void check(const LockInput& input, Reporter& reporter);
#include "analyzers/rules.def"

}  // namespace tfsck

#endif  // TFSCK_ANALYZERS_RULE_FUNCTIONS_H_
