// docs/rules/*.md as data; the build writes the .cc (cmake/embed.cmake).
#ifndef TFSCK_REPORT_RULE_PAGES_H_
#define TFSCK_REPORT_RULE_PAGES_H_

#include <span>
#include <string_view>
#include <utility>

namespace tfsck {

// Rule id and page, ascending by id.
std::span<const std::pair<std::string_view, std::string_view>> RulePages();

}  // namespace tfsck

#endif  // TFSCK_REPORT_RULE_PAGES_H_
