// The catalogue of rules, rendered.
#ifndef TFSCK_REPORT_RULE_TEXT_H_
#define TFSCK_REPORT_RULE_TEXT_H_

#include <string>
#include <string_view>

#include "analyzers/rule.h"

namespace tfsck {

std::string RenderRulesText(bool color);
std::string RenderRulesJson();

// The rule's page, docs/rules/ID.md, which is built into the program.
std::string_view RulePage(const Rule& rule);

}  // namespace tfsck

#endif  // TFSCK_REPORT_RULE_TEXT_H_
