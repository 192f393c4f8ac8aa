// The rule that a person named, on the command line or in a configuration.
#ifndef TFSCK_CLI_RULE_NAMED_H_
#define TFSCK_CLI_RULE_NAMED_H_

#include <string>

#include "analyzers/rule.h"
#include "engine/base/result.h"

namespace tfsck {

// By id, in either case, or by name; else an error that names the nearest.
Result<const Rule*> RuleNamed(const std::string& name);

// The same for a rule to be ignored: a fatal one is an error, because then Terraform cannot use
// the file and no gate may pass it.
Result<const Rule*> IgnorableRuleNamed(const std::string& name);

}  // namespace tfsck

#endif  // TFSCK_CLI_RULE_NAMED_H_
